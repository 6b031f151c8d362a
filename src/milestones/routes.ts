// What people can type and press about milestones. What one could get wrong: a verb's form is what a card may carry,
// and a card can be forged or stale; rights and versions are checked in the actions, never here.

import * as z from 'zod/v4';
import { showConflict } from '../programmes/conflict.js';
import type { Problems } from '../programmes/problems.js';
import { readReference } from '../programmes/references.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { RecordForm } from '../programmes/schema.js';
import { kindCommands, kindVerbs } from '../records/kind.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../routes.js';
import { postUpdate, requireChangeable } from './actions.js';
import { conflictRows } from './conflict-rows.js';
import { dependingOn } from './dependencies-form.js';
import { acknowledging, showExceptions } from './exceptions-view.js';
import { chooseByWords, listFiltered } from './find.js';
import { milestoneKind } from './kind.js';
import { FILTERS, type Filter } from './lists.js';
import { UpdateFields, UpdateForm } from './schema.js';
import { updateForm } from './update-form.js';
import { postedAnswer } from './views.js';

const Which = RecordForm.pick({ programmeId: true, ref: true });
const ListForm = z.object({
  programmeId: Which.shape.programmeId,
  filter: z.enum(Object.keys(FILTERS) as [Filter, ...Filter[]]).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  workstream: z
    .string()
    .regex(/^WS\d{1,2}$/)
    .optional(),
});
/** Letters of a search that are looked at; a whole story typed after `update` is searched by its beginning. */
const MOST_WORDS = 200;

export const milestoneCommands: Command[] = [
  {
    name: 'update',
    help: 'Post an update on a milestone: yours are shown first; or update M18',
    matches: (text) => capture(/^update(?:\s+(?<words>.+))?$/i, text),
    offeredTo: (member) => !isOnlyObserver(member),
    audience: 'me',
    opens: ({ words }): Opening => {
      const { ref, said } = readSaid(words);
      return ref
        ? { verb: 'milestones.open-update', fields: { ref, ...(said && { commentary: said }) }, label: `Update ${ref}` }
        : { verb: 'milestones.choose', fields: { words: said.slice(0, MOST_WORDS) }, label: 'Update a milestone' };
    },
    run: (turn, { words }) => {
      const { ref, said } = readSaid(words);
      return ref ? openUpdate(turn, ref, said) : chooseByWords(turn, said.slice(0, MOST_WORDS));
    },
  },
  {
    name: 'milestones',
    help: 'See the milestones by workstream; or milestones mine, late, due',
    matches: (text) =>
      capture(/^milestones?(?:\s+(?<filter>all|mine|late|due)(?:\s+in\s+28\s+days)?)?$/i, text) ??
      (/^my\s+milestones?$/i.test(text) ? { filter: 'mine' } : undefined),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn, { filter }) => listFiltered(turn, { filter: (filter?.toLowerCase() ?? 'all') as Filter, page: 1 }),
  },
  {
    name: 'exceptions',
    help: 'See the milestones beyond tolerance, and which of them nobody has acknowledged',
    matches: (text) => capture(/^(?:tolerance\s+)?exceptions?[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: (turn) => showExceptions(turn, 1),
  },
  ...kindCommands(milestoneKind),
];

export const milestoneVerbs: Verb[] = [
  defineVerb(
    'milestones.choose',
    z.object({ programmeId: Which.shape.programmeId, words: z.string().max(MOST_WORDS).default('') }),
    (turn, form) => chooseByWords(turn, form.words),
    // Words to search by are kept by nobody, and are not worth giving back.
    (turn) => chooseByWords(turn, ''),
  ),
  defineVerb('milestones.list', ListForm, (turn, form) => listFiltered(turn, form)),
  defineVerb('milestones.list-exceptions', ListForm.pick({ programmeId: true, page: true }), (turn, form) =>
    showExceptions(turn, form.page),
  ),
  ...acknowledging.verbs,
  ...dependingOn.verbs,
  ...kindVerbs(milestoneKind),
  defineVerb(
    'milestones.open-update',
    Which.extend(UpdateForm.partial().omit({ programmeId: true, ref: true }).shape),
    (turn, form) => {
      if (form.opened === undefined || form.form === undefined) return openUpdate(turn, form.ref, form.commentary);
      return reopenUpdate(turn, UpdateForm.parse(form));
    },
    (turn, form, problems) => {
      if (form.opened === undefined || form.form === undefined) return openUpdate(turn, form.ref);
      return reopenUpdate(turn, UpdateForm.parse(form), problems);
    },
  ),
  defineVerb('milestones.open-correction', Which, async (turn, form) => {
    const head = (await requireChangeable(turn, form.ref)).body;
    return updateForm(turn, head, { corrects: head.newest.version });
  }),
  defineVerb('milestones.post-update', UpdateForm, post, reopenUpdate),
];

async function post(turn: Turn, form: UpdateForm): Promise<Answer> {
  const result = await postUpdate(turn, form);
  if (result.outcome === 'refused')
    return updateForm(turn, result.head, {
      fields: UpdateFields.parse(form),
      problems: result.problems,
      form: form.form,
      opened: form.opened,
      corrects: form.corrects,
    });
  if (result.outcome === 'conflict') {
    const { theirs } = result;
    // A correction meant one entry; once another stands, what was typed is an update like any other.
    const { corrects: _, ...typed } = form;
    return showConflict(turn, {
      feature: 'milestones',
      title: theirs.state.title,
      theirs,
      rows: conflictRows(theirs.state, form),
      saveVerb: 'milestones.post-update',
      reopenVerb: 'milestones.open-update',
      form: typed,
    });
  }
  return postedAnswer(turn, result.entry);
}

/** The form, fresh; `said`: what the person has already said of it, which is saved by nobody but them. */
async function openUpdate(turn: Turn, ref: string, said = ''): Promise<Answer> {
  return updateForm(turn, (await requireChangeable(turn, ref)).body, { said });
}

/** The form as it was typed; `problems` when something in it must go. */
async function reopenUpdate(turn: Turn, sent: UpdateForm, problems: Problems<UpdateFields> = {}): Promise<Answer> {
  const head = (await requireChangeable(turn, sent.ref)).body;
  const { form, opened, corrects } = sent;
  return updateForm(turn, head, { fields: UpdateFields.parse(sent), problems, form, opened, corrects });
}

/** The milestone that words begin with, and what is said of it: "M01 slips to 25 January" or "M1: slips". */
function readSaid(words = ''): { ref?: string; said: string } {
  const { ref = '', said = '' } = /^(?<ref>m\d{1,5})(?:[\s,.:;-]+(?<said>.*))?$/is.exec(words)?.groups ?? {};
  const read = readReference(ref);
  return read ? { ref: read, said: said.trim() } : { said: words };
}

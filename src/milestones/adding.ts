// A milestone put into the plan in chat: by the programme office, under the next reference, its owner told. What one could get wrong: its first date is its
// baseline, which from then on moves by change control alone.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import { nameOf } from '../programmes/actor.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { showMadeAlready } from '../programmes/conflict.js';
import { drawForm, workstreamChoices } from '../programmes/forms.js';
import { owesTelling } from '../programmes/owning.js';
import { among } from '../programmes/people-choices.js';
import { checkDay, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import {
  isOnlyObserver,
  isProgrammeOffice,
  OBSERVERS_OWN_NOTHING,
  requireProgrammeOffice,
} from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { effectKey } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { heldMilestone } from './rules.js';
import { GATES, type Milestone, milestones, openingMilestone } from './schema.js';
import { postedAnswer } from './views.js';

const text = z.string().default('');
const AddFields = z.object({
  title: text,
  workstream: text,
  ownerId: text,
  baselineOn: text,
  external: text,
  gate: text,
});
type AddFields = z.infer<typeof AddFields>;
const programmeId = z.string().min(1).max(80);
const AddForm = AddFields.extend({ programmeId, form: z.uuid() });
type AddForm = z.infer<typeof AddForm>;

export const addingCommands: Command[] = [
  {
    name: 'add milestone',
    help: 'Put a milestone into the plan',
    matches: (typed) => capture(/^(?:add|new)\s+milestone[.!?]?$/i, typed),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'milestones.open-add', fields: {}, label: 'Add a milestone' }),
    run: async (turn) => openAdd(turn),
  },
];

export const addingVerbs: Verb[] = [
  defineVerb('milestones.open-add', AddForm.partial().extend({ programmeId }), async (turn, form) =>
    openAdd(turn, form),
  ),
  defineVerb('milestones.add', AddForm, add, async (turn, form, problems) => openAdd(turn, form, problems)),
];

function requireOffice({ actor }: Turn): void {
  requireProgrammeOffice(
    actor.member,
    'Milestones are put into the plan by the programme office. Ask them, or raise a risk if something is missing.',
  );
}

const YES = [
  { title: 'No', value: 'no' },
  { title: 'Yes: we wait for somebody outside', value: 'yes' },
];

function openAdd(turn: Turn, sent: Partial<AddForm> = {}, problems: Problems<AddFields> = {}): Answer {
  requireOffice(turn);
  const { programme, programmeId: id } = turn.actor;
  return drawForm<AddFields>({
    heading: 'Add a milestone',
    advice: 'Its date is its baseline: from then on it moves only when its body agrees.',
    fields: [
      {
        id: 'title',
        kind: 'text',
        label: 'What is done when it is done',
        letters: 160,
        missing: 'Say what the milestone is.',
      },
      {
        id: 'workstream',
        kind: 'pick',
        label: 'Workstream',
        missing: 'Choose its workstream.',
        choices: workstreamChoices(programme),
      },
      {
        id: 'ownerId',
        kind: 'person',
        label: 'Owner',
        missing: 'Choose its owner.',
        people: among(turn.actor),
      },
      { id: 'baselineOn', kind: 'day', label: 'Baseline', missing: 'Give the approved date.' },
      { id: 'external', kind: 'choice', label: 'External', choices: YES, missing: 'Choose.' },
      {
        id: 'gate',
        kind: 'pick',
        label: 'Does the law allow it yet',
        choices: GATES.map((one) => ({ title: GATE_WORDS[one], value: one })),
        missing: 'Choose.',
      },
    ],
    values: AddFields.parse(sent.form === undefined ? { external: 'no', gate: 'none' } : sent),
    problems,
    buttons: [
      send('Add it', 'milestones.add', { programmeId: id, form: sent.form ?? randomUUID() }),
      link('Cancel', 'milestones.list', { programmeId: id }),
    ],
  });
}

const GATE_WORDS: Record<(typeof GATES)[number], string> = {
  none: 'Yes',
  'under consultation': 'Not yet: it is under consultation',
  'needs legislation': 'Not yet: it needs legislation',
};

function check(programme: Programme, fields: AddFields): { ok: Milestone } | { problems: Problems<AddFields> } {
  const problems: Problems<AddFields> = {};
  const title = requireText(problems, fields, 'title', 160, 'Say what the milestone is.');
  if (!programme.workstreams.some(({ id }) => id === fields.workstream)) problems.workstream = 'Choose its workstream.';
  const owner = programme.members.find(({ id }) => id === fields.ownerId);
  if (!owner) problems.ownerId = 'Choose its owner.';
  else if (isOnlyObserver(owner)) problems.ownerId = OBSERVERS_OWN_NOTHING;
  checkDay(problems, 'baselineOn', fields.baselineOn, 'Give the approved date.');
  const gate = GATES.find((one) => one === fields.gate);
  if (!gate) problems.gate = 'Choose.';
  if (hasProblems(problems) || !gate) return { problems };
  const { workstream, ownerId, baselineOn } = fields;
  const external = fields.external === 'yes';
  return { ok: openingMilestone({ title, workstream, ownerId, baselineOn, external, gate, dateSource: 'D' }) };
}

async function add(turn: Turn, form: AddForm): Promise<Answer> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const fields = AddFields.parse(form);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, fields);
  const checked = check(actor.programme, fields);
  if ('problems' in checked) {
    const known = await recogniseNew(deps, milestones, actor.programmeId, effect);
    return known?.outcome === 'already' ? postedAnswer(turn, known.entry) : openAdd(turn, form, checked.problems);
  }
  const owes = [owesAnnouncement(turn), ...owesTelling(heldMilestone, actor.member.id, undefined, checked.ok)];
  const change = { by: actor.member.id, did: 'milestones.add', effect, owes };
  const result = await createRecord(deps, milestones, actor.programmeId, change, () => checked.ok);
  if (result.outcome !== 'conflict') return postedAnswer(turn, result.entry);
  const { state } = result.theirs;
  const { programme } = actor;
  return showMadeAlready(turn, {
    theirs: result.theirs,
    title: state.title,
    rows: [
      { label: 'Milestone', saved: state.title, yours: form.title },
      { label: 'Owner', saved: nameOf(programme, state.ownerId), yours: nameOf(programme, form.ownerId) },
      { label: 'Baseline', saved: state.baselineOn, yours: form.baselineOn },
    ],
    made: 'added',
    make: 'add',
    thing: 'milestone',
    makeVerb: 'milestones.add',
    openVerb: 'milestones.open-add',
    showVerb: 'milestones.show',
    form,
  });
}

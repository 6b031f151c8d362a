// The programme's settings in chat: what they are, a form for each section, and their history. What one could get wrong: everybody may read them, the
// programme office alone changes them, and each change says why.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import { requireProgramme } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { drawForm } from '../programmes/forms.js';
import { showHistory } from '../programmes/history.js';
import { checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import { drawRegister } from '../programmes/register.js';
import { isOnlyObserver, isProgrammeOffice, requireProgrammeOffice } from '../programmes/rights.js';
import { PROGRAMME_REF, type Programme, programmes, SHARED_SECTIONS } from '../programmes/schema.js';
import { changeProgramme, doOnce } from '../programmes/settings.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { canonical, sha256 } from '../storage/entry.js';
import { effectKey, requireHead } from '../storage/ledger.js';
import { type Fields, SECTIONS, type Section } from './sections.js';
import { programmeTelling } from './telling.js';

const programmeId = z.string().min(1).max(80);
const section = z.enum(SECTIONS.map(({ id }) => id) as [string, ...string[]]);
const text = z.string().max(1_000).default('');

/** Every field of any section; a form carries those of its own. */
const FIELD_NAMES = [
  ...['greenDays', 'amberDays', 'size', 'mediumFrom', 'highFrom', 'appetite'],
  ...['due', 'prompt', 'reminder', 'close', 'digest'].flatMap((slot) => [`${slot}Day`, `${slot}Time`]),
  ...['from', 'until', 'summaryDaysBefore', 'confidenceDaysBefore', 'dueWithinDays'],
  ...['opensDaysBefore', 'remindDaysBefore', 'icbLead', 'pcfLead', ...SHARED_SECTIONS.map((id) => `section-${id}`)],
  ...['readers', 'channel', 'digest', 'addOn', 'dropOn'],
  ...[
    'closureName',
    'closureFrom',
    'closureUntil',
    'dropClosure',
    'workstream',
    'workstreamName',
    'closeIt',
    'stopPlace',
  ],
];
const SaveForm = z
  .object({ programmeId, section, form: z.uuid(), print: z.string().regex(/^[0-9a-f]{16,32}$/), why: text })
  .extend(Object.fromEntries(FIELD_NAMES.map((name) => [name, text])));
type SaveForm = Record<'programmeId' | 'section' | 'form' | 'print' | 'why', string> & Fields;

export const settingsCommands: Command[] = [
  {
    name: 'settings',
    help: 'Boards, returns, the weekly timetable, tolerances, who reads what',
    matches: (typed) => capture(/^settings?[.!?]?$/i, typed),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'settings.show', fields: {}, label: 'Settings' }),
    run: async (turn) => show(turn),
  },
  {
    name: 'history settings',
    help: 'Who changed the settings, when and why',
    matches: (typed) => capture(/^(?:history\s+(?:of\s+)?(?:the\s+)?settings|settings\s+history)[.!?]?$/i, typed),
    offeredTo: () => false,
    audience: 'me',
    opens: () => ({ verb: 'programmes.show-history', fields: {}, label: 'History of the settings' }),
    run: history,
  },
];

export const settingsVerbs: Verb[] = [
  defineVerb(
    'settings.show',
    z.object({ programmeId, page: z.coerce.number().int().min(1).default(1) }),
    async (turn) => show(turn),
  ),
  defineVerb('settings.open', z.object({ programmeId, section }), async (turn, form) => open(turn, form.section)),
  defineVerb(
    'settings.save',
    SaveForm,
    (turn, form) => save(turn, form as SaveForm),
    (turn, form, problems) => openTyped(turn, form as SaveForm, problems),
  ),
  defineVerb('programmes.show-history', z.object({ programmeId }), history),
  // What a history card's way back is called for the programme's own record.
  defineVerb('programmes.show', z.object({ programmeId, ref: z.literal(PROGRAMME_REF) }), async (turn) => show(turn)),
];

function show(turn: Turn): Answer {
  if (isOnlyObserver(turn.actor.member)) requireOffice(turn);
  const { programme, programmeId: id } = turn.actor;
  const today = todayOf(turn);
  return drawRegister<Section>({
    heading: 'Settings',
    counts: isProgrammeOffice(turn.actor.member) ? '' : 'Set by the programme office.',
    all: SECTIONS,
    wanted: 1,
    row: (one) => ({
      ref: '',
      title: one.title,
      facts: one.say(programme, today),
      status: isProgrammeOffice(turn.actor.member)
        ? { word: 'Change', shape: '✎', color: 'Accent' }
        : { word: 'Read', shape: '·', color: 'Default' },
      open: link('Change', 'settings.open', { programmeId: id, section: one.id }),
    }),
    verb: 'settings.show',
    at: (page) => ({ programmeId: id, page }),
    filterButtons: [
      link('History', 'programmes.show-history', { programmeId: id }),
      ...(isProgrammeOffice(turn.actor.member)
        ? [
            link('People', 'people.list', { programmeId: id, page: 1 }),
            link('The plan as a workbook', 'plans.show', { programmeId: id }),
          ]
        : []),
    ],
  });
}

function requireOffice({ actor }: Turn): void {
  requireProgrammeOffice(actor.member, ADVICE);
}

const ADVICE = 'The settings are changed by the programme office. Ask them.';

function sectionOf(id: string): Section {
  return SECTIONS.find((one) => one.id === id) as Section;
}

/** Of a section as it stands, to tell whether somebody else changed it meanwhile. */
function printOf(one: Section, programme: Programme, today: string): string {
  return sha256(canonical([one.values(programme), one.say(programme, today)])).slice(0, 32);
}

function open(
  turn: Turn,
  id: string,
  typed: { form?: string; fields?: Fields; problems?: Problems<Fields>; place?: string } = {},
): Answer {
  requireOffice(turn);
  const { programme, programmeId: ofProgramme } = turn.actor;
  const today = todayOf(turn);
  const one = sectionOf(id);
  return drawForm<Fields>({
    heading: one.title,
    place: [typed.place, one.say(programme, today)].filter(Boolean).join(' '),
    fields: [
      ...one.fields(programme, today, turn.actor),
      { id: 'why', kind: 'text', label: 'Why', missing: 'Say why, for whoever asks later.', letters: 300 },
    ],
    values: typed.fields ?? { ...one.values(programme), why: '' },
    problems: typed.problems,
    buttons: [
      send('Save', 'settings.save', {
        programmeId: ofProgramme,
        section: id,
        form: typed.form ?? randomUUID(),
        print: printOf(one, programme, today),
      }),
      link('Cancel', 'settings.show', { programmeId: ofProgramme }),
    ],
  });
}

function fieldsOf(form: SaveForm): Fields {
  const { programmeId: _, section: __, form: ___, print: ____, ...fields } = form;
  return fields as Fields;
}

function openTyped(turn: Turn, form: SaveForm, problems: Problems<Fields>, place = ''): Answer {
  return open(turn, form.section, { form: form.form, fields: fieldsOf(form), problems, place });
}

async function save(turn: Turn, form: SaveForm): Promise<Answer> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const today = todayOf(turn);
  const one = sectionOf(form.section);
  const fields = fieldsOf(form);
  const why = form.why.trim();
  const checked = one.check(actor.programme, fields, today);
  const problems: Problems<Fields> =
    'problems' in checked ? { ...checked.problems } : ((await one.against?.(turn, fields)) ?? {});
  if (why === '') problems.why ??= 'Say why, for whoever asks later.';
  checkLength(problems, 'why', why, 300);
  const isSame = 'next' in checked && canonical(checked.next) === canonical(actor.programme);
  // A second delivery finds its own change, which is no reason to ask again.
  if (!isSame && form.print !== printOf(one, actor.programme, today))
    return openTyped(turn, form, problems, 'Somebody changed this while you were writing. It is now:');
  if (hasProblems(problems)) return openTyped(turn, form, problems);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, fields);
  const change = { by: actor.member.id, did: `settings.set-${one.id}`, effect, reason: why };
  await doOnce(deps, actor.programmeId, effect, async () => {
    await changeProgramme(deps, actor.programmeId, change, (now) => {
      const again = one.check(now, fields, today);
      return 'next' in again ? again.next : now;
    });
  });
  const programme = await requireProgramme(deps, actor.programmeId);
  return show({ ...turn, actor: { ...actor, programme } });
}

async function history(turn: Turn): Promise<Answer> {
  if (isOnlyObserver(turn.actor.member)) requireOffice(turn);
  const head = await requireHead(turn.deps, programmes, turn.actor.programmeId, PROGRAMME_REF);
  return showHistory(turn, head.body, programmeTelling);
}

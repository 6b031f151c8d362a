// What people can type and press about check-ins. What one could get wrong: a form is redrawn from what was typed, and a
// check-in of a past week is refused with a way to use its words for the week that is open.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import { isProgrammeOffice, leadsWorkstream } from '../programmes/rights.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import { type AnswerResult, answerCheckIn, requireSubject } from './actions.js';
import { answeredAnswer, readAnswer } from './answered-view.js';
import { conflictRowsOf } from './conflict-rows.js';
import { checkInForm } from './form-view.js';
import { CheckInForm, fieldsOf, WhichCheckIn } from './forms.js';
import { AwayForm, awayForm, comeBack, passOn, SnoozeForm, saveDraft, setAway, snooze } from './later.js';
import { openCheckIn } from './opening.js';
import { checkInRef, checkIns } from './schema.js';
import { answerablePeriods, weekEndingOn } from './week.js';

const Programme = WhichCheckIn.pick({ programmeId: true });
const OpenForm = Programme.extend({
  ref: WhichCheckIn.shape.ref.optional(),
  workstream: z
    .string()
    .regex(/^(WS\d{1,2})?$/)
    .default(''),
  change: z.boolean().default(false),
}).extend(CheckInForm.omit({ programmeId: true, ref: true }).partial().shape);

const leadsAny = (turn: Pick<Turn, 'actor'>) =>
  turn.actor.programme.workstreams.filter(({ id }) => leadsWorkstream(turn.actor.programme, turn.actor.member, id));

export const checkInCommands: Command[] = [
  {
    name: 'check in',
    help: 'Answer this week’s check-in of your workstream; or check in WS6',
    matches: (text) => capture(/^check[\s-]?in(?:\s+(?<workstream>ws\d{1,2}))?[.!]?$/i, text),
    offeredTo: (member) => member.leads.length > 0 || isProgrammeOffice(member),
    audience: 'me',
    opens: ({ workstream }) => ({
      verb: 'check-ins.open',
      fields: { workstream: workstream?.toUpperCase() ?? '' },
      label: workstream ? `Check in ${workstream.toUpperCase()}` : 'Check in',
    }),
    run: (turn, { workstream }) => choose(turn, workstream?.toUpperCase() ?? ''),
  },
  {
    name: 'away',
    help: 'Say until when you are away: your deputy is asked instead',
    matches: (text) => capture(/^(?:i['’]?m\s+)?away[.!]?$/i, text),
    offeredTo: (member) => member.leads.length > 0,
    audience: 'me',
    opens: () => ({ verb: 'check-ins.open-away', fields: {}, label: 'Away' }),
    run: async (turn) => awayForm(turn, undefined),
  },
  {
    name: 'back',
    help: 'Say that you are back',
    matches: (text) => capture(/^(?:i['’]?m\s+)?back[.!]?$/i, text),
    offeredTo: (member) => (member.leave ?? []).length > 0,
    audience: 'me',
    opens: () => ({ verb: 'check-ins.come-back', fields: {}, label: 'Back' }),
    run: comeBack,
  },
];

export const checkInVerbs: Verb[] = [
  defineVerb(
    'check-ins.open',
    OpenForm,
    (turn, sent) => {
      if (!sent.ref) return choose(turn, sent.workstream);
      if (sent.form === undefined || sent.opened === undefined) return openCheckIn(turn, sent.ref, sent.change);
      return redraw(turn, CheckInForm.parse(sent));
    },
    (turn, sent, problems) => redraw(turn, CheckInForm.parse(sent), problems),
  ),
  defineVerb('check-ins.show', WhichCheckIn, (turn, { ref }) => showAnswer(turn, ref)),
  defineVerb(
    'check-ins.answer',
    CheckInForm,
    async (turn, form) => tell(turn, form, await answerCheckIn(turn, form)),
    redraw,
  ),
  defineVerb('check-ins.save-draft', CheckInForm, saveDraft, redraw),
  defineVerb('check-ins.snooze', SnoozeForm, snooze, redraw),
  defineVerb('check-ins.open-away', WhichCheckIn.partial({ ref: true }), async (turn, { ref }) => awayForm(turn, ref)),
  defineVerb('check-ins.set-away', AwayForm, setAway, (turn, form, problems) =>
    awayForm(turn, form.ref, { ...form, problem: problems.until ?? '' }),
  ),
  defineVerb('check-ins.come-back', Programme, comeBack),
  defineVerb('check-ins.pass-on', WhichCheckIn, (turn, { ref }) => passOn(turn, ref)),
];

async function tell(turn: Turn, form: CheckInForm, result: AnswerResult): Promise<Answer> {
  if (result.outcome === 'refused') return redraw(turn, form, result.problems);
  if (result.outcome === 'closed') return closed(turn, form);
  if (result.outcome === 'conflict')
    return showConflict(turn, {
      feature: 'check-ins',
      title: workstreamName(turn.actor.programme, result.theirs.state.workstream),
      theirs: result.theirs,
      rows: conflictRowsOf(result.theirs.state, fieldsOf(form)),
      saveVerb: 'check-ins.answer',
      reopenVerb: 'check-ins.open',
      form,
    });
  return answeredAnswer(turn, result.entry, result.applied);
}

async function redraw(turn: Turn, form: CheckInForm, problems = {}): Promise<Answer> {
  const subject = await requireSubject(turn, form.ref);
  return checkInForm(turn, subject, { fields: fieldsOf(form), form: form.form, opened: form.opened, problems });
}

/** A past week's form: its answer stands as it is, and what was typed can be used for the week that is open. */
function closed({ actor, deps }: Turn, form: CheckInForm): Answer {
  const { programme, programmeId } = actor;
  const period = answerablePeriods(programme, deps.clock.now()).at(-1) ?? '';
  const subject = form.ref.slice(0, form.ref.indexOf('-'));
  const { moved, next } = fieldsOf(form);
  return notice(
    'That week is closed',
    ['The next week has been asked about since, so this answer can no longer be saved. What you typed is below.'],
    {
      quoted: [moved, next].filter(Boolean).join('\n'),
      buttons: [
        link(`Answer the week ending ${formatDay(weekEndingOn(period))}`, 'check-ins.open', {
          programmeId,
          ref: checkInRef(subject, period),
        }),
      ],
    },
  );
}

/** Which check-in is meant: one's own workstream, the week asked about last unless it is answered. */
async function choose(turn: Turn, workstream: string): Promise<Answer> {
  const { actor, deps } = turn;
  const { programmeId, programme } = actor;
  const periods = answerablePeriods(programme, deps.clock.now());
  const mine = leadsAny(turn);
  const meant = workstream || (mine.length === 1 ? mine[0]?.id : undefined);
  if (meant) return openCheckIn(turn, checkInRef(meant, await openPeriod(turn, meant, periods)), false);
  const offered = mine.length > 0 ? mine : isProgrammeOffice(actor.member) ? programme.workstreams : [];
  if (offered.length === 0)
    return notice('No check-in is yours', [
      'Weekly check-ins are answered by workstream leads and their deputies. Type update for a milestone of yours, or raise risk if something is in the way.',
    ]);
  const lines = await Promise.all(
    offered.map(async ({ id }) => {
      const head = await readHead(deps, checkIns, programmeId, checkInRef(id, periods[0] ?? ''));
      const by = head ? `answered by ${nameOf(programme, head.body.newest.by)}` : 'still to come';
      return `${workstreamName(programme, id)}: ${by}`;
    }),
  );
  const buttons = offered.slice(0, 6).map(({ id }) => link(id, 'check-ins.open', { programmeId, workstream: id }));
  const rest = offered.length > 6 ? [`Type check in ${offered[6]?.id} for any other.`] : [];
  return notice('Which check-in?', [`Week ending ${formatDay(weekEndingOn(periods[0] ?? ''))}.`, ...lines, ...rest], {
    buttons,
  });
}

/** The week last asked about while it is unanswered; then this one. */
async function openPeriod({ deps, actor }: Turn, workstream: string, periods: string[]): Promise<string> {
  for (const period of periods)
    if (!(await readHead(deps, checkIns, actor.programmeId, checkInRef(workstream, period)))) return period;
  return periods.at(-1) ?? '';
}

/** An answer as any member may read it. */
async function showAnswer(turn: Turn, ref: string): Promise<Answer> {
  const { deps, actor } = turn;
  const head = await readHead(deps, checkIns, actor.programmeId, ref);
  if (!head) return notice('No answer yet', ['This check-in has not been answered.']);
  return readAnswer(turn, head.body.newest);
}

// What people can type and press about KPIs. What one could get wrong: everyone may read a KPI; only who leads its workstream, a deputy and the
// programme office record one, and the action asks that again.

import * as z from 'zod/v4';
import { link, page } from '../cards/markup.js';
import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import { showHistory, type TypedReason, withdrawForm } from '../programmes/history.js';
import { owesRecheck } from '../programmes/rechecking.js';
import { leadsWorkstream } from '../programmes/rights.js';
import { RecordForm } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { listKpis, recordResult, requireKpi, today } from './actions.js';
import { listCard, markCourse } from './cards.js';
import { ResultForm, resultFields } from './forms.js';
import { courseOf, quarterToRecord, recordable, resultOf, sayCourse, sayQuality, sayValue } from './rules.js';
import { type Kpi, kpis } from './schema.js';
import { kpiTelling } from './telling.js';
import { kpiDetail, postedKpiAnswer, resultForm } from './views.js';

const Which = RecordForm.pick({ programmeId: true, ref: true });
const List = RecordForm.pick({ programmeId: true }).extend({
  workstream: z
    .string()
    .regex(/^(WS\d{1,2})?$/)
    .default(''),
  page: z.number().int().min(1).max(999).default(1),
});
const Open = Which.extend(ResultForm.partial().omit({ programmeId: true, ref: true }).shape);

export const kpiCommands: Command[] = [
  {
    name: 'kpis',
    help: 'See the key performance indicators against their trajectory; or kpis WS2',
    matches: (text) => capture(/^kpis?(?:\s+(?:of\s+)?(?<workstream>ws\d{1,2}))?[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ workstream = '' }) => ({
      verb: 'kpis.list',
      fields: { workstream: workstream.toUpperCase() },
      label: 'KPIs',
    }),
    run: (turn, { workstream = '' }) => list(turn, { workstream: workstream.toUpperCase(), page: 1 }),
  },
  {
    name: 'K01',
    help: 'See one indicator; record K01 to enter its quarter’s value',
    matches: (text) => capture(/^(?:kpi\s+)?(?<ref>k\d{1,5})[.!?]?$/i, text),
    offeredTo: () => false,
    audience: 'me',
    opens: ({ ref = '' }) => ({ verb: 'kpis.show', fields: { ref: ref.toUpperCase() }, label: ref.toUpperCase() }),
    run: (turn, { ref = '' }) => show(turn, ref.toUpperCase()),
  },
  {
    name: 'record K01',
    help: 'Record the quarter’s value of an indicator',
    matches: (text) => capture(/^(?:record|enter)\s+(?:kpi\s+)?(?<ref>k\d{1,5})[.!?]?$/i, text),
    offeredTo: (member) => member.leads.length > 0,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'kpis.open-record',
      fields: { ref: ref.toUpperCase() },
      label: `Record ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => open(turn, { programmeId: turn.actor.programmeId, ref: ref.toUpperCase() }),
  },
  {
    name: 'history K01',
    help: 'See who recorded an indicator, when and what',
    matches: (text) => capture(/^history\s+(?:of\s+)?(?<ref>k\d{1,5})[.!?]?$/i, text),
    offeredTo: () => false,
    audience: 'me',
    opens: ({ ref = '' }) => ({
      verb: 'kpis.show-history',
      fields: { ref: ref.toUpperCase() },
      label: `History of ${ref.toUpperCase()}`,
    }),
    run: (turn, { ref = '' }) => history(turn, ref.toUpperCase()),
  },
];

export const kpiVerbs: Verb[] = [
  defineVerb('kpis.list', List, list),
  defineVerb('kpis.show', Which, (turn, { ref }) => show(turn, ref)),
  defineVerb('kpis.open-record', Open, (turn, sent) => open(turn, sent), open),
  defineVerb('kpis.record', ResultForm, save, (turn, form, problems) => open(turn, form, problems)),
  defineVerb('kpis.show-history', Which, (turn, { ref }) => history(turn, ref)),
  defineVerb('kpis.open-correction', Which, openCorrection),
  defineVerb('kpis.open-withdrawal', Which, (turn, { ref }) => openWithdrawal(turn, ref)),
  defineVerb('kpis.withdraw', WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
    openWithdrawal(turn, form.ref, { ...form, problem }),
  ),
];

/** A page of the KPIs: those of one's own that lack the quarter's value first, then those off their trajectory. */
async function list(turn: Turn, wanted: { workstream: string; page: number }): Promise<Answer> {
  const { programmeId, programme, member } = turn.actor;
  const quarter = quarterToRecord(today(turn));
  const all = (await listKpis(turn)).filter(
    ({ newest }) => wanted.workstream === '' || newest.state.workstream === wanted.workstream,
  );
  const rank = ({ newest: { state } }: Head<Kpi>) => {
    const mine = leadsWorkstream(programme, member, state.workstream) ? 0 : 1;
    if (!resultOf(state, quarter)) return mine;
    return 2 + ['off', 'near', 'unknown', 'on'].indexOf(courseOf(state, quarter));
  };
  const sorted = [...all].sort((a, b) => rank(a) - rank(b));
  const shown = page(sorted, wanted.page);
  const missing = all.filter(({ newest }) => !resultOf(newest.state, quarter)).length;
  const off = all.filter(({ newest }) => courseOf(newest.state, quarter) === 'off').length;
  const counts = `${all.length} in all; for ${quarter} ${missing} still to be recorded, ${off} off trajectory.`;
  const at = (number: number) => ({ programmeId, workstream: wanted.workstream, page: number });
  const card = listCard.render({
    heading:
      wanted.workstream === '' ? 'Key performance indicators' : `Key performance indicators of ${wanted.workstream}`,
    counts,
    lines: shown.items.map(({ newest: { ref, state } }) => {
      const result = resultOf(state, quarter);
      const course = courseOf(state, quarter);
      const expected = state.trajectory.find((point) => point.quarter === quarter)?.value;
      return {
        ref,
        title: state.title,
        facts: `${result ? sayValue(state, result.value) : 'no value'}; the plan expects ${expected === undefined ? 'nothing in particular' : sayValue(state, expected)} · ${state.workstream}`,
        status: result ? markCourse(course, sayCourse(course)) : markCourse('missing', 'To record'),
        open: link('Open', 'kpis.show', { programmeId, ref }),
      };
    }),
    paging: shown.pages > 1 ? `Page ${shown.number} of ${shown.pages}` : '',
    buttons: [
      ...(shown.number < shown.pages ? [link('Next', 'kpis.list', at(shown.number + 1))] : []),
      ...(shown.number > 1 ? [link('Previous', 'kpis.list', at(shown.number - 1))] : []),
      ...(wanted.workstream === '' ? [] : [link('All KPIs', 'kpis.list', { programmeId, workstream: '' })]),
      link('Return to the DfE', 'returns.show', { programmeId }),
    ],
  });
  return { card, summary: `Key performance indicators: ${counts}` };
}

async function show(turn: Turn, ref: string): Promise<Answer> {
  return kpiDetail(turn, await readKpi(turn, ref));
}

async function readKpi({ deps, actor }: Turn, ref: string): Promise<Head<Kpi>> {
  return (await requireHead(deps, kpis, actor.programmeId, ref)).body;
}

/** The form, fresh or as it was typed. */
async function open(turn: Turn, sent: z.infer<typeof Open>, problems: Record<string, string> = {}): Promise<Answer> {
  const head = (await requireKpi(turn, sent.ref)).body;
  const quarter = sent.quarter ?? quarterToRecord(today(turn));
  const { form, opened, corrects } = sent;
  if (form === undefined || opened === undefined) {
    if (!recordable(today(turn)).includes(quarter))
      return notice('This quarter is closed', [`Values can be recorded for ${recordable(today(turn)).join(', ')}.`]);
    return resultForm(turn, head, quarter);
  }
  return resultForm(turn, head, quarter, {
    fields: resultFields(ResultForm.parse({ ...sent, quarter })),
    problems,
    form,
    opened,
    corrects,
  });
}

async function save(turn: Turn, form: ResultForm): Promise<Answer> {
  const result = await recordResult(turn, form);
  const { form: id, opened, corrects, quarter } = form;
  const fields = resultFields(form);
  if (result.outcome === 'refused')
    return resultForm(turn, result.head, quarter, { fields, problems: result.problems, form: id, opened, corrects });
  if (result.outcome !== 'conflict') return postedKpiAnswer(turn, result.entry);
  const { theirs } = result;
  const saved = resultOf(theirs.state, quarter);
  const { corrects: _, ...typed } = form;
  return showConflict(turn, {
    feature: 'kpis',
    title: theirs.state.title,
    theirs,
    rows: [
      {
        label: `Value, ${quarter}`,
        saved: sayValue(theirs.state, saved?.value),
        yours: form.known === 'none' ? 'not known' : form.value,
      },
      { label: 'Source', saved: saved?.source ?? '', yours: form.source },
      { label: 'Data quality', saved: saved ? sayQuality(saved.quality) : '', yours: form.quality },
      { label: 'Narrative', saved: saved?.narrative ?? '', yours: form.narrative },
    ],
    saveVerb: 'kpis.record',
    reopenVerb: 'kpis.open-record',
    form: typed,
  });
}

async function history(turn: Turn, ref: string): Promise<Answer> {
  return showHistory(turn, await readKpi(turn, ref), kpiTelling);
}

async function openCorrection(turn: Turn, { ref }: { ref: string }): Promise<Answer> {
  const head = await readKpi(turn, ref);
  const { state, version } = head.newest;
  if (state.recorded === '') return notice('Nothing of yours to correct', ['No value has been recorded yet.']);
  return resultForm(turn, head, state.recorded, { corrects: version });
}

async function openWithdrawal(turn: Turn, ref: string, typed?: TypedReason): Promise<Answer> {
  return withdrawForm(turn, await readKpi(turn, ref), kpiTelling, typed);
}

async function withdraw(turn: Turn, form: WithdrawForm): Promise<Answer> {
  const result = await withdrawEntry(turn, kpis, () => [], form, { did: 'kpis.withdraw-entry', owes: [owesRecheck()] });
  if (result.outcome === 'refused')
    return withdrawForm(turn, result.head, kpiTelling, { ...form, problem: result.problem });
  if (result.outcome === 'conflict')
    return notice(`${form.ref} has changed since`, [
      'Somebody recorded it again, so your entry can no longer be withdrawn.',
    ]);
  return postedKpiAnswer(turn, result.entry);
}

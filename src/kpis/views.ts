// From a KPI and who is asking to a finished card. What one could get wrong: the card of a saved entry is drawn from that entry alone, so that
// a second delivery gets the same card whenever it comes.

import { randomUUID } from 'node:crypto';
import { link, send } from '../cards/markup.js';
import { workstreamName } from '../programmes/actor.js';
import { byline } from '../programmes/history.js';
import { sayMend, spellOut } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { mayRecord, today } from './actions.js';
import { formCard, markCourse, postedCard, showCard } from './cards.js';
import type { ResultFields } from './checks.js';
import { kpiRow, sayBaseline } from './reporting.js';
import {
  courseOf,
  quarterToRecord,
  recordable,
  resultBefore,
  resultOf,
  sayCourse,
  sayQuality,
  sayValue,
} from './rules.js';
import { type Kpi, QUALITIES } from './schema.js';
import { kpiTelling } from './telling.js';

/** Quarters a chart shows at most. */
const MOST_POINTS = 12;

/** A KPI with its newest value, what the plan expects, and how it went. */
export function kpiDetail(turn: Turn, head: Head<Kpi>): Answer {
  const { actor } = turn;
  const { ref, state } = head.newest;
  const wanted = quarterToRecord(today(turn));
  const latest = state.results.at(-1);
  const shown = resultOf(state, wanted) ? wanted : (latest?.quarter ?? wanted);
  const row = kpiRow(state, shown);
  const course = courseOf(state, shown);
  const missing = resultOf(state, wanted) === undefined;
  const data = { programmeId: actor.programmeId, ref };
  const card = showCard.render({
    heading: ref,
    title: state.title,
    place: workstreamName(actor.programme, state.workstream),
    status: missing ? markCourse('missing', `${wanted} still to be recorded`) : markCourse(course, sayCourse(course)),
    definition: state.definition,
    facts: [
      { label: shown, value: row.missing ? 'nothing recorded yet' : row.value },
      { label: 'The plan expects', value: row.trajectory },
      { label: 'Baseline', value: sayBaseline(state) },
      ...(row.missing
        ? []
        : [
            { label: 'Direction', value: row.direction },
            { label: 'Source', value: row.source },
            { label: 'Data quality', value: row.quality === '' ? '' : sayQuality(row.quality as 'A') },
          ]),
    ],
    charts: chartOf(state),
    narrative: row.narrative,
    byline: latest ? `Recorded by ${byline(turn, head.newest)}` : '',
    buttons: [
      ...(mayRecord(actor, state)
        ? [
            {
              ...link(missing ? `Record ${wanted}` : `Record ${wanted} again`, 'kpis.open-record', {
                ...data,
                quarter: wanted,
              }),
              style: missing ? ('positive' as const) : ('default' as const),
            },
          ]
        : []),
      ...(mayRecord(actor, state)
        ? recordable(today(turn))
            .slice(1, 2)
            .map((quarter) => link(`Record ${quarter}`, 'kpis.open-record', { ...data, quarter }))
        : []),
      link('History', 'kpis.show-history', data),
      link('All KPIs', 'kpis.list', { programmeId: actor.programmeId, workstream: '' }),
    ],
  });
  return {
    card,
    summary: `${ref}: ${row.missing ? `${shown} is not recorded` : `${row.value} in ${shown}, ${sayCourse(course).toLowerCase()}`}.`,
  };
}

function chartOf(kpi: Kpi) {
  const points = kpi.trajectory.map(({ quarter, value }) => ({ quarter, value })).slice(0, MOST_POINTS);
  const values = kpi.results
    .flatMap(({ quarter, value }) => (value === null ? [] : [{ quarter, value }]))
    .slice(-MOST_POINTS);
  if (points.length < 2 || values.length === 0) return [];
  const draw = (list: { quarter: string; value: number }[]) =>
    list.map(({ quarter, value }) => ({ x: shortQuarter(quarter), y: value }));
  const say = (list: { quarter: string; value: number }[]) =>
    list.map(({ quarter, value }) => `${quarter} ${sayValue(kpi, value)}`).join(', ');
  return [
    {
      title: 'Value against the plan’s trajectory',
      series: [
        { legend: 'Trajectory', color: 'neutral', points: draw(points) },
        { legend: 'Value', color: 'categoricalBlue', points: draw(values) },
      ],
      text: `Value: ${say(values)}. Trajectory: ${say(points)}.`,
    },
  ];
}

/** `26Q3`, of 2026/27 Q3: what fits beneath a chart's axis. */
function shortQuarter(quarter: string): string {
  return `${quarter.slice(2, 4)}${quarter.slice(-2)}`;
}

/** What a form was sent with, to be drawn again. */
export interface TypedResult {
  fields?: ResultFields;
  problems?: Partial<Record<keyof ResultFields, string>>;
  form?: string;
  opened?: number;
  corrects?: number | undefined;
}

/** The form of a quarter's value, with last time's beside it. */
export function resultForm(turn: Turn, head: Head<Kpi>, quarter: string, typed: TypedResult = {}): Answer {
  const { ref, state, version } = head.newest;
  const known = resultOf(state, quarter);
  const former = resultBefore(state, quarter);
  const expected = state.trajectory.find((point) => point.quarter === quarter)?.value;
  const correcting = typed.corrects !== undefined;
  const fields: ResultFields = typed.fields ?? {
    value: known?.value == null ? '' : sayValue({ unit: 'number', decimals: state.decimals }, known.value),
    known: known && known.value === null ? 'none' : 'given',
    source: known?.source ?? former?.source ?? state.source,
    quality: known?.quality ?? '',
    narrative: known?.narrative ?? '',
    correctionReason: '',
  };
  const problems = typed.problems ?? {};
  const mend = sayMend(problems);
  const data = { programmeId: turn.actor.programmeId, ref };
  const said = former?.narrative ? ` “${former.narrative}”` : '';
  const card = formCard.render({
    heading: `${correcting ? 'Correct' : 'Record'} ${ref}, ${quarter}`,
    title: state.title,
    definition: state.definition,
    notice: mend,
    expected:
      expected === undefined
        ? 'The plan expects nothing in particular for this quarter.'
        : `The plan expects ${sayValue(state, expected)}.`,
    former: former
      ? `${former.quarter}: ${sayValue(state, former.value)}, ${former.source}, quality ${former.quality}.${said}`
      : '',
    valueLabel: `Value${state.unit === 'number' ? '' : `, in ${state.unit}`}`,
    values: fields,
    problems: spellOut(fields, problems),
    qualities: QUALITIES.map((quality) => ({ title: sayQuality(quality), value: quality })),
    correcting,
    buttons: [
      send(correcting ? 'Save the correction' : 'Save', 'kpis.record', {
        ...data,
        quarter,
        opened: typed.opened ?? version,
        form: typed.form ?? randomUUID(),
        ...(correcting && { corrects: typed.corrects }),
      }),
      link('Cancel', 'kpis.show', data),
    ],
  });
  return { card, summary: mend || `${ref}, ${quarter}.` };
}

/** What an entry did. */
export function postedKpiAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<Kpi>): Answer {
  const { ref, state } = entry;
  const row = kpiRow(state, state.recorded);
  const course = courseOf(state, state.recorded);
  const data = { programmeId: turn.actor.programmeId, ref };
  const heading = `${ref}: ${kpiTelling.what(entry).replace(/^./, (letter) => letter.toLowerCase())}`;
  const card = postedCard.render({
    heading,
    title: state.title,
    status: markCourse(course, sayCourse(course)),
    changes: [
      ...(entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }]),
      ...kpiTelling.changes(entry),
    ],
    narrative: row.narrative,
    byline: byline(turn, entry),
    buttons: [
      link(ref, 'kpis.show', data),
      link('Next KPI to record', 'kpis.list', { programmeId: turn.actor.programmeId, workstream: state.workstream }),
      link('History', 'kpis.show-history', data),
    ],
  });
  const summary = `${heading}.`;
  return { card, summary, closes: `Saved. ${summary}` };
}

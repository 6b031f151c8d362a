// What the form of a quarter's value must say, a sentence a field. Pure. What one could get wrong: "nobody has it" is an answer that needs a
// reason; an empty value without it is none.

import { checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import { courseOf, directionOf, sayValue } from './rules.js';
import { type Kpi, type KpiResult, Quality } from './schema.js';

export interface ResultFields {
  value: string;
  /** `none`: nobody has the value; anything else: it is given. */
  known: string;
  source: string;
  quality: string;
  narrative: string;
  correctionReason: string;
}

const SOURCE_LETTERS = 200;
export const NARRATIVE_LETTERS = 300;
const MOST = 9_999_999;

/** The KPI with a quarter's value, or a sentence for each field that cannot be saved as it is. */
export function applyResult(
  kpi: Kpi,
  quarter: string,
  fields: ResultFields,
  correcting: boolean,
): { kpi: Kpi } | { problems: Problems<ResultFields> } {
  const problems: Problems<ResultFields> = {};
  const value = readValue(kpi, fields, problems);
  const quality = Quality.safeParse(fields.quality);
  if (!quality.success) problems.quality = 'Choose how far the data can be relied on.';
  const source = fields.source.trim();
  if (source === '') problems.source = 'Say where the value comes from, such as the system or return.';
  checkLength(problems, 'source', source, SOURCE_LETTERS);
  const narrative = fields.narrative.trim();
  checkLength(problems, 'narrative', narrative, NARRATIVE_LETTERS);
  checkLength(problems, 'correctionReason', fields.correctionReason, NARRATIVE_LETTERS);
  if (correcting && fields.correctionReason.trim() === '')
    problems.correctionReason = 'Say what was wrong with the entry you are correcting.';
  if (value !== undefined && quality.success && narrative === '') {
    const why = whyNarrative(withResult(kpi, { quarter, value, source, quality: quality.data, narrative }), quarter);
    if (why) problems.narrative ??= why;
  }
  if (hasProblems(problems) || value === undefined || !quality.success) return { problems };
  return { kpi: withResult(kpi, { quarter, value, source, quality: quality.data, narrative }) };
}

/** Why a value needs words; '' when it speaks for itself. */
function whyNarrative(kpi: Kpi, quarter: string): string {
  const value = kpi.results.find((result) => result.quarter === quarter)?.value ?? null;
  if (value === null) return 'Say why nobody has the value, and when somebody will.';
  if (courseOf(kpi, quarter) === 'off') return 'It is off its trajectory: say why, and what is done about it.';
  return directionOf(kpi, quarter) === 'worse' ? 'It is worse than last time: say why.' : '';
}

function withResult(kpi: Kpi, result: KpiResult): Kpi {
  const others = kpi.results.filter(({ quarter }) => quarter !== result.quarter);
  const results = [...others, result].sort((a, b) => a.quarter.localeCompare(b.quarter));
  return { ...kpi, results, recorded: result.quarter };
}

/** The value as typed: `4,120`, `62.5`, `62.5 %`, `11 weeks`; null when nobody has it; undefined with a problem. */
function readValue(kpi: Kpi, fields: ResultFields, problems: Problems<ResultFields>): number | null | undefined {
  const text = fields.value.normalize('NFKC').trim().toLowerCase();
  const none = fields.known === 'none';
  if (none && text === '') return null;
  if (none) problems.known = 'There is a value, so somebody has it. Clear one of the two.';
  if (text === '') {
    problems.value = 'Give the value, or choose that nobody has it.';
    return undefined;
  }
  const found = /^(?<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?<unit>%|per ?cent|days?|weeks?)?$/.exec(
    text,
  )?.groups;
  const example = sayValue(kpi, kpi.decimals === 1 ? 62.5 : 120);
  if (!found?.number) {
    problems.value = /^[-−]/.test(text) ? 'This cannot be below zero.' : `Give a number, such as ${example}.`;
    return undefined;
  }
  const unit = found.unit;
  if (
    unit !== undefined &&
    (/%|cent/.test(unit) ? kpi.unit !== 'percent' : !kpi.unit.startsWith(unit.replace(/s$/, '')))
  )
    problems.value = `This is counted in ${kpi.unit === 'number' ? 'plain numbers' : kpi.unit}, such as ${example}.`;
  const digits = found.number.replace(/[, ]/g, '');
  const places = digits.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  if (places > kpi.decimals)
    problems.value = kpi.decimals === 0 ? 'Give a whole number.' : 'Give at most one digit behind the point.';
  const value = Number(digits);
  if (kpi.unit === 'percent' && value > 100) problems.value = 'A share cannot be more than 100%.';
  if (value > MOST) problems.value = 'This is too large: check the number of zeros.';
  return problems.value || problems.known ? undefined : value;
}

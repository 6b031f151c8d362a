// References of records: reading what people type for one, and which verb opens it. Pure.
// Pitfall: links are made by features that do not know each other, so the letters stand here, once; a workstream opens how sure partners are of it.

const OPENS: Record<string, string> = {
  A: 'actions.show',
  C: 'change-requests.show',
  D: 'decisions.show',
  F: 'finance.show',
  I: 'risks.show-issue',
  M: 'milestones.show',
  Q: 'questions.show',
  R: 'risks.show',
  W: 'confidence.show',
};

/** The verb that opens `M18`, `R04` or `WS4`. Throws TypeError for a letter that nothing has. */
export function verbOf(ref: string): string {
  const verb = OPENS[ref.charAt(0)];
  if (verb === undefined) throw new TypeError(`nothing opens ${ref}`);
  return verb;
}

/** What the records of a letter are called together, and the verb that lists them. */
const LISTS: Record<string, { name: string; verb: string }> = {
  A: { name: 'actions', verb: 'actions.list' },
  C: { name: 'changes of baselines', verb: 'change-requests.list' },
  D: { name: 'decisions', verb: 'decisions.list' },
  I: { name: 'issues', verb: 'risks.list-issues' },
  K: { name: 'KPIs', verb: 'kpis.list' },
  M: { name: 'milestones', verb: 'milestones.list' },
  Q: { name: 'questions', verb: 'questions.list' },
  R: { name: 'risks', verb: 'risks.list' },
};

/** The list that a reference would stand in; undefined for a letter that has none. */
export function listOf(ref: string): { letter: string; name: string; verb: string } | undefined {
  const letter = ref.charAt(0);
  const list = Object.hasOwn(LISTS, letter) ? LISTS[letter] : undefined;
  return list && { letter, ...list };
}

/** What people call the records of a letter, before or instead of it. */
const WORDS: Record<string, string> = {
  action: 'A',
  'change request': 'C',
  change: 'C',
  decision: 'D',
  issue: 'I',
  kpi: 'K',
  measure: 'K',
  milestone: 'M',
  question: 'Q',
  risk: 'R',
  workstream: 'WS',
};

const REFERENCE = new RegExp(
  `^(?:(?<word>${Object.keys(WORDS).join('|')})s? ?(?:no\\.? ?|number |ref(?:erence)?\\.? ?)?)?` +
    '(?<letters>ws|[acdikmqr])?[ ._:#-]{0,3}(?<digits>\\d{1,5})$',
);

/**
 * The one way to write a reference: `M01` for `M1`, `m001`, `M 01`, `M-01`, `m01.`, `(M01)` and `milestone 1`; `WS1` for `ws01`. Undefined for anything
 * else, also when a word and a letter disagree. At most 60 characters are looked at.
 */
export function readReference(text: string): string | undefined {
  if (text.length > 60) return undefined;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ "'“”‘’([#]+|[ "'“”‘’)\].,;:!?]+$/g, '')
    .toLowerCase();
  const { word, letters, digits } = REFERENCE.exec(plain)?.groups ?? {};
  const meant = word === undefined ? undefined : WORDS[word];
  const prefix = letters?.toUpperCase() ?? meant;
  if (prefix === undefined || digits === undefined || (meant !== undefined && meant !== prefix)) return undefined;
  const number = digits.replace(/^0+(?=\d)/, '');
  return `${prefix}${prefix === 'WS' ? number : number.padStart(2, '0')}`;
}

/**
 * A reference as a programme has it: what was typed where a record bears exactly that (records made before references were read in one way), else the
 * one way to write it. What is no reference comes back in capitals, to be named.
 */
export function knownReference(text: string, known: { has(ref: string): boolean }): string {
  const typed = text.trim().toUpperCase();
  return known.has(typed) ? typed : (readReference(text) ?? typed);
}

/** The references in a text, each once, with commas, semicolons, lines, spaces or "and" between them; undefined when anything else stands among them. */
export function readReferences(text: string): string[] | undefined {
  const joined = text.slice(0, 2_000).replace(/\b(ws|[acdikmqr])[\s._-]{1,3}(?=\d)/gi, '$1');
  const parts = joined.split(/[\s,;&]+|\band\b/i).filter((part) => part !== '');
  const refs = parts.map(readReference);
  return refs.every((ref) => ref !== undefined) ? [...new Set(refs)] : undefined;
}

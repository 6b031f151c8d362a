// The guard over the fields of a form or record: what was found in each, and the sentence beside it. Pure. What one could get
// wrong: the sentences repeat a person's words, so they may stand only where people's words may.

import { type Finding, findIdentifying } from './find-identifying.js';
import { type Kind, sayKinds } from './kinds.js';

/** What the product itself puts into a form's data; nobody types there. */
export const OWN_FIELDS: ReadonlySet<string> = new Set(['programmeId', 'form', 'ref', 'opened', 'verb', 'card']);

/** What was found, by field. Fields within fields are named by their path: `milestones.0.slipText`. */
export type FoundIn = Record<string, Finding[]>;

/** Looks through every text of a form, at any depth. Empty when nothing was found. */
export function findInFields(form: unknown, path = ''): FoundIn {
  if (typeof form === 'string') {
    const found = findIdentifying(form);
    return found.length === 0 ? {} : { [path]: found };
  }
  if (typeof form !== 'object' || form === null) return {};
  const inner = Object.entries(form).filter(([field]) => !OWN_FIELDS.has(field));
  return Object.assign(
    {},
    ...inner.map(([field, value]) => findInFields(value, path === '' ? field : `${path}.${field}`)),
  );
}

/** Every kind that was found in any field. */
export function kindsIn(found: FoundIn): Kind[] {
  return [...new Set(Object.values(found).flatMap((findings) => findings.map((finding) => finding.kind)))];
}

/** A sentence for each field, naming the words to take out. */
export function sayProblems(found: FoundIn): Record<string, string> {
  return Object.fromEntries(Object.entries(found).map(([field, findings]) => [field, sayFindings(findings)]));
}

/** Words named in one sentence; whoever typed more finds the others when these are gone. */
const NAMED = 3;

/** "Please take out “943 476 5919”: it looks like an NHS number." */
export function sayFindings(findings: readonly Finding[]): string {
  const named = findings
    .slice(0, NAMED)
    .map(({ words }) => `“${words.length > 80 ? `${words.slice(0, 79)}…` : words}”`);
  const more = findings.length - named.length;
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])];
  const list = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  const looks = findings.length === 1 ? 'it looks' : 'they look';
  const kinds = sayKinds(findings.map((finding) => finding.kind));
  return `Please take out ${list}: ${looks} like ${kinds}. This check cannot see everything, so look for more.`;
}

// What the guard looks for, and how each kind is called in a sentence.
// Pitfall: these words are ours and may be shown anywhere; the words that were found are a child's and may not (find-identifying.ts).

export const KINDS = ['NHS number', 'UPN', 'ULN', 'date of birth', 'case reference', 'home address'] as const;
export type Kind = (typeof KINDS)[number];

/** A stretch of the plain text that may identify a child. */
export interface Hit {
  kind: Kind;
  from: number;
  to: number;
}

const CALLED: Record<Kind, string> = {
  'NHS number': 'an NHS number',
  UPN: 'a unique pupil number (UPN)',
  ULN: 'a unique learner number (ULN)',
  'date of birth': 'a child’s date of birth or age',
  'case reference': 'a child’s plan or case reference',
  'home address': 'a home address',
};

/** "an NHS number and a home address". */
export function sayKinds(kinds: readonly Kind[]): string {
  const called = KINDS.filter((kind) => kinds.includes(kind)).map((kind) => CALLED[kind]);
  const last = called.pop() ?? 'something of a child’s';
  return called.length === 0 ? last : `${called.join(', ')} and ${last}`;
}

// The order in which references stand in lists: M2 before M10.
// Pitfall: `localeCompare` with options makes a collator at every comparison, forty times the cost of one that is kept.

const NUMBERED = new Intl.Collator('en', { numeric: true });

/** Compares references, workstreams and names with numbers in them, as people read them: below 0 when `a` comes first. */
export function compareNumbered(a: string, b: string): number {
  return NUMBERED.compare(a, b);
}

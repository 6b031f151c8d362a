// Which verb opens the record of a reference. Pure. What one could get wrong: links are made by features that do not know each other, so the letters
// stand here, once; a workstream opens how sure partners are of it.

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

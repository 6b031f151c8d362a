// What every door asks of what a milestone waits for: the card, the workbook and the plan file. Pure.
// Pitfall: only an external milestone can be waited for; what one workstream owes another is a risk, a blocker or an action.

/** References that one milestone can wait for. */
export const MOST_WAITED_FOR = 10;

/**
 * Why a milestone cannot wait for these, or undefined. `stood`: what it waits for already, though it no longer could; that may stay.
 */
export function problemOfWaiting(
  ref: string,
  waitsFor: readonly string[],
  isExternal: (ref: string) => boolean,
  stood: readonly string[] = [],
): string | undefined {
  const wrong = waitsFor.find((other) => !stood.includes(other) && (other === ref || !isExternal(other)));
  if (wrong !== undefined) return `${wrong.slice(0, 20)} is no external milestone of this plan.`;
  return waitsFor.length > MOST_WAITED_FOR ? `Name at most ${MOST_WAITED_FOR} milestones.` : undefined;
}

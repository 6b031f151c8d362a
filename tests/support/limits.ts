// Teams' limits as a referee sees them: how many calls any window held at most. What one could get wrong: the windows slide, so
// every call is the end of one of its own.

/** The most of these moments (milliseconds, in any order) that lie in any `ms`, its beginning left out. */
export function mostIn(moments: readonly number[], ms: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [n, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - ms) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}

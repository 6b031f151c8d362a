// What work costs in processor time, however busy the machine is.
// Pitfall: everything the process does meanwhile is counted too, so the least of a few rounds is taken.

/** Milliseconds of processor that some work takes at least, over `rounds` of it. */
export function processorMs(work: () => void, rounds = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < rounds; n += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

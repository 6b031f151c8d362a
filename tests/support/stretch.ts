// How long work keeps the event loop to itself. Pitfall: the clock of a loaded machine says nothing, so what is measured is
// this process's processor time from one turn of the loop to the next.

export interface Stretch<T> {
  result: T;
  /** Processor milliseconds of the longest turn of the loop. */
  longestMs: number;
  /** Processor milliseconds of all of them. */
  processorMs: number;
  turns: number;
}

/** Does some work and says how long its turns of the event loop were. */
export async function measureStretch<T>(work: () => Promise<T>): Promise<Stretch<T>> {
  const began = process.cpuUsage();
  let before = began;
  let longest = 0;
  let turns = 0;
  let ended = false;
  const look = () => {
    const now = process.cpuUsage();
    longest = Math.max(longest, now.user + now.system - before.user - before.system);
    before = now;
    turns += 1;
  };
  const turn = () => {
    look();
    if (!ended) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work();
  ended = true;
  look();
  const { user, system } = process.cpuUsage(began);
  return { result, longestMs: longest / 1_000, processorMs: (user + system) / 1_000, turns };
}

// How a benchmark is run: subject and peer in turns, so that whatever else the machine does meets both. What one could get
// wrong: the share is taken in each round, and then the median of the shares, not a share of medians.

/** One line of the report. */
export interface Line {
  /** As proofs.md section 3 names it, with a number where there are several. */
  name: string;
  what: string;
  goal: { atLeast?: number; atMost?: number };
  /** Subject ÷ peer, or the part of what is allowed. */
  share: number;
  /** The lowest and highest round. */
  spread?: [number, number];
  /** Absolute figures of this machine, in a sentence. */
  note: string;
}

export interface Benchmark {
  /** What its lines' names begin with. */
  name: string;
  run(): Promise<Line[]>;
}

const ROUNDS = 5;

/** What some work came to. */
export interface Measured {
  perSecond: number;
  /** Processor time of the process measured for each, in microseconds. */
  cpuMicros: number;
}

export interface Compared {
  /** Median and range of subject ÷ peer by the clock. */
  share: number;
  spread: [number, number];
  /** Median of the same by processor time, which what else the machine does hardly moves. */
  cpuShare: number;
  subject: Measured;
  peer: Measured;
}

/** One round of both. */
export interface Round<T> {
  subject: T;
  peer: T;
}

/** Rounds of both in turns; the first of each is not counted. */
export async function inTurns<T>(
  subject: (round: number) => Promise<T>,
  peer: (round: number) => Promise<T>,
): Promise<Round<T>[]> {
  const rounds: Round<T>[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    // Whoever comes second finds a warmer machine, so they change places.
    const before = round % 2 === 0 ? await peer(round) : undefined;
    const ours = await subject(round);
    const theirs = before ?? (await peer(round));
    if (round > 0) rounds.push({ subject: ours, peer: theirs });
  }
  return rounds;
}

/** The median and range of a share taken in each round. */
export function shareOf<T>(
  rounds: readonly Round<T>[],
  of: (round: Round<T>) => number,
): Pick<Line, 'share' | 'spread'> {
  const shares = rounds.map(of);
  return { share: median(shares), spread: [Math.min(...shares), Math.max(...shares)] };
}

/** Speeds of both in turns. */
export async function compare(
  subject: (round: number) => Promise<Measured>,
  peer: (round: number) => Promise<Measured>,
): Promise<Compared> {
  const rounds = await inTurns(subject, peer);
  const shares = rounds.map((one) => one.subject.perSecond / one.peer.perSecond);
  return {
    share: median(shares),
    spread: [Math.min(...shares), Math.max(...shares)],
    cpuShare: median(rounds.map((one) => one.peer.cpuMicros / one.subject.cpuMicros)),
    subject: middle(rounds.map((one) => one.subject)),
    peer: middle(rounds.map((one) => one.peer)),
  };
}

/** The absolute figures of a comparison. */
export function sayCompared({ subject, peer, cpuShare }: Compared): string {
  const speed = `${Math.round(subject.perSecond)} a second against ${Math.round(peer.perSecond)}`;
  const cpu = `${Math.round(subject.cpuMicros)} µs of processor each against ${Math.round(peer.cpuMicros)}`;
  return `${speed}; ${cpu}, a share of ${cpuShare.toFixed(2)}`;
}

/** Times work of this process that does so many things. */
export async function measure(things: number, work: () => Promise<void>): Promise<Measured> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: things / seconds, cpuMicros: (user + system) / things };
}

function middle(all: readonly Measured[]): Measured {
  return {
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
  };
}

/** The middle one; of an even number the upper of the two. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

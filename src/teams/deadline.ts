// When a person must have their answer: one deadline a turn, made at the door when its request comes in and handed on.
// Pitfall: work that is late goes on, so whoever races it must still say, and note, how it ended.

/** Teams shows an error from about 5 s on (measured), and the late answer has to travel too. */
const ANSWER_WITHIN_MS = 3_800;

/** The time has passed; the work goes on by itself. */
export const LATE = Symbol('late');

export interface Deadline {
  /** What `work` gives, or LATE; `graceMs` later than the deadline where that is asked for. Throws what `work` throws in time. */
  race<T>(work: Promise<T>, graceMs?: number): Promise<T | typeof LATE>;
}

/** A deadline that begins now. */
export function openDeadline(limitMs = ANSWER_WITHIN_MS): Deadline {
  const endsAt = performance.now() + limitMs;
  return { race: (work, graceMs = 0) => within(endsAt + graceMs - performance.now(), work) };
}

/** What `work` gives, or LATE after so many milliseconds. Throws what `work` throws in time. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

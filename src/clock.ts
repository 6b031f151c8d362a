// The clock port. What one could get wrong: never call `new Date()` elsewhere; the demo and the tests move this clock.

export interface Clock {
  /** The present instant, UTC. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

// The demo's clock: it begins on Thursday 26 November 2026 at nine in the morning and runs on in real time while the demo
// does. What one could get wrong: it never goes back, so after a start it resumes at or after the last instant it gave.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import * as z from 'zod/v4';
import type { Clock } from '../clock.js';

/** Nine o'clock in London. */
export const DEMO_BEGINS_AT = '2026-11-26T09:00:00.000Z';

export interface DemoClock extends Clock {
  /** Moves forward to an instant; false, and nothing done, when that has passed. */
  moveTo(instant: Date): boolean;
  /** Keeps where it stands for the next start, and ends. */
  stop(): void;
}

const KEEP_EVERY_MS = 5_000;
const Kept = z.object({ at: z.iso.datetime() });

/**
 * Opens the clock kept in a file, which is made when missing. `elapsed` gives milliseconds of real time that never go back.
 * Throws Error with what to do when the file holds no clock.
 */
export function openDemoClock(file: string, elapsed: () => number = () => performance.now()): DemoClock {
  const kept = readKept(file);
  // A process that was killed kept its reading up to five seconds before.
  let base = kept === undefined ? Date.parse(DEMO_BEGINS_AT) : kept + KEEP_EVERY_MS;
  let since = elapsed();
  const now = () => new Date(base + elapsed() - since);
  const keep = () => {
    // Written beside and put in place, so that a kill in between leaves the old reading whole.
    const beside = `${file}.new`;
    writeFileSync(beside, `${JSON.stringify({ at: now() })}\n`);
    renameSync(beside, file);
  };
  keep();
  const timer = setInterval(keep, KEEP_EVERY_MS).unref();
  return {
    now,
    moveTo: (instant) => {
      if (instant <= now()) return false;
      base = instant.getTime();
      since = elapsed();
      keep();
      return true;
    },
    stop: () => {
      clearInterval(timer);
      keep();
    },
  };
}

function readKept(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return Date.parse(Kept.parse(JSON.parse(text)).at);
  } catch {
    throw new Error(`${file} holds no time. Delete it to begin again on 26 November 2026, or start with --fresh.`);
  }
}

const FORMATS = [
  ...["yyyy-MM-dd'T'H:mm", 'yyyy-MM-dd H:mm', 'yyyy-MM-dd'],
  ...['d MMMM yyyy H:mm', 'd MMMM yyyy', 'd MMM yyyy H:mm', 'd MMM yyyy', 'd/M/yyyy H:mm', 'd/M/yyyy'],
];

/**
 * The instant a person means by `2026-12-03T09:30`, `3 December 2026 09:30` or `3 Dec 2026` (nine in the morning), in a
 * zone; undefined when it is none of these.
 */
export function readMoment(text: string, zone: string): Date | undefined {
  const plain = text
    .trim()
    .replace(/[.,]/g, ' ')
    .replace(/\s+(?:at\s+)?/gi, ' ')
    .replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\s+/i, '');
  for (const format of FORMATS) {
    const found = DateTime.fromFormat(plain, format, { zone, locale: 'en-GB' });
    if (found.isValid) return (format.includes('H') ? found : found.set({ hour: 9 })).toJSDate();
  }
  return undefined;
}

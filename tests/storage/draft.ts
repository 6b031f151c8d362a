// What storage tests put into a store: documents of which a test names only what it is about. What one could get wrong: every
// draft has the same instant unless it is given one, so their order in a listing is a tie.
import { randomUUID } from 'node:crypto';
import type { Draft } from '../../src/storage/store.js';

/** The instant of every draft that names none. */
export const AT = '2026-11-26T09:00:00.000Z';

/** A draft with what a test does not care about filled in. */
export function draft<T>(id: string, body: T, more: Partial<Draft<T>> = {}): Draft<T> {
  return { id, partition: 'sheffield', at: AT, body, ...more };
}

/** A name no other test run uses, for a store that outlives the run. */
export function freshName(): string {
  return `contract-${randomUUID()}`;
}

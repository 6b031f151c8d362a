// What a section of the return costs the store, counted: a submit stays a handful of single-document operations, however many returns and
// workstreams there are. What one could get wrong: the two queries are of one partition and of heads alone.

import { expect, it } from 'vitest';
import { sendSection } from '../../src/returns/actions.js';
import { SectionForm } from '../../src/returns/schema.js';
import { sentAnswer } from '../../src/returns/sent-view.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { createWorld, PROGRAMME } from '../support/world.js';
import { returnPlan } from './world.js';

function counting(store: Store): { store: Store; counts: Record<string, number> } {
  const counts: Record<string, number> = { create: 0, read: 0, replace: 0, delete: 0, list: 0 };
  const counted = new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      return (...sent: unknown[]) => {
        counts[String(name)] = (counts[String(name)] ?? 0) + 1;
        return own.apply(target, sent);
      };
    },
  });
  return { store: counted, counts };
}

it('a section is sent with one new document, and changed with two, whatever there is besides', async () => {
  const { store, counts } = counting(await openEmbeddedStore({ file: ':memory:' }));
  const world = await createWorld({ plan: returnPlan(), store });
  world.at('2027-01-14T10:00:00.000Z');
  const turn = await world.turn('icb-lead');
  const form = (opened: number, text: string) =>
    SectionForm.parse({
      programmeId: PROGRAMME,
      ref: 'Q26273',
      section: 'icb',
      opened,
      form: crypto.randomUUID(),
      f1: 'statement',
      a1: text,
    });
  const send = async (opened: number, text: string) => {
    for (const name of Object.keys(counts)) counts[name] = 0;
    const result = await sendSection(turn, form(opened, text));
    if (result.outcome !== 'saved') throw new Error(result.outcome);
    await sentAnswer(turn, result.entry);
    return { ...counts };
  };
  // Reads: the section, the return, the section again and the others of its seat.
  const first = await send(0, 'As agreed.');
  expect(first).toEqual({ create: 1, read: 4, replace: 0, delete: 1, list: 2 });
  const second = await send(1, 'As agreed in January.');
  expect(second).toEqual({ create: 1, read: 4, replace: 1, delete: 1, list: 2 });
});

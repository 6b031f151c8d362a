// A history that is too long for a file: its newest entries are given, and the file says how many there are.

import { expect, it } from 'vitest';
import { documentOf, readTrail, rowOf, tellLine, trailLines } from '../../src/audit/trail.js';
import { recordTypes } from '../../src/records.js';
import { createWorld, testPlan } from '../support/world.js';

it.each([
  ['entries', { entries: 3, letters: Number.POSITIVE_INFINITY }],
  ['letters', { entries: Number.POSITIVE_INFINITY, letters: 5_000 }],
])('is cut to so many %s, oldest first, and says so', async (_, most) => {
  const office = await (await createWorld()).turn('office');
  const all = await readTrail(office, recordTypes, tellLine);
  expect(all.told).toHaveLength(all.entries);
  const cut = await readTrail(office, recordTypes, tellLine, most);
  expect(cut.entries).toBe(all.entries);
  expect(cut.told.length).toBeGreaterThan(0);
  expect(cut.told.length).toBeLessThan(all.entries);
  expect(cut.told).toEqual(all.told.slice(-cut.told.length));
  const text = new TextDecoder().decode(await trailLines(cut));
  const [checked] = text.split('\n').map((line) => line && JSON.parse(line));
  expect(checked).toMatchObject({ entries: all.entries, given: cut.told.length, faults: [] });
  const rows = await readTrail(office, recordTypes, rowOf(testPlan.programme), { ...most, entries: 3 });
  const { about } = documentOf(testPlan.programme, rows, '2026-11-26T09:00:00.000Z');
  expect(Object.fromEntries(about).Entries).toContain(`${all.entries}, of which this file has the newest 3`);
});

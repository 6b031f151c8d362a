// Every field in which a person gives a day, found on the cards themselves: a day before 2000 or after 2099 is refused with
// its sentence beside the field and what was typed kept, and nothing is saved; and a stored day outside stops nothing.
//
// Guards whose removal makes this fail: `checkDay` (problems.ts), `isGiveable` in plan-file.ts, values.ts and day-words.ts,
// the bounds of nextPromptAfter and workingDayFrom (schedule.ts).
// Pitfall: some fields count only beside a certain choice, so each form is tried with every choice that it offers.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { DAY_RULE } from '../../src/calendar.js';
import type { CardJson } from '../../src/deps.js';
import { features } from '../../src/features.js';
import { Plan } from '../../src/plans/plan-file.js';
import { projectPath } from '../../src/project-root.js';
import { recordTypes } from '../../src/records.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { listAll, type Store } from '../../src/storage/store.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { walk, wordsOf } from '../support/card-reader.js';
import { type Crawled, crawl, goTo, type ShownForm } from '../support/crawl.js';
import { POPULATED_AT, passing, populate } from '../support/populated.js';

const REFUSED = ['1999-12-31', '2100-01-01', '0026-12-20', '2206-12-20', '9999-12-31'];
const TAKEN = ['2000-01-01', '2099-12-31'];

/** Named as days are, but no fields in which one is given. */
const NO_DAYS = /(?:depends|drop|medium|high|board)(?:On|From)$|^settings[.]save until$/;
/** Not shown here: the slots of a check-in share a check with the first, and reasons without a day share a form with those that have one. */
const NOT_SHOWN = /^check-ins[.]\S+ m\d|^risks[.](?:accept|close|resolve-issue) happenedOn$|^returns[.]record-sent on$/;

let store: Store;
let assistant: Assistant;
let crawled: Crawled;
/** Days that were written since the last look. */
let written: string[] = [];

beforeAll(async () => {
  store = await openEmbeddedStore({ file: ':memory:' });
  const plan = await populate(store);
  const note = (body: unknown) => written.push(...(JSON.stringify(body).match(/\d{4}-\d{2}-\d{2}/g) ?? []));
  const wrap = (plain: Store): Store => ({
    ...plain,
    create: (kind, draft) => {
      note(draft.body);
      return plain.create(kind, draft);
    },
    replace: (kind, record) => {
      if (kind !== 'draft') note(record.body);
      return plain.replace(kind, record);
    },
  });
  assistant = await startAssistant({ plan, store, wrap, at: POPULATED_AT });
  const words = features.flatMap(({ commands }) => commands.map(({ name }) => name));
  const shown = ['M01', 'R01', 'I01', 'D01', 'Q01', 'A01'];
  const people = ['all-rounder-1', 'la-chief-executive'].map((member) => assistant.person(member));
  crawled = await crawl(people, [...words, ...shown], passing(assistant));
}, 240_000);

afterAll(async () => {
  await assistant.stop();
  await store.close();
});

/** Each field for a day of each form, once. */
function dayFields(): (readonly [name: string, form: ShownForm, field: string])[] {
  const found = new Map<string, readonly [string, ShownForm, string]>();
  for (const form of crawled.forms)
    for (const { id, type } of form.fields) {
      const name = `${form.verb} ${id}`;
      if (type === 'Input.Date' && !found.has(name)) found.set(name, [name, form, id]);
    }
  return [...found.values()];
}

/** The form as it was shown, and with each choice it offers in turn. */
function settingsOf(form: ShownForm): Record<string, string>[] {
  return [{}, ...form.fields.flatMap(({ id, choices }) => choices.map((choice) => ({ [id]: choice })))];
}

async function sendDay(form: ShownForm, field: string, day: string, setting: object): Promise<CardJson> {
  written = [];
  const values = { ...form.values, form: randomUUID(), ...setting, [field]: day };
  return form.person.press(goTo(form.verb, values), 'Go');
}

function keptIn(card: CardJson, field: string): unknown {
  let kept: unknown;
  walk(card, ({ id, value }) => {
    if (id === field) kept = value;
  });
  return kept;
}

describe('a day that a person gives', () => {
  it('is looked for in every form that takes one', () => {
    const shown = new Set(dayFields().map(([name]) => name));
    expect(shown.size).toBeGreaterThan(20);
    const named = features.flatMap(({ verbs }) =>
      verbs.flatMap(({ verb, form }) => dayLike(form).map((field) => `${verb} ${field}`)),
    );
    // An `open-…` draws the form that its partner takes.
    const missed = named.filter(
      (name) => !shown.has(name) && !NO_DAYS.test(name) && !NOT_SHOWN.test(name) && !/[.]open/.test(name),
    );
    expect(missed).toEqual([]);
  });

  it('is refused beside its field outside 2000 to 2099, and is no reason to refuse inside', async () => {
    const wrong: string[] = [];
    for (const [name, form, field] of dayFields()) {
      // Putting off and keeping as a draft save nothing but what was typed, for the same form.
      if (/draft|snooze/.test(name)) continue;
      let counted: object | undefined;
      for (const setting of settingsOf(form)) {
        const card = await sendDay(form, field, '2206-12-20', setting);
        if (written.includes('2206-12-20')) wrong.push(`${name} saved 2206-12-20 with ${JSON.stringify(setting)}`);
        if (!wordsOf(card).includes(DAY_RULE) && !JSON.stringify(card).includes(DAY_RULE)) continue;
        counted = setting;
        break;
      }
      if (!counted) {
        wrong.push(`${name} never says the rule`);
        continue;
      }
      for (const day of REFUSED) {
        const card = await sendDay(form, field, day, counted);
        if (!JSON.stringify(card).includes(DAY_RULE)) wrong.push(`${name} takes ${day}`);
        if (keptIn(card, field) !== day) wrong.push(`${name} forgets ${day}`);
        if (written.includes(day)) wrong.push(`${name} saved ${day}`);
      }
      for (const day of TAKEN)
        if (JSON.stringify(await sendDay(form, field, day, counted)).includes(DAY_RULE))
          wrong.push(`${name} refuses ${day}`);
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('is refused in a plan file wherever it stands', async () => {
    const plan = JSON.parse(await readFile(projectPath('src', 'programmes', 'demo-plan.json'), 'utf8'));
    expect(Plan.safeParse(plan).error?.issues).toBeUndefined();
    const places = daysIn(plan);
    expect(places.length).toBeGreaterThan(20);
    for (const [n, { path, holder, key }] of places.entries()) {
      const kept = holder[key];
      const day = REFUSED[n % REFUSED.length];
      holder[key] = day;
      const faults = (Plan.safeParse(plan).error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]);
      // A closure that ends before it begins is refused for that first.
      if (path.includes('closures')) expect(faults, `${path} ${day}`).not.toEqual([]);
      else expect(faults, `${path} ${day}`).toContainEqual([expect.stringMatching(`\\b${key}$`), DAY_RULE]);
      holder[key] = kept;
    }
  }, 120_000);

  it('is refused in the words of a command', async () => {
    const fresh = await startAssistant();
    const person = fresh.person('chair');
    for (const day of ['31 December 1999', '9999-12-31', '20 December 0026'])
      for (const words of [`summary ${day}`, `summary since ${day}`])
        expect(wordsOf(await person.say(words)), words).toContain(DAY_RULE);
    expect(wordsOf(await person.say('summary since 1 January 2000'))).not.toContain(DAY_RULE);
    await fresh.stop();
  }, 120_000);
});

/** Where days stand in a value. */
function daysIn(part: unknown, path: string[] = []): { path: string; holder: Record<string, unknown>; key: string }[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? [{ path: [...path, key].join('.'), holder: part as Record<string, unknown>, key }]
      : daysIn(value, [...path, key]),
  );
}

/** Fields of a form that are named as days are, and take any text. */
function dayLike(schema: z.ZodType): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape)
    .filter(([name, field]) => /(?:On|From|Until)$|^(?:on|until)$/.test(name) && takesAny(field as z.ZodType))
    .map(([name]) => name);
}

function takesAny(field: z.ZodType): boolean {
  return field.safeParse('no day at all').success;
}

/** A document with another day in place of every day, and closed from today to it. */
function withDays(part: unknown, day: string): unknown {
  if (typeof part === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(part) ? day : part;
  if (Array.isArray(part)) return part.map((item) => withDays(item, day));
  if (typeof part !== 'object' || part === null) return part;
  const changed = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withDays(value, day)]));
  const closures = [{ name: 'For good', from: '2026-11-20', until: day }];
  return 'closures' in changed ? { ...changed, closures } : changed;
}

describe('a stored day outside', () => {
  it('stops no start, restart, card or run of the clock, and is shown and exported as it is', async () => {
    const far = await openEmbeddedStore({ file: ':memory:' });
    const plan = await populate(far, 1);
    for (const day of ['9999-12-31', '0000-01-01']) {
      const kinds = recordTypes.map(({ kind }) => kind);
      for (const found of await listAll(far, kinds, plan.id))
        await far.replace(found.kind, { ...found, body: withDays(found.body, day) });
      const before = process.cpuUsage();
      const again = await startAssistant({ plan, store: far, at: POPULATED_AT });
      const person = again.person('all-rounder-1');
      for (const words of [
        'summary',
        'my work',
        'milestones',
        'risks',
        'settings',
        'update M01',
        'check in',
        'return',
      ]) {
        const card = await person.say(words);
        expect(wordsOf(card), words).not.toContain('Something went wrong');
      }
      expect(wordsOf(await person.say('M01'))).toContain(day === '9999-12-31' ? '31 December 9999' : '0000');
      expect((await again.bot.runJobs()).programmes).toBe(1);
      again.at('2026-12-24T09:00:00.000Z');
      await again.bot.runJobs();
      expect(again.logged.filter(({ event }) => /failed|fault/.test(event))).toEqual([]);
      await again.stop();
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000_000, 'seconds of processor').toBeLessThan(30);
    }
    await far.close();
  }, 240_000);
});

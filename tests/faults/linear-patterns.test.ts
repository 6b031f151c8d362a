// Every pattern that meets a person's words, against the longest text that it may get: none takes more than its share of
// processor, whatever the text repeats. Commands come from the program's own list.
//
// Guards whose removal makes this fail: the bounds of what is read of a message (typed-text.ts), and the shape of each pattern.
// Pitfall: time is processor time, the least of a few rounds, and the bound is generous: a quadratic pattern passes it
// hundredfold.

import { describe, expect, it } from 'vitest';
import { daysMeant, isDay } from '../../src/calendar.js';
import { shorten } from '../../src/cards/markup.js';
import { features } from '../../src/features.js';
import { readYear } from '../../src/financial-years.js';
import { findInFields } from '../../src/guard/fields.js';
import { itemsOf, plain, readCell } from '../../src/plans/values.js';
import { readRound } from '../../src/returns/rounds.js';
import type { Command } from '../../src/routes.js';
import { readDay, readSince } from '../../src/summary/day-words.js';
import { channelCommand } from '../../src/teams/channel-command.js';
import { readTyped } from '../../src/teams/typed-text.js';
import { findCommand, helpCommand } from '../../src/teams/understanding.js';
import { LONGEST, longText, UNITS } from '../support/odd-values.js';
import { processorMs } from '../support/processor.js';
import { testPlan } from '../support/world.js';

/** For a quarter of a million letters. What is quadratic takes seconds. */
const BOUND_MS = 400;
/** Cells of a file and fields of a form have their own bounds; this is more than any of them. */
const CELL_LETTERS = 20_000;

const commands: Command[] = [...features.flatMap((feature) => feature.commands), channelCommand];
commands.push(helpCommand(() => commands));

/** The texts that reach whatever reads a message: a unit over and over, and then what no pattern takes. */
function texts(letters: number, before = ''): { name: string; text: string }[] {
  return UNITS.flatMap((unit) =>
    ['', '\n', '!'].map((end) => ({
      name: `${before}${JSON.stringify(unit)}${JSON.stringify(end)}`,
      text: `${before}${longText(unit, letters)}${end}`,
    })),
  );
}

/** What takes longer than the bound. */
function slowOf(all: { name: string; text: string }[], work: (text: string) => unknown): string[] {
  return all.flatMap(({ name, text }) => {
    const ms = processorMs(() => void work(text), 1);
    // Measured again only where it seems too long, since the machine is shared.
    const least = ms > BOUND_MS ? processorMs(() => void work(text), 4) : ms;
    return least > BOUND_MS ? [`${name}: ${least.toFixed(0)} ms`] : [];
  });
}

describe('a pattern', () => {
  it('of every command together is not kept busy by a message of any length', () => {
    const read = (text: string) => findCommand(commands, readTyped({ text }));
    for (const begins of ['', 'update ', 'please ']) expect(slowOf(texts(LONGEST, begins), read)).toEqual([]);
  });

  it('of each command is linear enough by itself, in all that is read of a message', () => {
    const most = readTyped({ text: 'a'.repeat(LONGEST) }).text.length;
    expect(most).toBeLessThan(10_000);
    for (const command of commands)
      expect(slowOf(texts(most, `${command.name.replace(/[A-Z]\d+$/, 'M1')} `), command.matches)).toEqual([]);
  });

  it('of the guard is linear in whatever is typed', () => {
    expect(slowOf(texts(LONGEST), (text) => findInFields({ text }))).toEqual([]);
  });

  it('of days, years, rounds and cells is linear too', () => {
    const { programme } = testPlan;
    const column = { header: 'A', key: 'a' } as never as Parameters<typeof readCell>[0];
    const readers: Record<string, (text: string) => unknown> = {
      isDay,
      daysMeant: (text) => daysMeant(text, ['2026']),
      readDay: (text) => readDay(text, programme, '2026-11-26'),
      readSince: (text) => readSince(text, programme, '2026-11-26'),
      readYear,
      readRound: (text) => readRound(programme, text),
      shorten: (text) => shorten(text, 300),
      itemsOf,
      plain,
      ...Object.fromEntries(
        (['text', 'day', 'number', 'choice', 'choices', 'list', 'yes-no'] as const).map((kind) => [
          `cell of ${kind}`,
          (text: string) => readCell({ ...column, kind }, text),
        ]),
      ),
    };
    for (const [name, reader] of Object.entries(readers))
      expect([name, ...slowOf(texts(CELL_LETTERS), reader)]).toEqual([name]);
  });
});

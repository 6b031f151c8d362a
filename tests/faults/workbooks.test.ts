// F22: workbooks and CSVs by a generator. Everything that a file holds is either read or named as not read, and what was imported comes back as it was.
// Pitfall: a generator that only makes what the reader likes proves nothing, so every text it writes is a mark of its own that must turn up somewhere.

import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { applyChanges, foundProgramme } from '../../src/plans/applying.js';
import { checkPlan } from '../../src/plans/checking.js';
import { comparePlan } from '../../src/plans/comparing.js';
import { rowsOf } from '../../src/plans/exporting.js';
import { readBytes } from '../../src/plans/reading/read-bytes.js';
import { SHEETS } from '../../src/plans/sheets.js';
import { readStanding } from '../../src/plans/standing.js';
import type { FileRead } from '../../src/plans/tables.js';
import { changesAnything } from '../../src/plans/uploads.js';
import type { PlanRows } from '../../src/plans/workbook.js';
import { demoRows, demoStanding, openDeps, TENANT, TODAY, tablesOf } from '../plans/world.js';
import { type CellSpec, makeXlsx, type SheetSpec } from '../plans/xlsx.js';
import { size, startRun } from '../support/fault-run.js';

const run = startRun('F22');
const runs = (short: number, long: number) => ({ numRuns: size(short, long), seed: run.seed });

const MILESTONES = SHEETS.find(({ key }) => key === 'milestones')?.columns ?? [];
const UNKNOWN = ['Depends on', '% complete', 'Ward', 'Cost centre', 'Sign off', 'RAGG', 'x'];

let files = 0;
afterAll(() => run.print({ 'files read': files }));

/** A sheet of milestones with columns in any order, junk around it and marks in its cells. */
const sheetOf = fc.record({
  shuffled: fc.shuffledSubarray(
    MILESTONES.map(({ title }) => title),
    { minLength: 3 },
  ),
  unknown: fc.shuffledSubarray(UNKNOWN),
  rows: fc.integer({ min: 1, max: 6 }),
  above: fc.boolean(),
  beside: fc.boolean(),
  name: fc.constantFrom('Milestones', 'milestones', 'Milestones 2', 'Tracker'),
  state: fc.constantFrom(undefined, undefined, undefined, 'hidden' as const, 'veryHidden' as const),
  extras: fc.subarray(['comments', 'drawing']),
});
type Generated = typeof sheetOf extends fc.Arbitrary<infer T> ? T : never;

interface Written {
  spec: SheetSpec;
  /** Every text of a cell below the titles in a column of ours. */
  inside: string[];
  /** The titles of columns that are none of ours. */
  unknown: string[];
}

function write({ shuffled, unknown, rows, above, beside, name, state, extras }: Generated, n: number): Written {
  const titles = ['Milestone', ...shuffled.filter((title) => title !== 'Milestone'), ...unknown];
  const inside: string[] = [];
  const lines: CellSpec[][] = [...(above ? [[`above-${n}`], []] : []), titles];
  for (let row = 0; row < rows; row += 1)
    lines.push([
      ...titles.map((title, at) => {
        const mark = `mark-${n}-${row}-${at}`;
        if (!unknown.includes(title)) inside.push(mark);
        return mark;
      }),
      ...(beside ? [null, `beside-${n}`] : []),
    ]);
  return {
    spec: { name: n === 0 ? name : `${name} ${n}`, rows: lines, ...(state && { state }), relations: extras },
    inside,
    unknown,
  };
}

function everythingSaid({ tables, notes }: FileRead): { cells: Set<string>; notes: string } {
  const cells = new Set(tables.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells).map(String))));
  return { cells, notes: notes.map(({ what, sheet, text }) => `${what} ${sheet}: ${text}`).join('\n') };
}

it('reads all of a workbook or names what it did not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sheetOf, { minLength: 1, maxLength: 3 }), async (generated) => {
      const written = generated.map(write);
      files += 1;
      const bytes = makeXlsx({ sheets: written.map(({ spec }) => spec) });
      const isVisible = ({ spec }: Written) => spec.state === undefined;
      if (!written.some(isVisible)) {
        await expect(readBytes('plan.xlsx', bytes)).rejects.toMatchObject({
          advice: expect.stringContaining('hidden'),
        });
        return;
      }
      const said = everythingSaid(await readBytes('plan.xlsx', bytes));
      for (const [n, one] of written.entries()) {
        const at = one.spec.name;
        if (!isVisible(one)) {
          expect(said.notes).toContain(`not read ${at}: the whole sheet: it is hidden`);
          for (const mark of one.inside) expect(said.cells).not.toContain(mark);
          continue;
        }
        for (const mark of one.inside) expect(said.cells, `${mark} of ${at}`).toContain(mark);
        for (const title of one.unknown)
          expect(said.notes).toMatch(new RegExp(`not read ${at}: columns? .*“${title}”`));
        if (generated[n]?.above) expect(said.notes).toContain(`not read ${at}: what stands above the titles (row 1)`);
        if (generated[n]?.beside)
          expect(said.notes).toMatch(new RegExp(`not read ${at}: what stands outside the table`));
        for (const extra of one.spec.relations ?? [])
          expect(said.notes).toContain(
            `not read ${at}: ${extra === 'comments' ? 'comments on cells' : 'pictures, charts'}`,
          );
      }
    }),
    runs(150, 5_000),
  );
}, 600_000);

const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
};

it('reads a CSV as it was meant, in every encoding and with every mark between cells', async () => {
  const word = fc
    .stringMatching(/^[A-Za-z£é’“–",;|\t0-9 ]{1,30}$/)
    .map((text) => text.trim())
    .filter((text) => text !== '' && !/^'|^[=+\-@]/.test(text));
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom(...Object.keys(ENCODINGS)),
      fc.constantFrom('\r\n', '\n'),
      async (words, delimiter, encoding, end) => {
        files += 1;
        const quote = (text: string) => `"${text.replace(/"/g, '""')}"`;
        const lines = ['Ref', ...words.map((_, n) => `M${n + 1}`)].map((ref, n) =>
          [ref, n === 0 ? 'Milestone' : quote(words[n - 1] ?? '')].join(delimiter),
        );
        const { tables } = await readBytes(
          'milestones.csv',
          (ENCODINGS[encoding] as (text: string) => Buffer)(lines.join(end)),
        );
        expect(tables[0]?.rows.map(({ cells }) => String(cells.title).trim())).toEqual(words);
      },
    ),
    runs(200, 5_000),
  );
}, 600_000);

/** A change of the demo's plan that a workbook may say, each with marks of its own. */
const changeOf = fc.array(
  fc.record({
    at: fc.nat({ max: 10_000 }),
    kind: fc.constantFrom('title', 'owner', 'gate', 'add', 'add with forecast', 'waits', 'risk', 'board'),
    word: fc.stringMatching(/^[A-Z][a-z ]{3,30}[a-z]$/),
    days: fc.integer({ min: 1, max: 700 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function change(
  rows: Required<PlanRows>,
  { at, kind, word, days }: { at: number; kind: string; word: string; days: number },
) {
  const row = rows.milestones[at % rows.milestones.length] ?? {};
  const risk = rows.risks[at % rows.risks.length] ?? {};
  const day = new Date(Date.parse(`${TODAY}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const ref = `M${rows.milestones.length + 100}`;
  const external = rows.milestones.filter((one) => one.external).map((one) => String(one.ref));
  if (kind === 'title') row.title = word;
  if (kind === 'owner') row.owner = 'WS2 lead';
  if (kind === 'gate') row.gate = 'under consultation';
  const added = {
    ref,
    title: word,
    workstream: 'WS1',
    owner: 'WS2 lead',
    baselineOn: day,
    external: false,
    dependsOn: [],
    gate: 'none',
    dateSource: 'D',
  };
  if (kind === 'add') rows.milestones.push(added);
  if (kind === 'add with forecast')
    rows.milestones.push({ ...added, forecastOn: day, stated: 'Amber', commentary: word });
  if (kind === 'waits' && row.external === false) row.dependsOn = [external[at % external.length] ?? ''];
  if (kind === 'risk') risk.cause = word;
  if (kind === 'board' && !rows.meetings.some((one) => one.on === day)) rows.meetings.push({ what: 'Board', on: day });
}

it('gives back what was imported, and the same file again changes nothing', async () => {
  const { deps, tenantId, standing: began } = await demoStanding();
  let standing = began;
  let n = 0;
  await fc.assert(
    fc.asyncProperty(changeOf, async (changes) => {
      const rows = structuredClone(rowsOf(standing)) as Required<PlanRows>;
      for (const one of changes) change(rows, one);
      const tables = await tablesOf(rows);
      const checked = await checkPlan(tables, standing, 'seed', TODAY);
      expect(checked.faults ?? []).toEqual([]);
      if (checked.faults) return;
      n += 1;
      files += 3;
      const by = { tenantId, objectId: undefined, memberId: 'programme-office', upload: `u${n}` };
      await applyChanges(deps, standing, await comparePlan(checked.planned, standing), by);
      standing = await readStanding(deps, tenantId, standing.id);
      expect(standing.milestones.size).toBe(new Set(standing.milestones.keys()).size);
      const again = await checkPlan(tables, standing, 'seed', TODAY);
      expect(again.faults ?? changesAnything(await comparePlan(again.planned, standing))).toBe(false);
      const exported = await checkPlan(await tablesOf(rowsOf(standing)), standing, 'seed', TODAY);
      expect(
        exported.faults ??
          (await comparePlan(exported.planned, standing)).lines.filter(({ how }) => how !== 'unchanged'),
      ).toEqual([]);
    }),
    runs(8, 200),
  );
  // What came of all of it founds the same programme elsewhere.
  const deps2 = await openDeps();
  const rows = rowsOf(standing);
  const checked = await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY);
  expect(checked.faults ?? []).toEqual([]);
  if (checked.faults) return;
  await foundProgramme(deps2, checked.planned, {
    tenantId: TENANT,
    objectId: undefined,
    memberId: 'programme-office',
    upload: 'u',
  });
  expect(rowsOf(await readStanding(deps2, TENANT, standing.id)).milestones).toEqual(rows.milestones);
  expect((await demoRows()).milestones.length).toBeLessThanOrEqual(rows.milestones?.length ?? 0);
}, 600_000);

/** A reference as somebody might write it: every way means the same. */
const wayOf = fc.record({
  isSmall: fc.boolean(),
  between: fc.constantFrom('', ' ', '-', '.', ':', '#', ' - ', '\u2013', '\u00a0', '\u200b', '_'),
  zeros: fc.constantFrom('', '0', '00'),
  around: fc.constantFrom<[string, string]>(['', ''], ['(', ')'], ['[', ']'], ['“', '”'], ['', '.'], [' ', ' ']),
  isWide: fc.boolean(),
});
type Way = typeof wayOf extends fc.Arbitrary<infer T> ? T : never;

function rewrite(ref: string, { isSmall, between, zeros, around: [before, after], isWide }: Way): string {
  const [, letters = '', digits = ''] = /^([A-Z]+)0*(\d+)$/.exec(ref) ?? [];
  const plain = `${isSmall ? letters.toLowerCase() : letters}${between}${zeros}${digits}`;
  const wide = (text: string) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  return `${before}${isWide ? wide(plain) : plain}${after}`;
}

/** Every cell in which a plan names one of its records, sheet by sheet. */
const NAMING: readonly [sheet: keyof PlanRows, key: string][] = [
  ['workstreams', 'ref'],
  ['people', 'leads'],
  ['milestones', 'ref'],
  ['milestones', 'workstream'],
  ['milestones', 'dependsOn'],
  ['risks', 'ref'],
  ['risks', 'workstream'],
  ['risks', 'milestones'],
];

// Guard: `knownReference` and `readReference` wherever a row names a record; with one of them out its cell is a fault or a change.
it.each(NAMING)(
  'whatever way %s.%s is written, it is the same record and nothing changes',
  async (sheet, key) => {
    const { standing } = await demoStanding();
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(wayOf, { minLength: 7, maxLength: 7 }), async (ways) => {
        const rows = structuredClone(rowsOf(standing)) as Required<PlanRows>;
        let n = 0;
        const other = (ref: unknown) => {
          n += 1;
          return rewrite(String(ref), ways[n % ways.length] as Way);
        };
        for (const row of rows[sheet]) {
          const { [key]: value } = row;
          if (Array.isArray(value)) row[key] = value.map(other);
          else if (value !== undefined && value !== '') row[key] = other(value);
        }
        written += n;
        files += 1;
        const checked = await checkPlan(await tablesOf(rows), standing, 'seed', TODAY);
        expect(checked.faults ?? []).toEqual([]);
        if (checked.faults) return;
        const { lines } = await comparePlan(checked.planned, standing);
        expect(lines.filter(({ how }) => how !== 'unchanged')).toEqual([]);
      }),
      runs(6, 200),
    );
    expect(written).toBeGreaterThan(0);
  },
  600_000,
);

// The demo's own pack: every section says what the registers say, no person is in it by name, a redacted text leaves the fingerprint, and which Board a
// text means. What one could get wrong: people's words must stay words in the document.

import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PackContent } from '../../src/board-packs/content.js';
import { readPackFacts } from '../../src/board-packs/facts.js';
import { makePackWord } from '../../src/board-packs/pack-word.js';
import { findBoard } from '../../src/board-packs/routes.js';
import { buildSections } from '../../src/board-packs/sections/order.js';
import { DEMO_BEGINS_AT } from '../../src/demo/clock.js';
import { replayHistory } from '../../src/demo/history.js';
import { readDemoPlan } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { plainText } from '../../src/exports/cells.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { fingerprintOf } from '../../src/returns/content.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { sayRedacted, sha256 } from '../../src/storage/entry.js';
import { HOSTILE } from '../exports/sample-content.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let content: PackContent;

beforeAll(async () => {
  let now = new Date('2026-07-01T08:00:00.000Z');
  const plan = await readDemoPlan();
  const store = await openEmbeddedStore({ file: ':memory:' });
  const send = async () => ({ outcome: 'refused' as const });
  const deps: Deps = { store, clock: { now: () => now }, messenger: { send, update: send }, log: silent };
  await loadPlan(deps, plan);
  await replayHistory(deps, plan, (instant) => {
    now = instant;
  });
  now = new Date(DEMO_BEGINS_AT);
  const facts = await readPackFacts(deps, plan.id, plan.programme, '2026-12-03');
  content = {
    boardOn: '2026-12-03',
    number: 1,
    supersedes: '',
    programme: plan.programme.name,
    localArea: plan.programme.localArea,
    frozenAt: now.toISOString(),
    asOfOn: facts.today,
    lastBoardOn: facts.summary.lastBoardOn,
    anchor: 'ABCDE-ABCDE-ABCDE-ABCDE',
    sections: buildSections(facts),
  };
  expect(buildSections(await readPackFacts(deps, plan.id, plan.programme, '2026-12-03'))).toEqual(content.sections);
});

const word = async (of: PackContent, readsFinance = true) => {
  const fingerprint = fingerprintOf(of);
  const bytes = await makePackWord({
    content: of,
    fingerprint,
    zone: 'Europe/London',
    readsFinance,
    readsCorporateRisks: readsFinance,
  });
  const decoder = new TextDecoder();
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, decoder.decode(part)]));
};
const bodyOf = async (of: PackContent, readsFinance?: boolean) =>
  (await word(of, readsFinance)).get('word/document.xml') ?? '';

function rowsUnder(title: string, heading: string | RegExp) {
  const blocks = content.sections.find((section) => section.title === title)?.blocks ?? [];
  const at = blocks.findIndex((block) => block.kind === 'heading' && new RegExp(heading).test(block.text));
  const table = blocks[at + 1];
  return table?.kind === 'table' ? table.rows : [];
}

describe('the pack of the demo', () => {
  it('has exceptions first, and tells the watermelon, the breaches and the risk beyond appetite', () => {
    expect(content.sections.map(({ title }) => title).at(0)).toBe('Exceptions');
    expect(rowsUnder('Exceptions', 'Looks better').map(([ref]) => ref)).toContain('M18');
    expect(rowsUnder('Exceptions', 'beyond appetite').map(([ref]) => ref)).toContain('R01');
    expect(JSON.stringify(rowsUnder('Finance', 'Experts at Hand'))).toContain('Broken');
    expect(rowsUnder('Milestones', 'WS6').map(([ref]) => ref)).toEqual(['M18', 'M24']);
    expect(rowsUnder('Risks', 'Open').every((row) => row.length === 11)).toBe(true);
  });

  it('lists each date that moved since the last Board with from, to, why and by which role', () => {
    const rows = rowsUnder('Appendix: dates that moved', 'changed since 8 October 2026');
    expect(rows.length).toBeGreaterThan(3);
    for (const [on, ref, , , from, to, why, by] of rows) {
      expect(String(on) > '2026-10-08').toBe(true);
      expect(String(ref)).toMatch(/^M\d/);
      expect(from).not.toBe(to);
      expect(why).not.toBe('');
      expect(by).toMatch(/lead|office|owner|chair|signatory|member/);
    }
  });

  it('is an A4 document with headings, repeating table heads, page numbers, and nothing that shows by colour alone', async () => {
    const parts = await word(content);
    const body = parts.get('word/document.xml') ?? '';
    expect(body.match(/<w:pStyle w:val="Heading1"\/>/g)?.length).toBe(content.sections.length);
    expect(body.match(/<w:tblHeader\/>/g)?.length).toBe(body.match(/<w:tbl>/g)?.length);
    expect(body).toContain('w:w="11906" w:h="16838"');
    const footers = [...parts].filter(([name]) => /footer\d+\.xml$/.test(name)).map(([, xml]) => xml);
    for (const footer of footers) expect(footer).toContain('NUMPAGES');
  });

  it('leaves finance out for whoever may not read it, under the same fingerprint', async () => {
    const body = await bodyOf(content, false);
    expect(body).not.toContain('£2,300,000');
    expect(body).toContain('Left out of this copy');
    expect(body).toContain(fingerprintOf(content));
  });

  it('shows a redacted text as redacted, and keeps its fingerprint', async () => {
    const title = String(rowsUnder('Milestones', 'WS6')[0]?.[1]);
    const less: PackContent = JSON.parse(
      JSON.stringify(content).replaceAll(JSON.stringify(title), JSON.stringify(`redacted:${sha256(title)}`)),
    );
    expect(fingerprintOf(less)).toBe(fingerprintOf(content));
    const body = await bodyOf(less);
    expect(body).not.toContain(title);
    expect(body).not.toContain('redacted:');
    expect(body).toContain('[redacted]');
    expect(sayRedacted({ a: ['redacted: not one'] })).toEqual({ a: ['redacted: not one'] });
  });

  it('makes nothing but text of people’s words', async () => {
    const blocks = HOSTILE.map((text) => ({ kind: 'fact' as const, text }));
    const body = await bodyOf({ ...content, sections: [{ title: 'Words', restricted: false, blocks }] });
    expect(body).not.toMatch(/<w:(fldSimple|instrText|hyperlink)/);
    expect(body).toContain(plainText('=1+1'));
  });
});

describe('which Board is meant', () => {
  const days = ['2026-10-08', '2026-12-03', '2027-12-03'];
  it.each([
    ['2026-12-03', '2026-12-03'],
    ['3 December 2026', '2026-12-03'],
    ['3 december', '2026-12-03'],
    ['8th Oct', '2026-10-08'],
    ['3 December 2028', undefined],
    ['December', undefined],
    ['', undefined],
    ['31 February', undefined],
  ])('%j means %j', (typed, on) => expect(findBoard(days, typed)).toBe(on));
});

// Documents made in a thread of their own, by the built modules, since a thread reads no TypeScript.

import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { draw, openDrawing } from '../../src/exports/drawing.js';
import { makeReturnWorkbook } from '../../src/exports/return-workbook.js';
import { projectPath } from '../../src/project-root.js';
import type { Block } from '../../src/returns/content.js';

const drawing = openDrawing();
afterAll(() => drawing.close());
const deps = { drawAside: drawing.drawAside } as Deps;
const built = (file: string) => pathToFileURL(projectPath('.build', 'src', file)).href;

const said = { kind: 'said' as const, label: 'Answer', words: 'All is well', by: 'lead' };
const section = (blocks: Block[]) => ({ number: 3, title: 'Milestones', restricted: false, blocks });
const content = {
  ref: 'Q26273',
  programme: 'Plan',
  localArea: 'Area',
  quarter: 'Quarter 3 of 2026/27',
  dueOn: '2027-01-22',
  asOfOn: '2026-11-26',
  sections: [section([said])],
};
const document = { content, fingerprint: '', state: 'Draft', signatures: [], names: { lead: 'Workstream lead' } };
const workbook = { name: 'makeReturnWorkbook', make: makeReturnWorkbook };

describe('the thread for documents', () => {
  it('gives the same document as the thread that answers', async () => {
    const module = built('exports/return-workbook.js');
    const [aside, here] = await Promise.all([
      draw(deps, { ...workbook, module }, document),
      draw({} as Deps, { ...workbook, module }, document),
    ]);
    expect(aside.byteLength).toBe(here.byteLength);
    expect(Buffer.from(aside.subarray(0, 2)).toString()).toBe('PK');
  });

  it('leaves the thread that answers free meanwhile', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => [`M${n}`, `Milestone ${n}`]);
    const columns = ['Ref', 'Milestone'].map((title) => ({ title, kind: 'text' as const }));
    const table = { kind: 'table' as const, caption: 'Milestones', columns, rows };
    const long = { ...document, content: { ...content, sections: [section([table])] } };
    let beats = 0;
    const heart = setInterval(() => {
      beats += 1;
    }, 5);
    await draw(deps, { ...workbook, module: built('exports/return-workbook.js') }, long);
    clearInterval(heart);
    expect(beats).toBeGreaterThan(3);
  });

  it('says what a maker throws, and goes on', async () => {
    const broken = { ...document, signatures: null } as unknown as typeof document;
    const module = built('exports/return-workbook.js');
    await expect(draw(deps, { ...workbook, module }, broken)).rejects.toThrow(/map/);
    expect((await draw(deps, { ...workbook, module }, document)).byteLength).toBeGreaterThan(1_000);
  });
});

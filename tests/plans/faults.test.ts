// What is wrong with a file, place by place: a sentence each, with sheet, row and column. What one could get wrong: one fault must not hide another, and
// nothing hostile in a file may do more than be said.

import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/plans/checking.js';
import { sheetOf } from '../../src/plans/columns.js';
import { readBytes } from '../../src/plans/reading/read-bytes.js';
import { readCell } from '../../src/plans/values.js';
import type { PlanRows } from '../../src/plans/workbook.js';
import { demoRows, demoStanding, TODAY, tablesOf } from './world.js';

const said = (checked: Awaited<ReturnType<typeof checkPlan>>) =>
  (checked.faults ?? []).map(({ sheet, row, column, sentence }) => `${sheet} ${row} ${column}: ${sentence}`);

async function faultsOf(change: (rows: Required<PlanRows>) => void): Promise<string[]> {
  const rows = await demoRows();
  change(rows);
  return said(await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY));
}

describe('what is to be fixed', () => {
  it('is said for every place at once, sheet by sheet', async () => {
    const faults = await faultsOf((rows) => {
      Object.assign(rows.programme[0] ?? {}, { appetite: 30, zone: 'Europe/Twickenham' });
      Object.assign(rows.workstreams[1] ?? {}, { ref: 'W2' });
      Object.assign(rows.people[2] ?? {}, { contact: 'no address', roles: ['chief'], deputy: 'nobody' });
      Object.assign(rows.meetings[0] ?? {}, { on: '31/02/2027' });
      Object.assign(rows.milestones[4] ?? {}, { ref: 'M01', title: '', baselineOn: 'soon' });
      Object.assign(rows.risks[3] ?? {}, { residualImpact: 9, category: 'luck', milestones: ['M99'] });
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        'Programme 10 Appetite: The highest score of this matrix is 25.',
        'Programme 4 Time zone: There is no such time zone. For England it is Europe/London.',
        'Workstreams 4 A, Ref: Write it as WS1.',
        'People 5 C, E-mail: Give an e-mail address, such as name@council.gov.uk.',
        expect.stringMatching(/^People 5 E, Roles: “chief” is not one of: /),
        'People 5 G, Deputy: “nobody” is not on this sheet.',
        expect.stringMatching(/^Boards and returns 3 B, Date: There is no such day/),
        'Milestones 7 A, Ref: M01 is in row 3 already.',
        'Milestones 7 B, Milestone: Say what the milestone is.',
        'Milestones 7 E, Baseline: “soon” is no date. Write it as 9 June 2026 or 09/06/2026.',
        expect.stringMatching(/^Risks 6 E, Category: “luck” is not one of: /),
        'Risks 6 K, Residual impact: Give a whole number from 1 to 6.',
        'Risks 6 Q, Milestones: There is no milestone M99. Type milestones to see them all.',
      ]),
    );
    // What hangs on the broken workstream is said where it hangs.
    expect(faults.some((fault) => /^Milestones \d+ C, Workstream: There is no workstream “WS2”/.test(fault))).toBe(
      true,
    );
  });

  it('says once for a sheet which column is not there, and which sheet a new plan lacks', async () => {
    const table = 'Ref,Milestone,Workstream\nM01,One,WS1\nM02,Two,WS1\n';
    const { tables: csv } = await readBytes('milestones.csv', new TextEncoder().encode(table));
    const faults = said(await checkPlan(csv, undefined, 'seed', TODAY));
    expect(faults).toContain('milestones 0 : It has no column Owner, Baseline. Take the titles from the template.');
    expect(faults).toContain('Programme 0 : A new plan needs this sheet. Begin with the template.');
    expect(faults).toContain('People 0 : Somebody must be the programme office: give one person that role.');
  });

  it('takes one sheet as CSV, in another order of columns, also from an Excel that writes semicolons and its own code page', async () => {
    const { standing } = await demoStanding();
    const text =
      'Milestone;Baseline;Ref;Owner;Workstream\r\nCaf\u00e9 for parents;3/5/2027;m90;ws2 LEAD;experts at hand\r\n';
    const { tables } = await readBytes('more.csv', Buffer.from(text, 'latin1'));
    const checked = await checkPlan(tables, standing, 'seed', TODAY);
    expect(said(checked)).toEqual([]);
    expect(checked.faults ?? checked.planned.milestones).toMatchObject([
      { ref: 'M90', title: 'Café for parents', baselineOn: '2027-05-03', ownerId: 'ws2-lead', workstream: 'WS2' },
    ]);
  });

  it('takes JSON with the same names, and leaves what it does not name', async () => {
    const { standing } = await demoStanding();
    const [ref, was] = [...standing.milestones].find(([, { external }]) => external) ?? [];
    const row = {
      ref,
      title: 'New words',
      workstream: was?.workstream,
      owner: was?.ownerId,
      baselineOn: was?.baselineOn,
    };
    const { tables } = await readBytes('plan.json', new TextEncoder().encode(JSON.stringify({ milestones: [row] })));
    const checked = await checkPlan(tables, standing, 'seed', TODAY);
    expect(checked.faults ?? checked.planned.milestones).toMatchObject([
      { title: 'New words', external: true, gate: was?.gate },
    ]);
  });
});

describe('what a card refuses a workbook does not let in', () => {
  it('neither a programme without its office nor a smaller matrix', async () => {
    const { standing } = await demoStanding();
    const rows = await demoRows();
    for (const row of rows.people) Object.assign(row, { roles: ['member'], leads: [] });
    Object.assign(rows.programme[0] ?? {}, { size: 4, mediumFrom: 4, highFrom: 8, appetite: 12 });
    const faults = said(await checkPlan(await tablesOf(rows), standing, 'seed', TODAY));
    expect(faults).toContain('People 0 : Somebody must be the programme office: give one person that role.');
    expect(faults).toContain('Programme 7 Matrix size: Risks were scored up to 5: the matrix can grow, not shrink.');
  });
});

describe('a cell', () => {
  const day = sheetOf('meetings').columns[1];
  const text = sheetOf('milestones').columns[1];
  if (!day || !text) throw new TypeError('columns');
  it.each([
    ['9 June 2026', '2026-06-09'],
    ['09/06/2026', '2026-06-09'],
    ['9.6.2026', '2026-06-09'],
    ['2026-06-09', '2026-06-09'],
    ['Tuesday 9 June 2026', '2026-06-09'],
    [46_182, '2026-06-09'],
  ])('reads %s as a day, the British way', (raw, value) => expect(readCell(day, raw)).toEqual({ value }));

  it.each(['31/02/2027', '13/13/2026', 'soon', '9 June', '1/1/1850', '46182x'])('refuses %s as a day', (raw) =>
    expect(readCell(day, raw)).toHaveProperty('problem'),
  );

  it.each(['=1+1', '+44', '@cmd', '-5'])(
    'of text comes back as it was, though %s looks like a formula in between',
    async (raw) => {
      const rows = await demoRows();
      Object.assign(rows.milestones[0] ?? {}, { title: raw });
      const checked = await checkPlan(await tablesOf(rows), undefined, 'seed', TODAY);
      expect(checked.faults ?? checked.planned.milestones[0]?.title).toBe(raw);
    },
  );
});

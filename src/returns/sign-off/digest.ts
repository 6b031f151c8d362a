// What a signatory must see before anything else, taken from the frozen content itself. Pure. What one could get wrong: it reads what is
// signed, never the registers, so that card and document cannot differ.

import type { Mark } from '../../cards/markup.js';
import type { Block, ReturnContent } from '../content.js';

export interface DigestLine {
  status: Mark;
  text: string;
}

const RED: Mark = { word: 'Red', shape: '◆', color: 'Attention' };
const AMBER: Mark = { word: 'Amber', shape: '▲', color: 'Warning' };
const GREEN: Mark = { word: 'Green', shape: '●', color: 'Good' };
const PLAIN: Mark = { word: 'To know', shape: '○', color: 'Default' };

/** Finance lines at most: the rest is in the section. */
const MOST_FINANCE = 5;

/** The exceptions first: confidence, milestones, money, asks. `finance`: whether the reader may see finance detail. */
export function digestOf(content: ReturnContent, finance: boolean): DigestLine[] {
  return [
    ...confidenceLines(content),
    ...milestoneLines(content),
    ...(finance ? financeLines(content) : []),
    ...askLines(content),
  ];
}

function confidenceLines(content: ReturnContent): DigestLine[] {
  const rows = tableIn(content, 2, 'Delivery confidence')?.rows ?? [];
  const [whole] = rows;
  if (!whole) return [];
  const weak = rows.slice(1).filter(([, now]) => now === 'Red' || now === 'Amber/red');
  const said = String(whole[1] ?? '');
  const mark = /red/i.test(said) ? RED : /^amber/i.test(said) ? AMBER : GREEN;
  const lines: DigestLine[] = [
    {
      status: { ...mark, word: 'Confidence' },
      text: `Whole programme: ${said}, last quarter ${String(whole[2] ?? '').toLowerCase()}.`,
    },
  ];
  if (weak.length > 0)
    lines.push({
      status: { ...RED, word: 'Confidence' },
      text: `${weak.map(([name, now]) => `${name}: ${String(now).toLowerCase()}`).join('; ')}.`,
    });
  return lines;
}

function milestoneLines(content: ReturnContent): DigestLine[] {
  const table = tableIn(content, 3, 'Milestones');
  if (!table) return [];
  const at = table.columns.findIndex(({ title }) => title === 'Status');
  const of = (word: string) => table.rows.filter((row) => row[at] === word).map((row) => row[0]);
  const [red, amber, done] = [of('Red'), of('Amber'), of('Complete')];
  const counts = `${table.rows.length} milestones: ${red.length} red, ${amber.length} amber, ${done.length} complete.`;
  const mark = red.length > 0 ? RED : amber.length > 0 ? AMBER : GREEN;
  return [
    { status: { ...mark, word: 'Milestones' }, text: red.length > 0 ? `${counts} Red: ${red.join(', ')}.` : counts },
  ];
}

/** Section 14 begins with what is beyond its limits, until its first table. */
function financeLines(content: ReturnContent): DigestLine[] {
  const blocks = content.sections.find(({ number }) => number === 14)?.blocks ?? [];
  const end = blocks.findIndex(({ kind }) => kind !== 'fact');
  const facts = blocks
    .slice(0, end < 0 ? blocks.length : end)
    .flatMap((block) => (block.kind === 'fact' ? [block.text] : []));
  if (facts.length === 0) return [{ status: { ...GREEN, word: 'Finance' }, text: 'Nothing is beyond its limits.' }];
  const lines = facts.slice(0, MOST_FINANCE).map((text) => {
    const mark = /^(Breach|Runs out|Overcommitted)/.test(text) ? RED : AMBER;
    return { status: { ...mark, word: 'Finance' }, text };
  });
  const more = facts.length - lines.length;
  return more > 0 ? [...lines, { status: { ...AMBER, word: 'Finance' }, text: `${more} more in section 14.` }] : lines;
}

function askLines(content: ReturnContent): DigestLine[] {
  const said = content.sections.find(({ number }) => number === 13)?.blocks ?? [];
  return said.flatMap((block) =>
    block.kind === 'said' ? [{ status: PLAIN, text: `${block.label.split(';')[0]}: ${block.words}` }] : [],
  );
}

function tableIn(content: ReturnContent, number: number, caption: string) {
  return content.sections
    .find((section) => section.number === number)
    ?.blocks.find(
      (block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table' && block.caption === caption,
    );
}

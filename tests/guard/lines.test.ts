// How often the guard is right, counted on lines written by hand before the rules were tuned to them (a dozen known to be too hard)
// and on every text of the demo.
// Pitfall: a rule is never bent to one line; write ten like it first. The unseen lines are by somebody who had not read the rules:
// they are never edited.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findIdentifying } from '../../src/guard/find-identifying.js';
import { projectPath } from '../../src/project-root.js';

interface Line {
  text: string;
  identifying: boolean;
  kind: string;
}

/** What the issue asks for, or a hair below what was reached, whichever is more. */
const PRECISION = 0.975;
const RECALL = 0.965;

const jsonl = (...path: string[]): unknown[] =>
  readFileSync(projectPath(...path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const lines = jsonl('tests', 'guard', 'lines.jsonl') as Line[];
/** Lines of other hands, each with the floors that they are held to. */
const OTHERS = [
  { file: 'lines-unseen.jsonl', atLeast: 300, recall: 0.97, precision: 0.95 },
  { file: 'lines-second.jsonl', atLeast: 200, recall: 0.97, precision: 0.95 },
];
const demo = stringsIn([
  JSON.parse(readFileSync(projectPath('src', 'programmes', 'demo-plan.json'), 'utf8')),
  jsonl('src', 'demo', 'history', 'milestones.jsonl'),
  jsonl('src', 'demo', 'history', 'risks.jsonl'),
]);

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function count(all: readonly { text: string; identifying: boolean }[]) {
  const refused = all.filter(({ text }) => findIdentifying(text).length > 0);
  const right = refused.filter((line) => line.identifying).length;
  const identifying = all.filter((line) => line.identifying).length;
  return { texts: all.length, identifying, refused: refused.length, right };
}

function say(name: string, counted: ReturnType<typeof count>): string {
  const { texts, identifying, refused, right } = counted;
  const share = (part: number, whole: number) => (part / whole).toFixed(3);
  return `guard on ${name}: ${texts} texts, ${identifying} identifying; ${refused} refused, ${right} rightly; precision ${share(right, refused)}, recall ${share(right, identifying)}`;
}

describe('the guard', () => {
  it('is measured on at least 300 lines, 120 of them identifying and 180 innocent', () => {
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(lines.filter((line) => line.identifying).length).toBeGreaterThanOrEqual(120);
    expect(lines.filter((line) => !line.identifying).length).toBeGreaterThanOrEqual(180);
    expect(new Set(lines.map((line) => line.text)).size).toBe(lines.length);
  });

  it('keeps its precision and recall on the hand-made lines', () => {
    const counted = count(lines);
    const wrong = lines.filter(({ text, identifying }) => findIdentifying(text).length > 0 !== identifying);
    process.stdout.write(`${say('the hand-made lines', counted)}\n`);
    process.stdout.write(`${say('those and the demo', count([...lines, ...demo.map(innocent)]))}\n`);
    for (const { text, identifying, kind } of wrong)
      process.stdout.write(`  ${identifying ? 'passed' : 'refused'} wrongly (${kind}): ${text}\n`);
    expect(counted.right / counted.refused).toBeGreaterThanOrEqual(PRECISION);
    expect(counted.right / counted.identifying).toBeGreaterThanOrEqual(RECALL);
  });

  it.each(OTHERS)('keeps its precision and recall on $file', ({ file, atLeast, recall, precision }) => {
    const others = jsonl('tests', 'guard', file) as Line[];
    expect(new Set(others.map((line) => line.text)).size).toBeGreaterThanOrEqual(atLeast);
    const counted = count(others);
    process.stdout.write(`${say(file, counted)}\n`);
    expect(counted.right / counted.refused).toBeGreaterThanOrEqual(precision);
    expect(counted.right / counted.identifying).toBeGreaterThanOrEqual(recall);
  });

  it('passes every text of the demo', () => {
    expect(demo.length).toBeGreaterThan(300);
    expect(demo.filter((text) => findIdentifying(text).length > 0)).toEqual([]);
  });

  it('is right on every line that was not known to be too hard, but for one in a hundred', () => {
    const easy = lines.filter((line) => line.kind !== 'hard');
    const wrong = easy.filter(({ text, identifying }) => findIdentifying(text).length > 0 !== identifying);
    expect(wrong.length / easy.length).toBeLessThanOrEqual(0.01);
  });
});

function innocent(text: string) {
  return { text, identifying: false };
}

// `npm run guard` as a process of its own.
// Pitfall: it is the build that runs, which `npm test` makes.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.js';

const folder = mkdtempSync(join(tmpdir(), 'guard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = 'M18 moves to 15 January 2027.\r\n\nNHS number 943 476 5919, DOB 14/03/2015\nEHCP ref 104532 is late';
const VERDICTS = [
  { line: 1, verdict: 'passed', why: [], words: [] },
  { line: 2, verdict: 'passed', why: [], words: [] },
  {
    line: 3,
    verdict: 'refused',
    why: ['It looks like an NHS number.', 'It looks like a child’s date of birth or age.'],
    words: ['943 476 5919', 'DOB 14/03/2015'],
  },
  { line: 4, verdict: 'refused', why: ['It looks like a child’s plan or case reference.'], words: ['EHCP ref 104532'] },
];

function guard(given: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [projectPath('.build', 'src', 'guard-command.js'), ...given],
    { input, encoding: 'utf8' },
  );
  return {
    status,
    stderr,
    verdicts: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe('npm run guard', () => {
  it('says of each line of a file whether it is refused, and why', () => {
    const file = join(folder, 'texts.txt');
    writeFileSync(file, TEXT);
    expect(guard([file])).toEqual({ status: 0, stderr: '', verdicts: VERDICTS });
  });

  it('reads standard input for a dash', () => {
    expect(guard(['-'], TEXT)).toEqual({ status: 0, stderr: '', verdicts: VERDICTS });
  });

  it('judges lines that say what they are: figures and wrong lines on standard error, verdicts alone on standard output', () => {
    const marked = [
      { text: 'NHS number 943 476 5919', identifying: true, kind: 'nhs' },
      { text: 'Nobody is named', identifying: true, kind: 'hard' },
      { text: 'M18 moves to 15 January 2027.', identifying: false, kind: 'date' },
    ];
    const text = [...marked.map((line) => JSON.stringify(line)), '{"other":1}', 'EHCP ref 104532'].join('\n');
    const { stderr, verdicts, status } = guard(['-'], text);
    expect(status).toBe(0);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refused', 'passed', 'passed', 'passed', 'refused']);
    expect(verdicts[0].words).toEqual(['943 476 5919']);
    expect(JSON.parse(stderr)).toEqual({
      lines: 3,
      identifying: 2,
      refused: 1,
      recall: 0.5,
      precision: 1,
      wrong: [{ line: 2, kind: 'hard', verdict: 'passed', text: 'Nobody is named' }],
    });
  });

  it('says in a sentence that a file is not there, or is none, and ends with 2', () => {
    const missing = guard([join(folder, 'none.txt')]);
    expect(missing).toMatchObject({ status: 2, verdicts: [] });
    expect(missing.stderr).toMatch(/^There is no file .*none\.txt that can be read\. Give the path/);
    expect(guard([folder])).toMatchObject({ status: 2, stderr: expect.stringContaining('is not a file') });
  });

  it('says how it is used when nothing is named', () => {
    expect(guard([])).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage:') });
  });
});

// Takes one guard after another out of a copy of the tree, runs the tests that should notice, and prints those that nothing notices: there must be none.
// Usage: npm run mutants [-- WORD…] for those whose name has a word. A guard is a line of .ci/mutants.json: `name`, the `file`, the exact `text` of the
// guard in it (found once), what stands there `instead`, and the `tests` that should fail then. A text that is no longer found is an error: the guard has
// moved, so write down where it is now.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2).filter((one) => one !== '--list');
const all = JSON.parse(readFileSync(join(root, '.ci', 'mutants.json'), 'utf8'));
const guards = all.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

const lost = guards.filter(({ file, text }) => readFileSync(join(root, file), 'utf8').split(text).length !== 2);
for (const { name, file } of lost) process.stderr.write(`${name}: its text is not once in ${file}\n`);
if (lost.length > 0) process.exit(1);
if (process.argv.includes('--list')) {
  process.stdout.write(`${guards.map(({ name }) => name).join('\n')}\n${guards.length} guards\n`);
  process.exit(0);
}

const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
let unnoticed = 0;
try {
  const kept = (path) => !/[\\/](?:node_modules|\.git|\.build|\.data)(?:[\\/]|$)/.test(path.slice(root.length));
  cpSync(root, copy, { recursive: true, filter: kept });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { name, file, text, instead, tests } of guards) {
    const whole = readFileSync(join(root, file), 'utf8');
    writeFileSync(
      join(copy, file),
      whole.replace(text, () => instead),
    );
    const build = spawnSync(process.execPath, [join(copy, '.ci', 'ready.mjs')], { cwd: copy, stdio: 'ignore' });
    const run = spawnSync('npx', ['vitest', 'run', '--config', '.ci/vitest.config.ts', '--maxWorkers=1', ...tests], {
      cwd: copy,
      encoding: 'utf8',
      timeout: 600_000,
    });
    const failed = /Tests .*?(\d+) failed/.test(run.stdout.replace(/\[[0-9;]*m/g, ''));
    const verdict = build.status !== 0 ? 'does not compile' : failed ? 'noticed' : 'NOTHING NOTICES';
    if (verdict !== 'noticed') unnoticed += 1;
    process.stdout.write(`${verdict}: ${name}\n`);
    writeFileSync(join(copy, file), whole);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.stdout.write(`${guards.length} guards, ${unnoticed} that nothing notices\n`);
process.exitCode = unnoticed === 0 ? 0 : 1;

// Makes a fresh clone ready, and costs well under a second when it already is: installs what package-lock.json names when
// node_modules is missing or older than the lock, and compiles when a source is newer than the build. Run before every
// command of package.json, so that each of them can be the only thing typed. Types are checked apart (`npm run check`):
// compiling without them takes a second instead of half a minute.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const [major] = process.versions.node.split('.').map(Number);
if (major < 20)
  stop(`Node.js 20 or newer is needed; this is ${process.version}. Install it from nodejs.org and try again.`);

install();
await build();
if (process.argv.includes('--browser')) requireBrowser();

function install() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const mark = 'node_modules/.ready';
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  // A deployed copy is installed by its own pipeline, often read-only and without developer tools: leave it alone.
  if (existsSync('node_modules') && !existsSync('node_modules/esbuild')) return;
  process.stderr.write('Installing what is missing (once, well under a minute on most connections)...\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, wanted);
}

async function build() {
  const built = '.build/built';
  if (!existsSync('node_modules/esbuild')) return;
  const newest = Math.max(
    newestIn('src'),
    newestIn('tests'),
    statSync('tsconfig.json').mtimeMs,
    statSync('package-lock.json').mtimeMs,
    statSync('.ci/ready.mjs').mtimeMs,
  );
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  rmSync(built, { force: true });
  // Nothing of a source that has moved or gone may stay behind and be run.
  for (const folder of ['src', 'tests']) rmSync(join('.build', folder), { recursive: true, force: true });
  const { build: compile } = await import('esbuild');
  await compile({
    entryPoints: ['src/**/*.ts', 'tests/**/*.ts'],
    outdir: '.build',
    outbase: '.',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  }).catch(() => stop('The sources could not be compiled (see above). Fix that and type the same command again.'));
  writeFileSync(built, '');
}

/** Browser journeys install nothing by themselves; they say what they need. */
function requireBrowser() {
  const wanted = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(wanted)) return;
  stop(
    `The browser journeys drive Chromium, and there is none at ${wanted}. Install it (on Debian or Ubuntu: sudo apt-get install chromium) or set CHROMIUM to the path of one, then type the same command again.`,
  );
}

/** The newest change below a folder; a folder's own time counts, so that a deletion is noticed too. */
function newestIn(folder) {
  let newest = statSync(folder).mtimeMs;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    newest = Math.max(newest, item.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function run(command, args) {
  const done = spawnSync(command, args, {
    // Standard output belongs to the command that was typed: some of it is read by programs.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0)
    stop(`"${command} ${args.join(' ')}" did not succeed (see above). Mend that and type the same command again.`);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

// `npm run store`: a programme taken out of one store as a file, and put into another. What one could get wrong: the embedded store has one process at a
// time, so the assistant must be stopped first; a file is never written over.

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { exportProgramme, importProgramme } from './backup.js';
import { keepConfirmation, readConfirmation, watchClock } from './clock-watch.js';
import { runCommand, withStore } from './command.js';
import type { Deps } from './deps.js';
import { ProductError } from './errors.js';
import { newestEntry } from './programmes/newest-entry.js';
import { listProgrammes } from './programmes/registration.js';
import { recordTypes } from './records.js';

const USAGE = `Usage:
  npm run store -- export FILE [--programme ID]   write a programme with all its history as lines of JSON
  npm run store -- import FILE                    put it into a store that does not have it; chains are verified on both sides
  npm run store -- clock [--confirm]              what this machine's clock and the store's newest entry say; with --confirm that the clock is right
The store is the one in the environment (STORE_FILE, or COSMOS_ENDPOINT and COSMOS_DATABASE); otherwise the demo's.`;

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { programme: { type: 'string' }, confirm: { type: 'boolean' } },
  });
  const [command, file] = positionals;
  if (command === 'clock' && !file) return withStore((deps) => tellClock(deps, values.confirm ?? false));
  if ((command !== 'export' && command !== 'import') || !file) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  return withStore(async (deps) => {
    if (command === 'export') await exportTo(deps, file, values.programme);
    else await importFrom(deps, file);
    return 0;
  });
}

async function exportTo(deps: Deps, file: string, programme: string | undefined): Promise<void> {
  const known = await listProgrammes(deps);
  const id = programme ?? (known.length === 1 ? known[0] : undefined);
  if (id === undefined)
    throw new ProductError(
      'UNKNOWN',
      `Say which programme, with --programme. There are: ${known.join(', ') || 'none'}.`,
    );
  const out = createWriteStream(file, { flags: 'wx' });
  await once(out, 'open').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EEXIST' ? 'is there already. Choose another name.' : `cannot be written (${error.code}).`;
    throw new ProductError('TAKEN', `${file} ${why}`);
  });
  let lines = 0;
  for await (const line of exportProgramme(deps, id)) {
    lines += 1;
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  process.stdout.write(
    `${id}: ${lines - 2} documents are in ${file}. It has people’s names and words: keep it as you keep the store.\n`,
  );
}

async function importFrom(deps: Deps, file: string): Promise<void> {
  const source = createReadStream(file, 'utf8');
  await once(source, 'open').catch(() => {
    throw new ProductError('UNKNOWN', `There is no file ${file}.`);
  });
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  const { programmeId, records, entries, fingerprint } = await importProgramme(deps, lines);
  process.stdout.write(
    `${programmeId}: ${records} records and ${entries} entries are in, and verify. Fingerprint ${fingerprint}.\n`,
  );
}

/** Exit code 1 when the clock is behind the newest entry and nobody has confirmed it. */
async function tellClock(deps: Deps, confirm: boolean): Promise<number> {
  const watch = watchClock(deps.clock);
  const at = deps.clock.now().toISOString();
  const newest = await newestEntry(deps, recordTypes);
  if (newest !== '') watch.kept(newest);
  if (confirm) await keepConfirmation(deps.store, { at, newest });
  const word = await readConfirmation(deps.store);
  if (word) watch.confirmed(word);
  const fault = watch.fault();
  const lines = [
    `This machine's clock says ${at}; the newest entry is of ${newest || 'no time: there is none'}.`,
    word ? `The clock was confirmed at ${word.at}.` : 'Nobody has confirmed the clock.',
    ...(fault ? [`So ${fault}. Set the clock; if it is right, say so with --confirm.`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return fault ? 1 : 0;
}

runCommand(run, 'That could not be done with the store.');

// `npm run ledger`: what an operator or auditor asks of the ledger itself. What one could get wrong: the embedded store has
// one process at a time, so the assistant must be stopped first; with Cosmos DB it may run on.

import { parseArgs } from 'node:util';
import { formatInstant } from './calendar.js';
import { systemClock } from './clock.js';
import { readEnvironmentFile, readStoreSettings, SettingsError } from './config.js';
import type { Deps } from './deps.js';
import { ProductError } from './errors.js';
import { openLog } from './log.js';
import { nameOf, readProgramme } from './programmes/actor.js';
import { listProgrammes } from './programmes/registration.js';
import { recordTypes } from './records.js';
import { checkAnchor, keepAnchor } from './storage/anchor.js';
import { canonical } from './storage/entry.js';
import { listHistory, readHead } from './storage/ledger.js';
import { openStore } from './storage/open-store.js';
import { verifyProgramme } from './storage/verify.js';

const USAGE = `Usage:
  npm run ledger -- verify [--anchor <fingerprint>]   check every chain; with an anchor, also what it was made from
  npm run ledger -- history <ref>                     who changed a record, when and what
The store is the one in the environment (STORE_FILE, or COSMOS_ENDPOINT and COSMOS_DATABASE); otherwise the demo's.`;

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { anchor: { type: 'string' } } });
  const [command, ref] = positionals;
  if (command !== 'verify' && !(command === 'history' && ref)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  readEnvironmentFile();
  const store = await openStore(readStoreSettings(process.env));
  const deps: Deps = { store, clock: systemClock, log: openLog('warn'), messenger: silent };
  try {
    const programmes = await listProgrammes(deps);
    if (programmes.length === 0) process.stdout.write('There is no programme in this store.\n');
    let faults = 0;
    for (const programmeId of programmes)
      faults +=
        command === 'verify'
          ? await verify(deps, programmeId, values.anchor)
          : await history(deps, programmeId, ref ?? '');
    return faults === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** Prints what was checked and each fault; the number of faults. */
async function verify(deps: Deps, programmeId: string, anchor: string | undefined): Promise<number> {
  const { records, entries, faults, heads } = await verifyProgramme(deps, recordTypes, programmeId);
  if (anchor !== undefined) {
    const differing = await checkAnchor(deps, programmeId, anchor, heads);
    faults.push(
      ...(differing ?? [`no anchor ${anchor} was kept here, or what was kept is not what it says`]).map(
        (fault) => `anchor: ${fault}`,
      ),
    );
    if (differing?.length === 0)
      process.stdout.write(`${programmeId}: everything the anchor was made from is still as it was\n`);
  }
  process.stdout.write(
    `${programmeId}: ${records} records, ${entries} entries, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}\n`,
  );
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  if (faults.length === 0)
    process.stdout.write(
      `  anchor of today: ${await keepAnchor(deps, programmeId, heads)} (note it where nobody can change it)\n`,
    );
  return faults.length;
}

/** Prints a record's entries, newest first, in plain words. */
async function history(deps: Deps, programmeId: string, wanted: string): Promise<number> {
  const ref = wanted.toUpperCase();
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  for (const type of recordTypes) {
    const head = await readHead(deps, type, programmeId, ref);
    if (!head || !programme) continue;
    for await (const entry of listHistory(deps, programmeId, head.body)) {
      process.stdout.write(
        `${ref}@${entry.version}  ${formatInstant(entry.at, programme.zone)}  ${nameOf(programme, entry.by)}  ${entry.did}\n`,
      );
      for (const [field, was] of Object.entries(entry.was))
        process.stdout.write(
          `    ${field}: ${canonical(was)} → ${canonical((entry.state as Record<string, unknown>)[field])}\n`,
        );
      if (entry.reworded.length > 0) process.stdout.write(`    reworded: ${entry.reworded.join(', ')}\n`);
      if (entry.reason) process.stdout.write(`    because: ${entry.reason}\n`);
    }
    return 0;
  }
  process.stdout.write(`${programmeId}: there is no ${ref}\n`);
  return 1;
}

const silent = {
  send: async () => ({ outcome: 'refused' }) as const,
  update: async () => ({ outcome: 'refused' }) as const,
};

run()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    const known = error instanceof SettingsError || error instanceof ProductError;
    process.stderr.write(`${known ? (error as Error).message : 'The ledger could not be read.'}\n`);
    process.exitCode = 2;
  });

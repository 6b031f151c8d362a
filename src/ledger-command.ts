// `npm run ledger`: what an operator or auditor asks of the ledger itself. What one could get wrong: the embedded store has
// one process at a time, so the assistant must be stopped first; with Cosmos DB it may run on.

import { parseArgs } from 'node:util';
import { formatInstant } from './calendar.js';
import { runCommand, withStore } from './command.js';
import type { Deps } from './deps.js';
import { nameOf, readProgramme } from './programmes/actor.js';
import { listProgrammes } from './programmes/registration.js';
import { PROGRAMME_REF } from './programmes/schema.js';
import { recordTypes } from './records.js';
import { canonical, REDACTED_WORDS, textsOf } from './storage/entry.js';
import { effectKey, listHistory, readEntry, readHead } from './storage/ledger.js';
import { redactRecord } from './storage/redacting.js';
import { reportStore } from './verification/report.js';

const USAGE = `Usage:
  npm run ledger -- verify [--anchor <fingerprint>]   check every chain and every document that a right or a paper rests on;
                                                      with an anchor, also what it was made from
  npm run ledger -- history <ref>                     who changed a record, when and what
  npm run ledger -- redact <ref> <version> <field> --because <reason> --as <member>
                                                      take a text out of a record for ever, wherever that entry's words stand; its digest stays, so that
                                                      the chain verifies. Fields as in the record: commentary, cause, actions.0.what, or reason
The store is the one in the environment (STORE_FILE, or COSMOS_ENDPOINT and COSMOS_DATABASE); otherwise the demo's.`;

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      anchor: { type: 'string' },
      because: { type: 'string' },
      as: { type: 'string' },
      programme: { type: 'string' },
    },
  });
  const [command, ref, version, field] = positionals;
  const { because, as } = values;
  const wanted = ref && field && because && as && { ref, version: Number(version), field, because, as };
  if (command !== 'verify' && !(command === 'history' && ref) && !(command === 'redact' && wanted)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  return withStore(async (deps) => {
    if (command === 'verify') return (await reportStore(deps, values, sayLine)) === 0 ? 0 : 1;
    const programmes = (await listProgrammes(deps)).filter((id) => id === (values.programme ?? id));
    if (programmes.length === 0) process.stdout.write('There is no programme in this store.\n');
    let faults = 0;
    for (const programmeId of programmes)
      faults +=
        command === 'redact' && wanted
          ? await redact(deps, programmeId, wanted)
          : await history(deps, programmeId, ref ?? '');
    return faults === 0 ? 0 : 1;
  });
}

function sayLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a record's entries, newest first, in plain words. */
async function history(deps: Deps, programmeId: string, wanted: string): Promise<number> {
  const ref = refOf(wanted);
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

/** A reference as typed: `m18`, or `programme` for the programme's own record. */
function refOf(typed: string): string {
  return typed.toLowerCase() === PROGRAMME_REF ? PROGRAMME_REF : typed.toUpperCase();
}

interface WantedRedaction {
  ref: string;
  version: number;
  field: string;
  because: string;
  as: string;
}

/** Takes one text out, in the entry named and wherever the same words were carried on; the number of faults. */
async function redact(deps: Deps, programmeId: string, wanted: WantedRedaction): Promise<number> {
  const ref = refOf(wanted.ref);
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme?.members.some(({ id }) => id === wanted.as)) {
    process.stdout.write(`${programmeId}: --as must be a member, by reference\n`);
    return 1;
  }
  for (const type of recordTypes) {
    const head = await readHead(deps, type, programmeId, ref);
    const entry = head && (await readEntry(deps, programmeId, head.body, wanted.version));
    if (!head || !entry) continue;
    const { field } = wanted;
    const words =
      field === 'reason' ? entry.reason : textsOf(type, entry.state).find(({ path }) => path === field)?.text;
    if (!words || words === REDACTED_WORDS) continue;
    const effect = effectKey(`redact:${ref}@${wanted.version}:${field}`, '', wanted.as, wanted.because);
    await redactRecord(deps, type, programmeId, ref, {
      by: wanted.as,
      reason: wanted.because,
      effect,
      goes: (text, path) => path === field && text === words,
    });
    process.stdout.write(
      `${programmeId}: ${field} of ${ref}@${wanted.version} is taken out. Cards already shown in Teams keep it: delete those messages there.\n`,
    );
    return 0;
  }
  process.stdout.write(`${programmeId}: ${ref}@${wanted.version} has no such words in ${wanted.field}\n`);
  return 1;
}

runCommand(run, 'The ledger could not be read.');

// `npm run plan`: the plan as a workbook for whoever operates the assistant. What one could get wrong: the embedded store has one process at a time, so the
// assistant must be stopped first; with Cosmos DB it may run on.

import { readFile as readBytes, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOf, formatDay } from './calendar.js';
import { runCommand, withStore } from './command.js';
import type { Deps } from './deps.js';
import { ProductError } from './errors.js';
import { applyChanges, foundProgramme } from './plans/applying.js';
import { rowsOf } from './plans/exporting.js';
import { readFile } from './plans/reading/read-file.js';
import { readStanding } from './plans/standing.js';
import { changesAnything, look, type Preview } from './plans/uploads.js';
import { showPreview } from './plans/views.js';
import { makePlanWorkbook } from './plans/workbook.js';
import { readProgramme } from './programmes/actor.js';
import { listProgrammes, readTenant } from './programmes/registration.js';
import { isProgrammeOffice } from './programmes/rights.js';
import { sha256 } from './storage/entry.js';

const USAGE = `Usage:
  npm run plan -- template FILE          write the empty workbook
  npm run plan -- check FILE             say what a workbook, CSV or JSON file would change, what is to be fixed and what was not read; save nothing
  npm run plan -- import FILE            the same, and import it when nothing is to be fixed
  npm run plan -- export FILE            write the plan as it stands as a workbook
Options: --programme ID   the programme, where the store has several
         --new            the file is a new programme's; needs --tenant, the Entra tenant of its people
         --as MEMBER      in whose name it is put in: a member of the programme office, by reference; the first one otherwise
The store is the one in the environment (STORE_FILE, or COSMOS_ENDPOINT and COSMOS_DATABASE); otherwise the demo's.`;

interface Wishes {
  programme?: string | undefined;
  tenant?: string | undefined;
  as?: string | undefined;
  new?: boolean | undefined;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      programme: { type: 'string' },
      tenant: { type: 'string' },
      as: { type: 'string' },
      new: { type: 'boolean' },
    },
  });
  const [command = '', file] = positionals;
  if (!['template', 'check', 'import', 'export'].includes(command) || !file) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (command === 'template') {
    await writeNew(file, await makePlanWorkbook({ heading: 'A plan, to be filled in', rows: {} }));
    return 0;
  }
  return withStore(async (deps) => {
    if (command === 'export') return await exportTo(deps, file, values);
    return await take(deps, file, values, command === 'import');
  });
}

async function exportTo(deps: Deps, file: string, wishes: Wishes): Promise<number> {
  const id = await whichProgramme(deps, wishes);
  const standing = await readStanding(deps, wishes.tenant ?? '', id);
  const { name, localArea, zone } = standing.programme;
  const heading = `${name}, ${localArea}, as it stands on ${formatDay(dayOf(deps.clock.now(), zone))}`;
  await writeNew(file, await makePlanWorkbook({ heading, rows: rowsOf(standing) }));
  return 0;
}

/** Checks a file and, when wished for and whole, puts it in. 1: something is to be fixed. */
async function take(deps: Deps, file: string, wishes: Wishes, wanted: boolean): Promise<number> {
  const bytes = await readBytes(file);
  const { tables, notes } = await readFile(basename(file), bytes);
  const programmeId = wishes.new ? null : await whichProgramme(deps, wishes);
  const tenantId = wishes.tenant?.toLowerCase() ?? (programmeId ? ((await readTenant(deps, programmeId)) ?? '') : '');
  const upload = { objectId: '', name: basename(file), programmeId, tables, notes };
  // The same file is the same upload, so that a run that was cut off goes on.
  const looked = await look(deps, tenantId, `file-${sha256(bytes.toString('base64')).slice(0, 32)}`, upload);
  print(looked);
  if (looked.checked.faults) return 1;
  if (!wanted || !looked.compared || !changesAnything(looked.compared)) return 0;
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) {
    process.stderr.write('Say whose people they are: --tenant with the id of the Entra tenant.\n');
    return 2;
  }
  const { planned } = looked.checked;
  const office = planned.programme.members.filter(isProgrammeOffice);
  const member = wishes.as ? office.find(({ id }) => id === wishes.as) : office[0];
  if (!member) {
    process.stderr.write(`--as must be one of the programme office: ${office.map(({ id }) => id).join(', ')}.\n`);
    return 2;
  }
  const by = { tenantId, objectId: undefined, memberId: member.id, upload: looked.id };
  if (looked.standing) await applyChanges(deps, looked.standing, looked.compared, by);
  else await foundProgramme(deps, planned, by);
  say(`It is in, in the name of ${member.name}.`);
  return 0;
}

function print(looked: Preview): void {
  const { summary, lines } = showPreview(looked);
  say(summary);
  for (const { label, text } of lines) say(text === '' ? `  ${label}` : `  ${label}: ${text}`);
}

async function whichProgramme(deps: Deps, { programme }: Wishes): Promise<string> {
  const known = await listProgrammes(deps);
  const id = programme ?? (known.length === 1 ? known[0] : undefined);
  if (id !== undefined && (await readProgramme(deps, id))) return id;
  const there = known.length === 0 ? 'There is none yet; --new puts one in.' : `There are: ${known.join(', ')}.`;
  throw new ProductError('UNKNOWN', `Say which programme, with --programme. ${there}`);
}

/** Never over a file that is there. */
async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new ProductError(
      'TAKEN',
      error.code === 'EEXIST'
        ? `${file} is there already. Choose another name.`
        : `${file} cannot be written (${error.code}).`,
    );
  });
  say(`${file} is written.`);
}

runCommand(run, 'The plan could not be read or put in.');

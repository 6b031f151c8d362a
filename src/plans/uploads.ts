// A file that somebody sent, kept for a day while they look at what it would change.
// Pitfall: what is kept is the file's tables, not what came of them: both checks are made again when it is confirmed, against the programme as it is then.

import { randomUUID } from 'node:crypto';
import { dayOf } from '../calendar.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { readHolders } from '../programmes/holders.js';
import { canonical, sha256 } from '../storage/entry.js';
import { listEntries } from '../storage/past.js';
import { type Checked, checkPlan } from './checking.js';
import { type Comparison, comparePlan } from './comparing.js';
import { inSlices } from './slices.js';
import { readStanding, type Standing } from './standing.js';
import { type Note, type Table, tablesFor } from './tables.js';

const KEEP_SECONDS = 24 * 60 * 60;
/** Of a programme that is not there yet. */
const USUAL_ZONE = 'Europe/London';

export interface Upload {
  /** Entra object id of whoever sent it; nobody else can look at it. */
  objectId: string;
  name: string;
  /** The programme it is for; null for a new one. */
  programmeId: string | null;
  tables: Table[];
  /** What of the file was not read, or was read otherwise than it stands there; absent in files kept by an older version. */
  notes?: Note[];
}

/** What a file would do at this moment. `print`: of all it would do, to tell whether that is still what somebody saw. */
export interface Preview {
  id: string;
  upload: Upload;
  standing: Standing | undefined;
  checked: Checked;
  compared: Comparison | undefined;
  print: string;
}

/** Keeps a file's tables. */
export async function keepUpload(deps: Deps, tenantId: string, upload: Upload): Promise<string> {
  const id = randomUUID();
  const at = deps.clock.now().toISOString();
  const partition = `uploads:${tenantId}`;
  await deps.store.create('draft', { id, partition, at, body: upload, expiresInSeconds: KEEP_SECONDS });
  return id;
}

/** What a kept file would do now. Throws UNKNOWN with advice when it is not there any more, or is somebody else's. */
export async function preview(deps: Deps, tenantId: string, objectId: string, id: string): Promise<Preview> {
  const kept = await deps.store.read<Upload>('draft', `uploads:${tenantId}`, id);
  if (!kept || kept.body.objectId !== objectId)
    throw new ProductError('UNKNOWN', 'no such upload of this person', {
      advice: 'I do not have this file any more: a file is kept for a day while you look at it. Send it again.',
    });
  return look(deps, tenantId, id, kept.body);
}

/** What tables would do now. */
export async function look(deps: Deps, tenantId: string, id: string, upload: Upload): Promise<Preview> {
  const standing = upload.programmeId === null ? undefined : await readStanding(deps, tenantId, upload.programmeId);
  const today = dayOf(deps.clock.now(), standing?.programme.zone ?? USUAL_ZONE);
  const outside = {
    elsewhere: (standing ?? (await readHolders(deps, tenantId))).elsewhere,
    former: standing ? await formerRefs(deps, standing, upload.tables) : new Set<string>(),
  };
  const checked = await checkPlan(upload.tables, standing, id, today, outside);
  const compared = checked.faults ? undefined : await comparePlan(checked.planned, standing);
  return { id, upload, standing, checked, compared, print: await printOf(compared, checked.faults ?? []) };
}

/** Of the references that a file gives people, those of whoever has left, also of the erased. Reads history only where one is nobody's now. */
async function formerRefs(deps: Deps, standing: Standing, tables: readonly Table[]): Promise<Set<string>> {
  const isPresent = (ref: string) => standing.programme.members.some(({ id }) => id === ref);
  const rows = tablesFor(tables, 'people').flatMap((table) => table.rows);
  const typed = rows.map(({ cells }) =>
    String(cells.ref ?? '')
      .trim()
      .toLowerCase(),
  );
  const unknown = new Set(typed.filter((ref) => ref !== '' && !isPresent(ref)));
  const former = new Set<string>();
  if (unknown.size > 0)
    for await (const { state } of listEntries(deps, standing.id, standing.programmeHead.body))
      for (const { id } of state.members) if (unknown.has(id)) former.add(id);
  return former;
}

/** A short digest of all that a file would do, made in slices that let others through. */
async function printOf(compared: Comparison | undefined, faults: readonly unknown[]): Promise<string> {
  const { programme = null, ...lists } = compared ?? {};
  const digests = [sha256(canonical(programme))];
  for (const list of [...Object.values(lists), faults])
    digests.push(...(await inSlices(list as readonly unknown[], (item) => sha256(canonical(item)))));
  return sha256(digests.join(' ')).slice(0, 32);
}

/** Whether confirming would change anything. */
export function changesAnything({ programme, milestones, risks, contacts }: Comparison): boolean {
  return programme !== undefined || milestones.length + risks.length + contacts.length > 0;
}

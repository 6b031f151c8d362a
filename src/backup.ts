// A programme as lines of JSON, out of one store and into another, chains verified on both sides. What one could get wrong: partitions are named here as
// the features name them; what is missing in this list is not carried along.

import * as z from 'zod/v4';
import { contentsOf as packsOf } from './board-packs/frozen.js';
import { addDays } from './calendar.js';
import type { Deps } from './deps.js';
import { isError, ProductError } from './errors.js';
import { deliveriesOf } from './jobs/delivery.js';
import { periodAfter, periodOf } from './jobs/schedule.js';
import { talliesOf } from './jobs/tally.js';
import { accessOf } from './programmes/access.js';
import { listRegistrations, readTenant, registerProgramme } from './programmes/registration.js';
import { type Person, peopleOf } from './programmes/schema.js';
import { recordTypes } from './records.js';
import { contentsOf as returnsOf } from './returns/sign-off/frozen.js';
import { anchorLines, fingerprint, isFingerprintOf } from './storage/anchor.js';
import { entriesOf, type Head } from './storage/ledger.js';
import { type Kind, type ListedKind, listAll } from './storage/store.js';
import { picturesOf } from './summary/pictures.js';
import { adoptDocuments } from './verification/adopting.js';
import { isAdopted } from './verification/directory.js';
import { verifyWhole } from './verification/whole.js';

const FORMAT = 'reform-delivery-backup';
const VERSION = 1;

/** The first line of a backup. */
const Header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  programmeId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  tenantId: z.string(),
  /** Since when it is served. */
  since: z.iso.datetime(),
  takenAt: z.iso.datetime(),
  records: z.number().int(),
  entries: z.number().int(),
  /** Over the newest entry of every record, as `verify` gives it. */
  fingerprint: z.string(),
});
export type Header = z.infer<typeof Header>;

/** The last line: a file that was cut off between two lines lacks it. */
const Trailer = z.strictObject({ documents: z.number().int() });

const Line = z.object({
  kind: z.string(),
  partition: z.string(),
  id: z.string(),
  at: z.string(),
  body: z.unknown(),
  expiresInSeconds: z.number().optional(),
});
type Line = z.infer<typeof Line>;

/** A programme's lines, the header first. Throws UNKNOWN for no such programme, MALFORMED when a chain does not verify. */
export async function* exportProgramme(deps: Deps, programmeId: string): AsyncIterable<string> {
  const registration = (await listRegistrations(deps)).find((one) => one.programmeId === programmeId);
  if (!registration) throw new ProductError('UNKNOWN', `There is no programme ${programmeId} in this store.`);
  const tenantId = (await readTenant(deps, programmeId)) ?? '';
  yield JSON.stringify({
    ...(await summarise(deps, programmeId)),
    tenantId,
    since: registration.since,
  } satisfies Header);
  let documents = 0;
  for await (const [kinds, partition, keep] of placesOf(deps, programmeId, tenantId, registration.since))
    for await (const page of deps.store.list<unknown>(kinds, partition))
      for (const found of page) {
        const kept = keep ? keep(found) : found;
        if (!kept) continue;
        documents += 1;
        yield JSON.stringify(lineOf(kept));
      }
  yield JSON.stringify({ documents } satisfies z.infer<typeof Trailer>);
}

async function summarise(deps: Deps, programmeId: string): Promise<Omit<Header, 'tenantId' | 'since'>> {
  const { records, entries, faults, heads } = await verifyWhole(deps, programmeId);
  if (faults.length > 0)
    throw new ProductError(
      'MALFORMED',
      `The records of ${programmeId} do not verify: ${faults.slice(0, 5).join('; ')}.`,
    );
  const takenAt = deps.clock.now().toISOString();
  const print = fingerprint(anchorLines(heads));
  return { format: FORMAT, version: VERSION, programmeId, takenAt, records, entries, fingerprint: print };
}

function lineOf({ kind, partition, id, at, body, expiresInSeconds }: ListedKind<unknown>): Line {
  return { kind, partition, id, at, body, ...(expiresInSeconds !== undefined && { expiresInSeconds }) };
}

type Place = [kinds: Kind[], partition: string, keep?: (found: ListedKind<unknown>) => ListedKind<unknown> | undefined];

/** Where a programme's documents are, archived entries before the heads that follow them. */
async function* placesOf(deps: Deps, programmeId: string, tenantId: string, since: string): AsyncIterable<Place> {
  const kinds = recordTypes.map(({ kind }) => kind);
  const heads = await listAll<Head<unknown>>(deps.store, kinds, programmeId);
  for (const { id } of heads) yield [['entry'], entriesOf(programmeId, id)];
  yield [[...kinds, 'numbering', 'conversation'], programmeId];
  yield [['form'], `forms:${programmeId}`];
  yield [['draft'], `drafts:${programmeId}`];
  yield [['access'], accessOf(programmeId)];
  yield [['announcement'], `announcements:${programmeId}`];
  yield [['anchor'], `anchors:${programmeId}`];
  yield [['board-pack-content'], packsOf(programmeId)];
  yield [['return-content'], returnsOf(programmeId)];
  yield [['run'], talliesOf(programmeId)];
  // A store may have been kept by a clock ahead of this machine's.
  const now = heads.reduce((latest, { at }) => (at > latest ? at : latest), deps.clock.now().toISOString());
  // The first prompts may be of the week that the programme began in, or of the one after now.
  const last = periodAfter(periodOf(now, 'UTC'));
  for (let period = periodOf(since, 'UTC'); period <= last; period = periodAfter(period))
    yield [['delivery'], deliveriesOf(programmeId, period)];
  for (let day = since.slice(0, 10); day <= now.slice(0, 10); day = addDays(day, 1))
    yield [['picture'], picturesOf(programmeId, day)];
  yield [
    ['binding'],
    `bindings:${tenantId}`,
    (found) => (Reflect.get(Object(found.body), 'programmeId') === programmeId ? found : undefined),
  ];
  yield* peoplePlaces(deps, programmeId, tenantId);
}

/** People as far as they are in this programme, and the chats of those who are. */
async function* peoplePlaces(deps: Deps, programmeId: string, tenantId: string): AsyncIterable<Place> {
  const partition = peopleOf(tenantId);
  const members = new Set<string>();
  for (const { id, body } of await listAll<Person>(deps.store, ['person'], partition))
    if (body.memberships[programmeId] !== undefined) members.add(id);
  yield [
    ['person'],
    partition,
    (found) => {
      const person = found.body as Person;
      const memberId = person.memberships[programmeId];
      if (memberId === undefined) return undefined;
      const proof = person.proofs?.[programmeId];
      const met = person.met?.[programmeId];
      const body: Person = {
        memberships: { [programmeId]: memberId },
        ...(person.email && { email: person.email }),
        ...(met && { met: { [programmeId]: met } }),
        ...(person.several && { several: true }),
        ...(proof && { proofs: { [programmeId]: proof } }),
      };
      return { ...found, body };
    },
  ];
  yield [['conversation'], partition, (found) => (members.has(found.id.replace(/^welcome:/, '')) ? found : undefined)];
}

/**
 * Puts a backup's lines into a store that does not have the programme; one that was cut off goes on. Gives the header, whose fingerprint the records then
 * have. Throws TAKEN when the programme is there with other content, MALFORMED when a line is none of ours or the chains do not verify.
 */
export async function importProgramme(deps: Deps, lines: AsyncIterable<string>): Promise<Header> {
  let header: Header | undefined;
  let documents = 0;
  let announced: number | undefined;
  for await (const text of lines) {
    if (text.trim() === '') continue;
    if (!header) {
      header = readHeader(text);
      if (await readTenant(deps, header.programmeId))
        throw new ProductError('TAKEN', `There is a programme ${header.programmeId} in this store already.`);
      continue;
    }
    announced = Trailer.safeParse(parse(text)).data?.documents;
    if (announced !== undefined) continue;
    await put(deps, header, readLine(text));
    documents += 1;
  }
  if (!header) throw new ProductError('MALFORMED', 'The file is empty.');
  if (announced !== documents)
    throw new ProductError('MALFORMED', 'The file was cut off: it does not end as it should.');
  const { records, entries, faults, heads } = await verifyWhole(deps, header.programmeId, undefined, true);
  const print = fingerprint(anchorLines(heads));
  const same = isFingerprintOf(header.fingerprint, anchorLines(heads));
  if (faults.length > 0 || !same || entries !== header.entries || records !== header.records)
    throw new ProductError(
      'MALFORMED',
      `What arrived is not what was taken out: ${faults[0] ?? `${records} records and ${entries} entries with fingerprint ${print}, not ${header.records} and ${header.entries} with ${header.fingerprint}`}. The programme is not in use.`,
    );
  // One of before its ledger knew of its people and its place in the list.
  if (!isAdopted(header.programmeId, heads)) await adoptDocuments(deps, header.programmeId);
  // Only now do jobs see it.
  await registerProgramme(deps, header.programmeId, header.tenantId, header.since);
  return header;
}

function readHeader(text: string): Header {
  const header = Header.safeParse(parse(text));
  if (!header.success)
    throw new ProductError('MALFORMED', 'This is no backup of a programme, or one of another version.');
  return header.data;
}

function readLine(text: string): Line {
  const line = Line.safeParse(parse(text));
  if (!line.success)
    throw new ProductError('MALFORMED', 'The file has a line that is no document: it may have been cut off.');
  return line.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function put(deps: Deps, { programmeId, tenantId }: Header, line: Line): Promise<void> {
  const own = line.partition.split(':');
  if (!own.includes(programmeId) && !own.includes(tenantId))
    throw new ProductError('MALFORMED', `The file has a line of another programme, in ${line.partition}.`);
  const kind = line.kind as Kind;
  const { partition, id, at, body, expiresInSeconds } = line;
  try {
    await deps.store.create(kind, {
      partition,
      id,
      at,
      body,
      ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    });
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    if (kind === 'person') return mergePerson(deps, line);
    const known = await deps.store.read(kind, partition, id);
    if (JSON.stringify(known?.body) === JSON.stringify(body) || kind === 'conversation') return;
    throw new ProductError('TAKEN', `This store has another ${kind} ${id} in ${partition} already.`);
  }
}

/** Somebody may be in another programme of the store. */
async function mergePerson(deps: Deps, { partition, id, body }: Line): Promise<void> {
  const known = await deps.store.read<Person>('person', partition, id);
  if (!known) return;
  const arriving = body as Person;
  const memberships = { ...known.body.memberships, ...arriving.memberships };
  const proofs = { ...known.body.proofs, ...arriving.proofs };
  const met = { ...known.body.met, ...arriving.met };
  await deps.store.replace('person', { ...known, body: { ...known.body, memberships, met, proofs } });
}

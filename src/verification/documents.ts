// Documents that are written once, held against the fingerprints they are known by: kept anchors, what chairs were shown, who fetched what, and the frozen
// contents of returns and packs.
// Pitfall: a line of who fetched what goes after two years, so what named it before then is no fault.

import { contentsOf as packsOf } from '../board-packs/frozen.js';
import type { BoardPacks } from '../board-packs/schema.js';
import type { Deps } from '../deps.js';
import { type Access, accessOf, KEEP_SECONDS, markOfAccess } from '../programmes/access.js';
import { fingerprintOf } from '../returns/content.js';
import { contentsOf as returnsOf } from '../returns/sign-off/frozen.js';
import type { ReturnRecord } from '../returns/sign-off/schema.js';
import { letOthersThrough } from '../slices.js';
import {
  type Anchor,
  anchorsOf,
  compareAnchor,
  isFingerprintOf,
  markOfAnchor,
  sayDiffering,
} from '../storage/anchor.js';
import { type Entry, markOf, REDACTED } from '../storage/entry.js';
import type { Place, Stored } from '../storage/store.js';
import type { Verified } from '../storage/verify.js';
import { markOfPicture, type Picture, picturesOf } from '../summary/pictures.js';
import { COVERAGE } from './coverage.js';
import type { Found } from './directory.js';

/** Kinds that entries name besides ledger records. */
const NAMED = /^(?:anchor|picture|access)\//;
const DAY_MS = 24 * 60 * 60_000;

/** Checks them; `unnamed`: marks of what nothing kept later names. `freezing`: entries whose states name frozen contents. */
export async function checkDocuments(
  deps: Deps,
  programmeId: string,
  places: readonly Place[],
  { hashes, named, heads }: Verified,
  freezing: readonly Entry<unknown>[],
): Promise<Found & { unnamed: string[]; hashes: Map<string, string> }> {
  const faults: string[] = [];
  const all = new Map(hashes);
  const names = [...named];
  const keep = (mark: string) =>
    void all.set(mark.slice(0, mark.lastIndexOf(':')), mark.slice(mark.lastIndexOf(':') + 1));

  const lines: string[] = [];
  for await (const { body, id, at, partition, expiresInSeconds } of each<Access>(
    deps,
    'access',
    accessOf(programmeId),
  )) {
    const mark = markOfAccess({ id, at, body });
    lines.push(mark);
    keep(mark);
    for (const after of body.after ?? []) names.push({ mark: after, by: `access ${id}`, at });
    if (expiresInSeconds !== KEEP_SECONDS)
      faults.push(`access ${id} in ${partition}: it is not kept for as long as it should be`);
  }
  const anchors = new Map<string, string[]>();
  for await (const { id, body } of each<Anchor>(deps, 'anchor', anchorsOf(programmeId))) {
    if (!isFingerprintOf(id, body.lines))
      faults.push(`anchor ${id} was altered: it does not list what its fingerprint says`);
    anchors.set(id, body.lines);
    keep(markOfAnchor(id, body.lines));
  }
  const shown = places.filter(
    ({ kind, partition }) => kind === 'picture' && COVERAGE.picture.programmeOf(partition) === programmeId,
  );
  for (const { partition } of shown)
    for await (const picture of each<Picture>(deps, 'picture', partition)) {
      const { id, body, at } = picture;
      const mark = markOfPicture(picture);
      lines.push(mark);
      keep(mark);
      if (id !== body.fingerprint || at !== body.at || partition !== picturesOf(programmeId, body.on))
        faults.push(`picture ${id} of ${partition} was altered: it is not where it says`);
      if (!anchors.has(id)) faults.push(`anchor ${id} is gone: a chair was shown it on ${body.on}`);
    }

  const oldest = new Date(deps.clock.now().getTime() - KEEP_SECONDS * 1000 + DAY_MS).toISOString();
  const mayBeGone = (mark: string, at: string) => mark.startsWith('access/') && at < oldest;
  for (const { mark, by, at } of names) {
    if (!NAMED.test(mark) || mayBeGone(mark, at)) continue;
    const differing = sayDiffering(mark, all);
    if (differing) faults.push(`${differing}: ${by} was saved after it`);
  }
  for (const [id, listed] of anchors) {
    await letOthersThrough();
    const differing = compareAnchor(
      listed.filter((line) => !line.startsWith('access/')),
      all,
    );
    for (const one of differing) faults.push(`${one}: anchor ${id} lists it`);
  }
  const frozen = await checkFrozen(deps, programmeId, freezing);
  const later = new Set(names.map(({ mark }) => mark));
  const unnamed = [...heads.map(({ newest }) => markOf(newest)), ...lines].filter((mark) => !later.has(mark));
  return { faults: [...faults, ...frozen], notes: [], unnamed, hashes: all };
}

/** That each frozen content which a return or a pack names is there, as it was frozen. */
async function checkFrozen(deps: Deps, programmeId: string, freezing: readonly Entry<unknown>[]): Promise<string[]> {
  const faults: string[] = [];
  const wanted = new Map<string, string>();
  for (const { kind, ref, state } of freezing) {
    if (kind === 'return') wanted.set(`return-content ${ref}@${(state as ReturnRecord).fingerprint}`, ref);
    else
      for (const { fingerprint } of (state as BoardPacks).packs)
        wanted.set(`board-pack-content ${ref}@${fingerprint}`, ref);
  }
  for (const [kind, partition] of [
    ['return-content', returnsOf(programmeId)],
    ['board-pack-content', packsOf(programmeId)],
  ] as const)
    for await (const { id, body } of each<object>(deps, kind, partition)) {
      const name = `${kind} ${id}`;
      wanted.delete(name);
      if (fingerprintOf(body) !== id.slice(id.lastIndexOf('@') + 1))
        faults.push(`${name} was altered: its content does not give its fingerprint`);
      if (holdsRedacted(body)) faults.push(`${name}: words of it were taken out, and no entry says so`);
    }
  return [...faults, ...[...wanted].map(([name, ref]) => `${name} is gone: ${ref} was made from it`)];
}

function holdsRedacted(part: unknown): boolean {
  if (typeof part === 'string') return REDACTED.test(part);
  return part !== null && typeof part === 'object' && Object.values(part).some(holdsRedacted);
}

async function* each<T>(
  deps: Deps,
  kind: Parameters<Deps['store']['list']>[0][number],
  partition: string,
): AsyncIterable<Stored<T>> {
  for await (const page of deps.store.list<T>([kind], partition))
    for (const one of page) {
      await letOthersThrough();
      yield one;
    }
}

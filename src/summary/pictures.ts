// What chairs were shown, by the day on which they saw it. What one could get wrong: a picture is only where to look; what it was made from is the
// anchor under its fingerprint, whose lines prove themselves (storage/anchor.ts).

import type { IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { readAnchor } from '../storage/anchor.js';
import { canonical, sha256 } from '../storage/entry.js';
import { noteLeaf } from '../storage/leaves.js';
import { listAll, type Stored } from '../storage/store.js';

/** A summary as a chair was shown it. */
export interface Picture {
  /** Instant (UTC ISO) at which it was drawn for the first time. */
  at: string;
  on: IsoDate;
  fingerprint: string;
}

/** Keeps that a chair was shown a summary on a day. Safe to repeat: the same content on one day is one picture. */
export async function keepPicture(deps: Deps, programmeId: string, picture: Picture): Promise<void> {
  const draft = {
    id: picture.fingerprint,
    partition: picturesOf(programmeId, picture.on),
    at: picture.at,
    body: picture,
  };
  try {
    await deps.store.create<Picture>('picture', draft);
    noteLeaf(deps.store, programmeId, markOfPicture(draft));
  } catch (error) {
    if (!isError(error, 'TAKEN')) throw error;
  }
}

/** How an entry names a picture. */
export function markOfPicture({ at, body }: Pick<Stored<Picture>, 'at' | 'body'>): string {
  return `picture/${body.on} ${body.fingerprint}@1:${sha256(canonical([at, body]))}`;
}

/** The last picture that a chair was shown on a day; undefined when none was. */
export async function findPicture(deps: Deps, programmeId: string, on: IsoDate): Promise<Picture | undefined> {
  const [newest] = await listAll<Picture>(deps.store, ['picture'], picturesOf(programmeId, on));
  return newest?.body;
}

/** The lines of a picture's anchor; undefined when it is gone or not what its fingerprint says. */
export async function readLines(deps: Deps, programmeId: string, print: string): Promise<string[] | undefined> {
  return readAnchor(deps, programmeId, print);
}

/** The partition of what chairs were shown on a day. */
export function picturesOf(programmeId: string, on: IsoDate): string {
  return `pictures:${programmeId}:${on}`;
}

// The parts of a zip, unpacked one at a time as a stream that is counted.
// Pitfall: a zip may say any size, name a part twice or end too early; it is stopped by what comes out of it, never by what it says.

import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { BOUNDS, count, requireTime, unreadable } from './bounds.js';

export interface Zip {
  has(part: string): boolean;
  names(): string[];
  /** The bytes of a part, as they are unpacked. Throws MALFORMED with advice; yields nothing for a part that is not there. */
  read(part: string): AsyncGenerator<Uint8Array, void>;
}

const fromBuffer = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);

/** Reads the list of a zip's parts. Throws MALFORMED with advice when it is cut short, locked, or names too many. */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await fromBuffer(buffer, { lazyEntries: true, decodeStrings: true, strictFileNames: false }).catch(
    (error) => {
      throw broken(error);
    },
  );
  const entries = await listEntries(zip);
  let unpacked = 0;
  return {
    has: (part) => entries.has(part),
    names: () => [...entries.keys()],
    read: async function* (part) {
      const entry = entries.get(part);
      if (!entry) return;
      const open = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
      try {
        for await (const chunk of await open(entry)) {
          unpacked += (chunk as Uint8Array).byteLength;
          if (unpacked > BOUNDS.unpacked)
            throw unreadable(
              `This workbook unpacks to more than ${count(BOUNDS.unpacked / 1024 / 1024)} MB, far more than a plan needs. Delete sheets that are not the plan’s, and rows and columns that only hold formatting, and send it again.`,
            );
          requireTime();
          yield chunk as Uint8Array;
        }
      } catch (error) {
        throw broken(error);
      }
    },
  };
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > BOUNDS.parts)
    throw unreadable(
      `This workbook has ${count(zip.entryCount)} parts, far more than a plan needs. Copy the plan’s sheets into a new workbook, and send that.`,
    );
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      const name = entry.fileName.replace(/\\/g, '/').replace(/^\//, '');
      if (entry.isEncrypted()) return reject(unreadable(LOCKED));
      if (entries.has(name))
        return reject(
          unreadable(
            `This workbook is broken: its part ${name.slice(0, 60)} is in it twice. Open it in Excel, and save it again.`,
          ),
        );
      entries.set(name, entry);
      zip.readEntry();
    });
    zip.readEntry();
  }).catch((error) => {
    throw broken(error);
  });
  return entries;
}

const LOCKED = 'This file is a zip that is locked with a password, so I cannot open it. Send it without one.';

/** What the unpacking found, as a sentence; our own refusals as they are. */
function broken(error: unknown): unknown {
  const said = error instanceof Error ? error.message : '';
  if (Reflect.get(Object(error), 'advice')) return error;
  if (/end of central directory|invalid central directory|unexpected EOF/i.test(said))
    return unreadable(
      'This file is cut short or damaged: its last part is missing, so it did not arrive whole. Save it again in Excel, and send it again.',
    );
  if (/bytes in the stream/i.test(said))
    return unreadable(
      'This workbook is damaged: one of its parts is not as long as the file says. Open it in Excel, let it repair the file, and save it.',
    );
  if (/encrypt/i.test(said)) return unreadable(LOCKED);
  return unreadable(
    'This workbook is damaged: it cannot be unpacked. Open it in Excel, let it repair the file, and save it.',
  );
}

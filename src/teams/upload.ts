// Puts a file where Teams said, once. What one could get wrong: no clear answer does not mean that nothing arrived, and only what certainly did
// not arrive may be said not to have.

import type { MadeFile } from '../routes.js';
import { NEVER_CONNECTED } from './outbound.js';

const UPLOAD_LIMIT_MS = 60_000;

/** How an upload ended. `unclear`: it may have arrived. */
export interface Uploaded {
  outcome: 'stored' | 'refused' | 'unclear';
  /** What an operator may read of it: a status or a code, never an address. */
  why: string;
}

/** Uploads the whole file in one piece, to an address that was checked before; follows nothing. Never throws. */
export async function uploadOnce(address: string, { bytes, contentType }: MadeFile): Promise<Uploaded> {
  const size = bytes.byteLength;
  try {
    const { ok, status, body } = await fetch(address, {
      method: 'PUT',
      headers: {
        'content-type': contentType,
        'content-length': String(size),
        'content-range': `bytes 0-${size - 1}/${size}`,
      },
      body: Buffer.from(bytes),
      redirect: 'manual',
      signal: AbortSignal.timeout(UPLOAD_LIMIT_MS),
    });
    await body?.cancel().catch(() => undefined);
    return { outcome: ok ? 'stored' : outcomeOf(status), why: String(status) };
  } catch (error) {
    const why = String(Reflect.get(Object(Reflect.get(Object(error), 'cause')), 'code') ?? 'no answer');
    return { outcome: NEVER_CONNECTED.has(why) ? 'refused' : 'unclear', why };
  }
}

/** 416 is how OneDrive says that it has these bytes already. */
function outcomeOf(status: number): Uploaded['outcome'] {
  return status >= 500 || status === 408 || status === 416 ? 'unclear' : 'refused';
}

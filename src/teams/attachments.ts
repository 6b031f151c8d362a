// A file that somebody attached in their own chat: fetched from where Teams says it is, once, within bounds. What one could get wrong: the address comes
// in an activity, so it must be on an allowed host, and nothing is followed from there (platform.md 1.6).

import * as z from 'zod/v4';
import { ProductError } from '../errors.js';
import { isAllowedHost } from './caller.js';

const FILE = 'application/vnd.microsoft.teams.file.download.info';
const FETCH_LIMIT_MS = 9_000;

const Attached = z.object({
  contentType: z.literal(FILE),
  name: z.string().min(1).max(400),
  content: z.object({ downloadUrl: z.string().max(8_000) }),
});
export type Attached = z.infer<typeof Attached>;

/** The files among a message's attachments. */
export function filesIn(attachments: unknown): Attached[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.flatMap((one) => {
    const file = Attached.safeParse(one);
    return file.success ? [file.data] : [];
  });
}

/**
 * The bytes of an attached file. Throws FORBIDDEN when it lies elsewhere than files may, MALFORMED when it is too large, UNAVAILABLE when it cannot be had
 * just now; each with advice.
 */
export async function fetchAttached(
  { content: { downloadUrl } }: Attached,
  hosts: readonly string[],
  mostBytes: number,
): Promise<Uint8Array> {
  if (!isAllowedHost(downloadUrl, hosts))
    throw new ProductError('FORBIDDEN', 'a file somewhere else', {
      advice: 'Teams says this file lies in a place I do not fetch from. Tell whoever runs this assistant.',
    });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const response = await fetch(downloadUrl, { redirect: 'error', signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new ProductError('MALFORMED', 'too large', { advice: TOO_LARGE });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ProductError) throw error;
    throw new ProductError('UNAVAILABLE', 'an attached file could not be fetched', {
      cause: error,
      advice: 'I could not fetch this file just now. Attach it again in a minute.',
    });
  }
  return Buffer.concat(chunks);
}

const TOO_LARGE = 'This file is too large for me. A plan is well below 5 MB: leave out pictures and other sheets.';

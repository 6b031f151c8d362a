// Files in a personal chat, Teams' own way: a card asks for leave, and the file goes into the person's OneDrive. What one could get wrong: an
// upload that got no clear answer may have arrived, so it is made once; and it goes only to hosts that Microsoft keeps files on.

import * as z from 'zod/v4';
import type { Deps, OutgoingCard } from '../deps.js';
import { isError } from '../errors.js';
import { describeError } from '../log.js';
import { notice } from '../programmes/cards.js';
import type { FileMaker, OfferedFile } from '../routes.js';
import { isAllowedHost } from './caller.js';
import { makeFile } from './file-links.js';
import type { Speaker } from './router.js';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const FILE_INFO = 'application/vnd.microsoft.teams.card.file.info';
const UPLOAD_LIMIT_MS = 60_000;

const Context = z.object({ maker: z.string(), data: z.record(z.string(), z.unknown()), programmeId: z.string() });

/** What Teams sends when somebody presses Allow or Decline (`fileConsent/invoke`). */
const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: Context,
  uploadInfo: z
    .object({
      contentUrl: z.string(),
      name: z.string().max(400),
      uploadUrl: z.string(),
      uniqueId: z.string(),
      fileType: z.string().max(20),
    })
    .optional(),
});

/** The card that asks for leave to put a file into the person's OneDrive. */
export function consentCard({ maker, data, name, description, bytes }: OfferedFile, programmeId: string): OutgoingCard {
  const context = { maker, data, programmeId };
  return {
    attachment: { contentType: CONSENT, name },
    card: { description, sizeInBytes: bytes, acceptContext: context, declineContext: context },
    summary: `${name}: allow me to put it into your OneDrive.`,
  };
}

export interface ConsentParts {
  deps: Deps;
  makers: ReadonlyMap<string, FileMaker>;
  /** Host suffixes that files may be uploaded to. */
  uploadHosts: readonly string[];
}

/** Makes and uploads the file that somebody allowed; tells them in their chat how it ended. Never throws. */
export async function takeConsent(parts: ConsentParts, speaker: Speaker, value: unknown): Promise<void> {
  const { deps, makers, uploadHosts } = parts;
  const tell = (message: OutgoingCard) => deps.messenger.send(speaker.origin.address, message);
  const say = async (heading: string, ...sentences: string[]) => void (await tell(notice(heading, sentences)));
  const consent = Consent.safeParse(value);
  if (!consent.success) return say('No file was sent', 'This card does not fit what I expect. Ask for the file again.');
  const { action, context, uploadInfo } = consent.data;
  if (action === 'decline')
    return say('No file was sent', 'Nothing was put into your OneDrive. Ask again whenever you want it.');
  if (!uploadInfo || !isAllowedHost(uploadInfo.uploadUrl, uploadHosts)) {
    deps.log.warn('upload-refused', { maker: context.maker });
    return say(
      'No file was sent',
      'Teams named a place for it that I do not send files to. Tell whoever runs this assistant.',
    );
  }
  try {
    const who = { tenantId: speaker.tenantId, objectId: speaker.objectId, programmeId: context.programmeId };
    const file = await makeFile(deps, makers, context.maker, context.data, who);
    const size = file.bytes.byteLength;
    const uploaded = await fetch(uploadInfo.uploadUrl, {
      method: 'PUT',
      headers: {
        'content-type': file.contentType,
        'content-length': String(size),
        'content-range': `bytes 0-${size - 1}/${size}`,
      },
      body: Buffer.from(file.bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(UPLOAD_LIMIT_MS),
    });
    if (!uploaded.ok) throw new Error(`the upload was answered ${uploaded.status}`);
    deps.log.info('file', { maker: context.maker, how: 'consent', bytes: size });
    const { contentUrl, name, uniqueId, fileType } = uploadInfo;
    await tell({
      attachment: { contentType: FILE_INFO, name, contentUrl },
      card: { uniqueId, fileType },
      summary: `${name} is in your OneDrive.`,
    });
  } catch (error) {
    deps.log.warn('file-not-uploaded', { maker: context.maker, ...describeError(error) });
    if (isError(error, 'FORBIDDEN', 'UNKNOWN'))
      return say(
        'No file was sent',
        error.advice ?? 'It is not for you any more. Ask the programme office if you need it.',
      );
    return say('The file may not have arrived', 'Look into your OneDrive first; if it is not there, ask for it again.');
  }
}

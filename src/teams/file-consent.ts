// Files in a personal chat, Teams' own way: a card asks for leave, and the file goes into the person's OneDrive. What one could get wrong: Teams
// leaves the card's buttons live and may deliver one press twice, so each address is uploaded to once and the answer replaces the card.

import * as z from 'zod/v4';
import type { Deps, OutgoingCard } from '../deps.js';
import { isError } from '../errors.js';
import { describeError } from '../log.js';
import { notice } from '../programmes/cards.js';
import type { FileMaker, OfferedFile } from '../routes.js';
import { isAllowedHost } from './caller.js';
import { claimUpload } from './conversations.js';
import { makeFile } from './file-links.js';
import { safeFileName } from './file-names.js';
import type { Speaker } from './router.js';
import { uploadOnce } from './upload.js';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const FILE_INFO = 'application/vnd.microsoft.teams.card.file.info';

const UploadInfo = z.object({
  contentUrl: z.string(),
  name: z.string().max(400),
  uploadUrl: z.string(),
  uniqueId: z.string(),
  fileType: z.string().max(20),
});

/** What Teams sends when somebody presses Allow or Decline (`fileConsent/invoke`). */
const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ maker: z.string(), data: z.record(z.string(), z.unknown()), programmeId: z.string() }),
  uploadInfo: UploadInfo.optional(),
});
type Consent = z.infer<typeof Consent>;

/** The card that asks for leave to put a file into the person's OneDrive. */
export function consentCard({ maker, data, name, description, bytes }: OfferedFile, programmeId: string): OutgoingCard {
  const context = { maker, data, programmeId };
  const safe = safeFileName(name);
  return {
    attachment: { contentType: CONSENT, name: safe },
    card: { description, sizeInBytes: bytes, acceptContext: context, declineContext: context },
    summary: `${safe}: allow me to put it into your OneDrive.`,
  };
}

export interface ConsentParts {
  deps: Deps;
  makers: ReadonlyMap<string, FileMaker>;
  /** Host suffixes that files may be uploaded to. */
  uploadHosts: readonly string[];
}

/** The invoke as it came; `replyToId` is the card that was pressed. */
export interface PressedConsent {
  value?: unknown;
  replyToId?: string;
}

/** How a consent ended, as the person reads it. `settles`: the card that asked is over, and this takes its place. */
interface Ending {
  message: OutgoingCard;
  settles: boolean;
}

/** Makes and uploads the file that somebody allowed; tells them in their chat how it ended. Never throws. */
export async function takeConsent(parts: ConsentParts, speaker: Speaker, pressed: PressedConsent): Promise<void> {
  const { messenger, log } = parts.deps;
  const { address } = speaker.origin;
  try {
    const consent = Consent.safeParse(pressed.value);
    const { message, settles } = consent.success
      ? await carryOut(parts, speaker, consent.data)
      : passing(...UNREADABLE);
    const card = settles ? pressed.replyToId : undefined;
    const replaced = card === undefined ? undefined : await messenger.update(address, card, message);
    if (replaced?.outcome !== 'sent') await messenger.send(address, message);
  } catch (error) {
    log.error('consent-not-answered', describeError(error));
  }
}

const UNREADABLE = ['No file was sent', 'This card does not fit what I expect. Ask for the file again.'] as const;
const NOTHING = 'Nothing was put into your OneDrive.';

async function carryOut(
  { deps, makers, uploadHosts }: ConsentParts,
  speaker: Speaker,
  consent: Consent,
): Promise<Ending> {
  const { action, context, uploadInfo } = consent;
  const { maker, data, programmeId } = context;
  if (action === 'decline') return settled('No file was sent', `${NOTHING} Ask again whenever you want it.`);
  if (!uploadInfo || !isAllowedHost(uploadInfo.uploadUrl, uploadHosts)) {
    deps.log.warn('upload-refused', { maker });
    return settled(
      'No file was sent',
      'Teams named a place for it that I do not send files to. Tell whoever runs this assistant.',
    );
  }
  try {
    const { tenantId, objectId } = speaker;
    const file = await makeFile(deps, makers, maker, data, { tenantId, objectId, programmeId });
    if (!(await claimUpload(deps, tenantId, uploadInfo.uploadUrl)))
      return passing(
        'You allowed this already',
        'Look into your OneDrive; if the file is not there in a minute, ask for it again.',
      );
    const { outcome, why } = await uploadOnce(uploadInfo.uploadUrl, file);
    deps.log[outcome === 'stored' ? 'info' : 'warn']('file', {
      maker,
      how: 'consent',
      bytes: file.bytes.byteLength,
      outcome,
      why,
    });
    return { message: uploadEnded(outcome, uploadInfo), settles: true };
  } catch (error) {
    deps.log.warn('file-not-made', { maker, ...describeError(error) });
    return notMade(error);
  }
}

function uploadEnded(outcome: 'stored' | 'refused' | 'unclear', info: z.infer<typeof UploadInfo>): OutgoingCard {
  if (outcome === 'refused')
    return notice('The file was not taken', [`Your OneDrive refused it. ${NOTHING} Ask for it again.`]);
  if (outcome === 'unclear')
    return notice('The file may not have arrived', [
      'Look into your OneDrive first; if it is not there, ask for it again.',
    ]);
  const { contentUrl, name, uniqueId, fileType } = info;
  return {
    attachment: { contentType: FILE_INFO, name, contentUrl },
    card: { uniqueId, fileType },
    summary: `${name} is in your OneDrive.`,
  };
}

function notMade(error: unknown): Ending {
  if (isError(error, 'FORBIDDEN', 'UNKNOWN'))
    return settled(
      'No file was sent',
      error.advice ?? 'It is not for you any more. Ask the programme office if you need it.',
    );
  if (isError(error, 'MALFORMED')) return settled(...UNREADABLE);
  return passing('No file was sent yet', `I could not make it just now. ${NOTHING} Press Allow again in a minute.`);
}

function settled(heading: string, sentence: string): Ending {
  return { message: notice(heading, [sentence]), settles: true };
}

/** Leaves the card that asked where it is: its buttons still serve, or it has had another answer. */
function passing(heading: string, sentence: string): Ending {
  return { message: notice(heading, [sentence]), settles: false };
}

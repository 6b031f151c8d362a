// What comes besides words and buttons: files, leave to send one, and who it is that sends. What one could get wrong: a message is answered at once for
// what was asked; what takes long is told afterwards, in the chat.

import type { Activity } from 'botbuilder';
import { ProductError } from '../errors.js';
import { meet } from '../programmes/accounts.js';
import { MOST_BYTES } from '../routes.js';
import { readAddresses } from './addresses.js';
import { type Attached, fetchAttached } from './attachments.js';
import { takeConsent } from './file-consent.js';
import { answerAs, type Outcome, type Speaker } from './router.js';
import type { RoutingParts } from './routing.js';
import { readSpeaker } from './speaker.js';

/** What came in: nothing of the SDK's turn, which ends when the answer is sent, while late work goes on. */
export interface Incoming {
  activity: Activity;
}

/** Who speaks, and how to ask Teams for the addresses by which they may be expected. */
export async function speakerOf(parts: RoutingParts, { activity }: Incoming): Promise<Speaker | undefined> {
  const speaker = await readSpeaker(parts, activity);
  if (!speaker) return undefined;
  const { tenantId, objectId } = speaker;
  const { newcomer } = parts;
  return {
    ...speaker,
    introduce: async () => {
      const addresses = await readAddresses(parts.deps, activity, objectId);
      return (await meet(parts.deps, tenantId, [{ objectId, addresses }], 'used')) > 0;
    },
    ...(newcomer && { newcomer }),
  };
}

/** A file attached in somebody's own chat, as what takes it answers. */
export function takeAttached(parts: RoutingParts, speaker: Speaker, file: Attached, others: number): Promise<Outcome> {
  const { deps, files } = parts;
  const { tenantId, objectId, origin } = speaker;
  return answerAs(deps, 'file attached', async () => {
    if (others > 0)
      throw new ProductError('MALFORMED', 'several files at once', {
        advice: 'Send me one file at a time, so that you can look at what each would change.',
      });
    const read = () => fetchAttached(file, files.uploadHosts, MOST_BYTES);
    return files.takeFile({ deps, tenantId, objectId, origin }, { name: file.name, read });
  });
}

/** Somebody allowed a file, or declined it. Teams does not wait for the upload: its end is told in the chat. */
export async function onFileConsent(parts: RoutingParts, { activity }: Incoming): Promise<undefined> {
  const speaker = await readSpeaker(parts, activity);
  if (speaker?.origin.where !== 'personal') return;
  const { makers, uploadHosts } = parts.files;
  await takeConsent({ deps: parts.deps, makers, uploadHosts }, speaker, activity);
}

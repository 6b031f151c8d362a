// How a file that a route offers reaches a person: by consent in their own chat, by a link that expires anywhere else. What one could get
// wrong: a file is never posted where others read; in a channel the dialog of whoever asked has the link, and nobody else.

import type { CardJson, ConversationAddress, Deps, SendOutcome } from '../deps.js';
import type { FileMaker, OfferedFile, TakeFile } from '../routes.js';
import { consentCard } from './file-consent.js';
import type { FileLinks } from './file-links.js';
import type { Outcome, Speaker } from './router.js';
import { type UploadLinks, withUploadLink } from './upload-links.js';

export interface FileParts {
  makers: ReadonlyMap<string, FileMaker>;
  /** Whether the client asks for leave to upload files (Teams does; the Agents Playground does not). */
  consent: boolean;
  links: FileLinks | undefined;
  uploadHosts: readonly string[];
  /** Links to the page that takes a file; absent: there is none. */
  uploads: UploadLinks | undefined;
  /** What takes a file that somebody sends. */
  takeFile: TakeFile;
}

/**
 * The answer with its file's link, and the consent asked beside it. `chat`: the person's own chat, when that is where the answer will stand;
 * a dialog has none.
 */
export async function offerFile(
  deps: Deps,
  parts: FileParts,
  speaker: Speaker,
  answer: Outcome,
  chat: ConversationAddress | undefined,
): Promise<Outcome> {
  const { file, takesFile } = answer;
  const outcome = takesFile ? { ...answer, card: withUploadLink(answer.card, parts.uploads?.linkTo(speaker)) } : answer;
  if (!file) return outcome;
  const programmeId = String(file.data.programmeId ?? '');
  const link = parts.links?.linkTo(file, { tenantId: speaker.tenantId, objectId: speaker.objectId, programmeId });
  const asked =
    parts.consent && chat ? (await deps.messenger.send(chat, consentCard(file, programmeId))).outcome : 'not asked';
  return {
    ...outcome,
    card: withFile(outcome.card, file, link, sentenceFor(asked, parts.consent, link !== undefined)),
  };
}

/** What the person reads of the way that is not a link. */
function sentenceFor(asked: SendOutcome['outcome'] | 'not asked', consent: boolean, linked: boolean): string {
  if (asked === 'sent') return 'Teams asks you, in a message of its own, whether I may put it into your OneDrive.';
  if (linked) return '';
  if (asked === 'unknown')
    return 'Teams should ask you, in a message of its own, whether I may put it into your OneDrive. If it does not, ask for the file again.';
  if (asked !== 'not asked')
    return 'I could not ask you just now whether I may put it into your OneDrive. Ask for the file again in a minute.';
  return consent
    ? 'It cannot be sent here: ask for it in our own chat.'
    : 'There is no way to send it from here. Tell whoever runs this assistant.';
}

function withFile(card: CardJson, { name }: OfferedFile, link: string | undefined, sentence: string): CardJson {
  const body = Array.isArray(card.body) ? card.body : [];
  return {
    ...card,
    body: [
      ...body,
      ...(sentence === '' ? [] : [{ type: 'TextBlock', text: sentence, wrap: true, spacing: 'Medium' }]),
      ...(link === undefined
        ? []
        : [
            {
              type: 'TextBlock',
              text: 'Keep the link to yourself: for ten minutes it gives your copy to whoever has it.',
              wrap: true,
              isSubtle: true,
              size: 'Small',
              spacing: 'Medium',
            },
            { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: `Download ${name}`, url: link }] },
          ]),
    ],
  };
}

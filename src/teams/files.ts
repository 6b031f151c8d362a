// How a file that a route offers reaches a person: by consent in their own chat, by a link that expires anywhere else. What one could get
// wrong: a file is never posted where others read; in a channel the dialog of whoever asked has the link, and nobody else.

import type { CardJson, Deps } from '../deps.js';
import type { FileMaker, OfferedFile } from '../routes.js';
import { consentCard } from './file-consent.js';
import type { FileLinks } from './file-links.js';
import type { Outcome, Speaker } from './router.js';

export interface FileParts {
  makers: ReadonlyMap<string, FileMaker>;
  /** Whether the client asks for leave to upload files (Teams does; the Agents Playground does not). */
  consent: boolean;
  links: FileLinks | undefined;
  uploadHosts: readonly string[];
}

/** The answer with its file's link, and the consent asked beside it in a personal chat. */
export async function offerFile(
  deps: Deps,
  parts: FileParts,
  speaker: Speaker,
  outcome: Outcome,
  dialog: boolean,
): Promise<Outcome> {
  const { file } = outcome;
  if (!file) return outcome;
  const programmeId = String(file.data.programmeId ?? '');
  const who = { tenantId: speaker.tenantId, objectId: speaker.objectId, programmeId };
  const link = parts.links?.linkTo(file, who);
  const asks = parts.consent && speaker.origin.where === 'personal' && !dialog;
  const sent = asks && (await deps.messenger.send(speaker.origin.address, consentCard(file, programmeId)));
  const asked = sent !== false && sent.outcome === 'sent';
  return { ...outcome, card: withFile(outcome.card, file, link, asked) };
}

function withFile(card: CardJson, { name }: OfferedFile, link: string | undefined, asked: boolean): CardJson {
  const body = Array.isArray(card.body) ? card.body : [];
  const sentence = asked
    ? 'Teams asks you, in a message of its own, whether I may put it into your OneDrive.'
    : link === undefined
      ? 'It cannot be sent here: ask for it in our own chat.'
      : '';
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
              text: 'The link is yours alone and works for ten minutes.',
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

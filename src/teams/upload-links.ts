// Links to the page that takes a file, for where Teams takes none: signed, for one person, and gone after half an hour. What one could get wrong: a link
// only says who may send; what they may do with it is asked when the file has come, by what takes it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/v4';
import type { CardJson, Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import type { SentFile, TakeFile, Taken } from '../routes.js';
import { readPersonal } from './conversations.js';
import { MOST_TOKEN } from './file-links.js';
import { answerAs, type Speaker } from './router.js';

/** How long a link can be used, milliseconds. */
export const UPLOAD_LINK_MS = 30 * 60_000;

const Allowed = z.strictObject({ tenantId: z.string(), objectId: z.string(), until: z.iso.datetime() });

/** A page waits longer than a button in Teams does. */
const PAGE_WAIT_MS = 15_000;

/** `none`: nobody here signed it. `gone`: its time is over. */
export type UploadAllowed = { allowed: { tenantId: string; objectId: string } } | { refused: 'none' | 'gone' };

/** What the page says of a file. `taken`: it was read, whatever is to be fixed in it. */
export interface Uploading {
  taken: boolean;
  heading: string;
  lines: { label: string; text: string }[];
}

export interface UploadLinks {
  /** A link for one person; undefined where this installation has no address of its own. */
  linkTo(who: Pick<Speaker, 'tenantId' | 'objectId'>): string | undefined;
  check(token: string): UploadAllowed;
  /** Takes a file of whoever a checked token allows, and shows what became of it in their own chat. */
  take(who: { tenantId: string; objectId: string }, file: SentFile): Promise<Uploading>;
}

/** Links signed with a key. `address`: where people reach this assistant, asked for each time. */
export function openUploadLinks(
  deps: Deps,
  takeFile: TakeFile,
  key: string,
  address: () => string | undefined,
): UploadLinks {
  // Apart from the links to files, so that neither can be used for the other.
  const sign = (body: string) => createHmac('sha256', key).update(`upload ${body}`).digest();
  return {
    linkTo: ({ tenantId, objectId }) => {
      const base = address();
      if (base === undefined) return undefined;
      const until = new Date(deps.clock.now().getTime() + UPLOAD_LINK_MS).toISOString();
      const body = Buffer.from(JSON.stringify({ tenantId, objectId, until })).toString('base64url');
      return `${base.replace(/\/$/, '')}/send/${body}.${sign(body).toString('base64url')}`;
    },
    check: (token) => {
      const [body = '', mark = '', ...more] = token.length > MOST_TOKEN ? [] : token.split('.');
      const given = Buffer.from(mark, 'base64url');
      const expected = sign(body);
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
        return { refused: 'none' };
      const { until, ...allowed } = Allowed.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
      return until < deps.clock.now().toISOString() ? { refused: 'gone' } : { allowed };
    },
    take: async (who, file) => {
      const personal = await readPersonal(deps, who.tenantId, who.objectId);
      const origin = {
        where: 'personal' as const,
        address: personal ?? { conversationId: '', serviceUrl: '', tenantId: who.tenantId },
      };
      let taken: Taken | undefined;
      const answer = await answerAs(
        deps,
        'file sent by a page',
        async () => {
          taken = await takeFile({ deps, ...who, origin }, file);
          return taken;
        },
        PAGE_WAIT_MS,
      );
      if (!taken) return { taken: false, heading: answer.summary, lines: wordsOf(answer.card) };
      const sent = personal && (await deps.messenger.send(personal, { card: taken.card, summary: taken.summary }));
      const where =
        sent?.outcome === 'sent'
          ? 'The same is shown in our chat, and what you confirm you confirm there.'
          : 'Say plan in our own chat, and send the file there: I could not write to you just now.';
      return { taken: true, heading: taken.summary, lines: [{ label: where, text: '' }, ...taken.lines] };
    },
  };
}

/** The sentences of a notice, for a page. */
function wordsOf(card: CardJson): Uploading['lines'] {
  const body = Array.isArray(card.body) ? card.body : [];
  return body
    .flatMap((element: CardJson) => (Array.isArray(element.inlines) ? element.inlines : []))
    .map((run: { text?: unknown }) => ({ label: String(run.text ?? ''), text: '' }));
}

/** A card with the button that opens the page, where there are links. */
export function withUploadLink(card: CardJson, address: string | undefined): CardJson {
  if (address === undefined) return card;
  const body = Array.isArray(card.body) ? card.body : [];
  return {
    ...card,
    body: [
      ...body,
      {
        type: 'ActionSet',
        spacing: 'Medium',
        actions: [{ type: 'Action.OpenUrl', title: 'Upload a workbook', url: address }],
      },
      {
        type: 'TextBlock',
        text: 'Keep the link to yourself: for half an hour, whoever has it can send a file in your name.',
        wrap: true,
        isSubtle: true,
        size: 'Small',
      },
    ],
  };
}

/** Throws MALFORMED: a name that no file has. */
export function requireFileName(name: string): string {
  const plain = name.replace(/^.*[\\/]/, '').trim();
  if (plain === '' || plain.length > 200) throw new ProductError('MALFORMED', 'a file without a name');
  return plain;
}

// Reads one activity from a request, never more than it must. Pitfall: length and depth are judged before
// anything is parsed, and a caller who sends slowly is cut off; JSON.parse alone would hold all of both.

import type { IncomingMessage } from 'node:http';
import type { Activity } from 'botbuilder';
import * as z from 'zod/v4';
import { Refusal, type RefusalReason } from './teams/caller.js';

const MOST_BYTES = 256 * 1024;
const DEEPEST = 32;
const BODY_LIMIT_MS = 5_000;

/** What a list from outside holds that can be read; other things in it are no reason to refuse the whole. */
function objectsIn(list: unknown): object[] | undefined {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : undefined;
}

/** The fields the SDK and the router build upon; Teams always sends them. The rest passes through as it came. */
const Shape = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().nullish(),
  name: z.string().nullish(),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  channelId: z.string(),
  serviceUrl: z.string().nullish(),
  from: z.looseObject({ id: z.string().min(1), aadObjectId: z.string().nullish(), name: z.string().nullish() }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({ id: z.string().min(1), tenantId: z.string().nullish() }).optional(),
  channelData: z.looseObject({}).nullish(),
  entities: z.unknown().transform(objectsIn),
  attachments: z.unknown().transform(objectsIn),
  membersAdded: z.array(z.looseObject({ id: z.string() })).nullish(),
  membersRemoved: z.array(z.looseObject({ id: z.string() })).nullish(),
});

/** An extension may be invoked outside any conversation; whatever else has none cannot be answered. */
const fits = (activity: z.infer<typeof Shape>) => activity.conversation !== undefined || activity.type === 'invoke';

/** The activity in a request's body. Throws Refusal: 400 malformed or too deep, 408 too slow, 413 too large, 415 not JSON. */
export async function readActivity(request: IncomingMessage): Promise<Activity> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new Refusal(415, 'not json');
  // A compressed body could be a thousand times its length; Teams sends none.
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') throw new Refusal(415, 'not json');
  requireSmallBody(request);
  const text = await readText(request);
  if (depthOf(text) > DEEPEST) throw new Refusal(400, 'not an activity');
  const shape = Shape.safeParse(parse(text));
  if (!shape.success || !fits(shape.data)) throw new Refusal(400, 'not an activity');
  return withDates(shape.data) as unknown as Activity;
}

/** Throws Refusal (413) when the request announces more than is ever read. */
export function requireSmallBody(request: IncomingMessage): void {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw new Refusal(413, 'too large');
}

async function readText(request: IncomingMessage): Promise<string> {
  return await new Promise<string>((resolve, reject) => {
    if (request.destroyed) return reject(new Refusal(400, 'not an activity'));
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = () => {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('close', cut);
    };
    const turnAway = (status: 400 | 408 | 413, reason: RefusalReason) => {
      settle();
      reject(new Refusal(status, reason));
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) turnAway(413, 'too large');
      else chunks.push(chunk);
    };
    const finish = () => {
      settle();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    const cut = () => turnAway(400, 'not an activity');
    const timer = setTimeout(() => turnAway(408, 'too slow'), BODY_LIMIT_MS);
    // `error` stays listened to: one that nobody hears ends the process.
    request.on('data', take).once('end', finish).once('close', cut).on('error', cut);
  });
}

/** How deep objects and arrays nest, judged on the text so that nothing is built from a hostile one. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The SDK expects dates where the wire has text, and would throw later on one that is none. */
function withDates(activity: Record<string, unknown>): Record<string, unknown> {
  const dated = { ...activity };
  for (const field of ['timestamp', 'localTimestamp', 'expiration']) {
    const value = activity[field];
    if (value === undefined || value === null) continue;
    const date = typeof value === 'string' ? new Date(value) : undefined;
    if (!date || Number.isNaN(date.getTime())) throw new Refusal(400, 'not an activity');
    dated[field] = date;
  }
  return dated;
}

// How the front door answers: JSON or one plain word. Pitfall: no error's own text ever leaves, so a status is all that a refusal
// is told.

import type { Response } from 'restify';

const LINGER_MS = 1_000;
const PLAIN_WORDS: Record<number, string> = {
  400: 'bad request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found',
  405: 'method not allowed',
  408: 'request timeout',
  410: 'this link is over; ask for the file again',
  413: 'payload too large',
  415: 'unsupported media type',
  429: 'too many requests',
  500: 'internal error',
  503: 'unavailable',
};

/** Says no in a plain word for the status. */
export function refuse(response: Response, status: number): void {
  reply(response, status, { error: PLAIN_WORDS[status] ?? 'refused' });
  discardRest(response);
}

/** Whoever is still sending may read the answer first; what they send is thrown away, and not for long. */
export function discardRest({ req }: Response): void {
  if (req.complete) return;
  req.resume();
  setTimeout(() => req.complete || req.socket.destroy(), LINGER_MS).unref();
}

/** Answers with JSON, unless something was answered already. */
export function reply(response: Response, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { ...(text && { 'content-type': 'application/json; charset=utf-8' }) });
  response.end(text);
}

// How one request to Cosmos DB may end: within a fixed time, and as a result or a ProductError. What one could get wrong:
// only an answer, or a connection that was never made, proves that a write was not stored; everything else is UNCERTAIN.
//
// What the SDK repeats by itself (4.9.3, read in its retry folder), with the connection policy of cosmos-store.ts: reads
// and queries after a reset, once a second, cut short here by the limit. Never a write: its policies for time-outs, 503 and
// lost endpoints need endpoint discovery, which is off, and its default policy covers reads alone. Should that ever change,
// a repeated create ends as TAKEN and a repeated replace as STALE by our own first try; the ledger looks for its own key
// after either, so that is tolerable.
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, ProductError } from '../errors.js';

/** Milliseconds within which one operation ends. A person is to have a card within 4.5 s, and a card may take two. */
export const OPERATION_LIMIT_MS = 2000;

/** What is asked of Cosmos. `open` is everything done once at the start. */
export type Operation = 'open' | 'create' | 'read' | 'replace' | 'query' | 'delete';

export interface Requests {
  /**
   * Runs `request`, repeating it only when throttled (429) and only while `limitMs` allows. Errors as `Store` names them.
   */
  ask<T>(operation: Operation, request: (abortSignal: AbortSignal) => Promise<T>, limitMs?: number): Promise<T>;
}

const WRITES: readonly Operation[] = ['create', 'replace', 'delete'];

/** Answers that say the write was refused before anything was stored. */
const REFUSED = [400, 401, 403, 404, 409, 412, 413, 429];

/** Failures of making a connection: nothing was sent. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Failures to get a token: nothing was sent. */
const NO_TOKEN = ['CredentialUnavailableError', 'AuthenticationError', 'AggregateAuthenticationError'];

const SHORTEST_WAIT_MS = 20;

/** With less time than this left, one more try could only end as uncertain. */
const WORTH_TRYING_MS = 300;

/**
 * `onRequest` is told each request as it is made, a throttled one each time; of each that was answered `onCharge` is told the
 * request units, and `onDate` the time that Cosmos says it is.
 */
export function cosmosRequests(
  onRequest?: (operation: Operation) => void,
  onCharge?: (operation: Operation, units: number) => void,
  onDate?: (date: Date) => void,
): Requests {
  return {
    async ask(operation, request, limitMs = OPERATION_LIMIT_MS) {
      const endsAt = performance.now() + limitMs;
      for (;;) {
        onRequest?.(operation);
        try {
          const answer = await withinLimit(request, endsAt - performance.now());
          const units = Reflect.get(Object(answer), 'requestCharge');
          if (typeof units === 'number') onCharge?.(operation, units);
          const date = new Date(String(Reflect.get(Object(Reflect.get(Object(answer), 'headers')), 'date')));
          if (!Number.isNaN(date.getTime())) onDate?.(date);
          return answer;
        } catch (error) {
          // The SDK would wait as long as the service asks, be it a minute; a person is waiting.
          const waitMs = throttledForMs(error);
          if (waitMs === undefined || performance.now() + waitMs + WORTH_TRYING_MS > endsAt)
            throw asProductError(error, operation);
          await sleep(waitMs);
        }
      }
    },
  };
}

/** Whether Cosmos says that the document itself is missing, and not its container or the session's newest state. */
export function isPlainNotFound(answer: { code?: unknown; statusCode?: unknown; substatus?: unknown }): boolean {
  return (answer.statusCode ?? answer.code) === 404 && !answer.substatus;
}

async function withinLimit<T>(request: (abortSignal: AbortSignal) => Promise<T>, limitMs: number): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Aborting alone is not enough: the SDK does not look at the signal while it waits between two tries.
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(Object.assign(new Error(`no answer within ${Math.round(limitMs)} ms`), { code: 'NO_ANSWER' }));
    }, limitMs);
  });
  try {
    return await Promise.race([request(controller.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

function throttledForMs(error: unknown): number | undefined {
  const { code, retryAfterInMs } = facts(error);
  if (code !== 429) return undefined;
  return Math.max(typeof retryAfterInMs === 'number' ? retryAfterInMs : 100, SHORTEST_WAIT_MS);
}

function asProductError(error: unknown, operation: Operation): ProductError {
  if (error instanceof ProductError) return error;
  const { code, substatus, name, message } = facts(error);
  const found = [code ?? name, substatus].filter(Boolean).join('/');
  // The service's words, or a parser's about them, can quote a document; only the network's and our own are passed on.
  const words = typeof code === 'string' || NO_TOKEN.includes(name as string) ? `: ${message}` : '';
  return new ProductError(meaning(error, operation), `Cosmos DB, ${operation}: ${found}${words}`, { cause: error });
}

function meaning(error: unknown, operation: Operation): ErrorCode {
  const { code, name } = facts(error);
  if (operation === 'create' && code === 409) return 'TAKEN';
  if (operation === 'replace' && code === 412) return 'STALE';
  if (operation === 'replace' && isPlainNotFound(facts(error))) return 'MISSING';
  if (!WRITES.includes(operation)) return 'UNAVAILABLE';
  const nothingStored =
    REFUSED.includes(code as number) || NEVER_SENT.includes(code as string) || NO_TOKEN.includes(name as string);
  return nothingStored ? 'UNAVAILABLE' : 'UNCERTAIN';
}

interface Facts {
  code?: unknown;
  substatus?: unknown;
  retryAfterInMs?: unknown;
  name?: unknown;
  message?: unknown;
}

function facts(error: unknown): Facts {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}

// The front door: one address for Teams, one for an outside scheduler, two for whoever watches over the process. What one could get wrong: the order.
// The token is checked before a byte of the body is read, tenant and address before any handler runs, and every refusal
// is a plain word: no error's own text ever leaves.

import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import restify, { type Request, type Response } from 'restify';
import type { Settings } from './config.js';
import { ProductError } from './errors.js';
import { sendFile } from './file-response.js';
import type { RunReport } from './jobs/runner.js';
import { describeError, type Log } from './log.js';
import { discardRest, refuse, reply } from './plain-answers.js';
import { openReadiness } from './readiness.js';
import { countRefusals } from './refusal-counts.js';
import { readActivity, requireSmallBody } from './request-body.js';
import { setSecurityHeaders } from './security-headers.js';
import { isLoopbackHost } from './setting-kinds.js';
import type { Store } from './storage/store.js';
import type { OnTurn, TeamsAdapter } from './teams/adapter.js';
import { type Admit, linkedTo, senderOf } from './teams/admission.js';
import { checkCaller, Refusal } from './teams/caller.js';
import { LATE, openDeadline, within } from './teams/deadline.js';
import { type Fetched, MOST_TOKEN } from './teams/file-links.js';
import { openJobsCallerCheck } from './teams/jobs-caller.js';
import { checkTokenFits } from './teams/token-check.js';
import type { UploadLinks } from './teams/upload-links.js';
import { sendUploadPage, takeUpload } from './upload-page.js';

export interface ServerParts {
  settings: Settings;
  adapter: TeamsAdapter;
  onTurn: OnTurn;
  store: Store;
  log: Log;
  /** One look at what is due in every programme; joins one that is under way. */
  runJobs?: () => Promise<RunReport>;
  /** The file that a link's token stands for; absent: there are no links. */
  fetchFile?: (token: string) => Promise<Fetched>;
  /** The page that takes files; absent: there is none. */
  uploads?: UploadLinks | undefined;
  /** Whom a good link to a file is for. */
  linkIsFor?: (token: string) => { tenantId: string; objectId: string } | undefined;
  /** Asked after every check and before any work, at every door: seconds to wait turn a request away with 429. */
  admit?: Admit;
  /** Told of every activity whose caller proved to be Teams. */
  heard?: (activity: Activity) => void;
  /** Reasons against being ready besides the store's silence. */
  notReady?: () => Promise<string[]>;
}

export interface RunningServer {
  port: number;
  /** On this machine: `http://127.0.0.1:<port>` */
  url: string;
  /** Every route, as `GET /healthz`. */
  doors: string[];
  /** Takes no more calls, lets those under way finish for up to 8 s, then closes. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 8_000;
const HEARING_MS = 150;
const HEADERS_LIMIT_MS = 10_000;
const REQUEST_LIMIT_MS = 20_000;
/** Longer than load balancers keep theirs, so that none sends on a connection we are just closing. */
const KEEP_ALIVE_MS = 240_000;
/** A scheduler is not kept longer than this; the run goes on. */
const RUN_LIMIT_MS = 5_000;

/** Starts listening. Throws UNAVAILABLE with a sentence for the operator when the port cannot be had. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { settings, adapter, log } = parts;
  const server = restify.createServer({ name: '', maxParamLength: MOST_TOKEN });
  const refusals = countRefusals(log);
  const underWay = new Set<Promise<void>>();
  let stopping = false;

  server.server.headersTimeout = HEADERS_LIMIT_MS;
  server.server.requestTimeout = REQUEST_LIMIT_MS;
  server.server.keepAliveTimeout = KEEP_ALIVE_MS;
  // restify listens to `upgrade`, so Node leaves such a connection open unless we close it.
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.pre((_request, response, next) => {
    setSecurityHeaders(response, { production: settings.identity !== undefined });
    if (stopping) response.setHeader('connection', 'close');
    next();
  });
  server.on('restifyError', (_request, response: Response, error: { statusCode?: number }) => {
    // The callback is left alone: it would make restify send the error's own words as well.
    refuse(response, error.statusCode ?? 500);
  });

  async function limit(who: string): Promise<void> {
    const waitSeconds = await parts.admit?.(who);
    if (waitSeconds !== undefined) throw new Refusal(429, 'busy', waitSeconds);
  }

  async function takeActivity(request: Request, response: Response): Promise<void> {
    const deadline = openDeadline();
    if (!settings.identity) requireLoopbackHost(request.headers.host);
    const caller = await adapter.authenticate(request.headers.authorization);
    const activity = await readActivity(request);
    if (caller) checkTokenFits(caller, activity);
    checkCaller(activity, settings);
    if (caller) parts.heard?.(activity);
    await limit(senderOf(activity));
    const result = await adapter.answer(activity, parts.onTurn, deadline);
    reply(response, result?.status ?? 200, result?.body);
  }

  /** Answers by `take`, or says no in plain words; waited for when the server stops. */
  const answering = (take: (request: Request, response: Response) => Promise<void>) => {
    return async (request: Request, response: Response) => {
      const work = take(request, response)
        .catch((error) => {
          if (error instanceof Refusal) {
            refusals.count(error.reason);
            if (error.retryAfterSeconds) response.setHeader('retry-after', String(Math.ceil(error.retryAfterSeconds)));
            refuse(response, error.status);
          } else {
            log.error('request failed', describeError(error));
            refuse(response, 500);
          }
        })
        .finally(() => underWay.delete(work));
      underWay.add(work);
      await work;
    };
  };

  server.post('/api/messages', answering(takeActivity));

  const checkJobsCaller = openJobsCallerCheck(settings.jobs);
  const { runJobs } = parts;
  if (checkJobsCaller && runJobs)
    server.post(
      '/api/jobs/run',
      answering(async (request, response) => {
        // By what they show, so that nobody who guesses keeps the scheduler out.
        const shown = request.headers.authorization ?? request.socket.remoteAddress ?? '';
        await limit(`jobs ${createHash('sha256').update(shown).digest('base64')}`);
        await checkJobsCaller(request.headers.authorization);
        requireSmallBody(request);
        const report = await within(RUN_LIMIT_MS, runJobs());
        if (report === LATE) reply(response, 202, { underWay: true });
        else reply(response, 200, report);
        discardRest(response);
      }),
    );
  const { uploads } = parts;
  if (uploads) {
    const limitLink = async (request: Request) => {
      const checked = uploads.check(tokenOf(request));
      await limit(linkedTo('allowed' in checked ? checked.allowed : undefined, request.socket.remoteAddress));
    };
    for (const method of ['get', 'head'] as const)
      server[method](
        '/send/:token',
        answering(async (request, response) => {
          await limitLink(request);
          sendUploadPage(uploads, request, response, refuse);
        }),
      );
    server.post(
      '/send/:token',
      answering(async (request, response) => {
        await limitLink(request);
        await takeUpload(uploads, log, request, response, refuse);
      }),
    );
  }
  const { fetchFile } = parts;
  if (fetchFile)
    for (const method of ['get', 'head'] as const)
      server[method](
        '/files/:token',
        answering(async (request, response) => {
          await limit(linkedTo(parts.linkIsFor?.(tokenOf(request)), request.socket.remoteAddress));
          await sendFile(fetchFile, request, response, refuse);
        }),
      );
  server.get('/healthz', async (_request, response) => reply(response, 200, { alive: true }));
  const faultsNow = openReadiness(parts.store, parts.notReady);
  server.get('/readyz', async (_request, response) => {
    const reasons = [...(stopping ? ['stopping'] : []), ...(await faultsNow())];
    reply(response, reasons.length ? 503 : 200, { ready: reasons.length === 0, reasons });
  });

  const port = await listen(server, settings);
  log.info('listening', { port });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    doors: Object.values(server.router.getRoutes()).map(({ method, path }) => `${method} ${path}`),
    stop: async () => {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
      // Whoever has just connected counts as idle until their first byte is read.
      await within(HEARING_MS, closed);
      server.server.closeIdleConnections();
      await within(STOP_LIMIT_MS, Promise.allSettled(underWay));
      // What was answered still has to leave; then whatever is left is cut.
      server.server.closeIdleConnections();
      await within(200, closed);
      server.server.closeAllConnections();
      await closed;
      refusals.stop();
    },
  };
}

function tokenOf(request: Request): string {
  return String(request.params.token ?? '');
}

/** Without a token only this machine may call: a page that points its own name at 127.0.0.1 must not. */
function requireLoopbackHost(host: string | undefined): void {
  const address = `http://${host}`;
  if (!URL.canParse(address) || !isLoopbackHost(new URL(address).hostname)) throw new Refusal(403, 'host');
}

async function listen(server: restify.Server, settings: Settings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is already in use' : `cannot be listened on (${error.code})`;
      reject(
        new ProductError('UNAVAILABLE', `Port ${settings.port} ${why}. Set PORT to another one.`, { cause: error }),
      );
    });
    server.listen(settings.port, settings.host, resolve);
  });
  const address = server.server.address();
  return typeof address === 'object' && address ? address.port : settings.port;
}

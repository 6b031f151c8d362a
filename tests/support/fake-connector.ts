// Teams' connector on loopback: records what the bot sends and can be told to fail. What one could get wrong: `sent` has
// only what was accepted; `calls` has every try, so "once only" is asserted on `calls`.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';

export interface SentActivity {
  /** `post` new message or reply, `put` replaced message, `create` new thread or chat. */
  how: 'post' | 'put' | 'create';
  conversationId: string;
  activityId: string;
  activity: Partial<Activity>;
}

export interface ConnectorCall {
  method: string;
  path: string;
  authorization?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the bot sent, read by tests as JSON
  body: any;
}

/**
 * How a call shall end. `status`: that answer, not recorded as sent. `accept`: recorded as sent, and then `status` (or a cut
 * connection for `reset`, no answer ever for `silence`) all the same. Undefined: accepted as Teams would.
 */
export type Script = (
  call: ConnectorCall,
) =>
  | { status: number; headers?: Record<string, string>; body?: unknown; accept?: boolean }
  | { reset: true; accept?: boolean }
  | { silence: true; accept?: boolean }
  | undefined;

export interface FakeConnector {
  /** The service URL: `http://127.0.0.1:<port>/` */
  url: string;
  sent: SentActivity[];
  calls: ConnectorCall[];
  /** Answers every call from here on by `how`; without it, as Teams would. */
  script(how?: Script): void;
  /** Resolves with the newest sent activity that fits; rejects after two seconds. */
  waitFor(fits: (sent: SentActivity) => boolean): Promise<SentActivity>;
  /** People of every conversation, as the roster calls answer them. */
  members: { id: string; name: string; aadObjectId: string; email?: string; userPrincipalName?: string }[];
  stop(): Promise<void>;
}

/** Starts a connector that accepts everything. */
export async function startFakeConnector(): Promise<FakeConnector> {
  const sent: SentActivity[] = [];
  const calls: ConnectorCall[] = [];
  let script: Script | undefined;
  let counter = 1_700_000_000_000;
  const members: FakeConnector['members'] = [];

  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const ending = script?.(call);
    const result = ending && !ending.accept ? undefined : accept(call);
    if (!ending) return answer(response, result?.status ?? 404, result?.body);
    if ('silence' in ending) return;
    if ('reset' in ending) {
      response.destroy();
      return;
    }
    answer(
      response,
      ending.status,
      ending.body ?? { error: { code: 'Scripted', message: 'scripted' } },
      ending.headers,
    );
  });

  function accept({ method, path, body }: ConnectorCall): { status: number; body: unknown } | undefined {
    const [, conversation, kind, id] =
      path.match(/^\/v3\/conversations(?:\/([^/]+)(?:\/(\w+)(?:\/([^/]+))?)?)?$/) ?? [];
    const conversationId = decodeURIComponent(conversation ?? '');
    const fresh = () => String(counter++);
    const record = (how: SentActivity['how'], where: string, activityId: string, activity: Partial<Activity>) => {
      sent.push({ how, conversationId: where, activityId, activity });
      return activityId;
    };
    if (method === 'POST' && path === '/v3/conversations') {
      const activityId = fresh();
      const channel = body.channelData?.channel?.id;
      const where = channel ? `${channel};messageid=${activityId}` : `a:chat-${body.members?.[0]?.id}`;
      if (body.activity) record('create', where, activityId, body.activity);
      return { status: 201, body: { id: where, activityId } };
    }
    if (kind === 'activities' && method === 'POST')
      return { status: 201, body: { id: record('post', conversationId, fresh(), body) } };
    if (kind === 'activities' && method === 'PUT' && id) {
      const activityId = decodeURIComponent(id);
      if (!sent.some((each) => each.activityId === activityId)) return undefined;
      return { status: 200, body: { id: record('put', conversationId, activityId, body) } };
    }
    if (method !== 'GET') return undefined;
    if (kind === 'pagedmembers') return { status: 200, body: { members } };
    if (kind !== 'members') return undefined;
    const member = members.find((each) => [each.id, each.aadObjectId].includes(decodeURIComponent(id ?? '')));
    return id ? member && { status: 200, body: member } : { status: 200, body: members };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    sent,
    calls,
    members,
    script: (how) => {
      script = how;
    },
    waitFor: async (fits) => {
      const until = Date.now() + 2_000;
      for (;;) {
        const found = sent.findLast(fits);
        if (found) return found;
        if (Date.now() > until) throw new Error(`nothing sent fits; ${sent.length} sent, ${calls.length} calls`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readCall(request: IncomingMessage): Promise<ConnectorCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: request.method ?? '',
    path: new URL(request.url ?? '/', 'http://connector').pathname,
    authorization: request.headers.authorization,
    body: text ? JSON.parse(text) : undefined,
  };
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body ?? { error: { code: 'NotFound', message: 'not found' } }));
}

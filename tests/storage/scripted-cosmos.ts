// An HTTP endpoint on loopback that answers as Cosmos DB does until it is told to misbehave. What one could get wrong: it
// stores nothing; it exists to count what really arrives and to fail in ways that a good endpoint never will.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One way to answer. `reset` cuts the connection after the request was read whole, `silent` never answers. */
export type Answer = { status: number; substatus?: number; retryAfterMs?: number; body?: string } | 'reset' | 'silent';

export interface ScriptedCosmos {
  endpoint: string;
  /** What every request for documents gets from now on; the list is used up first, `always` after it. */
  script(always: Answer, first?: Answer[]): void;
  /** Requests for documents since the last `script`, without the query plans the SDK asks for beside each query. */
  arrived(): string[];
  stop(): Promise<void>;
}

/** Starts the endpoint on a free port, answering well. */
export async function startScriptedCosmos(): Promise<ScriptedCosmos> {
  let always: Answer = { status: 200 };
  let first: Answer[] = [];
  let arrived: string[] = [];

  const server = createServer(async (request, response) => {
    for await (const _ of request);
    if (!request.url?.includes('/docs')) return answer(response, { status: 200, body: containerFor(request) });
    if (request.headers['x-ms-cosmos-is-query-plan-request']) return answer(response, { status: 400 });
    arrived.push(request.method ?? '');
    const next = first.shift() ?? always;
    if (next === 'silent') return;
    if (next === 'reset') return void request.socket.resetAndDestroy();
    answer(response, next);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    script(nextAlways, nextFirst = []) {
      always = nextAlways;
      first = [...nextFirst];
      arrived = [];
    },
    arrived: () => arrived,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function containerFor(request: IncomingMessage): string {
  const id = request.url?.split('/').at(-1);
  return JSON.stringify({ id, _rid: 'r', _etag: 'e', partitionKey: { paths: ['/partition'], kind: 'Hash' } });
}

function answer(response: ServerResponse, { status, substatus, retryAfterMs, body }: Exclude<Answer, string>): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  if (status < 300) response.setHeader('etag', 'answered');
  if (substatus) response.setHeader('x-ms-substatus', substatus);
  if (retryAfterMs) response.setHeader('x-ms-retry-after-ms', retryAfterMs);
  const good = { id: 'risk:R01', kind: 'risk', partition: 'sheffield', at: 'now', body: 1, _etag: 'answered' };
  response.end(body ?? JSON.stringify(status < 300 ? { ...good, Documents: [good] } : { message: 'scripted' }));
}

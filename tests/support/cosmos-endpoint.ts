// A Cosmos DB endpoint on loopback for tests, over plain HTTP so that no TLS check has to be loosened. What one could get
// wrong: it keeps one Map and scans it for every query (110 ms at 10,000 documents), knows no TTL and no batches, and tells
// partitions apart in queries only because ours say `c.partition = …` themselves.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';

export interface CosmosEndpoint {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  key: string;
  stop(): Promise<void>;
}

/** Starts an empty endpoint on a free port. Any key is taken; this one has the form the client wants. */
export async function startCosmosEndpoint(): Promise<CosmosEndpoint> {
  const server = createHttpServer({ keepAlive: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    key: Buffer.from('any key will do').toString('base64'),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

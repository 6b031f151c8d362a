// The contract on Cosmos DB's client against a stand-in on loopback, and against a real account or emulator when one is
// named. What one could get wrong: COSMOS_TEST_KEY is for emulators; a real account is reached by identity, needs a database
// `contract` with a container `records` provisioned as infra does, and keeps what the tests leave behind.
import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCosmosStore } from '../../src/storage/cosmos-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { type CosmosEndpoint, startCosmosEndpoint } from '../support/cosmos-endpoint.js';
import { draft, freshName } from './draft.js';
import { storeContract } from './store-contract.js';

let server: CosmosEndpoint;
beforeAll(async () => {
  server = await startCosmosEndpoint();
});
afterAll(async () => {
  await server.stop();
});

storeContract('the Cosmos client against a stand-in on loopback', {
  open: () => openCosmosStore({ endpoint: server.endpoint, key: server.key, database: freshName() }),
});

test('the life of a document is written as the ttl that Cosmos goes by, in whole seconds', async () => {
  const database = freshName();
  const { endpoint, key } = server;
  const store = await openStore({ kind: 'cosmos', endpoint, database, key });
  await store.create('form', draft('a/b', 1, { expiresInSeconds: 59.5 }));
  await store.create('form', draft('kept', 1));
  const client = new CosmosClient({ endpoint, key, connectionPolicy: { enableEndpointDiscovery: false } });
  const container = client.database(database).container('records');
  expect((await container.read()).resource).toMatchObject({ defaultTtl: -1, partitionKey: { paths: ['/partition'] } });
  expect((await container.item('form:a~2f~b', 'sheffield').read()).resource).toMatchObject({ kind: 'form', ttl: 60 });
  expect((await container.item('form:kept', 'sheffield').read()).resource).not.toHaveProperty('ttl');
  client.dispose();
  await store.close();
});

test('each request is told to whoever counts: a listing is one query a page', async () => {
  const counted: string[] = [];
  const onRequest = (operation: string) => counted.push(operation);
  const store = await openCosmosStore({ endpoint: server.endpoint, key: server.key, database: freshName(), onRequest });
  const made = await store.create('risk', draft('R01', 1));
  await store.replace('risk', made);
  await store.read('risk', 'sheffield', 'R01');
  for await (const page of store.list(['risk', 'milestone'], 'sheffield')) expect(page).toHaveLength(1);
  await store.delete('risk', 'sheffield', 'R01');
  expect(counted).toEqual(['open', 'create', 'replace', 'read', 'query', 'delete']);
  await store.close();
});

const realEndpoint = process.env.COSMOS_TEST_ENDPOINT;
if (realEndpoint) {
  const key = process.env.COSMOS_TEST_KEY;
  storeContract('the Cosmos endpoint named by COSMOS_TEST_ENDPOINT', {
    open: () => openCosmosStore({ endpoint: realEndpoint, database: 'contract', key }),
  });
}

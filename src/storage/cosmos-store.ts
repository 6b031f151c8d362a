// The storage port over one Cosmos DB container: single-document requests and single-partition queries only. What one
// could get wrong: reads by another replica are only as fresh as the account's default consistency allows. The ledger is
// safe under any (every commit is conditional), but with less than Strong or Bounded staleness a second delivery that
// reaches another replica within milliseconds can be answered as a conflict; infra sets the account accordingly.
import { CosmosClient, type SqlQuerySpec } from '@azure/cosmos';
import { ProductError } from '../errors.js';
import { cosmosRequests, isPlainNotFound, OPERATION_LIMIT_MS, type Operation } from './cosmos-requests.js';
import type { Draft, Kind, ListedKind, Place, Store, Stored, Within } from './store.js';

/** Milliseconds that opening may take: a first token from managed identity can need several seconds. */
const OPENING_LIMIT_MS = 15_000;
/** The one question over the whole store, which nobody waits for. */
const EVERYWHERE_LIMIT_MS = 30_000;

const LARGEST_PAGE = 500;

export interface CosmosSettings {
  /** The account's address, such as `https://<account>.documents.azure.com`. */
  endpoint: string;
  database: string;
  /** Only for emulators. Without it the process's managed identity is used. */
  key?: string;
  /** Default: `records`. */
  container?: string;
  /** Told each request as it is made; for counting in benchmarks. */
  onRequest?: (operation: Operation) => void;
  /** Told the request units of each answer. */
  onCharge?: (operation: Operation, units: number) => void;
  /** Told the time that each answer says it is. */
  onDate?: (date: Date) => void;
}

/** A document as Cosmos holds it. `ttl` is in seconds from the last write; `_etag` is the version. */
interface CosmosDocument {
  id: string;
  kind: Kind;
  partition: string;
  at: string;
  body: unknown;
  ttl?: number;
  _etag?: string;
}

/**
 * Opens the store in Cosmos DB. With a key (emulators) it makes the database and the container when missing; with
 * managed identity both must be there. Every operation ends within 2 s. Throws UNAVAILABLE when Cosmos, the container or
 * a token cannot be had.
 */
export async function openCosmosStore(settings: CosmosSettings): Promise<Store> {
  const { ask } = cosmosRequests(settings.onRequest, settings.onCharge, settings.onDate);
  const client = await connect(settings, ask);
  const container = client.database(settings.database).container(settings.container ?? 'records');

  async function read<T>(kind: Kind, partition: string, id: string): Promise<Stored<T> | undefined> {
    const item = container.item(cosmosId(kind, id), partition);
    const answer = await ask('read', (abortSignal) => item.read<CosmosDocument>({ abortSignal }));
    if (answer.resource) return fromDocument<T>(answer.resource);
    if (isPlainNotFound(answer)) return undefined;
    throw new ProductError('UNAVAILABLE', `Cosmos DB, read: ${answer.statusCode}/${answer.substatus}`);
  }

  return {
    async create<T>(kind: Kind, draft: Draft<T>): Promise<Stored<T>> {
      const document = asDocument(kind, draft);
      const answer = await ask('create', (abortSignal) => container.items.create(document, { abortSignal }));
      return { ...draft, version: answer.etag };
    },

    read,

    async replace<T>(kind: Kind, record: Stored<T>): Promise<Stored<T>> {
      const document = asDocument(kind, record);
      const accessCondition = { type: 'IfMatch', condition: record.version };
      const item = container.item(document.id, record.partition);
      const answer = await ask('replace', (abortSignal) => item.replace(document, { accessCondition, abortSignal }));
      return { ...record, version: answer.etag };
    },

    async *list<T>(kinds: readonly Kind[], partition: string, within: Within = {}): AsyncIterable<ListedKind<T>[]> {
      const wanted = [...new Set(kinds)];
      if (wanted.length === 0) return;
      const query = listQuery(wanted, partition, within);
      const maxItemCount = Math.min(Math.max(within.pageSize ?? LARGEST_PAGE, 1), LARGEST_PAGE);
      let continuationToken: string | undefined;
      do {
        // A query of its own for each page: one that was throttled cannot be asked for the same page again.
        const page = await ask('query', (abortSignal) =>
          container.items
            .query<CosmosDocument>(query, { partitionKey: partition, maxItemCount, continuationToken, abortSignal })
            .fetchNext(),
        );
        const found = page.resources ?? [];
        if (found.length > 0) yield found.map((document) => ({ ...fromDocument<T>(document), kind: document.kind }));
        continuationToken = page.continuationToken;
      } while (continuationToken);
    },

    async delete(kind: Kind, partition: string, id: string): Promise<void> {
      const item = container.item(cosmosId(kind, id), partition);
      await ask('delete', async (abortSignal) => {
        try {
          await item.delete({ abortSignal });
        } catch (error) {
          if (!isPlainNotFound(error as { code?: unknown; substatus?: unknown })) throw error;
        }
      });
    },

    async listPartitions(kinds: readonly Kind[]): Promise<Place[]> {
      const { anyKind, parameters } = namedKinds(kinds);
      const query = `SELECT c.kind, c.partition FROM c WHERE c.kind IN (${anyKind})`;
      const pages = container.items.query<Place>({ query, parameters }, { maxItemCount: 1000 });
      const found = new Map<string, Place>();
      for (;;) {
        const page = await ask('query', () => pages.fetchNext(), EVERYWHERE_LIMIT_MS);
        for (const { kind, partition } of page.resources ?? []) found.set(`${kind} ${partition}`, { kind, partition });
        if (!page.hasMoreResults) return [...found.values()];
      }
    },

    async ping(): Promise<void> {
      await read('anchor', 'ping', 'ping');
    },

    async close(): Promise<void> {
      client.dispose();
    },
  };
}

type Ask = ReturnType<typeof cosmosRequests>['ask'];

async function connect({ endpoint, database, key, container = 'records' }: CosmosSettings, ask: Ask) {
  // Endpoint discovery is off for every account: with it the SDK repeats even writes by itself (see cosmos-requests.ts),
  // and the account's own address leads to the region that takes writes anyway.
  const connectionPolicy = {
    enableEndpointDiscovery: false,
    useMultipleWriteLocations: false,
    requestTimeout: OPERATION_LIMIT_MS,
    retryOptions: { maxRetryAttemptCount: 0 },
  };
  try {
    if (key) {
      const client = new CosmosClient({ endpoint, key, connectionPolicy });
      await ask('open', () => provision(client, database, container), OPENING_LIMIT_MS);
      return client;
    }
    const { DefaultAzureCredential } = await import('@azure/identity');
    const aadCredentials = new DefaultAzureCredential();
    // Asked for once ahead of time, under the scope the SDK will use, since its own requests have only the short limit.
    const scope = `${new URL(endpoint).origin}/.default`;
    await ask('open', (abortSignal) => aadCredentials.getToken(scope, { abortSignal }), OPENING_LIMIT_MS);
    const client = new CosmosClient({ endpoint, aadCredentials, connectionPolicy });
    await ask('open', () => client.database(database).container(container).read(), OPENING_LIMIT_MS);
    return client;
  } catch (error) {
    const detail = `The store ${database}/${container} at ${endpoint} cannot be opened (${String(error)}).`;
    throw new ProductError('UNAVAILABLE', detail, { cause: error });
  }
}

async function provision(client: CosmosClient, databaseId: string, containerId: string): Promise<void> {
  const { database } = await client.databases.createIfNotExists({ id: databaseId });
  await database.containers.createIfNotExists({
    id: containerId,
    partitionKey: { paths: ['/partition'] },
    // Expiry is on, but nothing expires that does not say so itself.
    defaultTtl: -1,
    // Bodies are never queried: indexing them would cost most of every write.
    indexingPolicy: { includedPaths: [{ path: '/*' }], excludedPaths: [{ path: '/body/*' }, { path: '/"_etag"/?' }] },
  });
}

function listQuery(kinds: readonly Kind[], partition: string, { since, until }: Within): SqlQuerySpec {
  const { anyKind, parameters } = namedKinds(kinds);
  parameters.push({ name: '@partition', value: partition });
  if (since !== undefined) parameters.push({ name: '@since', value: since });
  if (until !== undefined) parameters.push({ name: '@until', value: until });
  const within = `${since === undefined ? '' : ' AND c.at >= @since'}${until === undefined ? '' : ' AND c.at <= @until'}`;
  return {
    query: `SELECT * FROM c WHERE c.partition = @partition AND c.kind IN (${anyKind})${within} ORDER BY c.at DESC`,
    parameters,
  };
}

function namedKinds(kinds: readonly Kind[]) {
  const parameters = kinds.map((kind, index) => ({ name: `@kind${index}`, value: kind as string }));
  return { parameters, anyKind: parameters.map((parameter) => parameter.name).join(', ') };
}

function asDocument(kind: Kind, { id, partition, at, body, expiresInSeconds }: Draft<unknown>): CosmosDocument {
  const document = { id: cosmosId(kind, id), kind, partition, at, body };
  // Cosmos takes whole seconds, from one.
  return expiresInSeconds === undefined ? document : { ...document, ttl: Math.max(1, Math.ceil(expiresInSeconds)) };
}

function fromDocument<T>({ id, partition, at, body, ttl, _etag = '' }: CosmosDocument): Stored<T> {
  const document: Stored<T> = { id: ownId(id), partition, at, body: body as T, version: _etag };
  return ttl === undefined ? document : { ...document, expiresInSeconds: ttl };
}

/**
 * Our id within Cosmos, where an id is unique per partition and not per kind, and may not hold `/ \ ? #`. Everything that
 * an address could spell in two ways is written as `~<hex code point>~`.
 */
function cosmosId(kind: Kind, id: string): string {
  return `${kind}:${id.replace(/[^A-Za-z0-9._:@-]/gu, (sign) => `~${sign.codePointAt(0)?.toString(16)}~`)}`;
}

function ownId(cosmos: string): string {
  const escaped = cosmos.slice(cosmos.indexOf(':') + 1);
  return escaped.replace(/~([0-9a-f]+)~/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

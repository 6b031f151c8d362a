// Chooses the adapter of the storage port by the settings. What one could get wrong: Cosmos DB's and Azure's packages take
// long to load, so they are imported only when they are asked for.

import { openEmbeddedStore } from './embedded-store.js';
import type { Store } from './store.js';

/** Either the embedded store's file (or `:memory:`), or a database in Cosmos DB; the key is for emulators only. */
export type StoreSettings =
  | { kind: 'embedded'; file: string }
  | { kind: 'cosmos'; endpoint: string; database: string; key?: string };

/**
 * Opens the store that the settings name; of each answer of Cosmos DB `onCharge` is told the request units, `onDate` the time it
 * says it is. Throws UNAVAILABLE, saying why, when it cannot be opened.
 */
export async function openStore(
  settings: StoreSettings,
  onCharge?: (operation: string, units: number) => void,
  onDate?: (date: Date) => void,
): Promise<Store> {
  if (settings.kind === 'embedded') return openEmbeddedStore({ file: settings.file });
  const { openCosmosStore } = await import('./cosmos-store.js');
  const { endpoint, database, key } = settings;
  return openCosmosStore({ endpoint, database, key, ...(onCharge && { onCharge }), ...(onDate && { onDate }) });
}

// Whether anything is measured at all. What one could get wrong: an installation that names no place for its figures pays nothing for them: nothing is loaded,
// and nothing stands between a turn and the store.

import type { Messenger } from '../deps.js';
import type { Log } from '../log.js';
import type { Store } from '../storage/store.js';

/** What is put around each part of an assistant, so that it is measured. */
export interface Telemetry {
  log(log: Log): Log;
  store(store: Store): Store;
  messenger(messenger: Messenger): Messenger;
  /** A turn or a run, under which what it asks for stands. */
  work<A extends unknown[], T>(name: string, work: (...given: A) => Promise<T>): (...given: A) => Promise<T>;
  /** Told the request units of each answer of Cosmos DB. */
  onCharge?(operation: string, units: number): void;
  /** Sends the rest. */
  end(): Promise<void>;
}

const NOTHING: Telemetry = {
  log: (log) => log,
  store: (store) => store,
  messenger: (messenger) => messenger,
  work: (_, work) => work,
  end: async () => undefined,
};

/** Measures and exports to Application Insights by its connection string; without one, nothing. */
export async function openTelemetry(connectionString: string | undefined): Promise<Telemetry> {
  if (connectionString === undefined) return NOTHING;
  const [{ exportToAzure }, measured] = await Promise.all([import('./azure.js'), import('./measured.js')]);
  const end = await exportToAzure(connectionString);
  return {
    log: measured.measuredLog,
    store: measured.measuredStore,
    messenger: measured.measuredMessenger,
    work: measured.measuredWork,
    onCharge: measured.countRequestUnits(),
    end,
  };
}

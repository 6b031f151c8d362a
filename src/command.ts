// What the commands on the command line share: the store that the settings name, opened and closed, and how one ends. What one could get wrong: the
// embedded store has one process at a time, so the assistant must be stopped first; with Cosmos DB it may run on.

import { systemClock } from './clock.js';
import { readEnvironmentFile, readStoreSettings, SettingsError } from './config.js';
import type { Deps, Messenger } from './deps.js';
import { ProductError } from './errors.js';
import { openLog } from './log.js';
import { openStore } from './storage/open-store.js';

/** Nothing is sent from the command line. */
const silent: Messenger = {
  send: async () => ({ outcome: 'refused' }),
  update: async () => ({ outcome: 'refused' }),
};

/** Works with the store of the environment, or the demo's. */
export async function withStore<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  readEnvironmentFile();
  const store = await openStore(readStoreSettings(process.env));
  try {
    return await work({ store, clock: systemClock, log: openLog('warn'), messenger: silent });
  } finally {
    await store.close();
  }
}

/** Runs a command: its exit code, or 2 and a sentence when it could not be done. `otherwise`: the sentence for what nobody foresaw. */
export function runCommand(run: () => Promise<number>, otherwise: string): void {
  run()
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error: unknown) => {
      process.stderr.write(`${sentenceOf(error) ?? otherwise}\n`);
      process.exitCode = 2;
    });
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ProductError) return error.advice ?? error.message;
  if (error instanceof SettingsError) return error.message;
  return Reflect.get(Object(error), 'code') === 'ENOENT' ? 'There is no such file.' : undefined;
}

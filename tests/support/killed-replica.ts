// A replica in a process of its own that kills itself, as `kill -9` would, at one point of its store calls. What one could
// get wrong: each call has two points, before it and after it, so a write is both missing and made when the process goes.
//
// Arguments: store file, plan file, address of the connector, point to die at (0: never), and when it is. Sends its address
// to the parent, does what that asks by message, and then says how many points it has passed.

import { readFileSync } from 'node:fs';
import { Plan } from '../../src/plans/plan-file.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { startAssistant } from './assistant.js';
import type { FakeConnector } from './fake-connector.js';

/** `finish`: what an answer still owes. `run jobs`: one look at what is due. */
export type Asked = 'finish' | 'run jobs';

const [file = '', planFile = '', connectorUrl = '', dieAt = '0', at] = process.argv.slice(2);
let point = 0;

const passPoint = () => {
  point += 1;
  if (point === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
};

async function between<T>(run: () => Promise<T>): Promise<T> {
  passPoint();
  const done = await run();
  passPoint();
  return done;
}

const dying = (store: Store): Store => ({
  ...store,
  create: (kind, draft) => between(() => store.create(kind, draft)),
  read: (kind, partition, id) => between(() => store.read(kind, partition, id)),
  replace: (kind, record) => between(() => store.replace(kind, record)),
  delete: (kind, partition, id) => between(() => store.delete(kind, partition, id)),
});

const store = await openEmbeddedStore({ file });
const plan = Plan.parse(JSON.parse(readFileSync(planFile, 'utf8')));
const { url, bot } = await startAssistant({
  plan,
  store,
  wrap: dying,
  connector: { url: connectorUrl } as FakeConnector,
  ...(at && { at }),
});
process.on('message', async (asked: Asked) => {
  if (asked === 'run jobs') await bot.runJobs();
  // Work that goes on after an answer is finished too.
  await bot.stop();
  process.send?.({ points: point });
});
process.send?.({ url });

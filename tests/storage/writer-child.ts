// A process that writes to an embedded store as fast as it can, telling every write it was promised, until it is killed.
// What one could get wrong: a line may only be printed after the store resolved, and must leave the process at once.
import { writeSync } from 'node:fs';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';

const [file = '', round = ''] = process.argv.slice(2);
const AT_ONCE = 16;

const store = await openEmbeddedStore({ file });
let head = await store.create('milestone', { id: `head-${round}`, partition: 'killed', at: 'now', body: 0 });
writeSync(1, 'open\n');

for (let turn = 1; ; turn += 1) {
  const creating = Array.from({ length: AT_ONCE }, async (_, index) => {
    const id = `${round}-${turn}-${index}`;
    await store.create('entry', { id, partition: 'killed', at: 'now', body: { id, text: id.repeat(100) } });
    writeSync(1, `created ${id}\n`);
  });
  head = await store.replace('milestone', { ...head, body: turn });
  writeSync(1, `replaced ${turn}\n`);
  await Promise.all(creating);
}

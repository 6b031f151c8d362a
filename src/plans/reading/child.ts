// The process that reads one file and ends: what goes wrong in it, down to the end of its memory, goes wrong in nobody else's.
// Pitfall: it is given a file and nothing more, no environment and no store, so that a file can reach nothing through it.

import { readBytes } from './read-bytes.js';

process.once('message', async ({ name, bytes }: { name: string; bytes: Uint8Array }) => {
  const answer = await readBytes(name, bytes).then(
    (read) => ({ read }),
    (error: { advice?: string; message?: string }) =>
      error.advice === undefined ? { fault: String(error.message) } : { advice: error.advice },
  );
  process.send?.(answer, () => process.disconnect());
});
// Whoever asked is gone.
process.once('disconnect', () => process.exit(0));

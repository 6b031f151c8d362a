// Where the project's own files lie, from source (tests) and from the build alike. What one could get wrong: the build
// is two folders deeper than the source, so paths relative to a module differ; paths from the root do not.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An absolute path inside the project. */
export function projectPath(...parts: string[]): string {
  return join(root, ...parts);
}

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}

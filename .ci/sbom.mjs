// `npm run --silent sbom`: every part of production with version, hash and licence, as CycloneDX. npm's own `--omit dev` leaves out whatever a developer's tool
// uses as well, so the whole list is asked for and what only developers use is taken out by the lock file's own marks.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const production = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
);
const given = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
const list = JSON.parse(execFileSync('npm', given, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const isKept = (ref) => production.has(ref) || ref === list.metadata.component['bom-ref'];
list.components = list.components.filter((component) => isKept(component['bom-ref']));
list.dependencies = list.dependencies
  .filter(({ ref }) => isKept(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isKept) }));
process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);

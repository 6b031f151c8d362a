// `npm run licences`: every package that production installs, with its licence, and a refusal of any licence not on the list
// below. Reads the lock file and, where that is silent, the installed package; needs no network.
// One argument, for tests: another folder with a package-lock.json and node_modules.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Licences that let a council run, change and pass on the product. A new one is added after somebody has read it. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Unlicense',
]);

/** Packages whose package.json says nothing; read by a person in the place named, for this version alone. */
const READ_BY_HAND = {
  'escape-regexp-component@1.0.2': ['MIT', 'its Readme.md'],
  'jspath@0.4.0': ['MIT', 'its LICENSE'],
  'semaphore@1.1.0': ['MIT', 'its README.md'],
};

const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const rows = Object.entries(packages)
  .filter(([path, { dev, link }]) => path && !dev && !link)
  .map(([path, locked]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const id = `${name}@${locked.version}`;
    const [byHand, where] = READ_BY_HAND[id] ?? [];
    const licence = spdx(locked) ?? spdx(installed(path)) ?? byHand;
    return { id, licence: licence ?? 'unknown', where, allowed: licence !== undefined && allows(licence) };
  })
  .sort((a, b) => (a.id < b.id ? -1 : 1));
const unique = rows.filter(({ id }, n) => rows[n - 1]?.id !== id);

for (const { id, licence, where } of unique)
  process.stdout.write(`${id}  ${licence}${where ? ` (read in ${where})` : ''}\n`);

const refused = unique.filter(({ allowed }) => !allowed);
for (const { id, licence } of refused)
  process.stderr.write(
    `${id} has the licence ${licence}, which is not on the list in .ci/licences.mjs. Read it, then add it there or leave the package.\n`,
  );
process.stderr.write(`${unique.length} packages, ${refused.length} refused.\n`);
process.exitCode = refused.length ? 1 : 0;

function installed(path) {
  const file = join(root, path, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** The licence in SPDX words; older packages write an object or a list, of which any may be chosen. */
function spdx({ license, licenses }) {
  const said = license ?? licenses;
  if (typeof said === 'string') return said;
  const words = [said ?? []].flat().map((one) => (typeof one === 'string' ? one : one.type));
  return words.length ? words.join(' OR ') : undefined;
}

/** Whether an expression of licences joined by AND and OR can be met by the list. AND binds tighter; brackets come first. */
function allows(expression) {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  const either = () => {
    let met = both();
    while (words[0] === 'OR') {
      words.shift();
      met = both() || met;
    }
    return met;
  };
  const both = () => {
    let met = single();
    while (words[0] === 'AND') {
      words.shift();
      met = single() && met;
    }
    return met;
  };
  const single = () => {
    const word = words.shift();
    if (word !== '(') return ALLOWED.has(word);
    const met = either();
    return words.shift() === ')' && met;
  };
  return either() && words.length === 0;
}

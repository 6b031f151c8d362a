// `npm run counts [-- BASE]`: how often the project says the same thing twice, as figures that a change can be held to. BASE is another checkout
// (a folder), for the rows that compare. Each function's docblock says what its row counts. Reads files as text; changes nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const base = process.argv[2];
const REGISTERS = ['milestones', 'risks', 'decisions', 'agreed-actions', 'questions', 'confidence', 'finance', 'kpis'];
const ROUNDS = ['check-ins', 'returns', 'notices'];
const VIEWS = ['summary', 'board-packs', 'family-digests', 'exports', 'audit'];

/** Registers stand in src/ or, once it has rooms, in src/registers/. */
const folderOf = (register) =>
  [join('src', 'registers', register), join('src', register)].find((folder) => existsSync(join(root, folder)));
const filesBelow = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending) && !name.endsWith('.data.json'))
        .map((name) => join(folder, name))
    : [];
const text = (file) => readFileSync(file, 'utf8');
const linesOf = (source) => source.split('\n').filter((line) => line.trim() !== '').length;
const templates = filesBelow(join(root, 'cards'), '.json');

const rows = [
  ['lines per form field, worst register', perField()],
  ['non-test files that name a risk’s field, most', filesOfField()],
  ['places outside its folder that name a register, most', placesOf()],
  ['repeated lines in cards', repeatedInCards()],
  ['src lines', sourceLines()],
  ['rooms; pairs with an import; sibling pairs in registers, rounds, views', rooms()],
  ['copies of today(), capital(), formButtons, reference sort', copies()],
  ['first draw of a card, processor: worst; median', await firstDraw()],
];
for (const [name, figure] of rows) process.stdout.write(`${name.padEnd(74)} ${figure}\n`);

/**
 * For each register: lines of its top-level statements that name two or more fields of its forms (schemas, checks, drawing, conflict rows,
 * views), and of its templates that hold inputs, divided by the fields. Fields are the ids of inputs in its templates and the keys of its
 * form schemas (`*Fields`) and of its tables of fields (`key: '…'`).
 */
function perField() {
  const found = REGISTERS.map((register) => {
    const sources = filesBelow(join(root, folderOf(register)), '.ts').map((file) => parse(file));
    const cards = filesBelow(join(root, 'cards', register === 'agreed-actions' ? 'actions' : register), '.json');
    const forms = cards.filter((file) => text(file).includes('"Input.'));
    const fields = new Set(forms.flatMap((file) => inputIds(JSON.parse(text(file)))));
    for (const source of sources) for (const key of formKeys(source)) fields.add(key);
    if (fields.size === 0) return { register, figure: 0, fields: 0 };
    const code = sources.flatMap((source) =>
      source.statements.filter((one) => !ts.isImportDeclaration(one) && namesOf(one, fields) >= 2),
    );
    const lines = code.reduce((sum, one) => sum + linesOf(one.getText()), 0);
    const drawn = forms.reduce((sum, file) => sum + linesOf(text(file)), 0);
    return { register, fields: fields.size, figure: (lines + drawn) / fields.size };
  }).sort((a, b) => b.figure - a.figure);
  const worst = found[0];
  return `${worst.figure.toFixed(0)} (${found.map(({ register, figure, fields }) => `${register} ${figure.toFixed(0)} of ${fields}`).join(', ')})`;
}

function parse(file) {
  return ts.createSourceFile(file, text(file), ts.ScriptTarget.ES2022, true);
}

function inputIds(node) {
  if (Array.isArray(node)) return node.flatMap(inputIds);
  if (typeof node !== 'object' || node === null) return [];
  const own =
    typeof node.type === 'string' && node.type.startsWith('Input.') && /^\w+$/.test(node.id ?? '') ? [node.id] : [];
  return [...own, ...Object.values(node).flatMap(inputIds)];
}

/** Keys of `const …Fields = z.object({ … })`, and `key: '…'` in a table of fields. */
function formKeys(source) {
  const found = [];
  const visit = (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      /Fields$/.test(node.name.getText()) &&
      node.initializer &&
      ts.isCallExpression(node.initializer)
    ) {
      const [shape] = node.initializer.arguments;
      if (shape && ts.isObjectLiteralExpression(shape))
        for (const property of shape.properties) if (property.name) found.push(property.name.getText());
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'key' && ts.isStringLiteral(node.initializer))
      found.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namesOf(statement, fields) {
  const named = new Set();
  const visit = (node) => {
    if ((ts.isIdentifier(node) || ts.isStringLiteral(node)) && fields.has(node.text)) named.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return named.size;
}

/** For each key of a risk's schema: files of src/ and cards/ (no samples, no tests) that name it; the most. */
function filesOfField() {
  const schema = text(join(root, folderOf('risks'), 'schema.ts'));
  const body = /export const Risk = z\.object\(\{([\s\S]*?)\n\}\);/.exec(schema)?.[1] ?? '';
  const own = ['proximity', 'response', 'reviewOn', 'escalation', 'inherent', 'category'].filter((key) =>
    body.includes(`${key}:`),
  );
  const files = [...filesBelow(join(root, 'src'), '.ts'), ...templates].map(text);
  const counts = own.map((key) => [key, files.filter((file) => new RegExp(`\\b${key}\\b`).test(file)).length]);
  counts.sort((a, b) => b[1] - a[1]);
  return counts.map(([key, count]) => `${key} ${count}`).join(', ');
}

/** Import lines outside its own folder, in the roots that list registers (src/*.ts, the kit, programmes, notices, people, plans), that name a register. */
function placesOf() {
  const lists = filesBelow(join(root, 'src'), '.ts').filter((file) => {
    const [room = '', second] = relative(join(root, 'src'), file).split(/[\\/]/);
    return (
      second === undefined ||
      ['app', 'records', 'programmes', 'notices', 'people', 'plans', 'rounds', 'office', 'audit'].includes(room)
    );
  });
  const counts = REGISTERS.map((register) => [
    register,
    lists.reduce((sum, file) => sum + (text(file).match(new RegExp(`from '[^']*/${register}/`, 'g'))?.length ?? 0), 0),
  ]).sort((a, b) => b[1] - a[1]);
  return counts.map(([register, count]) => `${register} ${count}`).join(', ');
}

/** Lines of elements of templates (as printed, two spaces) whose shape, texts and ids left out, has stood twice before; share of all lines. */
function repeatedInCards() {
  const seen = new Map();
  let all = 0;
  let repeated = 0;
  const shape = (node) =>
    JSON.stringify(node, (key, value) => (typeof value === 'string' && key !== 'type' && key !== 'style' ? '' : value));
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const isElement = typeof node.type === 'string' && node.type !== 'AdaptiveCard';
    if (isElement) {
      const own = shape(node);
      const times = (seen.get(own) ?? 0) + 1;
      seen.set(own, times);
      if (times > 2) {
        repeated += JSON.stringify(node, null, 2).split('\n').length;
        return;
      }
    }
    Object.values(node).forEach(visit);
  };
  for (const file of templates) {
    const card = JSON.parse(text(file));
    all += JSON.stringify(card, null, 2).split('\n').length;
    visit(card);
  }
  return `${((100 * repeated) / all).toFixed(0)} % of ${all.toLocaleString('en-GB')} lines`;
}

/** Lines of src/ without blank ones, and the longest median line of a file; with BASE, divided by BASE's. */
function sourceLines() {
  const count = (folder) => filesBelow(join(folder, 'src'), '.ts').reduce((sum, file) => sum + linesOf(text(file)), 0);
  const here = count(root);
  if (!base) return here.toLocaleString('en-GB');
  const there = count(resolve(base));
  return `${here.toLocaleString('en-GB')} ÷ ${there.toLocaleString('en-GB')} = ${(here / there).toFixed(3)}`;
}

/** Folders at the top of src/ (its own files are one more room), pairs of rooms with an import either way, and pairs of siblings. */
function rooms() {
  const src = join(root, 'src');
  const roomOf = (file) => {
    const parts = relative(src, file).split(/[\\/]/);
    return parts.length > 1 ? parts[0] : '.';
  };
  const siblingOf = (file) => {
    const parts = relative(src, file).split(/[\\/]/);
    return ['registers', 'rounds', 'views'].includes(parts[0]) ? parts[1] : parts[0];
  };
  const files = filesBelow(src, '.ts');
  const folders = new Set(files.map((file) => dirname(relative(src, file))));
  const pairs = new Set();
  const siblings = new Set();
  for (const file of files)
    for (const [, path] of text(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const target = resolve(dirname(file), path);
      const [one, other] = [roomOf(file), roomOf(target)];
      if (one !== other) pairs.add(`${one} → ${other}`);
      const [a, b] = [siblingOf(file), siblingOf(target)];
      if (a !== b && [REGISTERS, ROUNDS, VIEWS].some((group) => group.includes(a) && group.includes(b)))
        siblings.add(`${a} → ${b}`);
    }
  return `${new Set(files.map(roomOf)).size} (${folders.size} folders); ${pairs.size}; ${siblings.size}`;
}

/** Functions of these names in src/, and numeric `localeCompare` sorts. */
function copies() {
  const sources = filesBelow(join(root, 'src'), '.ts').map(text).join('\n');
  const count = (pattern) => sources.match(pattern)?.length ?? 0;
  return [
    count(/\bfunction today(?:Of)?\(/g),
    count(/\bfunction (?:capital|capitalise|upperFirst)\(/g),
    count(/\bfunction formButtons\b/g),
    count(/localeCompare\([^)]*numeric/g) + count(/new Intl\.Collator\([^)]*numeric/g),
  ].join(', ');
}

/** Processor time of the first drawing of each card with its sample, in this process (needs the build, and modules named bot and define-card). */
async function firstDraw() {
  const built = filesBelow(join(root, '.build', 'src'), '.js');
  const module = (name) => built.find((file) => file.endsWith(`${sep}${name}.js`));
  if (!module('bot')) return 'not built';
  await import(pathToFileURL(module('bot')).href);
  const { definedCards } = await import(pathToFileURL(module('define-card')).href);
  const cards = definedCards();
  const times = [];
  for (const [name, card] of cards) {
    const sample = JSON.parse(text(join(root, 'cards', `${name}.data.json`)));
    const before = process.cpuUsage();
    card.render(sample);
    const { user, system } = process.cpuUsage(before);
    times.push([(user + system) / 1000, name]);
  }
  times.sort((a, b) => b[0] - a[0]);
  return `${times[0][0].toFixed(1)} ms (${times[0][1]}); ${times[times.length >> 1][0].toFixed(2)} ms`;
}

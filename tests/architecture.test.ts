// The building's floors, as data. What one could get wrong: a rule is changed here, with a reason in the README, never by an
// exception in the code.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../src/project-root.js';

/** Rooms in the root of src, by what they are for. */
const GROUND = [
  'bank-holidays',
  'calendar',
  'financial-years',
  'clock',
  'deps',
  'errors',
  'log',
  'project-root',
  'routes',
  'config',
  'setting-kinds',
  'setting-faults',
  'slices',
  'ordering',
];
const ROOF = [
  'main',
  'bot',
  'features',
  'posted-cards',
  'records',
  'server',
  'file-response',
  'request-body',
  'plain-answers',
  'readiness',
  'store-watch',
  'clock-watch',
  'refusal-counts',
  'upload-page',
  'security-headers',
  'chain-watch',
  'app-package',
  'app-package-command',
  'command',
  'ledger-command',
  'plan-command',
  'backup',
  'store-command',
  'guard-command',
];

/** What is true, and who asks for it and shows it. */
const REGISTERS = ['milestones', 'risks', 'decisions', 'agreed-actions', 'questions', 'confidence', 'finance', 'kpis'];
/** What several registers show together; rounds and views both tell it. */
const ABOVE = [...REGISTERS, 'warnings'];
const FLOORS = [
  'ground',
  'guard',
  'storage',
  'cards',
  'programmes',
  'records',
  ...ABOVE,
  'check-ins',
  'returns',
  'notices',
  'exports',
  'summary',
  'board-packs',
  'family-digests',
  'plans',
  'people',
  'settings',
  'audit',
  'telemetry',
  'verification',
];

/** What each folder of src may import: other folders, or `ground` for the modules above. `roof` composes and may import all. */
const MAY_IMPORT: Record<string, string[]> = {
  ground: ['ground', 'storage', 'programmes'],
  guard: ['ground', 'guard'],
  storage: ['ground', 'guard', 'storage'],
  cards: ['ground', 'cards'],
  programmes: ['ground', 'guard', 'storage', 'cards', 'programmes'],
  // Who reads what: between what a programme is and what it holds, so that nothing of a record goes anywhere past it.
  records: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records'],
  milestones: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'milestones'],
  risks: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'risks'],
  decisions: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'decisions'],
  'agreed-actions': ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'agreed-actions'],
  questions: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'questions'],
  confidence: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'confidence'],
  finance: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'finance'],
  kpis: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', 'kpis'],
  warnings: ['ground', 'guard', 'storage', 'programmes', 'records', ...REGISTERS, 'warnings'],
  notices: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...REGISTERS, 'jobs', 'notices'],
  'check-ins': ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...ABOVE, 'jobs', 'check-ins'],
  returns: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...ABOVE, 'jobs', 'returns'],
  exports: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...ABOVE, 'returns', 'exports'],
  summary: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...ABOVE, 'jobs', 'summary'],
  // A pack is the views put together and frozen, so it stands on them.
  'board-packs': [
    'ground',
    'guard',
    'storage',
    'cards',
    'programmes',
    'records',
    ...ABOVE,
    'returns',
    'exports',
    'summary',
    'board-packs',
  ],
  'family-digests': [
    'ground',
    'guard',
    'storage',
    'cards',
    'programmes',
    'records',
    ...ABOVE,
    'returns',
    'exports',
    'summary',
    'family-digests',
  ],
  settings: ['ground', 'guard', 'storage', 'cards', 'programmes', 'settings'],
  // What every document of the store is held against, so it knows where each feature keeps its own.
  verification: ['ground', 'storage', 'programmes', 'returns', 'board-packs', 'summary', 'roof', 'verification'],
  audit: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...REGISTERS, 'returns', 'exports', 'audit'],
  telemetry: ['ground', 'storage', 'telemetry'],
  people: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...REGISTERS, 'people'],
  plans: ['ground', 'guard', 'storage', 'cards', 'programmes', 'records', ...REGISTERS, 'exports', 'plans'],
  jobs: ['ground', 'guard', 'storage', 'programmes', 'jobs'],
  teams: ['ground', 'guard', 'storage', 'cards', 'programmes', 'jobs', 'teams'],
  roof: [...FLOORS, 'jobs', 'teams', 'roof'],
  demo: [...FLOORS, 'jobs', 'teams', 'roof', 'demo'],
};

/** Packages that only some folders may know, so that moving to another SDK or store is one folder's work. */
const ONLY_IN: Record<string, string[]> = {
  botbuilder: ['teams', 'roof', 'demo'],
  '@microsoft/teams-ai': ['teams'],
  restify: ['roof'],
  '@azure/cosmos': ['storage'],
  '@azure/identity': ['storage', 'teams'],
  libsql: ['storage'],
  'adaptivecards-templating': ['cards'],
};

interface Import {
  from: string;
  to: string;
  what: string;
}

const files = readdirSync(projectPath('src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(projectPath('src'), name));

function roomOf(file: string): string {
  const path = relative(projectPath('src'), file).replace(/\\/g, '/');
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0) return first;
  const name = first.replace(/\.[tj]s$/, '');
  if (GROUND.includes(name)) return 'ground';
  if (ROOF.includes(name)) return 'roof';
  return `src/${first}, which tests/architecture.test.ts does not place`;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/(?:from\s+|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((what) => ({
    from: roomOf(file),
    to: what.startsWith('.') ? roomOf(resolve(dirname(file), what)) : 'package',
    what: `${relative(projectPath(), file)} imports ${what}`,
  }));
}

const imports = files.flatMap(importsOf);

describe('the architecture', () => {
  it('lets every folder import only downwards', () => {
    const broken = imports.filter(({ from, to }) => to !== 'package' && !MAY_IMPORT[from]?.includes(to));
    expect(broken.map(({ from, to, what }) => `${what}: ${from} may not know ${to}`)).toEqual([]);
  });

  it('keeps SDKs and stores in their own folders', () => {
    const broken = imports.filter(({ from, what }) => {
      const named = Object.keys(ONLY_IN).find((name) => new RegExp(` imports ${name}(/|$)`).test(what));
      return named !== undefined && !ONLY_IN[named]?.includes(from);
    });
    expect(broken.map(({ what, from }) => `${what}, which ${from} may not`)).toEqual([]);
  });

  it('keeps the demo out of production', () => {
    expect(imports.filter(({ from, to }) => to === 'demo' && from !== 'demo').map(({ what }) => what)).toEqual([]);
  });

  it('has no module longer than a screen or three', () => {
    const long = files.map(
      (file) => [relative(projectPath(), file), readFileSync(file, 'utf8').split('\n').length - 1] as const,
    );
    expect(long.filter(([, lines]) => lines > 250)).toEqual([]);
  });

  it('reads the time through the clock alone, wherever a date is decided', () => {
    // Adapters measure the machine's own time (leases of tokens, waits); the demo's clock is one itself.
    const deciding = files.filter((file) =>
      /^(programmes|records|milestones|risks|decisions|agreed-actions|questions|confidence|finance|kpis|warnings|check-ins|returns|exports|notices|summary|board-packs|family-digests|plans|people|settings|audit|jobs|cards)\//.test(
        relative(projectPath('src'), file).replace(/\\/g, '/'),
      ),
    );
    const timed = deciding.filter((file) => /new Date\(\)|Date\.now\(\)/.test(readFileSync(file, 'utf8')));
    expect(timed.map((file) => relative(projectPath(), file))).toEqual([]);
  });
});

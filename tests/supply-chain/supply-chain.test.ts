// What production is made of: the list of parts, their licences, the container. What one could get wrong: no container is built
// here; its steps are held to the files they name, and whether it builds is for a machine that has the base image.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectPath } from '../../src/project-root.js';

const project = JSON.parse(text('package.json'));

/** Developers' tools that a runtime dependency needs as well. */
const sharedWithProduction = new Set(
  Object.entries<{ dev?: boolean }>(JSON.parse(text('package-lock.json')).packages)
    .filter(([, { dev }]) => !dev)
    .map(([path]) => path.replace(/^.*node_modules\//, '')),
);

describe('the list of parts', () => {
  test('is CycloneDX and names each runtime dependency at its locked version, and no developer’s tool', () => {
    // Offline, as its administrator may be.
    const env = { ...process.env, npm_config_offline: 'true' };
    const made = execFileSync('npm', ['run', '--silent', 'sbom'], {
      cwd: projectPath(),
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const list = JSON.parse(made);
    expect(list.bomFormat).toBe('CycloneDX');
    // By address: a name may be there in two versions.
    const parts: string[] = list.components.map(({ purl }: { purl: string }) => decodeURIComponent(purl));
    expect(Object.keys(project.dependencies).length).toBeGreaterThan(10);
    for (const [name, version] of Object.entries(project.dependencies))
      expect(parts).toContain(`pkg:npm/${name}@${version}`);
    for (const tool of Object.keys(project.devDependencies))
      if (!sharedWithProduction.has(tool)) expect(parts.join('\n')).not.toContain(`pkg:npm/${tool}@`);
    // Also what a developer's tool uses as well.
    for (const name of sharedWithProduction)
      if (name !== '')
        expect(
          parts.some((part) => part.startsWith(`pkg:npm/${name}@`)),
          name,
        ).toBe(true);
  });
});

describe('the licences', () => {
  test('of everything that production installs are on the list of those that are allowed', () => {
    const { status, stdout, stderr } = licences(projectPath());
    expect(stderr).toMatch(/^\d+ packages, 0 refused\.\n$/);
    expect(status).toBe(0);
    for (const name of Object.keys(project.dependencies))
      expect(stdout).toContain(`${name}@${project.dependencies[name]}  `);
  });

  test.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['MIT OR GPL-3.0-only AND AGPL-3.0', true],
    ['(MIT OR GPL-3.0-only) AND AGPL-3.0', false],
    ['SEE LICENSE IN EULA.txt', false],
    ['(MIT', false],
    ['', false],
    [undefined, false],
  ])('%s: allowed is %s', (license, allowed) => {
    const folder = mkdtempSync(join(tmpdir(), 'licences-'));
    try {
      const packages = {
        '': { name: 'x' },
        'node_modules/one': { version: '1.2.3', license },
        'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0-only', dev: true },
      };
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
      const { status, stderr } = licences(folder);
      expect(status).toBe(allowed ? 0 : 1);
      if (!allowed) expect(stderr).toContain('one@1.2.3 has the licence');
      expect(stderr).not.toContain('tool@');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the container', () => {
  const steps = text('infra/Dockerfile');
  const ignored = text('infra/Dockerfile.dockerignore').split('\n');

  test('installs from the lock file alone and runs no package’s script', () => {
    const installs = [...steps.matchAll(/npm (?:ci|install).*/g)].map(([line]) => line);
    expect(installs).toEqual(['npm ci --omit=dev --ignore-scripts', 'npm ci --ignore-scripts']);
    expect(steps).not.toMatch(/\bnpx\b|apt-get|curl|wget/);
    // What would need its script could not be left without it.
    expect(Object.values(project.allowScripts).every((allowed) => allowed === false)).toBe(true);
  });

  test('copies only what exists and what is not ignored', () => {
    const copied = [...steps.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'cards']));
    expect(ignored).toContain('*');
    for (const name of copied) {
      expect(existsSync(projectPath(name)), `${name} does not exist`).toBe(true);
      expect(ignored, `${name} is ignored`).toContain(`!${name}`);
    }
    for (const line of ignored.filter((each) => each.startsWith('!'))) expect(copied).toContain(line.slice(1));
  });

  test('ends as a user without rights, says whether it lives, and stops when it is asked to', () => {
    const last = steps.slice(steps.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node".*\/healthz/m);
    expect(last).toMatch(/^CMD \["node", "\.build\/src\/main\.js"\]$/m);
    expect(last).not.toMatch(/\s\.env|PASSWORD|SECRET|_KEY/);
  });

  test('runs on a version of Node that continuous integration tries', () => {
    const [, major = ''] = steps.match(/^ARG NODE_VERSION=(\d+)$/m) ?? [];
    const [, tried = ''] = text('.github/workflows/ci.yml').match(/^ +node: \[(.+)\]$/m) ?? [];
    expect(tried.split(', ')).toEqual(['20', '22', '24']);
    expect(tried.split(', ')).toContain(major);
  });
});

function licences(folder: string) {
  return spawnSync(process.execPath, [projectPath('.ci/licences.mjs'), folder], { encoding: 'utf8' });
}

function text(path: string): string {
  return readFileSync(projectPath(path), 'utf8');
}

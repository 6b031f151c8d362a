// The command that makes the Teams app package: what it makes, and what it refuses in which words. What one could get wrong: a
// zip is only known to be right when it is opened again, so these tests unzip what was made.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { makeAppPackage, type PackageSources, placeholdersOf } from '../../src/app-package.js';
import { projectPath } from '../../src/project-root.js';

const { PNG } = createRequire(import.meta.url)('pngjs') as {
  PNG: { new (size: { width: number; height: number }): { data: Buffer }; sync: { write(png: unknown): Buffer } };
};

const sources: PackageSources = {
  manifest: readFileSync(projectPath('appPackage/manifest.json'), 'utf8'),
  color: readFileSync(projectPath('appPackage/color.png')),
  outline: readFileSync(projectPath('appPackage/outline.png')),
};

const settings: Record<string, string> = {
  TEAMS_APP_ID: '4d0a8a52-3a0c-4a57-9f0e-2f6c6a1f3b11',
  BOT_ID: '7b1f6c9e-58d4-4c36-8c1b-0a4de2b7c922',
  BOT_DOMAIN: 'reform-sample.azurewebsites.net',
  DEVELOPER_NAME: 'A "quoted" council',
  DEVELOPER_WEBSITE_URL: 'https://council.example',
  DEVELOPER_PRIVACY_URL: 'https://council.example/privacy',
  DEVELOPER_TERMS_URL: 'https://council.example/terms',
};

const folder = mkdtempSync(join(tmpdir(), 'app-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the package', () => {
  test('holds the manifest, filled, and both icons, and nothing else', async () => {
    const files = unzipSync(await made());
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8'));
    expect(JSON.stringify(manifest)).not.toContain('${');
    expect(manifest.bots[0].botId).toBe(settings.BOT_ID);
    expect(manifest.validDomains).toEqual([settings.BOT_DOMAIN]);
    expect(manifest.developer.name).toBe('A "quoted" council');
    expect(Buffer.compare(Buffer.from(files['color.png'] ?? []), Buffer.from(sources.color))).toBe(0);
    expect(Buffer.compare(Buffer.from(files['outline.png'] ?? []), Buffer.from(sources.outline))).toBe(0);
  });

  test('is the same bytes each time, whatever the time and zone', async () => {
    const first = await made();
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect(Buffer.compare(Buffer.from(await made()), Buffer.from(first))).toBe(0);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test('stays within what Teams shows: three command lists, twelve commands each, one bot in three scopes', async () => {
    const manifest = JSON.parse(sources.manifest);
    expect(manifest.bots).toHaveLength(1);
    const [bot] = manifest.bots;
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot.commandLists.length).toBeLessThanOrEqual(3);
    for (const { commands } of bot.commandLists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      for (const { title, description } of commands) {
        expect(title.length).toBeLessThanOrEqual(32);
        expect(description.length).toBeLessThanOrEqual(128);
      }
    }
  });
});

describe('what is refused', () => {
  test.each(placeholdersOf(sources.manifest))('a missing %s, by its name', async (name) => {
    expect(await faults({ [name]: '' })).toEqual([expect.stringMatching(new RegExp(`^${name} is missing: .+\\.$`))]);
  });

  test.each([
    ['BOT_ID', 'not-a-guid', 'BOT_ID is not a GUID'],
    ['TEAMS_APP_ID', '4d0a8a52', 'TEAMS_APP_ID is not a GUID'],
    ['BOT_DOMAIN', 'https://reform.azurewebsites.net', 'BOT_DOMAIN is not a host name alone; leave out https://'],
    ['BOT_DOMAIN', 'reform.azurewebsites.net/api', 'BOT_DOMAIN is not a host name alone'],
    ['BOT_DOMAIN', 'reform.azurewebsites.net:443', 'BOT_DOMAIN is not a host name alone'],
    ['BOT_DOMAIN', '*.azurewebsites.net', 'BOT_DOMAIN is not a host name alone'],
    ['DEVELOPER_NAME', 'x'.repeat(33), 'DEVELOPER_NAME is longer than the 32 characters'],
    ['DEVELOPER_PRIVACY_URL', 'http://council.example', 'DEVELOPER_PRIVACY_URL is not an https address'],
  ])('%s set to %s', async (name, value, sentence) => {
    const found = await faults({ [name]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
    expect(found[0]).toContain(`“${value}”`);
  });

  test('everything that is wrong, at once', async () => {
    expect(await faults({ BOT_ID: 'x', BOT_DOMAIN: '', TEAMS_APP_ID: '1' })).toHaveLength(3);
  });

  test('a placeholder that nothing explains', async () => {
    const manifest = sources.manifest.replace('${{BOT_DOMAIN}}', '${{BOT_DOMIAN}}');
    expect(await faults({}, { manifest })).toEqual([expect.stringContaining('BOT_DOMIAN')]);
  });

  test('a manifest that Teams’ schema refuses, in the schema’s words', async () => {
    const manifest = sources.manifest.replace('"Reform Delivery Assistant"', `"${'x'.repeat(31)}"`);
    expect(await faults({}, { manifest })).toEqual([expect.stringMatching(/schema 1\.30: \/name\/short/)]);
  });

  test('icons of the wrong size, transparency or colour', async () => {
    expect(await faults({}, { color: sources.outline })).toEqual(
      expect.arrayContaining([
        expect.stringContaining('32 by 32; Teams wants 192 by 192'),
        expect.stringContaining('transparent in places'),
      ]),
    );
    expect(await faults({}, { outline: square(32, [11, 93, 102, 255]) })).toEqual(
      expect.arrayContaining([expect.stringContaining('has a background'), expect.stringContaining('white alone')]),
    );
    expect(await faults({}, { outline: square(32, [0, 0, 0, 0]) })).toEqual([expect.stringContaining('shows nothing')]);
    expect(await faults({}, { color: Buffer.from('GIF89a') })).toEqual(['The colour icon is not a PNG picture.']);
  });
});

/** Run as typed, from the build that `npm test` has made first. */
describe('the command', () => {
  test('writes the zip where it is told, with the environment before the file', async () => {
    const out = join(folder, 'app.zip');
    const ended = await command(['--out', out], settings);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('valid by Teams’ schema 1.30');
    expect(Buffer.compare(readFileSync(out), Buffer.from(await made()))).toBe(0);
  });

  test('says what is missing and how to go on, and makes nothing', async () => {
    const ended = await command([], { ...settings, BOT_ID: 'x' });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /No package was made\.\n {2}- BOT_ID is not a GUID.*\nSet these in infra\/env\/\.env\.dev/,
    );
  });

  test.each([
    [['--env', 'nowhere'], 'There is no infra/env/.env.nowhere'],
    [['--env', '../x'], 'Usage'],
    [['--what'], 'Usage'],
  ])('refuses %j in words', async (words, sentence) => {
    const ended = await command(words, settings);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(sentence);
  });
});

async function made(): Promise<Uint8Array> {
  const result = await makeAppPackage(sources, settings);
  if ('faults' in result) throw new Error(result.faults.join('\n'));
  return result.zip;
}

async function faults(changed: Record<string, string>, other: Partial<PackageSources> = {}): Promise<string[]> {
  const result = await makeAppPackage({ ...sources, ...other }, { ...settings, ...changed });
  return 'faults' in result ? result.faults : [];
}

function square(side: number, colour: number[]): Buffer {
  const png = new PNG({ width: side, height: side });
  for (let n = 0; n < png.data.length; n += 1) png.data[n] = colour[n % 4] ?? 0;
  return PNG.sync.write(png);
}

async function command(words: string[], env: Record<string, string>) {
  const program = projectPath('.build/src/app-package-command.js');
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, ...words],
      { env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

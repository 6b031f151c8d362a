// The Teams app package, judged offline by the schema that Teams itself publishes. What one could get wrong: the manifest
// holds placeholders, so it is only valid once they are filled; where each comes from is tested too.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppManifestUtils, type TeamsManifestLatest } from '@microsoft/app-manifest';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/features.js';
import { projectPath } from '../../src/project-root.js';
import { findCommand, helpCommand } from '../../src/teams/understanding.js';

interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

// pngjs ships no types.
const { PNG } = createRequire(import.meta.url)('pngjs') as { PNG: { sync: { read(file: Buffer): Picture } } };

const template = readFileSync(projectPath('appPackage/manifest.json'), 'utf8');

const filledByProvisioning: Record<string, string> = {
  TEAMS_APP_ID: '4d0a8a52-3a0c-4a57-9f0e-2f6c6a1f3b11',
  BOT_ID: '7b1f6c9e-58d4-4c36-8c1b-0a4de2b7c922',
  BOT_DOMAIN: 'reform-sample.azurewebsites.net',
};

describe('the manifest', () => {
  test('is valid by the 1.30 schema once its placeholders are filled', async () => {
    expect(filled().manifestVersion).toBe('1.30');
    expect(await AppManifestUtils.validateAgainstSchema(filled())).toEqual([]);
  });

  test('is refused by the same schema when a name is too long, so the check above can fail', async () => {
    const manifest = filled();
    manifest.name.short = 'x'.repeat(31);
    expect((await AppManifestUtils.validateAgainstSchema(manifest)).join()).toContain('/name/short');
  });

  test('takes every placeholder from the environment file or from what provisioning writes there', () => {
    const settings = environmentFile();
    for (const name of placeholders()) {
      expect(settings, `${name} has no line in infra/env/.env.dev`).toHaveProperty(name);
      expect(settings[name] || filledByProvisioning[name], `nothing gives ${name} a value`).toBeTruthy();
    }
  });

  test('has the version of the product', () => {
    const { version } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
    expect(filled().version).toBe(version);
  });

  test('begins its menus with what people do most, and is for shared and private channels too', () => {
    for (const { commands } of bot().commandLists ?? [])
      expect(commands.slice(0, 5).map(({ title }) => title)).toEqual([
        'check in',
        'my work',
        'update',
        'raise risk',
        'summary',
      ]);
    const { supportsChannelFeatures, supportedChannelTypes } = filled();
    expect({ supportsChannelFeatures, supportedChannelTypes }).toEqual({
      supportsChannelFeatures: 'tier1',
      supportedChannelTypes: ['sharedChannels', 'privateChannels'],
    });
  });

  test('names only secure addresses', () => {
    const { developer } = filled();
    for (const address of [developer.websiteUrl, developer.privacyUrl, developer.termsOfUseUrl]) {
      expect(new URL(address).protocol).toBe('https:');
    }
  });

  test('offers the same commands in a personal chat and in a conversation that others read', () => {
    const lists = bot().commandLists ?? [];
    const titles = lists.map((list) => list.commands.map((command) => command.title));
    expect(lists.map((list) => list.scopes)).toEqual([['personal'], ['team', 'groupChat']]);
    expect(titles[0]).toEqual([
      ...['check in', 'my work', 'update', 'raise risk', 'summary'],
      ...['milestones', 'risks', 'decisions', 'board pack', 'return', 'help'],
    ]);
    expect(titles[1]).toEqual(titles[0]);
    for (const command of lists.flatMap((list) => list.commands)) expect(command.description).toBeTruthy();
  });

  test('asks for no more than it uses: files by consent only, no calls, who is speaking, and writing to members of the team', () => {
    const manifest = filled();
    expect(manifest.permissions).toEqual(['identity', 'messageTeamMembers']);
    expect(manifest.authorization).toBeUndefined();
    // Only for the consent that puts a document into the person's own OneDrive.
    expect(bot().supportsFiles).toBe(true);
    expect(bot().supportsCalling ?? false).toBe(false);
  });
});

describe('the icons', () => {
  test('have the sizes that Teams asks for', () => {
    const { icons } = filled();
    expect(sizeOf(icons.color)).toEqual([192, 192]);
    expect(sizeOf(icons.outline)).toEqual([32, 32]);
  });

  test('are a full colour square and a white drawing on nothing', () => {
    const { icons } = filled();
    expect(alphas(picture(icons.color)).every((alpha) => alpha === 255)).toBe(true);
    const outline = picture(icons.outline);
    const drawn = alphas(outline).filter((alpha) => alpha > 0).length;
    expect(drawn).toBeGreaterThan(60);
    expect(drawn).toBeLessThan((32 * 32) / 2);
    expect(outline.data.every((value, index) => index % 4 === 3 || value === 255)).toBe(true);
  });

  test('are what the drawing script draws', () => {
    const folder = mkdtempSync(join(tmpdir(), 'icons-'));
    try {
      execFileSync(process.execPath, [projectPath('.ci/draw-icons.mjs'), folder]);
      for (const name of ['color.png', 'outline.png']) {
        const drawn = PNG.sync.read(readFileSync(join(folder, name)));
        // Decoded and compared, since compression differs between versions of Node.
        expect(Buffer.compare(drawn.data, picture(name).data), `${name} was not drawn by the script`).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('every command that Teams offers is one the assistant answers', () => {
  const commands = [...features.flatMap((feature) => feature.commands), helpCommand(() => [])];
  const offered = (bot().commandLists ?? []).flatMap((list) => list.commands).map((command) => command.title);
  expect(offered.length).toBeGreaterThan(0);
  expect(offered.filter((title) => !findCommand(commands, { text: title, named: title }))).toEqual([]);
});

function filled(): TeamsManifestLatest {
  const settings = { ...environmentFile(), ...filledByProvisioning };
  return JSON.parse(template.replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => settings[name] ?? ''));
}

function bot() {
  const [only] = filled().bots ?? [];
  if (!only) throw new Error('The manifest has no bot.');
  return only;
}

function placeholders(): string[] {
  return [...template.matchAll(/\$\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '');
}

function environmentFile(): Record<string, string> {
  const lines = readFileSync(projectPath('infra/env/.env.dev'), 'utf8').split('\n');
  return Object.fromEntries(lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** Width and height by the file's own header. */
function sizeOf(name: string): [number, number] {
  const file = readFileSync(projectPath('appPackage', name));
  expect(file.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [file.readUInt32BE(16), file.readUInt32BE(20)];
}

function picture(name: string): Picture {
  return PNG.sync.read(readFileSync(projectPath('appPackage', name)));
}

function alphas({ data }: Picture): number[] {
  return [...data].filter((_, index) => index % 4 === 3);
}

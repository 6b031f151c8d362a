// The infrastructure as written: syntax, and that the files agree with each other and with the product's settings. What one
// could get wrong: only Azure can say whether a template deploys; nothing here proves that.

import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { type BicepFile, parse, readBicep, syntaxErrors, writtenFor } from './bicep.js';

/** Settings that the platform or a library reads, so that .env.example does not list them. */
const platformSettings = ['AZURE_CLIENT_ID', 'SCM_DO_BUILD_DURING_DEPLOYMENT', 'WEBSITE_RUN_FROM_PACKAGE'];

let azure: BicepFile;
let bot: BicepFile;
beforeAll(async () => {
  azure = await readBicep('infra/azure.bicep');
  bot = await readBicep('infra/botRegistration/azurebot.bicep');
});

describe('the templates', () => {
  test('are well formed, and the parser says so when one is not', async () => {
    expect(syntaxErrors(azure.root)).toEqual([]);
    expect(syntaxErrors(bot.root)).toEqual([]);
    expect(syntaxErrors(await parse("resource a 'b@1' = {\n  name: 'c'\n"))).not.toEqual([]);
  });

  test('are given every parameter they need and none they do not know', () => {
    const given = Object.keys(JSON.parse(text('infra/azure.parameters.json')).parameters);
    const declared = azure.parameters.map((parameter) => parameter.name);
    expect(declared).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(expect.arrayContaining(required(azure)));
    expect(required(azure)).toContain('resourceBaseName');
  });

  test('use modules that exist, and give each what it needs', () => {
    const [module] = azure.modules;
    expect(azure.modules).toHaveLength(1);
    expect(existsSync(projectPath('infra', module?.path ?? ''))).toBe(true);
    expect(bot.parameters.map((parameter) => parameter.name)).toEqual(expect.arrayContaining(module?.given ?? []));
    expect(module?.given).toEqual(expect.arrayContaining(required(bot)));
  });

  test('configure the web app with settings the product knows and no others', () => {
    const known = [...text('.env.example').matchAll(/^#?(\w+)=/gm)].map((found) => found[1]);
    const product = azure.settings.filter((name) => !platformSettings.includes(name));
    expect(product).toEqual(
      expect.arrayContaining(['COSMOS_ENDPOINT', 'MicrosoftAppId', 'ALLOWED_TENANTS', 'PLAN_FILE']),
    );
    for (const name of product) expect(known, `${name} is not in .env.example`).toContain(name);
  });

  test('let the identity write data and nothing wider, in one database, with keys switched off', () => {
    const contributor = '00000000-0000-0000-0000-000000000002';
    expect(azure.root.text).toContain(`var dataContributorRole = '${contributor}'`);
    expect(writtenFor(azure, 'roleDefinitionId')).toBe('${cosmosAccount.id}/sqlRoleDefinitions/${dataContributorRole}');
    expect(writtenFor(azure, 'scope')).toBe('${cosmosAccount.id}/dbs/${cosmosDatabase.name}');
    expect(writtenFor(azure, 'disableLocalAuth')).toBe('true');
  });

  test('keep the web app reachable by https alone and the bot without a password', () => {
    expect(writtenFor(azure, 'httpsOnly')).toBe('true');
    expect(writtenFor(azure, 'ftpsState')).toBe('Disabled');
    expect(writtenFor(azure, 'minTlsVersion')).toBe('1.2');
    expect(writtenFor(azure, 'healthCheckPath')).toBe('/healthz');
    expect(writtenFor(bot, 'msaAppType')).toBe('UserAssignedMSI');
  });

  test('put no key or secret into an output', () => {
    expect(azure.outputs.map((output) => output.name)).toEqual(expect.arrayContaining(['BOT_ID', 'BOT_DOMAIN']));
    for (const { name, value } of [...azure.outputs, ...bot.outputs]) {
      expect(`${name} ${value}`).not.toMatch(/key|secret|password|token|connectionstring/i);
    }
  });

  test('write every output into a line of the environment file', () => {
    const lines = text('infra/env/.env.dev');
    for (const { name } of azure.outputs) expect(lines).toMatch(new RegExp(`^${name}=`, 'm'));
  });
});

describe('the toolkit’s project file', () => {
  test('names only files that exist', () => {
    const named = [
      ...text('m365agents.yml').matchAll(/(?:path|parameters|manifestPath|ignoreFile|environmentFolderPath): (\S+)/g),
    ];
    expect(named.length).toBeGreaterThan(5);
    for (const [, path = ''] of named) expect(existsSync(projectPath(path)), `${path} does not exist`).toBe(true);
  });

  test('reads only settings that the environment file has', () => {
    const lines = text('infra/env/.env.dev');
    const sources = ['m365agents.yml', 'infra/azure.parameters.json'].map(text).join();
    const read = [...sources.matchAll(/\$\{\{(\w+)\}\}/g)].map((found) => found[1]);
    expect(read).toContain('RESOURCE_SUFFIX');
    for (const name of read) expect(lines).toMatch(new RegExp(`^${name}=`, 'm'));
  });

  test('never sends secrets, data or developer files to the web app', () => {
    const ignored = text('infra/.webappignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['/.env', '/.env.*', '/.data', '/.git', '/infra', '/tests']));
  });
});

function required(file: BicepFile): string[] {
  return file.parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name);
}

function text(path: string): string {
  return readFileSync(projectPath(path), 'utf8');
}

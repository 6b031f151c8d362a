// The infrastructure as written: syntax, and that the files agree with each other and with the product's settings. What one
// could get wrong: only Azure can say whether a template deploys; nothing here proves that.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { type BicepFile, parse, readBicep, syntaxErrors, writtenFor } from './bicep.js';

/** Settings that the platform or a library reads, so that .env.example does not list them. */
const platformSettings = ['AZURE_CLIENT_ID', 'SCM_DO_BUILD_DURING_DEPLOYMENT', 'WEBSITE_RUN_FROM_PACKAGE'];

let azure: BicepFile;
let bot: BicepFile;
let network: BicepFile;
let monitoring: BicepFile;
beforeAll(async () => {
  azure = await readBicep('infra/azure.bicep');
  bot = await readBicep('infra/botRegistration/azurebot.bicep');
  network = await readBicep('infra/network.bicep');
  monitoring = await readBicep('infra/monitoring.bicep');
});

describe('the templates', () => {
  test('are well formed, and the parser says so when one is not', async () => {
    expect(syntaxErrors(azure.root)).toEqual([]);
    for (const file of [bot, network, monitoring]) expect(syntaxErrors(file.root)).toEqual([]);
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
    const files: Record<string, BicepFile> = {
      './botRegistration/azurebot.bicep': bot,
      './network.bicep': network,
      './monitoring.bicep': monitoring,
    };
    expect(azure.modules.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort());
    for (const { path, given } of azure.modules) {
      const file = files[path];
      if (!file) throw new Error(`${path} is not read here`);
      expect(existsSync(projectPath('infra', path))).toBe(true);
      expect(file.parameters.map((parameter) => parameter.name)).toEqual(expect.arrayContaining(given));
      expect(given).toEqual(expect.arrayContaining(required(file)));
    }
  });

  test('use every parameter they declare', () => {
    for (const file of [azure, bot, network, monitoring])
      for (const { name } of file.parameters)
        expect(file.root.text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length, name).toBeGreaterThan(1);
  });

  test('put the tags on every resource that may have them', () => {
    for (const file of [azure, bot, network, monitoring])
      for (const declared of file.root.text.split(/^resource /m).slice(1)) {
        const taggable =
          /^ {2}location: /m.test(declared) && !/virtualNetworkLinks|botServices\/channels/.test(declared);
        if (taggable) expect(declared).toMatch(/^ {2}tags: tags$/m);
      }
  });

  test('index what the queries ask for and nothing else', () => {
    const indexed = [...azure.root.text.matchAll(/path: '\/(\w+)\/\?'/g)].map(([, path]) => path);
    const query = text('src/storage/cosmos-requests.ts') + text('src/storage/cosmos-store.ts');
    const asked = new Set([...query.matchAll(/\bc\.(\w+)/g)].map(([, path]) => path));
    asked.delete('id');
    expect([...asked].sort()).toEqual([...indexed].sort());
    expect(writtenFor(azure, 'defaultTtl')).toBe('-1');
    expect(writtenFor(azure, 'tier')).toBe('Continuous30Days');
  });

  test('let several web apps share what Teams lets a bot send', () => {
    expect(azure.root.text).toContain('param sendsPerSecond int = 50 / instances');
    expect(writtenFor(azure, 'capacity')).toBe('instances');
    expect(writtenFor(azure, 'alwaysOn')).toBe('true');
  });

  test('take the database off the internet when the network is private, and never the web app', () => {
    expect(writtenFor(azure, 'publicNetworkAccess')).toBe("privateNetwork ? 'Disabled' : 'Enabled'");
    expect(azure.root.text.match(/publicNetworkAccess/g)).toHaveLength(1);
    expect(azure.root.text).toContain("module network './network.bicep' = if (privateNetwork)");
    // The subnet that the web app asks for by name is one that the network makes.
    expect(network.root.text).toContain('name: webAppSubnetName');
    expect(network.root.text).toContain("serviceName: 'Microsoft.Web/serverFarms'");
  });
});

describe('the alerts', () => {
  test('read events that the product logs, and fields that it gives them', () => {
    const source = productSource();
    const conditions = [...monitoring.root.text.matchAll(/condition: '(.+)'/g)].map(([, condition = '']) => condition);
    expect(conditions.length).toBeGreaterThanOrEqual(5);
    for (const condition of conditions) {
      const events = [...condition.matchAll(/"([^"]+)"/g)].map(([, event]) => event);
      expect(events.length).toBeGreaterThan(0);
      for (const event of events)
        expect(source, `${event} is not logged`).toMatch(new RegExp(`log\\.\\w+\\('${event}'`));
      for (const [, field = ''] of condition.matchAll(/line\.(\w+)/g))
        if (field !== 'event') expect(source).toMatch(new RegExp(`deliveries-troubled', \\{[^}]*\\b${field}\\b`));
    }
  });

  test('each have a line in the runbook, with what to do', () => {
    const titles = [...monitoring.root.text.matchAll(/title: '(.+)'/g)].map(([, title]) => title);
    expect(titles.length).toBeGreaterThanOrEqual(5);
    for (const title of titles) expect(text('README.md')).toContain(`\n| ${title} | `);
  });

  test('cover missed prompts, unknown sends, broken chains and faults, from the logs that the web app sends', () => {
    for (const key of ['missed-prompts', 'unknown-sends', 'broken-chains', 'faults'])
      expect(monitoring.root.text).toContain(`key: '${key}'`);
    expect(writtenFor(monitoring, 'category')).toBe('AppServiceConsoleLogs');
    expect(monitoring.root.text).toContain("var productLines = 'AppServiceConsoleLogs |");
  });
});

describe('the settings and the rest', () => {
  test('every setting the product reads is set here, or is one that a deployment to the public cloud leaves alone', () => {
    const leftAlone = [
      'PORT', // the platform's own
      'STORE_FILE', // instead of Cosmos DB
      'COSMOS_KEY', // emulators only
      'MicrosoftAppPassword', // instead of the managed identity
      'JOBS_KEY', // a secret; JOBS_CALLERS needs none
      'JOBS_OPENID_METADATA',
      'FILE_UPLOAD_HOSTS',
      'BOT_OPENID_METADATA',
      'BOT_TOKEN_ISSUER',
      'BOT_SERVICE_HOSTS',
      'BOT_LOGIN_ENDPOINT',
    ];
    const known = [...text('.env.example').matchAll(/^#?(\w+)=/gm)].map(([, name = '']) => name);
    expect(known.filter((name) => !azure.settings.includes(name)).sort()).toEqual([...leftAlone].sort());
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
    expect(writtenFor(azure, 'roleDefinitionId')).toBe('dataRole.id');
    const granted = [...azure.root.text.matchAll(/'Microsoft\.DocumentDB\/databaseAccounts\/([A-Za-z/]+)'\n/g)].map(
      (found) => found[1],
    );
    // What src/storage/cosmos-store.ts asks for; metadata is what every client reads when it starts.
    const items = ['create', 'read', 'replace', 'delete'].map((what) => `sqlDatabases/containers/items/${what}`);
    expect(granted).toEqual(['readMetadata', ...items, 'sqlDatabases/containers/executeQuery']);
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
    for (const { name, value } of [azure, bot, network, monitoring].flatMap(({ outputs }) => outputs)) {
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

function productSource(): string {
  return readdirSync(projectPath('src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(projectPath('src', name), 'utf8'))
    .join('\n');
}

function text(path: string): string {
  return readFileSync(projectPath(path), 'utf8');
}

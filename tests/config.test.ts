import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localSettings, readProductionSettings, SETTING_NAMES, SettingsError } from '../src/config.js';
import { projectPath } from '../src/project-root.js';

const APP = '11111111-2222-3333-4444-555555555555';
const TENANT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const complete = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: APP,
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppPassword: 'canary-secret',
  STORE_FILE: ':memory:',
};

function faultsOf(env: Record<string, string>): string[] {
  try {
    readProductionSettings(env);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.map((fault) => fault.setting).sort();
  }
}

describe('production settings', () => {
  it('are read with Microsoft’s public cloud and the bot’s own tenant as defaults', () => {
    const settings = readProductionSettings({ ...complete, MicrosoftAppType: 'singletenant' });
    expect(settings).toMatchObject({
      port: 3978,
      identity: { kind: 'SingleTenant', appId: APP, tokenIssuer: 'https://api.botframework.com' },
      allowedTenants: [TENANT],
      serviceHosts: ['smba.trafficmanager.net'],
      store: { kind: 'embedded', file: ':memory:' },
      sendsPerSecond: 50,
      logLevel: 'info',
    });
    expect(settings.host).toBeUndefined();
  });

  it('take a managed identity without password and a Cosmos account without key', () => {
    const settings = readProductionSettings({
      MicrosoftAppType: 'UserAssignedMsi',
      MicrosoftAppId: APP.toUpperCase(),
      MicrosoftAppTenantId: TENANT,
      COSMOS_ENDPOINT: 'https://account.documents.azure.com:443/',
      COSMOS_DATABASE: 'reform',
      ALLOWED_TENANTS: `${TENANT}, ${APP}`,
    });
    expect(settings.identity).toMatchObject({ kind: 'UserAssignedMSI', appId: APP });
    expect(settings.allowedTenants).toEqual([TENANT, APP]);
    expect(settings.store.kind).toBe('cosmos');
  });

  it('list every fault of an empty environment at once', () => {
    expect(faultsOf({})).toEqual(['MicrosoftAppId', 'MicrosoftAppTenantId', 'MicrosoftAppType', 'STORE_FILE']);
  });

  // Guard: half a configuration is refused, since the SDK would then accept every caller (readProductionSettings).
  it.each([
    ['a mistyped app type', { MicrosoftAppType: 'SingelTenant' }, ['MicrosoftAppType']],
    ['an app type that is gone', { MicrosoftAppType: 'MultiTenant' }, ['MicrosoftAppType']],
    ['an empty app id', { MicrosoftAppId: ' ' }, ['MicrosoftAppId']],
    ['an app id that is no GUID', { MicrosoftAppId: 'my-bot' }, ['MicrosoftAppId']],
    ['a tenant that is no GUID', { MicrosoftAppTenantId: 'council.gov.uk' }, ['MicrosoftAppTenantId']],
    ['a single tenant without password', { MicrosoftAppPassword: '' }, ['MicrosoftAppPassword']],
    ['a managed identity with password', { MicrosoftAppType: 'UserAssignedMSI' }, ['MicrosoftAppPassword']],
    ['no store', { STORE_FILE: '' }, ['STORE_FILE']],
    ['two stores', { COSMOS_ENDPOINT: 'https://a.example.com', COSMOS_DATABASE: 'd' }, ['STORE_FILE']],
    ['half of Cosmos', { STORE_FILE: '', COSMOS_ENDPOINT: 'https://a.example.com' }, ['COSMOS_DATABASE']],
    ['the other half', { STORE_FILE: '', COSMOS_DATABASE: 'd' }, ['COSMOS_ENDPOINT']],
    [
      'a key for a real account',
      { STORE_FILE: '', COSMOS_ENDPOINT: 'https://a.example.com', COSMOS_DATABASE: 'd', COSMOS_KEY: 'k' },
      ['COSMOS_KEY'],
    ],
    ['a key without account', { COSMOS_KEY: 'k' }, ['COSMOS_KEY']],
    ['a port of words', { PORT: 'http' }, ['PORT']],
    ['more sends a second than Teams takes', { SENDS_PER_SECOND: '51' }, ['SENDS_PER_SECOND']],
    ['no sends at all', { SENDS_PER_SECOND: '0' }, ['SENDS_PER_SECOND']],
    ['a port beyond the last', { PORT: '65536' }, ['PORT']],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    ['tenants that are no GUIDs', { ALLOWED_TENANTS: `${TENANT},*` }, ['ALLOWED_TENANTS']],
    ['tenants that are only commas', { ALLOWED_TENANTS: ',' }, ['ALLOWED_TENANTS']],
    ['a short key for the jobs', { JOBS_KEY: 'x'.repeat(31) }, ['JOBS_KEY']],
    ['callers that are no GUIDs', { JOBS_CALLERS: 'scheduler' }, ['JOBS_CALLERS']],
    ['jobs that are neither on nor off', { JOBS_IN_PROCESS: 'yes' }, ['JOBS_IN_PROCESS']],
    ['the jobs’ keys over plain http', { JOBS_OPENID_METADATA: 'http://keys.example.com/' }, ['JOBS_OPENID_METADATA']],
    ['a key document over plain http', { BOT_OPENID_METADATA: 'http://keys.example.com/' }, ['BOT_OPENID_METADATA']],
    ['a login over plain http', { BOT_LOGIN_ENDPOINT: 'http://login.example.com/' }, ['BOT_LOGIN_ENDPOINT']],
    ['a service suffix anyone can register under', { BOT_SERVICE_HOSTS: 'trafficmanager.net' }, ['BOT_SERVICE_HOSTS']],
    ['a service host with a scheme', { BOT_SERVICE_HOSTS: 'https://smba.example.com' }, ['BOT_SERVICE_HOSTS']],
  ])('refuse %s', (_what, change, expected) => {
    expect(faultsOf({ ...complete, ...change })).toEqual(expected);
  });

  it('take a key and plain http for an emulator on this machine', () => {
    const emulator = {
      STORE_FILE: '',
      COSMOS_ENDPOINT: 'http://127.0.0.1:8081',
      COSMOS_DATABASE: 'd',
      COSMOS_KEY: 'k',
    };
    expect(faultsOf({ ...complete, ...emulator })).toEqual([]);
  });

  it('never show a value in the error', () => {
    const change = {
      MicrosoftAppType: 'canary-type',
      COSMOS_KEY: 'canary-key',
      ALLOWED_TENANTS: 'canary-tenant',
      JOBS_KEY: 'canary',
    };
    expect(() => readProductionSettings({ ...complete, ...change })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it('are exactly the ones .env.example explains', () => {
    const example = readFileSync(projectPath('.env.example'), 'utf8');
    const explained = [...example.matchAll(/^#?([A-Za-z_]+)=/gm)].map((match) => match[1] ?? '');
    expect(explained.sort()).toEqual([...SETTING_NAMES].sort());
  });
});

describe('local settings', () => {
  it('have no identity, so they listen and answer on loopback only', () => {
    const settings = localSettings({ port: 0 });
    expect(settings.identity).toBeUndefined();
    expect(settings.host).toBe('127.0.0.1');
    expect(settings.serviceHosts).toEqual(['127.0.0.1', 'localhost', '[::1]']);
  });
});

// The environment, parsed once at start into Settings; nothing else reads `process.env`. What one could get wrong: with an
// empty or mistyped identity the Bot Framework SDK silently accepts every caller, so half a configuration is refused here.

import { existsSync } from 'node:fs';
import * as z from 'zod/v4';
import { LOG_LEVELS, type LogLevel } from './log.js';
import { projectPath } from './project-root.js';
import { contradictions, type SettingFault } from './setting-faults.js';
import { address, domains, guid, guids, hosts, LOOPBACK_HOSTS, lower, port, wholeNumber } from './setting-kinds.js';
import type { StoreSettings } from './storage/open-store.js';

/** Who the bot is to Microsoft, and where that cloud publishes its keys and hands out tokens. */
export interface BotIdentity {
  kind: 'SingleTenant' | 'UserAssignedMSI';
  appId: string;
  tenantId: string;
  /** Present exactly when `kind` is SingleTenant. */
  password?: string;
  openIdMetadata: string;
  tokenIssuer: string;
  loginEndpoint: string;
}

/** How the jobs are started: by the process itself, from outside, or both. */
export interface JobSettings {
  /** Whether this process runs them by its own clock. */
  inProcess: boolean;
  /** A secret with which an outside scheduler may start a run. */
  key?: string;
  /** Identities of the bot's tenant that may start one, and how their tokens are checked. */
  callers?: {
    /** Object or application ids, in lower case. */
    allowed: readonly string[];
    openIdMetadata: string;
    issuers: readonly string[];
    audiences: readonly string[];
  };
}

export interface FileSettings {
  /** Where people reach the assistant; absent: there are no links. */
  publicUrl?: string;
  /** Signs links; absent: one is made up at each start. */
  linksKey?: string;
  /** Host suffixes that a file may be uploaded to. */
  uploadHosts: readonly string[];
}

export interface Settings {
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; absent: every interface of the machine. */
  host?: string;
  /** Absent only in local mode: callers are not authenticated, and only loopback may call or be answered. */
  identity?: BotIdentity;
  /** Tenant ids in lower case. */
  allowedTenants: readonly string[] | 'any';
  /** Host suffixes the bot may send to; a loopback host here is matched whole and may be plain http. */
  serviceHosts: readonly string[];
  store: StoreSettings;
  /** How files reach people besides by consent. */
  files: FileSettings;
  /** Entra object ids, in lower case, of those who may put a new programme in. */
  founders: readonly string[];
  /** A plan to load at start. */
  planFile?: string;
  jobs: JobSettings;
  /** This process's share of what Teams lets a bot send in a tenant; absent only in local mode: no limit. */
  sendsPerSecond?: number;
  logLevel: LogLevel;
  /** Where traces and metrics go; absent: nowhere. */
  telemetry?: string;
}

const PUBLIC_SERVICE_HOSTS = ['smba.trafficmanager.net'];
const PUBLIC_FILE_HOSTS = ['sharepoint.com'];
const PUBLIC_METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const PUBLIC_ISSUER = 'https://api.botframework.com';
const PUBLIC_LOGIN = 'https://login.microsoftonline.com';

const APP_TYPES = { singletenant: 'SingleTenant', userassignedmsi: 'UserAssignedMSI' } as const;

const Environment = z.object({
  PORT: port.default(3978),
  STORE_FILE: z.string().optional(),
  COSMOS_ENDPOINT: address.optional(),
  COSMOS_DATABASE: z.string().optional(),
  COSMOS_KEY: z.string().optional(),
  MicrosoftAppType: z
    .string('Set it to SingleTenant or UserAssignedMSI.')
    .transform(lower)
    .pipe(z.enum(['singletenant', 'userassignedmsi'], 'Set it to SingleTenant or UserAssignedMSI.'))
    .transform((type) => APP_TYPES[type]),
  MicrosoftAppId: guid('the client id of the bot’s app registration or managed identity'),
  MicrosoftAppTenantId: guid('the tenant id of that identity'),
  MicrosoftAppPassword: z.string().optional(),
  ALLOWED_TENANTS: guids('tenant ids').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `Set it to one of ${LOG_LEVELS.join(', ')}.`).default('info'),
  PLAN_FILE: z.string().optional(),
  FOUNDERS: guids('Entra object ids').optional(),
  JOBS_IN_PROCESS: z.enum(['on', 'off'], 'Set it to on or off.').default('on'),
  JOBS_KEY: z.string().min(32, 'Set it to at least 32 characters that nobody can guess.').optional(),
  JOBS_CALLERS: guids('object or application ids').optional(),
  JOBS_OPENID_METADATA: address.optional(),
  PUBLIC_URL: address.optional(),
  FILE_LINKS_KEY: z.string().min(32, 'Set it to at least 32 characters that nobody can guess.').optional(),
  FILE_UPLOAD_HOSTS: domains.default(PUBLIC_FILE_HOSTS),
  SENDS_PER_SECOND: wholeNumber(1, 50).default(50),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/^InstrumentationKey=[0-9a-f-]{36}(;|$)/i, 'Set it to the connection string of Application Insights.')
    .optional(),
  BOT_OPENID_METADATA: address.default(PUBLIC_METADATA),
  BOT_TOKEN_ISSUER: z.string().default(PUBLIC_ISSUER),
  BOT_SERVICE_HOSTS: hosts.default(PUBLIC_SERVICE_HOSTS),
  BOT_LOGIN_ENDPOINT: address.default(PUBLIC_LOGIN),
});

/** Every setting there is, in the order `.env.example` shows them. */
export const SETTING_NAMES = Object.keys(Environment.shape) as (keyof typeof Environment.shape)[];

/** The configuration cannot be used. `faults` has all that is wrong with it; values are never shown. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    super(
      ['The configuration is not complete:', ...faults.map((fault) => `- ${fault.setting}: ${fault.mend}`)].join('\n'),
    );
    this.name = 'SettingsError';
  }
}

/** Reads production's settings. An empty value counts as absent. Throws SettingsError with every fault at once. */
export function readProductionSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, env[name]?.trim() || undefined] as const).filter(([, value]) => value),
  );
  const parsed = Environment.safeParse(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => ({ setting: issue.path.join('.'), mend: issue.message })),
    ...contradictions(given),
  ];
  if (!parsed.success || faults.length > 0) throw new SettingsError(faults);
  const found = parsed.data;
  return {
    port: found.PORT,
    identity: {
      kind: found.MicrosoftAppType,
      appId: found.MicrosoftAppId,
      tenantId: found.MicrosoftAppTenantId,
      password: found.MicrosoftAppPassword,
      openIdMetadata: found.BOT_OPENID_METADATA,
      tokenIssuer: found.BOT_TOKEN_ISSUER,
      loginEndpoint: found.BOT_LOGIN_ENDPOINT,
    },
    allowedTenants: found.ALLOWED_TENANTS ?? [found.MicrosoftAppTenantId],
    serviceHosts: found.BOT_SERVICE_HOSTS,
    store:
      found.COSMOS_ENDPOINT && found.COSMOS_DATABASE
        ? { kind: 'cosmos', endpoint: found.COSMOS_ENDPOINT, database: found.COSMOS_DATABASE, key: found.COSMOS_KEY }
        : { kind: 'embedded', file: found.STORE_FILE ?? '' },
    files: { publicUrl: found.PUBLIC_URL, linksKey: found.FILE_LINKS_KEY, uploadHosts: found.FILE_UPLOAD_HOSTS },
    planFile: found.PLAN_FILE,
    founders: found.FOUNDERS ?? [],
    jobs: jobSettings(found),
    sendsPerSecond: found.SENDS_PER_SECOND,
    logLevel: found.LOG_LEVEL,
    ...(found.APPLICATIONINSIGHTS_CONNECTION_STRING && { telemetry: found.APPLICATIONINSIGHTS_CONNECTION_STRING }),
  };
}

/** A managed identity's token says who issued it in the old form or the new, as the receiving application is registered. */
function jobSettings(found: z.infer<typeof Environment>): JobSettings {
  const tenantId = found.MicrosoftAppTenantId;
  const login = found.BOT_LOGIN_ENDPOINT.replace(/\/$/, '');
  return {
    inProcess: found.JOBS_IN_PROCESS === 'on',
    ...(found.JOBS_KEY && { key: found.JOBS_KEY }),
    ...(found.JOBS_CALLERS && {
      callers: {
        allowed: found.JOBS_CALLERS,
        openIdMetadata: found.JOBS_OPENID_METADATA ?? `${login}/${tenantId}/v2.0/.well-known/openid-configuration`,
        issuers: [`${login}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`],
        audiences: [found.MicrosoftAppId, `api://${found.MicrosoftAppId}`],
      },
    }),
  };
}

/** Adds the settings of a `.env` file in the project's folder, where there is one; what the environment says already wins. */
export function readEnvironmentFile(): void {
  const file = projectPath('.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Where the demo keeps its data, below the project's folder. */
export const DEMO_STORE = '.data/demo/programme.db';

/** The store alone, for commands that look at one: the environment's, or else the demo's. Throws SettingsError. */
export function readStoreSettings(env: Record<string, string | undefined>): StoreSettings {
  const { STORE_FILE, COSMOS_ENDPOINT, COSMOS_DATABASE, COSMOS_KEY } = env;
  if (COSMOS_ENDPOINT && COSMOS_DATABASE)
    return {
      kind: 'cosmos',
      endpoint: COSMOS_ENDPOINT,
      database: COSMOS_DATABASE,
      ...(COSMOS_KEY && { key: COSMOS_KEY }),
    };
  if (COSMOS_ENDPOINT || COSMOS_DATABASE)
    throw new SettingsError([
      { setting: 'COSMOS_ENDPOINT', mend: 'Set COSMOS_ENDPOINT and COSMOS_DATABASE together.' },
    ]);
  return { kind: 'embedded', file: STORE_FILE || projectPath(DEMO_STORE) };
}

/**
 * Settings for the demo and for journeys on one machine: no authentication, so it listens on 127.0.0.1 only and answers only
 * loopback addresses, any tenant unless `allowedTenants` says otherwise, as fast as it can unless `sendsPerSecond` does.
 */
export function localSettings(options: {
  port: number;
  sendsPerSecond?: number;
  storeFile?: string;
  allowedTenants?: readonly string[];
  planFile?: string;
  logLevel?: LogLevel;
}): Settings {
  return {
    port: options.port,
    host: '127.0.0.1',
    allowedTenants: options.allowedTenants?.map(lower) ?? 'any',
    serviceHosts: LOOPBACK_HOSTS,
    store: { kind: 'embedded', file: options.storeFile ?? ':memory:' },
    files: { uploadHosts: LOOPBACK_HOSTS },
    planFile: options.planFile,
    founders: [],
    jobs: { inProcess: true },
    sendsPerSecond: options.sendsPerSecond,
    logLevel: options.logLevel ?? 'info',
  };
}

// The Teams app package, made from appPackage/ and settings with the Toolkit's names. What one could get wrong: the same input
// gives the same bytes, so the time inside the zip is a fixed one and the order of its files is written here.

import { createRequire } from 'node:module';
import { AppManifestUtils, type TeamsManifestLatest } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';

/** What the package is made from: the manifest with its placeholders, and both pictures. */
export interface PackageSources {
  manifest: string;
  color: Uint8Array;
  outline: Uint8Array;
}

/** A package, or every reason why there is none, each a sentence for whoever set the settings. */
export type PackageResult = { zip: Uint8Array; manifest: TeamsManifestLatest } | { faults: string[] };

interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

// pngjs ships no types.
const { PNG } = createRequire(import.meta.url)('pngjs') as { PNG: { sync: { read(file: Buffer): Picture } } };

const PLACEHOLDER = /\$\{\{(\w+)\}\}/g;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

const guid = (value: string) =>
  GUID.test(value) ? undefined : 'is not a GUID, such as 4d0a8a52-3a0c-4a57-9f0e-2f6c6a1f3b11';
const httpsAddress = (value: string) =>
  URL.canParse(value) && new URL(value).protocol === 'https:'
    ? undefined
    : 'is not an https address, such as https://council.example/privacy';

/** Each setting the manifest may ask for: what it is, and what is wrong with a value. */
const SETTINGS: Record<string, { what: string; faultOf: (value: string) => string | undefined }> = {
  TEAMS_APP_ID: { what: 'the id of the Teams app, a GUID that stays the same from version to version', faultOf: guid },
  BOT_ID: { what: 'the client id of the bot’s identity, a GUID (MicrosoftAppId of the web app)', faultOf: guid },
  BOT_DOMAIN: {
    what: 'the host name of the web app, such as reform-dev.azurewebsites.net',
    faultOf: (value) =>
      HOST.test(value)
        ? undefined
        : 'is not a host name alone; leave out https://, port, path and *, such as reform-dev.azurewebsites.net',
  },
  DEVELOPER_NAME: {
    what: 'the organisation that stands behind the app',
    faultOf: (value) => (value.length > 32 ? 'is longer than the 32 characters that Teams shows' : undefined),
  },
  DEVELOPER_WEBSITE_URL: { what: 'that organisation’s https address', faultOf: httpsAddress },
  DEVELOPER_PRIVACY_URL: { what: 'the https address of its privacy notice', faultOf: httpsAddress },
  DEVELOPER_TERMS_URL: { what: 'the https address of its terms of use', faultOf: httpsAddress },
};

/** Zips keep local time without a zone; made from local parts at each call, this is the same bytes in every zone. */
const fixedTime = () => new Date(2020, 0, 1, 12, 0, 0);

/**
 * The zip that Teams installs, checked offline by the schema Microsoft publishes and by the rules the schema leaves out
 * (host names, sizes and transparency of the pictures). Needs no network.
 */
export async function makeAppPackage(
  sources: PackageSources,
  settings: Record<string, string | undefined>,
): Promise<PackageResult> {
  const faults = [...settingFaults(sources.manifest, settings), ...colorFaults(sources), ...outlineFaults(sources)];
  if (faults.length > 0) return { faults };
  const manifest = fill(JSON.parse(sources.manifest), settings) as TeamsManifestLatest;
  const unfit = await AppManifestUtils.validateAgainstSchema(manifest);
  if (unfit.length > 0)
    return {
      faults: unfit.map((fault) => `The manifest does not fit Teams’ schema ${manifest.manifestVersion}: ${fault}.`),
    };
  const files = {
    'manifest.json': new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`),
    [manifest.icons.color]: sources.color,
    [manifest.icons.outline]: sources.outline,
  };
  return { zip: zipSync(files, { level: 9, mtime: fixedTime(), os: 0 }), manifest };
}

/** Names of what the manifest asks for, each once. */
export function placeholdersOf(manifest: string): string[] {
  return [...new Set([...manifest.matchAll(PLACEHOLDER)].map((found) => found[1] ?? ''))];
}

function settingFaults(manifest: string, settings: Record<string, string | undefined>): string[] {
  return placeholdersOf(manifest).flatMap((name) => {
    const setting = SETTINGS[name];
    const value = settings[name];
    if (!setting) return [`The manifest asks for ${name}, which nothing here explains. Is it spelt right?`];
    if (!value) return [`${name} is missing: ${setting.what}.`];
    const fault = setting.faultOf(value);
    return fault ? [`${name} ${fault}. It is now “${value}”.`] : [];
  });
}

/** Filled value by value, so that a quotation mark in a setting stays a quotation mark. */
function fill(value: unknown, settings: Record<string, string | undefined>): unknown {
  if (typeof value === 'string') return value.replace(PLACEHOLDER, (_, name: string) => settings[name] ?? '');
  if (Array.isArray(value)) return value.map((item) => fill(item, settings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, settings)]));
}

function colorFaults({ color }: PackageSources): string[] {
  const picture = read(color);
  if (!picture) return ['The colour icon is not a PNG picture.'];
  const faults = sizeFaults('colour', picture, 192);
  if (alphas(picture).some((alpha) => alpha < 255))
    faults.push('The colour icon is transparent in places; fill its square.');
  return faults;
}

function outlineFaults({ outline }: PackageSources): string[] {
  const picture = read(outline);
  if (!picture) return ['The outline icon is not a PNG picture.'];
  const faults = sizeFaults('outline', picture, 32);
  const seen = alphas(picture);
  if (seen.every((alpha) => alpha === 255)) faults.push('The outline icon has a background; it must be transparent.');
  if (seen.every((alpha) => alpha === 0)) faults.push('The outline icon shows nothing.');
  if (seen.some((alpha, n) => alpha > 0 && !white(picture.data, n)))
    faults.push('The outline icon has a colour; Teams wants white alone.');
  return faults;
}

function sizeFaults(which: string, { width, height }: Picture, wanted: number): string[] {
  if (width === wanted && height === wanted) return [];
  return [`The ${which} icon is ${width} by ${height}; Teams wants ${wanted} by ${wanted}.`];
}

function read(file: Uint8Array): Picture | undefined {
  try {
    return PNG.sync.read(Buffer.from(file));
  } catch {
    return undefined;
  }
}

function alphas({ data }: Picture): number[] {
  return [...data].filter((_, index) => index % 4 === 3);
}

function white(data: Uint8Array, pixel: number): boolean {
  return data[pixel * 4] === 255 && data[pixel * 4 + 1] === 255 && data[pixel * 4 + 2] === 255;
}

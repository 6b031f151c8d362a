// What single settings look like: ports, ids, addresses, hosts. What one could get wrong: each says how to mend it and never
// shows its value, since a value may be a secret put into the wrong line.

import * as z from 'zod/v4';

export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST_SUFFIX = /^[a-z0-9-]+(\.[a-z0-9-]+){2,}$/;

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Whether `hostname` (as `URL.hostname` writes it) is this machine itself. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.includes(hostname);
}

/** Whether `address` is an https address, or plain http to this machine itself. */
export function isSafeAddress(address: string): boolean {
  const url = tryUrl(address);
  return url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname)));
}

/** A text as a URL, or undefined when it is none. */
export function tryUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** In lower case. */
export function lower(text: string): string {
  return text.toLowerCase();
}

export const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, 'Set it to a port number from 0 to 65535.')
  .transform(Number);

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `Set it to a whole number from ${least} to ${most}.`,
    )
    .transform(Number);

/** One GUID; `whose` says which. */
export const guid = (whose: string) => {
  const mend = `Set it to ${whose}, a GUID.`;
  return z.string(mend).regex(GUID, mend).transform(lower);
};

export const address = z.string().refine(isSafeAddress, 'Set it to an https:// address.');

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => lower(part.trim()))
    .filter(Boolean),
);

/** GUIDs by comma; `what` names them. */
export const guids = (what: string) =>
  list.refine(
    (ids) => ids.length > 0 && ids.every((id) => GUID.test(id)),
    `List ${what} (GUIDs), separated by commas.`,
  );

export const hosts = list.refine(
  (names) => names.length > 0 && names.every((name) => HOST_SUFFIX.test(name) || isLoopbackHost(name)),
  'List whole host names such as smba.trafficmanager.net, separated by commas: at least three parts each, since anyone can register under shorter ones.',
);

/** Whole domains that somebody keeps under one name, with everything below them. */
export const domains = list.refine(
  (names) => names.length > 0 && names.every((name) => DOMAIN.test(name) || isLoopbackHost(name)),
  'List whole domains such as sharepoint.com, separated by commas.',
);

// What every answer says to a browser that was led here: do nothing with this. What one could get wrong: these stand before any
// handler runs, so a refusal has them too; a file's answer makes its own policy narrower, never wider.

import type { Response } from 'restify';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  // No page is served here; whatever a browser takes for one may load nothing and be framed by nobody.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Sets them. In production https is insisted on for a year, for this host alone: its domain's other hosts are not ours. */
export function setSecurityHeaders(response: Response, { production }: { production: boolean }): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  if (production) response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`);
}

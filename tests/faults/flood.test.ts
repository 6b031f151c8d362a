// One person floods production: `main.js` itself, so that what it composes is what is tried. Pitfall: the limit is a person's
// own, so somebody else must be answered while it lasts.
//
// Guard whose removal makes this fail: `admit` in main.ts.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { freePort } from '../support/free-port.js';
import { startKeyDocument } from '../support/key-document.js';

const APP = '0b0b0000-0000-4000-8000-000000000001';
const TENANT = '0b0b0000-0000-4000-8000-00000000000a';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
/** A person may ask for this many things in ten seconds. */
const MOST = 60;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('Sixty things in ten seconds are enough for one person, and somebody else is served meanwhile', async () => {
  const keys = await startKeyDocument();
  closing.push(() => keys.stop());
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    STORE_FILE: ':memory:',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: APP,
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppPassword: 'not-a-secret',
    BOT_OPENID_METADATA: keys.metadataUrl,
    BOT_TOKEN_ISSUER: keys.issuer,
    BOT_LOGIN_ENDPOINT: keys.loginEndpoint,
    JOBS_IN_PROCESS: 'off',
    LOG_LEVEL: 'silent',
  };
  const production = spawn(process.execPath, [projectPath('.build/src/main.js')], { env, stdio: 'inherit' });
  closing.push(async () => {
    production.kill('SIGTERM');
    if (production.exitCode === null) await once(production, 'exit');
  });
  const url = `http://127.0.0.1:${port}`;
  const statusOf = (path: string) =>
    fetch(url + path).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(() => statusOf('/readyz'), { timeout: 45_000 }).toBe(200);

  const authorization = `Bearer ${keys.sign(keys.claims(APP, SERVICE))}`;
  /** Nothing is answered in words to it, so nothing has to reach Teams. */
  const knock = async (objectId: string) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({
        type: 'messageReaction',
        channelId: 'msteams',
        serviceUrl: SERVICE,
        from: { id: `29:${objectId}`, aadObjectId: objectId },
        recipient: { id: `28:${APP}` },
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
      }),
    });
    return { status: response.status, text: await response.text(), wait: response.headers.get('retry-after') };
  };
  const answers = await Promise.all(Array.from({ length: 3 * MOST }, () => knock('one')));
  const refused = answers.filter(({ status }) => status === 429);
  // A machine so slow that the window passes lets more in, never fewer.
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(MOST);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ text: '{"error":"too many requests"}', wait: expect.stringMatching(/^\d+$/) });
  expect((await knock('two')).status).toBe(200);
});

// Activities as Teams sends them (payloads.json, each with the document or test suite it comes from), through server, adapter and bot. Status, shape and a
// sentence stand beside each, written down from that source before it was first run. Pitfall: a message that is answered twice is as wrong as silence, so
// what is posted is counted.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { startAssistant } from '../support/assistant.js';
import { testPlan } from '../support/world.js';

interface Payload {
  name: string;
  /** The document, or the SDK's test, that says so. */
  source: string;
  /** `reply`: one card posted there; `silence`: 200 and nothing; `refused`: a status; any other: the shape of an invoke's answer. */
  expect: keyof typeof SHAPES | 'reply' | 'silence' | 'refused';
  says: string;
  activity: Record<string, unknown>;
}

const payloads: Payload[] = JSON.parse(readFileSync(projectPath('tests/teams/payloads.json'), 'utf8'));
const BOT = '28:0b0b0000-0000-4000-8000-000000000001';

/** What an invoke's answer looks like, by what reads it: Action.Execute, task modules, extensions, bot configuration, tabs, health checks. */
const SHAPES = {
  card: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } },
  sentence: { statusCode: 200, type: 'application/vnd.microsoft.activity.message' },
  dialog: { task: { type: 'continue', value: { card: { contentType: 'application/vnd.microsoft.card.adaptive' } } } },
  task: { task: { type: 'message' } },
  search: { composeExtension: { type: 'message' } },
  'no preview': { composeExtension: { type: 'result', attachments: [] } },
  config: { responseType: 'config', config: { type: 'message' } },
  tab: { tab: { type: 'continue', value: { cards: [{ card: { type: 'AdaptiveCard' } }] } } },
  health: { healthResults: { success: true } },
  empty: {},
} as const;

/** The activity whole, its places filled in: the connector, the tenant, the bot, the members of the test plan. */
function filled({ activity }: Payload, service: string): Record<string, unknown> {
  const objectIds = Object.fromEntries(testPlan.people.map(({ memberId, objectId }) => [memberId, objectId]));
  const known: Record<string, string> = { service, tenant: testPlan.tenantId, bot: BOT.slice(3), ...objectIds };
  const base = { channelId: 'msteams', serviceUrl: service, locale: 'en-GB', timestamp: '2026-11-26T09:00:00.111Z' };
  const whole = { ...base, recipient: { id: BOT, name: 'Reform Delivery Assistant' }, ...activity };
  return JSON.parse(JSON.stringify(whole), (_, value) => {
    if (typeof value !== 'string') return value;
    const long = /^\{\{x\}\}(\d+)$/.exec(value);
    return long ? 'x'.repeat(Number(long[1])) : value.replace(/\{\{(\w+)\}\}/g, (_all, name) => known[name] ?? '');
  });
}

describe('What Teams sends', () => {
  it('is here as often as it was found', () => {
    expect(payloads.length).toBe(96);
    expect(new Set(payloads.map(({ name }) => name)).size).toBe(96);
  });

  it.each(payloads.map((payload) => [payload.name, payload] as const))('%s', async (_, payload) => {
    const assistant = await startAssistant({ allowedTenants: [testPlan.tenantId] });
    try {
      const { status, body } = await assistant.person('lead2').send(filled(payload, assistant.connector.url));
      await assistant.settled();
      const posted = assistant.connector.sent.filter(({ how }) => how !== 'put');
      expect(assistant.connector.calls.filter((call) => call.body?.type === 'typing')).toEqual([]);
      const words = JSON.stringify(payload.expect === 'reply' ? posted[0]?.activity : (body ?? ''));
      expect(words).not.toContain('Something went wrong');
      if (payload.expect === 'refused') return expect([status, posted]).toEqual([Number(payload.says), []]);
      expect(status).toBe(200);
      expect(words).toContain(payload.says);
      if (payload.expect === 'reply') return expect(posted.length).toBe(1);
      expect(posted).toEqual([]);
      if (payload.expect !== 'silence') expect(body).toMatchObject(SHAPES[payload.expect]);
    } finally {
      await assistant.stop();
    }
  });
});

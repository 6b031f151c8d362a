// Where a message of the clock goes when its person has never spoken to the assistant, and that replies leave less for the clock.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Delivery, JobRun } from '../../src/jobs/delivery.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { readPersonal } from '../../src/teams/conversations.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { bindChannel } from '../support/bind-channel.js';
import { PROGRAMME, TENANT, testPlan } from '../support/world.js';

let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant({ sendsPerSecond: 50 });
});
afterEach(() => assistant.stop());

const find = (memberId: string) => {
  const run = { deps: assistant.deps, programmeId: PROGRAMME, programme: testPlan.programme } as JobRun;
  return openCarrier(true).find(run, { memberId, place: 'personal' } as Delivery);
};
const bindHere = () =>
  bindChannel(
    assistant.deps,
    { conversationId: '19:general@thread.tacv2', serviceUrl: assistant.connector.url, tenantId: TENANT },
    PROGRAMME,
  );
const objectIdOf = (memberId: string) => testPlan.people.find((one) => one.memberId === memberId)?.objectId ?? '';

it('A member whom the assistant never met is met once, through the channel, and remembered', async () => {
  await bindHere();
  const objectId = objectIdOf('lead1');
  const address = { conversationId: `a:chat-${objectId}`, serviceUrl: assistant.connector.url, tenantId: TENANT };
  expect(await find('lead1')).toEqual({ address, objectId });
  expect(await find('lead1')).toEqual({ address, objectId });
  expect(assistant.connector.calls).toHaveLength(1);
  expect(await readPersonal(assistant.deps, TENANT, objectId)).toEqual(address);
  expect(assistant.connector.sent).toEqual([]);
});

it.each([
  [403, undefined],
  [503, 'later'],
])('A member whose chat is answered with %i is, until it can be opened, %s', async (status, found) => {
  await bindHere();
  assistant.connector.script(() => ({ status }));
  expect(await find('lead1')).toBe(found);
  assistant.connector.script();
  expect(await find('lead1')).toMatchObject({ objectId: objectIdOf('lead1') });
});

it('Nobody new is met while no channel says where', async () => {
  expect(await find('lead1')).toBeUndefined();
  expect(assistant.connector.calls).toEqual([]);
});

it('Replies go out at once and count, so that the clock makes room for them', async () => {
  const lead = assistant.person('lead1');
  const began = performance.now();
  for (let n = 0; n < 7; n += 1) await lead.say('help');
  const chat = { conversationId: `a:${lead.objectId}`, serviceUrl: assistant.connector.url, tenantId: TENANT };
  const slot = await assistant.deps.messenger.wait?.(chat);
  expect(slot).not.toBeInstanceOf(Date);
  expect(performance.now() - began).toBeGreaterThanOrEqual(1_000);
});

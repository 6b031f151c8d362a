// F21: the channel deleted, archived, the assistant removed, refused, and back again, at every point of a week. What one could get
// wrong: an event names the channel or the team, and a refusal names neither; nothing may be lost, or shown anywhere else.

import { afterEach, expect, it } from 'vitest';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import { periodAfter, periodOf } from '../../src/jobs/schedule.js';
import { countDeliveries } from '../../src/jobs/tally.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { CHANNEL } from '../support/person.js';
import { PROGRAMME, TENANT } from '../support/world.js';

const TEAM = '19:team-of-the-plan@thread.tacv2';
const BOT = { id: '28:bot', name: 'Reform Delivery' };
let assistant: Assistant;
afterEach(() => assistant.stop());

/** What Teams says of a channel or team, as its documentation shows it: from nobody with an object id, in the team's conversation. */
function event(eventType: string, more: Record<string, unknown> = {}, conversationId = TEAM): Record<string, unknown> {
  return {
    id: `f:${eventType}`,
    channelId: 'msteams',
    serviceUrl: assistant.connector.url,
    type: 'conversationUpdate',
    from: { id: '29:an-owner' },
    recipient: BOT,
    conversation: { isGroup: true, conversationType: 'channel', id: conversationId },
    channelData: { team: { id: TEAM, name: 'Team' }, eventType, tenant: { id: TENANT }, channel: { id: CHANNEL } },
    ...more,
  };
}

const installation = (action: string) =>
  event(
    '',
    { type: 'installationUpdate', action, channelData: { team: { id: TEAM }, tenant: { id: TENANT } } },
    CHANNEL,
  );

interface Way {
  go: () => Promise<unknown>;
  back: () => Promise<unknown>;
}
const send = (activity: Record<string, unknown>) => assistant.person('office').send(activity);
const use = () => assistant.person('office').say('use this channel', 'channel');
const refuse = (status: number, code: string): Way => ({
  go: async () =>
    assistant.connector.script((call) =>
      call.body?.channelData?.channel ? { status, body: { error: { code, message: code } } } : undefined,
    ),
  back: async () => {
    assistant.connector.script();
    await use();
  },
});
const WAYS: Record<string, Way> = {
  channelDeleted: { go: () => send(event('channelDeleted')), back: () => send(event('channelRestored')) },
  channelUnshared: { go: () => send(event('channelUnshared')), back: use },
  teamDeleted: { go: () => send(event('teamDeleted')), back: () => send(event('teamRestored')) },
  teamHardDeleted: { go: () => send(event('teamHardDeleted')), back: use },
  teamArchived: { go: () => send(event('teamArchived')), back: () => send(event('teamUnarchived')) },
  removed: { go: () => send(installation('remove')), back: () => send(installation('add')) },
  'bot taken out of the channel': {
    go: () => send(event('channelMemberRemoved', { membersRemoved: [BOT] }, CHANNEL)),
    back: () => send(event('channelMemberAdded', { membersAdded: [BOT] }, CHANNEL)),
  },
  '403 BotNotInConversationRoster': refuse(403, 'BotNotInConversationRoster'),
  '403 BotDisabledByAdmin': refuse(403, 'BotDisabledByAdmin'),
  '404 ConversationNotFound': refuse(404, 'ConversationNotFound'),
};

/** Points of the week of 23 November 2026: before the prompt, after it, before the digest, in the night, at the weekend. */
const POINTS = ['2026-11-23T08:30', '2026-11-26T10:00', '2026-11-27T12:30', '2026-11-26T22:30', '2026-11-28T10:00'];
const CASES = Object.keys(WAYS).map((name, n) => [name, POINTS[n % POINTS.length] ?? ''] as const);

async function update(commentary: string): Promise<string> {
  const lead = assistant.person('lead2');
  const answer = await lead.press(await lead.say('update M02'), 'Post update', {
    stated: 'green',
    forecastOn: '2026-12-31',
    commentary,
  });
  await assistant.settled();
  return wordsOf(answer);
}

const inChannel = () => assistant.announced().map(wordsOf);
const told = () =>
  assistant.connector.sent.filter(
    ({ conversationId, activity }) =>
      conversationId === `a:${assistant.person('office').objectId}` &&
      JSON.stringify(activity).includes('Nothing can be posted'),
  );

async function sum(): Promise<void> {
  const first = periodOf(new Date('2026-11-23T00:00:00Z'), 'Europe/London');
  for (const period of [first, periodAfter(first)]) {
    const { planned, ...ends } = countDeliveries((await listDeliveries(assistant.deps, PROGRAMME, period)).values());
    expect(Object.values(ends).reduce((a, b) => a + b, 0)).toBe(planned);
  }
}

it.each(CASES)(
  '%s at %s: nothing is lost or shown elsewhere, the office is told once, and the sum holds',
  async (name, at) => {
    const way = WAYS[name] as Way;
    assistant = await startAssistant({ at: `${at}:00.000Z` });
    const office = assistant.person('office');
    await office.say('hello');
    const binding = assistant.person('office').saying('use this channel', 'channel') as { channelData: object };
    binding.channelData = { ...binding.channelData, team: { id: TEAM } };
    await office.send(binding);
    expect(await update('Before.')).not.toContain('could not be reached');
    expect(inChannel()).toHaveLength(1);

    await way.go();
    await assistant.settled();
    const saved = await update('While it is gone.');
    expect(saved).toContain('The channel could not be reached; the programme office has been told');
    for (let look = 1; look <= 3; look += 1) {
      await assistant.bot.runJobs();
      await assistant.settled();
    }
    expect(inChannel()).toHaveLength(1);
    expect(told()).toHaveLength(1);
    const delivery = wordsOf(await office.say('delivery'));
    expect(delivery).toContain('waiting for the channel: card of M02');
    expect(delivery).toContain('It cannot be reached since');
    expect(delivery).not.toContain('Everybody was reached');
    await sum();

    await way.back();
    await assistant.settled();
    await assistant.bot.runJobs();
    await assistant.settled();
    expect(inChannel().filter((words) => words.includes('While it is gone.'))).toHaveLength(1);
    expect(told()).toHaveLength(1);
    expect(wordsOf(await office.say('delivery'))).not.toContain('waiting for the channel');
    await sum();
    const places = assistant.connector.sent.filter(({ how }) => how === 'create').map((one) => one.conversationId);
    expect(places.filter((one) => !one.startsWith(CHANNEL))).toEqual([]);
  },
  60_000,
);

it('What waits for a channel longer than fourteen days is missed, and is never shown after', async () => {
  assistant = await startAssistant({ bound: true, at: '2026-11-23T08:30:00.000Z' });
  await WAYS.channelDeleted?.go();
  await update('Kept too long.');
  assistant.at('2026-12-08T09:00:00.000Z');
  for (let look = 1; look <= 6; look += 1) await assistant.bot.runJobs();
  await WAYS.channelDeleted?.back();
  await assistant.settled();
  await assistant.bot.runJobs();
  expect(inChannel().filter((words) => words.includes('Kept too long.'))).toEqual([]);
  const found = await listDeliveries(assistant.deps, PROGRAMME, '2026-W48');
  const card = [...found.values()].find(({ body }) => body.kind === 'announce')?.body;
  expect(card?.state).toBe('missed');
  expect(card?.reason).toContain('the channel could not be reached');
});

it('A card that was deleted is no channel that is gone: the next is posted anew and nobody is told', async () => {
  assistant = await startAssistant({ bound: true });
  const lead = assistant.person('lead2');
  const open = await lead.say('update M02', 'channel');
  const form = await lead.open(open, 'Open');
  assistant.connector.script((call) =>
    call.method === 'PUT' ? { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } } : undefined,
  );
  await lead.submit(form, 'Post update', { stated: 'green', forecastOn: '2026-12-31', commentary: 'Offers are out.' });
  await assistant.settled();
  expect(inChannel()).toHaveLength(1);
  expect(told()).toEqual([]);
});

// Buttons as each place needs them, over every card of the product with its sample. Pitfall: a second form of each button makes a card larger, and one that
// Teams refuses is shown to nobody.

import { expect, it } from 'vitest';
import { readSample, templateNames } from '../../src/cards/preview/samples.js';
import type { CardJson } from '../../src/deps.js';
import { forSurface, MOST_WITH_FALLBACKS } from '../../src/teams/surfaces.js';
import { bytesOf, walk } from '../support/card-reader.js';

const executed = (card: CardJson) => {
  const found: Record<string, unknown>[] = [];
  walk(card, (element) => {
    if (element.type === 'Action.Execute') found.push(element);
  });
  return found;
};

it.each(templateNames())('%s has a fallback for each button in a chat, and is small enough with them', (name) => {
  const { card = {} } = readSample(name);
  const chat = forSurface(card, 'chat', { card: { conversationId: '19:x', activityId: '1' } });
  expect(bytesOf(chat)).toBeLessThanOrEqual(MOST_WITH_FALLBACKS);
  const buttons = executed(chat);
  expect(buttons.length).toBe(executed(card).length);
  for (const { title, verb, data, fallback } of buttons)
    expect(fallback).toMatchObject({ type: 'Action.Submit', title, data: { ...(data as object), verb } });
});

it('A card that would be too large with them is sent without', () => {
  const data = { typed: 'x'.repeat(9_000) };
  const button = { type: 'Action.Execute', title: 'Save', verb: 'risks.raise', data };
  const card = { type: 'AdaptiveCard', actions: [button, button, button] };
  const chat = forSurface(card, 'chat');
  expect(bytesOf(chat)).toBeLessThan(MOST_WITH_FALLBACKS);
  expect(chat).toEqual(card);
});

it('In a channel and in a dialog every button submits, and opens for whoever presses in the channel', () => {
  const card = { actions: [{ type: 'Action.Execute', title: 'Open', verb: 'milestones.show', data: { ref: 'M01' } }] };
  expect(forSurface(card, 'channel')).toEqual({
    actions: [
      {
        type: 'Action.Submit',
        title: 'Open',
        data: { ref: 'M01', verb: 'milestones.show', msteams: { type: 'task/fetch' } },
      },
    ],
  });
  expect(JSON.stringify(forSurface(card, 'dialog'))).not.toContain('task/fetch');
});

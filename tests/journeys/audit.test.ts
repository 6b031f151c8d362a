// What an auditor is given: everything, checked, with who fetched what. What one could get wrong: it is the office's alone, whoever holds the link.

import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

let assistant: Assistant;
let office: Person;
beforeEach(async () => {
  assistant = await startAssistant({ consent: false });
  office = assistant.person('office');
  const lead = assistant.person('lead2');
  await lead.press(await lead.say('update M02'), 'Post update', {
    stated: 'green',
    commentary: '=cmd and [a](https://evil.example)',
  });
});
afterEach(() => assistant.stop());

const linkOf = (card: CardJson) => /"url":"([^"]+\/files\/[^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';

test('Everything is there in order, with its check, and who fetched it is in the next one', async () => {
  const shown = await office.say('audit');
  expect(wordsOf(shown)).toContain('Every entry of every record');
  const lines = async () => {
    const response = await fetch(linkOf(await office.press(shown, 'As lines of JSON')));
    return (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const [checked, ...first] = await lines();
  expect(checked).toMatchObject({ what: 'checked', faults: [] });
  const entries = first.filter(({ what }) => what === 'entry');
  expect(entries).toHaveLength(checked.entries);
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
  const posted = { kind: 'milestone', ref: 'M02', by: 'lead2', did: 'milestones.post-update' };
  expect(entries).toContainEqual(expect.objectContaining(posted));
  const again = await lines();
  expect(again.at(-1)).toMatchObject({ what: 'file', by: 'office', seen: 'audit.lines', name: 'Audit trail.jsonl' });
  for (let n = 0; n < 3; n += 1) await office.say('finance');
  const seen = (await lines()).filter(({ what }) => what === 'seen');
  expect(seen).toMatchObject([{ seen: 'finance detail', by: 'office' }]);
  const response = await fetch(linkOf(await office.press(shown, 'As a workbook')));
  const parts = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const text = Object.values(parts)
    .map((part) => new TextDecoder().decode(part))
    .join('\n');
  expect(text).toContain('All verify');
  expect(text).toContain('milestones.post-update');
  expect(text).not.toMatch(/<f>/);
});

test('Nobody else gets it, and whoever loses the role while holding the link gets nothing', async () => {
  const lead = assistant.person('lead2');
  expect(wordsOf(await lead.say('audit'))).toContain('given out by the programme office');
  const card = {
    type: 'AdaptiveCard',
    actions: [{ type: 'Action.Execute', title: 'Go', verb: 'audit.offer-lines', data: { programmeId: PROGRAMME } }],
  };
  expect(wordsOf(await lead.press(card, 'Go'))).toContain('given out by the programme office');
});

// A risk's life through cards: raised from a milestone, scored anew, acted upon, told to a body, closed, or come true. What
// one could get wrong: the plan here has R01 to R03 of workstream 2, so the next risk is R04.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';
import { plannedRisk } from './plans.js';

const plan = {
  ...testPlan,
  risks: [
    plannedRisk('R01', { likelihood: 2, impact: 3 }),
    plannedRisk('R02', { likelihood: 4, impact: 5 }, { milestones: ['M02'] }),
    plannedRisk('R03', { likelihood: 2, impact: 3 }, { proximity: 'imminent', ownerId: 'owner' }),
  ],
};

let assistant: Assistant;
let lead2: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  lead2 = assistant.person('lead2');
  await assistant.person('office').say('help', 'channel');
});
afterEach(() => assistant.stop());

const raised = {
  cause: 'two specialists leave',
  event: 'posts stay empty',
  consequence: 'the offer comes late',
  category: 'workforce capacity',
  workstream: 'WS2',
  inherentLikelihood: '4',
  inherentImpact: '4',
  residualLikelihood: '3',
  residualImpact: '4',
  targetLikelihood: '2',
  targetImpact: '3',
  proximity: 'this quarter',
  response: 'treat',
  ownerId: 'lead2',
  reviewOn: '2027-01-08',
  escalateTo: 'none',
};
const opened = (card: CardJson) => titlesOf(card).flatMap((title) => /^Open ([RI]\d+):/.exec(title)?.[1] ?? []);

test('A risk raised from a milestone is refused with sentences, keeps what was typed, and gets the next reference', async () => {
  const member = assistant.person('member');
  const form = await member.press(await member.say('M02'), 'Raise a risk');
  expect(valuesOf(form)).toMatchObject({ milestones: 'M02', ownerId: 'member', reviewOn: '2026-12-24' });
  const refused = await member.press(form, 'Raise the risk', {
    ...raised,
    cause: '',
    residualLikelihood: '5',
    residualImpact: '5',
    targetImpact: '5',
    milestones: 'M02, M77',
  });
  expect(wordsOf(refused)).toContain('Say what the risk comes from, in at most 300 characters.');
  expect(wordsOf(refused)).toContain('Controls do not make a risk worse: 25 now cannot be above 16 before controls.');
  expect(valuesOf(refused)).toMatchObject({ event: 'posts stay empty', milestones: 'M02, M77', residualImpact: '5' });
  const { residualLikelihood, residualImpact, targetImpact, cause } = raised;
  const mended = { residualLikelihood, residualImpact, targetImpact, cause };
  const unknown = await member.press(refused, 'Raise the risk', mended);
  expect(wordsOf(unknown)).toContain('There is no milestone M77. Type milestones to see them all.');
  const posted = await member.press(unknown, 'Raise the risk', { milestones: 'M02' });
  expect(wordsOf(posted)).toContain('R04 raised');
  expect(wordsOf(posted)).toContain('12 Medium');
  await assistant.settled();
  expect(assistant.announced().map(wordsOf)).toEqual([wordsOf(posted)]);
  const linked = await member.press(await member.say('M02'), 'Its risks');
  expect(opened(linked)).toEqual(['R02', 'R04']);
});

test('The same form sent again gives the same card; with other words it offers a second risk', async () => {
  const form = await lead2.say('raise risk');
  const posted = await lead2.press(form, 'Raise the risk', raised);
  expect(await lead2.press(form, 'Raise the risk', raised)).toEqual(posted);
  const other = await lead2.press(form, 'Raise the risk', { ...raised, event: 'a whole team leaves' });
  expect(wordsOf(other)).toContain('R04 was already raised from this form, with other words');
  expect(wordsOf(other)).toContain('posts stay empty');
  expect(wordsOf(other)).toContain('a whole team leaves');
  expect(valuesOf(await lead2.press(other, 'Look at mine first')).event).toBe('a whole team leaves');
  expect(wordsOf(await lead2.press(other, 'Keep R04 only'))).toContain('posts stay empty');
  expect(wordsOf(await lead2.press(other, 'Raise mine as another risk'))).toContain('R05 raised');
});

test('Beyond appetite the form asks for an escalation or a reason', async () => {
  const high = { ...raised, residualLikelihood: '4', residualImpact: '4' };
  const refused = await lead2.press(await lead2.say('raise a risk to M03'), 'Raise the risk', high);
  expect(wordsOf(refused)).toContain('A residual score of 16 is beyond the appetite of 15');
  expect(valuesOf(refused).milestones).toBe('M03');
  const withheld = await lead2.press(refused, 'Raise the risk', { escalationReason: 'New staff start in January.' });
  expect(wordsOf(withheld)).toContain('New staff start in January.');
  const told = await lead2.press(await lead2.say('raise risk'), 'Raise the risk', {
    ...high,
    escalateTo: 'Board',
    escalationReason: 'Agree agency cover.',
  });
  expect(wordsOf(told)).toContain('Escalated to the Board on 26 November 2026');
});

test('The register is ordered by residual score, then nearness, and filters', async () => {
  const register = await lead2.say('risks');
  expect(opened(register)).toEqual(['R02', 'R03', 'R01']);
  expect(wordsOf(register)).toContain('3 in all: 1 high, 2 medium; 1 beyond appetite');
  expect(opened(await lead2.press(register, 'High'))).toEqual(['R02']);
  expect(opened(await assistant.person('owner').say('risks mine'))).toEqual(['R03']);
  expect(opened(await lead2.say('risks M02'))).toEqual(['R02']);
  expect(wordsOf(await lead2.press(register, 'Closed'))).toContain('None.');
});

test('The heat map says in words where each risk is, and each opens', async () => {
  const map = await lead2.press(await lead2.say('risks'), 'Heat map');
  expect(wordsOf(map)).toContain('4 Likely × 5 Severe');
  expect(opened(map)).toEqual(['R02', 'R03', 'R01']);
  expect(wordsOf(await lead2.press(map, 'Open R02'))).toContain(
    'Beyond the appetite of 15, and neither escalated nor explained',
  );
});

test('A risk is scored anew, shows its movement, and its history keeps both scores', async () => {
  const form = await lead2.press(await lead2.say('R01'), 'Reassess');
  expect(valuesOf(form)).toMatchObject({ residualLikelihood: '2', residualImpact: '3' });
  const refused = await lead2.press(form, 'Save the reassessment', { residualLikelihood: '3' });
  expect(wordsOf(refused)).toContain('Say in a sentence what changed, or that nothing did.');
  const posted = await lead2.press(refused, 'Save the reassessment', { commentary: 'One more has left.' });
  expect(wordsOf(posted)).toContain('R01 reassessed');
  expect(wordsOf(posted)).toContain('↑ up from 6');
  expect(wordsOf(posted)).toContain('6 Medium → 9 Medium');
  expect(opened(await lead2.say('risks'))).toEqual(['R02', 'R01', 'R03']);
  const history = await lead2.press(posted, 'History');
  expect(wordsOf(history)).toContain('One more has left.');
  const withdrawal = await lead2.press(await lead2.say('r01'), 'Withdraw my last entry');
  const withdrawn = await lead2.press(withdrawal, 'Withdraw it', { reason: 'They stay after all.' });
  expect(wordsOf(withdrawn)).toContain('9 Medium → 6 Medium');
});

test('A response action has an owner and a day, and whoever does it says when it is done', async () => {
  const form = await lead2.press(await lead2.say('R02'), 'Add an action');
  const refused = await lead2.press(form, 'Add the action', {
    what: 'Agency cover',
    ownerId: 'member',
    dueOn: '2026-11-01',
  });
  expect(wordsOf(refused)).toContain('The due date has passed already; give one that is still to come.');
  const posted = await lead2.press(refused, 'Add the action', { dueOn: '2026-12-18' });
  expect(wordsOf(posted)).toContain('Agency cover (Member, due 18 December 2026)');
  expect(titlesOf(await assistant.person('owner').say('R02'))).not.toContain('Done');
  const done = await assistant.person('member').press(await assistant.person('member').say('R02'), 'Done');
  expect(wordsOf(done)).toContain('R02 response action done');
  expect(wordsOf(await lead2.say('R02'))).toContain('done 26 November 2026');
});

test('A risk is escalated, accepted and closed, each with its reason, and what is closed leaves the register', async () => {
  const escalation = await lead2.press(await lead2.say('R02'), 'Escalate');
  const refused = await lead2.press(escalation, 'Escalate', { escalateTo: 'corporate' });
  expect(wordsOf(refused)).toContain('Say in a sentence what they are asked to do.');
  const told = await lead2.press(refused, 'Escalate', { reason: 'Hold the vacancy freeze off.' });
  expect(wordsOf(told)).toContain('R02 escalated to the corporate risk register');
  const accepted = await lead2.press(await lead2.press(await lead2.say('R03'), 'Accept'), 'Accept it', {
    reason: 'Cheaper than mending it.',
  });
  expect(wordsOf(accepted)).toContain('Accepted because');
  const closed = await lead2.press(await lead2.press(await lead2.say('R01'), 'Close'), 'Close it', {
    reason: 'All are in post.',
  });
  expect(wordsOf(closed)).toContain('R01 closed');
  expect(opened(await lead2.say('risks'))).toEqual(['R02', 'R03']);
  expect(opened(await lead2.say('risks closed'))).toEqual(['R01']);
  expect(titlesOf(await lead2.say('R01'))).not.toContain('Reassess');
});

test('A risk that has happened becomes an issue that leads back to it, and the issue is resolved', async () => {
  const form = await lead2.press(await lead2.say('R02'), 'It has happened');
  const refused = await lead2.press(form, 'It has happened', { reason: 'Both left.', happenedOn: '2026-12-01' });
  expect(wordsOf(refused)).toContain('This day is still to come. If it has not happened yet, it is a risk.');
  const posted = await lead2.press(refused, 'It has happened', { happenedOn: '2026-11-25' });
  expect(wordsOf(posted)).toContain('R02 has happened');
  const issue = await lead2.press(posted, 'Open I01');
  expect(wordsOf(issue)).toContain('Both left.');
  const risk = await lead2.press(issue, 'Its risk R02');
  expect(titlesOf(risk)).toContain('Open I01');
  expect(opened(await lead2.say('issues'))).toEqual(['I01']);
  const resolved = await lead2.press(await lead2.press(issue, 'Resolve'), 'Resolve it', {
    reason: 'Agency staff came.',
  });
  expect(wordsOf(resolved)).toContain('I01 resolved');
  expect(wordsOf(resolved)).toContain('Agency staff came.');
  await assistant.settled();
  expect(assistant.announced().map((card) => wordsOf(card).split('\n')[0])).toEqual([
    'R02 has happened',
    'I01 resolved',
  ]);
});

test('In a channel `raise risk` opens a dialog, and the risk takes the place of the Open card', async () => {
  const open = await lead2.say('raise risk M02', 'channel');
  const form = await lead2.open(open, 'Open');
  expect(valuesOf(form).milestones).toBe('M02');
  expect(await lead2.submit(form, 'Raise the risk', raised)).toBe('Saved. R04 raised: 12 Medium.');
  await assistant.settled();
  expect(
    assistant.connector.sent.filter((one) => one.how === 'put' && one.conversationId.startsWith('19:')),
  ).toHaveLength(1);
});

// Finance from the first word typed to the figures a Board's chair reads, through the front door. What one could get wrong: finance
// detail is restricted, so besides what each person gets, the channel is looked at, which must get nothing.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { financePlan, reported, TWO_BREACHES } from '../finance/world.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { bytesOf, MOST_BYTES, titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

let assistant: Assistant;
let lead: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: financePlan(reported) });
  lead = assistant.person('finance');
  await assistant.person('office').say('help', 'channel');
});
afterEach(() => assistant.stop());

const sure = (keys: string[]) => Object.fromEntries(keys.map((key) => [`${key}Status`, 'estimated']));
const breaches = { ...TWO_BREACHES, ...sure(Object.keys(TWO_BREACHES)) };

async function enterBreaches(): Promise<void> {
  const form = await lead.press(await lead.say('finance'), 'Change Experts at Hand');
  await lead.press(form, 'Save', breaches);
}

test('The finance lead enters the split, sees two breaches and what mends each, and the channel gets nothing', async () => {
  const card = await lead.say('finance');
  expect(wordsOf(card)).toContain('Finance 2026/27');
  const form = await lead.press(card, 'Change Experts at Hand');
  expect(valuesOf(form)).toMatchObject({
    eahGrant: '£3,000,000',
    eahGrantStatus: 'estimated',
    eahDirectStatus: 'not entered',
  });
  const refused = await lead.press(form, 'Save', { ...breaches, eahDirect: '2,30m', eahAdministrationStatus: '' });
  expect(wordsOf(refused)).toContain('2 things to mend before this can be saved. What you typed is still here.');
  expect(wordsOf(refused)).toContain('Give an amount in pounds, such as £1,234,567.89, 1.2m or 600k.');
  expect(valuesOf(refused)).toMatchObject({ eahDirect: '2,30m', eahTransformation: '300k' });
  const posted = await lead.press(refused, 'Save', { eahDirect: '2.30m', eahAdministrationStatus: 'estimated' });
  expect(wordsOf(posted)).toContain('Finance 2026/27: Experts at Hand saved');
  expect(wordsOf(posted)).toContain('not entered → £2,300,000 estimated');
  const words = wordsOf(await lead.press(posted, 'Finance 2026/27'));
  for (const said of [
    'Direct delivery is 76.7% of the grant; at least 80% is required.',
    'Mended by £100,000 more spent on direct delivery.',
    'EAH administration is 10.7% of the grant; at most 10% is required.',
    'Mended by £20,000 less spent on EAH administration.',
    'Nothing of this is posted in a channel.',
  ])
    expect(words).toContain(said);
  expect(words.indexOf('Breach')).toBeLessThan(words.indexOf('Experts at Hand'));
  await assistant.settled();
  expect(assistant.announced()).toEqual([]);
});

test('The runway assumes no movement in 2025/26 until the 2026 opening is entered, and then runs out earlier', async () => {
  const before = wordsOf(await lead.say('finance'));
  expect(before).toContain('−£9,100,000');
  expect(before).toContain('The DSG reserve runs out in January to March 2028.');
  expect(before).toContain('By 31 March 2028 £2.1m would fall on the general fund.');
  expect(before).toContain('Assumes no movement in 2025/26, until the opening balance of 1 April 2026 is entered.');
  expect(before).toContain('the allocation is not published');
  const form = await lead.press(await lead.say('finance'), 'Change DSG reserve');
  await lead.press(form, 'Save', { reserveOpening: '13.6 million', reserveOpeningStatus: 'confirmed' });
  const after = wordsOf(await lead.say('finance 2026/27'));
  expect(after).toContain('The DSG reserve runs out in July to September 2027.');
  expect(after).not.toContain('2025/26,');
  expect(after).toContain('confirmed since 26 November 2026');
});

test('Other years are typed or pressed, and a year without figures begins with its first one', async () => {
  const next = await lead.say('finance 2027/28');
  expect(wordsOf(next)).toContain('Finance 2027/28');
  expect(wordsOf(next)).toContain('not published');
  const later = await lead.press(await lead.press(next, '2028/29'), 'Change Experts at Hand');
  const posted = await lead.press(later, 'Save', { eahGrant: '5.9m', eahGrantStatus: 'estimated' });
  expect(wordsOf(posted)).toContain('£5,900,000 estimated');
  expect(wordsOf(await lead.say('F2829'))).toContain('£5,900,000');
  expect(wordsOf(await lead.say('finance 2027/29'))).toContain('I did not catch that');
});

test('Whoever may not read finance detail is told so at every door, and in a channel everyone opens their own', async () => {
  await enterBreaches();
  const card = await lead.say('finance');
  const member = assistant.person('member');
  for (const said of ['finance', 'F2627', 'history F2627'])
    expect(wordsOf(await member.say(said))).toContain('Finance detail is restricted');
  for (const title of ['Change Experts at Hand', 'History', '2027/28'])
    expect(wordsOf(await member.press(card, title)), title).toContain('Finance detail is restricted');
  const form = await lead.press(card, 'Change Experts at Hand');
  expect(wordsOf(await member.press(form, 'Save', breaches))).toContain('Finance detail is restricted');
  expect(wordsOf(await assistant.person('observer').say('finance'))).not.toContain('£');
  expect(wordsOf(await member.say('help'))).not.toContain('finance 2027/28');
  expect(wordsOf(await lead.say('help'))).toContain('finance 2027/28');
  const open = await lead.say('finance', 'channel');
  expect(titlesOf(open)).toEqual(['Open']);
  expect(wordsOf(open)).not.toContain('£');
  expect(wordsOf(await lead.open(open, 'Open'))).toContain('76.7%');
  expect(wordsOf(await member.open(open, 'Open'))).toContain('Finance detail is restricted');
});

test('The chair reads but changes nothing; the S151 officer changes assurance alone', async () => {
  const chair = await assistant.person('chair').say('finance');
  expect(titlesOf(chair).filter((title) => title.startsWith('Change'))).toEqual([]);
  expect(wordsOf(await assistant.person('chair').press(await lead.say('finance'), 'Change DSG reserve'))).toContain(
    'are set by the finance lead or the programme office',
  );
  const s151 = assistant.person('s151');
  const card = await s151.say('finance');
  expect([...new Set(titlesOf(card).filter((title) => title.startsWith('Change')))]).toEqual(['Change Assurance']);
  const form = await s151.press(card, 'Change Assurance');
  const refused = await s151.press(form, 'Save', {
    ledgerOn: '2026-10-31',
    s251: 'yes',
    outturn: 'yes',
    dsgNote: 'no',
  });
  expect(wordsOf(refused)).toContain('Say why they differ; an unexplained difference cannot be signed for.');
  const posted = await s151.press(refused, 'Save', { dsgNoteExplanation: 'Timing of one transfer.' });
  expect(wordsOf(posted)).toContain('not yet compared → no, explained');
  expect(wordsOf(await s151.say('finance'))).toContain('Timing of one transfer.');
});

test('Two people change one section: the second sees both values and decides', async () => {
  const office = assistant.person('office');
  const mine = await lead.press(await lead.say('finance'), 'Change High Needs Block');
  await office.press(await office.press(await office.say('finance'), 'Change High Needs Block'), 'Save', {
    hnbSpend: '91m',
  });
  const conflict = await lead.press(mine, 'Save', { hnbSpend: '£92,000,000.50' });
  const words = wordsOf(conflict);
  expect(words).toContain('£91,000,000 estimated');
  expect(words).toContain('£92,000,000.50 estimated');
  const again = await lead.press(conflict, 'Look at mine first');
  expect(valuesOf(again).hnbSpend).toBe('£92,000,000.50');
  expect(wordsOf(await lead.press(conflict, 'Save mine on top'))).toContain(
    '£91,000,000 estimated → £92,000,000.50 estimated',
  );
});

test('A second delivery gets the same card; an own entry is corrected and withdrawn with reasons, and all stay in the history', async () => {
  const form = await lead.press(await lead.say('finance'), 'Change High Needs Block');
  const sent = lead.pressing(form, 'Save', { hnbSpend: '19m' });
  const [first, second] = [await lead.send(sent), await lead.send({ ...sent, id: 'again' })];
  expect(second.body).toEqual(first.body);
  const history = await lead.say('history F2627');
  const correction = await lead.press(history, 'Correct my last entry');
  const missing = await lead.press(correction, 'Save the correction', { hnbSpend: '91m' });
  expect(wordsOf(missing)).toContain('Say what was wrong with the entry you are correcting.');
  const corrected = await lead.press(missing, 'Save the correction', { correctionReason: 'Digits swapped.' });
  expect(wordsOf(corrected)).toContain('High Needs Block corrected');
  const withdrawal = await lead.press(await lead.press(corrected, 'History'), 'Withdraw my last entry');
  const withdrawn = await lead.press(withdrawal, 'Withdraw it', { reason: 'It was for next year.' });
  expect(wordsOf(withdrawn)).toContain('Finance 2026/27: entry withdrawn');
  const words = wordsOf(await lead.press(withdrawn, 'History'));
  for (const said of [
    'Withdrew entry 3',
    'High Needs Block corrected, entry 2',
    'High Needs Block set',
    'Set out in the plan',
  ])
    expect(words).toContain(said);
  await assistant.settled();
  expect(assistant.announced()).toEqual([]);
  // Nor was a card owed that only nobody could draw.
  expect(assistant.logged.filter((line) => line.event === 'owed-not-paid')).toEqual([]);
});

test('Words that may identify a child are refused, and the form comes back with what was typed', async () => {
  const form = await lead.press(await lead.say('finance'), 'Change High Needs Block');
  const refused = await lead.press(form, 'Save', {
    hnbSpend: '91m',
    hnbNote: 'NHS number 943 476 5919 moved to a base.',
  });
  expect(wordsOf(refused)).toContain('Please take out');
  expect(valuesOf(refused)).toMatchObject({ hnbSpend: '91m', hnbNote: 'NHS number 943 476 5919 moved to a base.' });
  expect(wordsOf(await lead.say('finance'))).toContain('£90,600,000');
});

test('The summary tells finance to those who may read it, with what its runway assumes, and to nobody else', async () => {
  await enterBreaches();
  const chair = assistant.person('chair');
  const card = await chair.say('summary');
  const words = wordsOf(card);
  for (const said of [
    'Experts at Hand: 2 conditions are broken',
    'Direct delivery 76.7%, at least 80%; EAH administration 10.7%, at most 10%.',
    'High Needs Block 2026/27: variance −£9.1m',
    'The DSG reserve runs out in January to March 2028.',
    'By 31 March 2028 £2.1m would fall on the general fund. Assumes no movement in 2025/26; that the reserve meets the High Needs overspend of 2026/27; no transfers; the same draw again in 2027/28; an even draw over the year.',
  ])
    expect(words).toContain(said);
  expect(wordsOf(await chair.press(card, 'Open F2627'))).toContain('Finance 2026/27');
  expect(wordsOf(await lead.say('summary'))).toContain('2 conditions are broken');
  expect(wordsOf(await assistant.person('member').say('summary'))).not.toMatch(/£|Experts at Hand: /);
});

test('A year with everything entered, all of it as long as it may be, still fits on a card', async () => {
  const long = '漢'.repeat(300);
  const save = async (section: string, typed: Record<string, string>) => {
    const form = await lead.press(await lead.say('finance'), `Change ${section}`);
    expect(wordsOf(await lead.press(form, 'Save', typed))).toContain('saved');
  };
  const spent = { eahDirectSpent: '1', eahAdministrationSpent: '1m', eahTransformationSpent: '1m' };
  await save('Experts at Hand', {
    ...breaches,
    eahAdministration: '1.1m',
    eahTransformation: '1.1m',
    ...spent,
    ...sure(Object.keys(spent)),
    eahSpentOn: '2026-10-31',
    eahNote: long,
  });
  const block = { hnbAllocation: '9,999,999,999.98', hnbSpend: '9,999,999,999.99', hnbTransfers: '-9999999999.99' };
  await save('High Needs Block', { ...block, ...sure(Object.keys(block)), hnbNote: long });
  await save('DSG reserve', { reserveNote: long });
  const capital = { capitalAllocation: '1', capitalCommitted: '5123456.78', capitalSpent: '123456.78' };
  await save('High needs capital', {
    ...capital,
    ...sure(Object.keys(capital)),
    capitalPlacesPlanned: '99999',
    capitalPlacesOpen: '99999',
    capitalNote: long,
  });
  const no = { s251: 'no', outturn: 'no', dsgNote: 'no' };
  const why = { s251Explanation: long, outturnExplanation: long, dsgNoteExplanation: long, assuranceNote: long };
  await save('Assurance', { ledgerOn: '2026-10-31', ...no, ...why });
  const card = await lead.say('finance');
  expect(wordsOf(card)).toContain('Finance 2026/27');
  expect(bytesOf(card)).toBeLessThan(MOST_BYTES);
});

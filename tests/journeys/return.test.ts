// The quarterly return through the front door, from the day it opens to the day the DfE has answered. What one could get wrong: five people
// and more take part, each through their own chat, and the channel must get nothing of it but a button for whom nobody reached.

import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { answerFor, returnPlan } from '../returns/world.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { bytesOf, cardOf, MOST_BYTES, titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

let assistant: Assistant;
const who = (id: string): Person => assistant.person(id);
const EVERYONE = [
  'office',
  'chair',
  'lead1',
  'lead2',
  'finance',
  's151',
  'icb-chief',
  'la-chief',
  'icb-lead',
  'pcf-lead',
];

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: returnPlan(), at: '2026-10-01T08:00:00.000Z' });
  await who('office').say('help', 'channel');
  for (const id of EVERYONE) await who(id).say('help');
});
afterEach(() => assistant.stop());

/** The title of the first line or button that begins so and says that. */
function pressable(card: CardJson, begins: string, says = ''): string | undefined {
  return titlesOf(card).find((title) => title.startsWith(begins) && title.includes(says));
}

/** Everything a person was sent in their own chat so far, in words. */
function toldTo(id: string): string {
  const chat = `a:${who(id).objectId}`;
  return assistant.connector.sent
    .filter(({ conversationId }) => conversationId === chat)
    .flatMap(({ activity }) => {
      const card = cardOf(activity);
      return card ? [wordsOf(card)] : [];
    })
    .join('\n\n');
}

/** Lets the clock's own work be done: a look in which nothing is due looks at one of the open weeks. */
async function pass(): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    await assistant.settled();
    await assistant.bot.runJobs();
  }
}

interface Input {
  type: string;
  id: string;
  label: string;
  choices?: { value: string }[];
}

function inputsOf(card: CardJson): Input[] {
  const found: Input[] = [];
  JSON.stringify(card, (_, value) => {
    if (typeof value?.type === 'string' && value.type.startsWith('Input.')) found.push(value);
    return value;
  });
  return found;
}

function fill(card: CardJson): Record<string, string> {
  return Object.fromEntries(
    inputsOf(card).map(({ id, label, choices }) => [
      id,
      answerFor({ id, label, ...(choices && { choices: choices.map(({ value }) => value) }) }),
    ]),
  );
}

/** Writes and sends everything that is a person's own. */
async function writeAll(person: Person): Promise<CardJson> {
  let card = await person.say('return');
  for (let n = 0; n < 20; n += 1) {
    const todo = titlesOf(card).find((title) => /^Write: .*To do/.test(title));
    if (!todo) return card;
    const form = await person.press(card, todo);
    expect(bytesOf(form)).toBeLessThan(MOST_BYTES);
    const sent = await person.press(form, 'Send this section', fill(form));
    expect(wordsOf(sent)).toContain('Sent: ');
    card = await person.press(sent, 'Back to the return');
  }
  throw new Error(`still to do: ${titlesOf(card).join(', ')}`);
}

async function record(person: Person, ref: string, value: string): Promise<void> {
  const form = await person.say(`record ${ref}`);
  const saved = await person.press(form, 'Save', {
    value,
    known: 'given',
    source: 'A count',
    quality: 'B',
    narrative: 'As counted.',
  });
  expect(wordsOf(saved)).toContain(`${ref}: recorded 2026/27 Q3`);
}

const sure = (keys: string[]) => Object.fromEntries(keys.map((key) => [`${key}Status`, 'estimated']));
const split = { eahGrant: '3.0m', eahDirect: '2.30m', eahAdministration: '320k', eahTransformation: '300k' };

/** Everything up to the moment at which the office can prepare it. */
async function writeTheQuarter(): Promise<void> {
  const finance = await who('finance').say('finance');
  await who('finance').press(await who('finance').press(finance, 'Change Experts at Hand'), 'Save', {
    ...split,
    ...sure(Object.keys(split)),
  });
  await record(who('lead1'), 'K01', '57.5%');
  await record(who('lead2'), 'K02', '5');
  for (const id of ['lead1', 'lead2', 'finance', 'icb-lead', 'pcf-lead', 'office']) await writeAll(who(id));
}

async function assure(): Promise<void> {
  const form = await who('finance').press(await who('finance').say('finance'), 'Change Assurance');
  const yes = {
    ledgerOn: '2026-12-31',
    s251: 'yes',
    outturn: 'no',
    outturnExplanation: 'Accruals are posted in January.',
    dsgNote: 'yes',
  };
  expect(wordsOf(await who('finance').press(form, 'Save', yes))).toContain('Assurance saved');
}

async function prepare(): Promise<CardJson> {
  const office = who('office');
  const asked = await office.press(await office.say('return'), pressable(await office.say('return'), 'Prepare') ?? '');
  const card = await office.press(asked, pressable(asked, 'Prepare it') ?? '');
  await pass();
  return card;
}

async function sign(id: string, button: string, typed: Record<string, string> = {}): Promise<CardJson> {
  const person = who(id);
  const card = await person.press(await person.say('sign'), button, typed);
  await pass();
  return card;
}

test('A return opens by itself four weeks before, is written by six people, signed in order and sent', async () => {
  assistant.at('2026-12-24T09:00:00.000Z');
  await assistant.bot.runJobs();
  expect(wordsOf(await who('lead2').say('return'))).toContain('Return to the DfE');
  assistant.at('2026-12-24T09:31:00.000Z');
  await pass();
  const opened = toldTo('lead2');
  expect(opened).toContain('The quarterly return is open');
  expect(opened).toContain('Quarter 3 of 2026/27, October to December 2026, due on 22 January 2027.');
  expect(opened).toMatch(/For WS2 Experts at Hand: \w+ sections? to send/);
  for (const id of ['lead1', 'finance', 'icb-lead', 'pcf-lead']) expect(toldTo(id)).toContain('is open');
  for (const id of ['s151', 'chair']) expect(toldTo(id)).not.toContain('is open');

  assistant.at('2027-01-14T10:00:00.000Z');
  const missing = wordsOf(
    await who('office').press(
      await who('office').say('return'),
      pressable(await who('office').say('return'), 'What is missing') ?? '',
    ),
  );
  expect(missing).toContain('Still to be sent (Programme office).');
  await writeTheQuarter();
  const ready = await who('office').say('return');
  expect(wordsOf(ready)).toMatch(/(\d+) of \1 sections are done; 6 people have written\./);

  const prepared = await prepare();
  expect(wordsOf(prepared)).toContain('With the S151 officer.');
  const asked = wordsOf(assistant.newestFor(who('s151')));
  expect(asked).toContain('The return, for your signature as S151 officer');
  expect(asked).toContain(
    'Breach: Direct delivery is 76.7% of the grant; at least 80% is required. Mended by £100,000 more spent on direct delivery.',
  );
  expect(asked).toContain('Breach: EAH administration is 10.7% of the grant');

  expect(wordsOf(await sign('s151', 'Approve as S151 officer'))).toContain('Section 251 return: not yet compared.');
  await assure();
  await assistant.settled();
  expect(wordsOf(await who('office').say('return'))).toContain('It changed after it was prepared.');
  await prepare();
  expect(
    wordsOf(await sign('s151', 'Approve as S151 officer', { comment: 'Both breaches are in the plan.' })),
  ).toContain('With the ICB Chief Executive.');
  expect(wordsOf(assistant.newestFor(who('icb-chief')))).toContain('for your signature as ICB Chief Executive');
  // Out of turn, the LA Chief Executive is told where it stands.
  expect(wordsOf(await who('la-chief').say('sign'))).toContain('Nothing waits for your signature');
  await sign('icb-chief', 'Approve as ICB Chief Executive');
  expect(wordsOf(await sign('la-chief', 'Approve as LA Chief Executive'))).toContain('With the Board.');

  const forChair = assistant.newestFor(who('chair'));
  expect(wordsOf(forChair)).toContain('you may take chair’s action and report it to the Board of 28 January 2027.');
  const refused = await sign('chair', 'Take chair’s action');
  expect(wordsOf(refused)).toContain('Say why it could not wait for the Board.');
  const done = await who('chair').press(refused, 'Take chair’s action', {
    comment: 'It is due six days before the Board.',
  });
  expect(wordsOf(done)).toContain('Ready to send.');
  await pass();
  expect(wordsOf(assistant.newestFor(who('office')))).toContain('The return is ready to send');

  const open = await who('lead2').press(
    await who('lead2').say('return'),
    pressable(await who('lead2').say('return'), 'Change: 2') ?? '',
  );
  const office = who('office');
  const form = await office.press(await office.say('return'), 'It was sent');
  const early = await office.press(form, 'Lock it as sent', { on: '2027-02-01', how: 'DfE portal' });
  expect(wordsOf(early)).toContain('This day is still to come.');
  expect(valuesOf(early)).toMatchObject({ how: 'DfE portal', on: '2027-02-01' });
  expect(wordsOf(await office.press(early, 'Lock it as sent', { on: '2027-01-14' }))).toContain(
    'Sent to the DfE on 14 January 2027 and locked.',
  );

  const locked = wordsOf(await who('lead2').say('return Q3'));
  expect(locked).toContain('Sent to the DfE on 14 January 2027 and locked.');
  expect(locked).not.toContain('sections are done');
  const late = await who('lead2').press(open, 'Send the change', { a2: 'Something else.' });
  expect(wordsOf(late)).toContain('This return was sent to the DfE on 14 January 2027, so it is locked.');
  assistant.at('2027-02-05T10:00:00.000Z');
  const feedback = await office.press(await office.say('return Q3'), 'What the DfE said');
  const noted = await office.press(feedback, 'Note it', {
    on: '2027-02-04',
    rating: 'some concerns',
    words: 'Recruitment is behind.',
  });
  expect(wordsOf(noted)).toContain('The DfE said on 4 February 2027: some concerns.');
  const history = wordsOf(await office.press(noted, 'History'));
  for (const step of [
    'What the DfE said was noted',
    'Sent to the DfE',
    'Chair’s action',
    'Approved as LA Chief Executive',
  ])
    expect(history).toContain(step);
  expect(assistant.announced().map(wordsOf).join('\n')).not.toContain('Return');
}, 60_000);

test('A figure changed after two signatures takes both away, tells them what changed, and locks nobody out', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  await writeTheQuarter();
  await assure();
  await prepare();
  await sign('s151', 'Approve as S151 officer');
  await sign('icb-chief', 'Approve as ICB Chief Executive');
  const waiting = await who('la-chief').say('sign');
  const form = await who('finance').press(await who('finance').say('finance'), 'Change Experts at Hand');
  await who('finance').press(form, 'Save', { eahDirect: '2.40m', eahDirectStatus: 'estimated' });
  await pass();
  for (const id of ['s151', 'icb-chief', 'office', 'la-chief']) {
    const told = toldTo(id);
    expect(told, id).toContain('It changed after it was prepared. S151 officer and ICB Chief Executive had signed.');
    expect(told, id).toContain(
      'Finance 2026/27 changed by Finance lead. Direct delivery: £2,300,000 estimated → £2,400,000 estimated.',
    );
  }
  // The card that was open meanwhile approves nothing.
  expect(wordsOf(await who('la-chief').press(waiting, 'Approve as LA Chief Executive'))).toContain(
    'see where it stands',
  );
  const again = await prepare();
  expect(wordsOf(again)).toContain('With the S151 officer.');
  expect(wordsOf(assistant.newestFor(who('s151')))).toContain('for your signature');
}, 60_000);

test('A section is refused beside its question, kept as a draft, sent once however often it is delivered, and a second device meets its own words', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  const lead = who('lead1');
  const card = await lead.say('return');
  const form = await lead.press(card, pressable(card, 'Write: 2') ?? '');
  const refused = await lead.press(form, 'Send this section', { a1: 'amber', a2: 'One post is late.' });
  expect(wordsOf(refused)).toContain('Say it in a sentence or two');
  expect(valuesOf(refused)).toMatchObject({ a1: 'amber', a2: 'One post is late.' });
  expect(wordsOf(await lead.press(refused, 'Save draft', { a3: 'Advertise again.' }))).toContain(
    'Only you can see the draft',
  );
  const back = await lead.press(await lead.say('return'), pressable(await lead.say('return'), 'Write: 2') ?? '');
  expect(wordsOf(back)).toContain('Your draft of 14 January 2027, 10:00 is back.');
  expect(valuesOf(back)).toMatchObject({ a1: 'amber', a2: 'One post is late.', a3: 'Advertise again.' });
  const child = await lead.press(back, 'Send this section', { a2: 'Jamie Fox, born 3 May 2017, has no place yet.' });
  expect(wordsOf(child)).toContain('Jamie Fox');
  expect(wordsOf(child)).toContain('it looks like a child’s date of birth or age');

  const other = await lead.press(await lead.say('return'), pressable(await lead.say('return'), 'Write: 2') ?? '');
  const activity = lead.pressing(back, 'Send this section');
  const first = await lead.send(activity);
  const second = await lead.send({ ...activity, id: crypto.randomUUID() });
  expect(second.body).toEqual(first.body);
  const conflict = await lead.press(other, 'Send this section', { a1: 'green', a2: 'All posts are filled.', a3: '' });
  expect(wordsOf(conflict)).toContain('This section was already saved with other words');
  expect(wordsOf(conflict)).toContain('All posts are filled.');
  const saved = await lead.press(conflict, 'Save mine on top');
  expect(wordsOf(saved)).toContain('All posts are filled.');
}, 60_000);

test('Each sees only their own sections, finance detail stays with those who may read it, and the office chases once a day', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  const words = wordsOf(await who('pcf-lead').say('return'));
  expect(words).toContain('Statement of the Parent Carer Forum');
  expect(words).not.toContain('Workforce');
  const read = await who('pcf-lead').press(await who('pcf-lead').say('return'), 'Read it whole');
  const finance = pressable(read, 'Read: 14') ?? '';
  expect(wordsOf(await who('pcf-lead').press(read, finance))).toContain('Finance detail is restricted');
  const forS151 = await who('s151').press(await who('s151').say('return'), 'Read it whole');
  expect(wordsOf(await who('s151').press(forS151, pressable(forS151, 'Read: 14') ?? ''))).toContain('Allocation');
  const forbidden = await who('pcf-lead').send(
    who('pcf-lead').pressing(await who('office').say('return'), 'Remind who has sections to send'),
  );
  expect(JSON.stringify(forbidden.body)).toContain('The programme office reminds people');
  const office = who('office');
  const chased = await office.press(await office.say('return'), 'Remind who has sections to send');
  expect(wordsOf(chased)).toContain('They are reminded');
  await office.press(await office.say('return'), 'Remind who has sections to send');
  const before = assistant.connector.sent.length;
  await pass();
  const sent = assistant.connector.sent.slice(before).map(({ activity }) => JSON.stringify(activity));
  expect(sent.filter((one) => one.includes('The return still waits for you')).length).toBe(5);
}, 60_000);

test('The DfE’s adviser, an observer, sees nothing of a return before it was sent, by any door', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  const observer = who('observer');
  expect(wordsOf(await observer.say('return'))).toContain('You can read the return here once it was sent');
  const office = await who('office').say('return');
  for (const title of ['Read it whole', 'What may be asked', 'Word document', 'Excel workbook'])
    expect(JSON.stringify((await observer.send(observer.pressing(office, title))).body), title).toContain(
      'once it was sent',
    );
  expect(wordsOf(await observer.say('challenge'))).toContain('once it was sent');
});

test('The document says the very figures that the finance card says', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  await writeTheQuarter();
  const card = wordsOf(await who('finance').say('finance 2026/27'));
  const offered = JSON.stringify(await who('finance').press(await who('finance').say('return'), 'Word document'));
  const url = /"url":"([^"]+)"/.exec(offered)?.[1] ?? '';
  const parts = unzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer()));
  const text = new TextDecoder().decode(parts['word/document.xml']).replace(/<[^>]+>/g, ' ');
  const figures = [...new Set(card.match(/−?£[\d,]+(?:\.\d\d)?(?![\d.]*m)|\d+\.\d%/g))];
  // Those of the chart are rounded to millions, and stand in the card to the penny as well.
  expect(figures.length).toBeGreaterThan(12);
  for (const figure of figures) expect(text, figure).toContain(figure);
});

test('A signatory returns it with a comment; a section sent again stops it too; and it says who is missing', async () => {
  assistant.at('2027-01-14T10:00:00.000Z');
  await writeTheQuarter();
  await assure();
  await prepare();
  await sign('s151', 'Approve as S151 officer');
  const unsaid = await sign('icb-chief', 'Return with comment');
  expect(wordsOf(unsaid)).toContain('Say what has to change before you can approve it.');
  const back = await who('icb-chief').press(unsaid, 'Return with comment', { comment: 'Say what the trust agreed.' });
  expect(wordsOf(back)).toContain('Returned to the programme office');
  await pass();
  for (const id of ['office', 's151']) expect(toldTo(id)).toContain('Say what the trust agreed.');
  expect(wordsOf(await who('office').say('return'))).toContain('ICB Chief Executive returned it with a comment.');

  await prepare();
  await sign('s151', 'Approve as S151 officer');
  const icb = who('icb-lead');
  const form = await icb.press(await icb.say('return'), pressable(await icb.say('return'), 'Change: 10') ?? '');
  await icb.press(form, 'Send the change', { a1: 'The trust agreed the budget on 12 January.' });
  await pass();
  expect(toldTo('s151')).toContain('“Statement of the Integrated Care Board” sent again by ICB lead.');
  expect(wordsOf(await who('icb-chief').say('sign'))).toContain('Nothing waits for your signature');
  // The same button pressed twice prepares once.
  const asked = await who('office').press(await who('office').say('return'), 'Prepare it again');
  const activity = who('office').pressing(asked, 'Prepare it again');
  const first = await who('office').send(activity);
  expect((await who('office').send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
}, 60_000);

test('Without an ICB Chief Executive it is prepared, says who is missing, and the office is told to name them', async () => {
  await assistant.stop();
  const plan = returnPlan();
  const members = plan.programme.members.filter(({ id }) => id !== 'icb-chief');
  const people = plan.people.filter(({ memberId }) => memberId !== 'icb-chief');
  assistant = await startAssistant({
    bound: true,
    plan: { ...plan, people, programme: { ...plan.programme, members } },
    at: '2026-10-01T08:00:00.000Z',
  });
  for (const id of ['office', 's151']) await who(id).say('help');
  assistant.at('2027-01-14T10:00:00.000Z');
  await writeTheQuarter();
  await assure();
  await prepare();
  await sign('s151', 'Approve as S151 officer');
  expect(wordsOf(await who('office').say('return'))).toContain('Nobody in this programme signs as ICB Chief Executive');
  expect(toldTo('office')).toContain('The return cannot go on');
}, 60_000);

test('Whoever leads twenty workstreams still gets a card that fits', async () => {
  await assistant.stop();
  const plan = returnPlan();
  const workstreams = Array.from({ length: 20 }, (_, n) => ({
    id: `WS${n + 1}`,
    name: `A workstream with a long name, number ${n + 1}`,
  }));
  const leads = workstreams.map(({ id }) => id);
  const members = plan.programme.members.map((member) =>
    member.id === 'lead1' || member.id === 'office' ? { ...member, leads } : member,
  );
  assistant = await startAssistant({
    bound: true,
    plan: { ...plan, programme: { ...plan.programme, workstreams, members } },
    at: '2026-10-01T08:00:00.000Z',
  });
  assistant.at('2027-01-14T10:00:00.000Z');
  for (const id of ['lead1', 'office']) {
    const card = await who(id).say('return');
    expect(wordsOf(card)).toContain('Return to the DfE');
    expect(bytesOf(card)).toBeLessThan(MOST_BYTES);
    const seat = await who(id).press(card, pressable(card, 'Open', 'number 7') ?? '');
    expect(wordsOf(seat)).toContain('Delivery confidence, WS7');
  }
}, 60_000);

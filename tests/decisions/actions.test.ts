import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { asking, changing, takingBack } from '../../src/decisions/forms.js';
import { heldDecision } from '../../src/decisions/rules.js';
import { decisions } from '../../src/decisions/schema.js';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { type AskForm, askForm, changeForm, takeBackForm } from './forms.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const ask = async (by = 'lead2', more = {}) => asking.make(await world.turn(by), askForm(more));
const head = async () => (await requireHead(world.deps, decisions, PROGRAMME, 'D01')).body;
const count = async () => (await listAll(world.deps.store, ['decision'], PROGRAMME)).length;

describe('asking for a decision', () => {
  it.each(['office', 'chair', 'lead1', 'owner', 'member'])('is for %s too', async (memberId) => {
    expect(await ask(memberId)).toMatchObject({
      outcome: 'saved',
      entry: { ref: 'D01', did: 'decisions.ask', owes: [{ effect: 'announce' }] },
      head: { newest: { state: { askedBy: memberId, askedOn: '2026-11-26', state: 'asked', origin: null } } },
    });
  });

  it('is not for an observer, who is told whom to ask', async () => {
    await expect(ask('observer')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      advice: expect.stringContaining('programme office'),
    });
    expect(await count()).toBe(0);
  });

  it('is done once per form, however often and at once it is sent, on any later day too', async () => {
    const turn = await world.turn('lead2');
    const form = askForm();
    const all = await Promise.all([asking.make(turn, form), asking.make(turn, form), asking.make(turn, form)]);
    expect(all.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    world.at('2027-03-01T09:00:00Z');
    expect(await asking.make(await world.turn('lead2'), form)).toMatchObject({ outcome: 'already' });
    expect(await asking.make(await world.turn('lead2'), { ...form, text: 'Agree other rates' })).toMatchObject({
      outcome: 'conflict',
    });
    expect(await count()).toBe(1);
  });

  it('keeps what hangs on it', async () => {
    expect(await ask('lead2', { concerns: 'M02' })).toMatchObject({ entry: { state: { concerns: ['M02'] } } });
  });

  const wrong: [string, Partial<AskForm>, keyof AskForm, RegExp][] = [
    ['nothing to decide', { text: ' ' }, 'text', /what is to be decided/],
    ['301 characters', { text: 'x'.repeat(301) }, 'text', /300 is the most/],
    ['nobody to decide', { body: '' }, 'body', /Choose who/],
    ['a body that does not exist', { body: 'Cabinet' }, 'body', /Choose who/],
    ['no day', { byOn: 'soon' }, 'byOn', /such as 2027-01-08/],
    ['a day that has passed', { byOn: '2026-11-25' }, 'byOn', /has passed/],
    ['a workstream of another programme', { workstream: 'WS9' }, 'workstream', /Choose the workstream/],
  ];
  it.each(wrong)('with %s is refused beside the field, and nothing is stored', async (_, fields, field, sentence) => {
    expect(await ask('lead2', fields)).toEqual({
      outcome: 'refused',
      problems: { [field]: expect.stringMatching(sentence) },
    });
    expect(await count()).toBe(0);
  });
});

describe('a decision that was asked for', () => {
  beforeEach(() => ask('owner'));

  it.each(['owner', 'lead2', 'deputy2', 'office'])('can be changed by %s', async (memberId) => {
    expect(await changing.save(await world.turn(memberId), changeForm(1))).toMatchObject({
      outcome: 'saved',
      entry: { version: 2, reason: 'The papers come late', was: { byOn: '2026-12-03' }, state: { byOn: '2026-12-10' } },
    });
  });

  it.each(['lead1', 'member', 'observer', 'chair'])('cannot be changed or taken back by %s', async (memberId) => {
    const turn = await world.turn(memberId);
    await expect(changing.save(turn, changeForm(1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(takingBack.save(turn, takeBackForm(1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await head()).newest.version).toBe(1);
  });

  it('is changed only with a reason', async () => {
    const problems = { reason: 'Say why it is changed.' };
    expect(await changing.save(await world.turn('owner'), changeForm(1, { reason: '' }))).toMatchObject({
      outcome: 'refused',
      problems,
    });
  });

  it('shows a conflict to whoever comes second', async () => {
    await changing.save(await world.turn('lead2'), changeForm(1));
    expect(await changing.save(await world.turn('owner'), changeForm(1, { body: 'RDG' }))).toMatchObject({
      outcome: 'conflict',
      theirs: { by: 'lead2' },
    });
  });

  it('is taken back once with a reason, and then stays as it is', async () => {
    const turn = await world.turn('owner');
    expect(await takingBack.save(turn, takeBackForm(1, { reason: '' }))).toMatchObject({ outcome: 'refused' });
    const form = takeBackForm(1);
    expect(await takingBack.save(turn, form)).toMatchObject({
      outcome: 'saved',
      entry: { state: { state: 'withdrawn' } },
    });
    expect(await takingBack.save(turn, form)).toMatchObject({ outcome: 'already' });
    expect(await changing.save(turn, changeForm(2))).toMatchObject({ outcome: 'settled' });
  });

  it('is asked again when taking it back is withdrawn by whoever did', async () => {
    await takingBack.save(await world.turn('owner'), takeBackForm(1));
    const form = { programmeId: PROGRAMME, ref: 'D01', opened: 2, form: randomUUID(), reason: 'The wrong one' };
    await expect(withdrawEntry(await world.turn('lead2'), decisions, heldDecision, form)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await withdrawEntry(await world.turn('owner'), decisions, heldDecision, form);
    expect((await head()).newest).toMatchObject({ version: 3, state: { state: 'asked', withdrawnReason: '' } });
  });
});

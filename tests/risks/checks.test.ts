import { describe, expect, it } from 'vitest';
import { checkReassess } from '../../src/risks/checks.js';
import type { Risk } from '../../src/risks/schema.js';
import { createWorld } from '../support/world.js';
import { about, addAction, checkRaise, escalate, markHappened, raiseRisk } from './acts.js';
import { actionForm, escalateForm, type RaiseForm, raiseForm, reasonForm, reassessForm } from './forms.js';

function raised(more: Partial<RaiseForm> = {}): Risk {
  const checked = checkRaise(more);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.ok;
}

const high = { residualLikelihood: '4', inherentLikelihood: '5' };

describe('a new risk', () => {
  it('that is said in full has no previous score, is open and belongs to nobody above', () => {
    expect(raised()).toMatchObject({
      residual: { likelihood: 3, impact: 4 },
      previous: null,
      state: 'open',
      escalation: null,
      withheldReason: '',
    });
  });

  const wrong: [string, Partial<RaiseForm>, keyof RaiseForm, RegExp][] = [
    ['no cause', { cause: ' ' }, 'cause', /comes from/],
    ['no event', { event: '' }, 'event', /may happen/],
    ['no consequence', { consequence: '' }, 'consequence', /would mean/],
    ['301 characters', { event: 'x'.repeat(301) }, 'event', /300 is the most/],
    ['20,000 characters', { cause: 'x'.repeat(20_000) }, 'cause', /20,000 characters/],
    ['an unknown category', { category: 'weather' }, 'category', /Choose a category/],
    ['a workstream of another programme', { workstream: 'WS9' }, 'workstream', /Choose the workstream/],
    ['no likelihood', { residualLikelihood: '' }, 'residualLikelihood', /likelihood/],
    ['an impact beyond the scale', { targetImpact: '6' }, 'targetImpact', /impact/],
    ['a likelihood that is no number', { inherentLikelihood: '4.5' }, 'inherentLikelihood', /likelihood/],
    [
      'a score now above that before controls',
      { inherentLikelihood: '2' },
      'residualImpact',
      /12 now cannot be above 8/,
    ],
    ['a target above the score now', { targetLikelihood: '5' }, 'targetImpact', /15 cannot be above 12/],
    ['no proximity', { proximity: '' }, 'proximity', /how near/],
    ['no response', { response: 'hope' }, 'response', /done about it/],
    ['an owner who is no member', { ownerId: 'stranger' }, 'ownerId', /accountable/],
    ['an observer as owner', { ownerId: 'observer' }, 'ownerId', /only reads/],
    ['no review date', { reviewOn: 'soon' }, 'reviewOn', /such as 2027-01-08/],
    ['a day that does not exist', { reviewOn: '2027-02-30' }, 'reviewOn', /such as 2027-01-08/],
    ['a review today', { reviewOn: '2026-11-26' }, 'reviewOn', /after today/],
    ['words among the milestones', { milestones: 'M02 and others' }, 'milestones', /references only/i],
    ['seven milestones', { milestones: 'M1 M2 M3 M4 M5 M6 M7' }, 'milestones', /at most 6/],
    ['a body that does not exist', { escalateTo: 'press' }, 'escalateTo', /escalated to/],
    ['an escalation without a word', { escalateTo: 'RDG' }, 'escalationReason', /asked to do/],
    ['a score beyond appetite without a word', high, 'escalationReason', /16 is beyond the appetite of 15/],
  ];
  it.each(wrong)('with %s is refused with a sentence', (_, more, field, sentence) => {
    const checked = checkRaise(more);
    expect(checked).toEqual({ problems: { [field]: expect.stringMatching(sentence) } });
  });

  it('beyond appetite is taken with the reason why it is not escalated', () => {
    expect(raised({ ...high, escalationReason: 'The advert closes on Friday' })).toMatchObject({
      escalation: null,
      withheldReason: 'The advert closes on Friday',
    });
  });

  it('beyond appetite is taken with the body it is escalated to', () => {
    expect(raised({ ...high, escalateTo: 'Board', escalationReason: 'Agree rates' })).toMatchObject({
      escalation: { to: 'Board', reason: 'Agree rates', on: '2026-11-26', by: 'lead2' },
      withheldReason: '',
    });
  });

  it('within appetite keeps no reason for what nobody asked', () => {
    expect(raised({ escalationReason: 'left over from before' })).toMatchObject({ withheldReason: '' });
  });
});

describe('a reassessment', () => {
  const later = { ...about, today: '2026-12-01', by: 'owner' };

  it('remembers the score before and the day', () => {
    const checked = checkReassess(raised(), reassessForm(1, { residualLikelihood: '2', targetLikelihood: '1' }), later);
    expect(checked).toMatchObject({ ok: { previous: 12, reviewedOn: '2026-12-01', residual: { likelihood: 2 } } });
  });

  it('needs a sentence', () => {
    expect(checkReassess(raised(), reassessForm(1, { commentary: '' }), later)).toMatchObject({
      problems: { commentary: expect.any(String) },
    });
  });

  it('keeps the day and the person of an escalation that stands as it was', () => {
    const told = { escalateTo: 'RDG', escalationReason: 'Agree cover' };
    expect(checkReassess(raised(told), reassessForm(1, told), later)).toMatchObject({
      ok: { escalation: { on: '2026-11-26', by: 'lead2' } },
    });
    expect(checkReassess(raised(told), reassessForm(1, { ...told, escalateTo: 'Board' }), later)).toMatchObject({
      ok: { escalation: { to: 'Board', on: '2026-12-01', by: 'owner' } },
    });
  });

  it.each([
    ['3', 'accepted'],
    ['4', 'open'],
  ])('of an accepted risk at likelihood %s leaves it %s', (residualLikelihood, state) => {
    const accepted: Risk = { ...raised({ residualLikelihood: '3' }), state: 'accepted', acceptedReason: 'small' };
    const form = reassessForm(1, { residualLikelihood, escalationReason: 'watched' });
    expect(checkReassess(accepted, form, later)).toMatchObject({ ok: { state } });
  });
});

describe('what is done about a risk', () => {
  const world = async (more: Partial<RaiseForm> = {}) => {
    const made = await createWorld();
    const turn = await made.turn('lead2');
    await raiseRisk(turn, raiseForm(more));
    return turn;
  };

  it('numbers response actions in the order they came', async () => {
    const turn = await world();
    await addAction(turn, actionForm(1));
    expect(await addAction(turn, actionForm(2, { what: 'Ask again' }))).toMatchObject({
      entry: { state: { actions: [{ n: 1 }, { n: 2, what: 'Ask again', doneOn: null }] } },
    });
  });

  it.each([
    [{ what: '' }, 'what'],
    [{ ownerId: 'stranger' }, 'ownerId'],
    [{ dueOn: '2026-11-25' }, 'dueOn'],
    [{ dueOn: 'tomorrow' }, 'dueOn'],
  ])('refuses an action with %o', async (more, field) => {
    expect(await addAction(await world(), actionForm(1, more))).toMatchObject({
      outcome: 'refused',
      problems: { [field]: expect.any(String) },
    });
  });

  it('replaces the reason for not escalating by the escalation', async () => {
    const turn = await world({ ...high, escalationReason: 'not yet' });
    expect(await escalate(turn, escalateForm(1))).toMatchObject({
      entry: { state: { withheldReason: '', escalation: { to: 'Board', on: '2026-11-26' } } },
    });
  });

  it.each([
    ['2026-11-26', undefined],
    ['2026-11-27', /still to come/],
    ['', /day it happened/],
  ])('takes %j as the day it happened: %s', async (happenedOn, sentence) => {
    expect(await markHappened(await world(), reasonForm(1, { reason: 'It did.', happenedOn }))).toMatchObject(
      sentence === undefined
        ? { entry: { state: { happened: { what: 'It did.', on: happenedOn } } } }
        : { outcome: 'refused', problems: { happenedOn: expect.stringMatching(sentence) } },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { checkMovement, type MovementSaid } from '../../src/risks/movement.js';
import type { Risk } from '../../src/risks/schema.js';
import { about, checkRaise } from './acts.js';
import type { RaiseForm } from './forms.js';

function raised(fields: Partial<RaiseForm> = {}, more: Partial<Risk> = {}): Risk {
  const checked = checkRaise(fields);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return { ...checked.ok, ...more };
}

/** A risk of some levels now, with the score before controls as high as can be and the target as low. */
function at(likelihood: number, impact: number, more: Partial<Risk> = {}): Risk {
  const risk = raised({ inherentLikelihood: '5', inherentImpact: '5', targetLikelihood: '1', targetImpact: '1' });
  return { ...risk, residual: { likelihood, impact }, ...more };
}

function move(risk: Risk, said: Partial<MovementSaid>, commentary = 'The third advert closed.') {
  return checkMovement(risk, { movement: 'up', escalateTo: 'none', escalationReason: '', ...said }, commentary, about);
}

describe('a risk that is said to move', () => {
  const steps: [string, number, number, 'up' | 'down', number, number][] = [
    ['up is one level more likely', 3, 2, 'up', 4, 2],
    ['up at the top of likelihood has more impact', 5, 1, 'up', 5, 2],
    ['down is one level less likely', 3, 4, 'down', 2, 4],
    ['down at the bottom of likelihood has less impact', 1, 4, 'down', 1, 3],
  ];
  it.each(steps)('%s', (_, likelihood, impact, movement, nextLikelihood, nextImpact) => {
    expect(move(at(likelihood, impact), { movement })).toMatchObject({
      ok: { residual: { likelihood: nextLikelihood, impact: nextImpact }, previous: likelihood * impact },
    });
  });

  it('cannot leave the scale', () => {
    const top = at(5, 5, { withheldReason: 'The Board knows.' });
    expect(move(top, {})).toMatchObject({ problems: { movement: expect.stringContaining('up any more') } });
    expect(move(at(1, 1), { movement: 'down' })).toMatchObject({
      problems: { movement: expect.stringContaining('down any more') },
    });
  });

  it('takes the score before controls up with it, and the target down with it', () => {
    const tight = raised({ inherentLikelihood: '3', inherentImpact: '4', targetLikelihood: '3', targetImpact: '4' });
    expect(move(tight, { movement: 'down' })).toMatchObject({
      ok: { inherent: { likelihood: 3, impact: 4 }, target: { likelihood: 2, impact: 4 } },
    });
    const reason = { escalateTo: 'none', escalationReason: 'The agency answers on Monday.' };
    expect(move(tight, reason)).toMatchObject({
      ok: { inherent: { likelihood: 4, impact: 4 }, target: { likelihood: 3, impact: 4 } },
    });
  });

  it('is reviewed: with what was said, on that day, and again on the day that was planned', () => {
    expect(move(at(2, 2), {})).toMatchObject({
      ok: { commentary: 'The third advert closed.', reviewedOn: '2026-11-26', reviewOn: '2026-12-17' },
    });
    expect(move(at(2, 2, { reviewOn: '2026-11-26' }), {})).toMatchObject({ ok: { reviewOn: '2026-12-24' } });
  });

  it('beyond appetite asks for who is told, or why nobody is', () => {
    expect(move(at(3, 4), {})).toMatchObject({
      problems: { escalationReason: expect.stringContaining('16 is beyond') },
    });
    expect(move(at(3, 4), { escalateTo: 'Board', escalationReason: 'Agree agency rates' })).toMatchObject({
      ok: { escalation: { to: 'Board', reason: 'Agree agency rates', on: '2026-11-26', by: 'lead2' } },
    });
    expect(move(at(3, 4), { escalationReason: 'The agency answers on Monday.' })).toMatchObject({
      ok: { escalation: null, withheldReason: 'The agency answers on Monday.' },
    });
  });

  it('within appetite is escalated to nobody, whatever was said of other risks of the same answer', () => {
    expect(move(at(2, 2), { escalateTo: 'Board', escalationReason: 'Agree agency rates' })).toMatchObject({
      ok: { escalation: null, withheldReason: '' },
    });
  });

  it('leaves standing who was told before, until somebody else is told of its rise', () => {
    const escalation = { to: 'RDG' as const, reason: 'Find cover', on: '2026-10-01', by: 'owner' };
    const told = at(4, 4, { escalation });
    const board = { escalateTo: 'Board', escalationReason: 'Agree agency rates' };
    expect(move(told, {})).toMatchObject({ ok: { escalation } });
    expect(move(told, { escalationReason: 'Not yet' })).toMatchObject({ ok: { escalation } });
    expect(move(told, { ...board, movement: 'down' })).toMatchObject({ ok: { escalation } });
    expect(move(told, board)).toMatchObject({ ok: { escalation: { to: 'Board', on: '2026-11-26' } } });
    const explained = at(4, 4, { withheldReason: 'The agency answers.' });
    expect(move(explained, {})).toMatchObject({ ok: { withheldReason: 'The agency answers.' } });
  });

  it('needs a sentence', () => {
    expect(move(at(2, 2), {}, ' ')).toMatchObject({
      problems: { commentary: expect.stringContaining('what changed') },
    });
    expect(move(at(2, 2), { movement: 'happened' }, '')).toMatchObject({
      problems: { commentary: 'Say in a sentence what happened.' },
    });
  });

  it('and has happened becomes an issue of that day', () => {
    expect(move(at(2, 2), { movement: 'happened' })).toMatchObject({
      ok: { state: 'materialised', happened: { what: 'The third advert closed.', on: '2026-11-26' } },
    });
  });

  it('no longer moves once it is closed', () => {
    expect(move(at(2, 2, { state: 'closed' }), {})).toMatchObject({
      problems: { movement: expect.stringContaining('closed') },
    });
  });

  it('says that its own card is needed where something else is to be mended', () => {
    expect(move(at(2, 2, { ownerId: 'somebody-who-left' }), {})).toMatchObject({
      problems: { movement: expect.stringContaining('on its own card') },
    });
  });
});

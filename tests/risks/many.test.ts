import { beforeEach, describe, expect, it } from 'vitest';
import { CARD_BYTES } from '../../src/cards/define-card.js';
import { riskCommands, riskVerbs } from '../../src/risks/routes.js';
import type { PlannedRisk } from '../../src/risks/schema.js';
import { button, bytes, conversation, shown } from '../support/conversation.js';
import { createWorld, testPlan, type World } from '../support/world.js';
import { actionForm, raiseForm } from './forms.js';

const { press: send, type: say } = conversation(riskCommands, riskVerbs);

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
const press = (by: string, verb: string, form: Record<string, unknown>) => send(world, by, verb, form);
const type = (by: string, text: string) => say(world, by, text);

describe('two hundred risks', () => {
  const likely = ['imminent', 'this quarter', 'this year', 'later'] as const;
  const many: PlannedRisk[] = Array.from({ length: 200 }, (_, n) => ({
    ref: `R${String(n + 1).padStart(2, '0')}`,
    cause: 'c'.repeat(300),
    event: `${'e'.repeat(296)}${n}`,
    consequence: 'k'.repeat(300),
    category: 'delivery',
    workstream: n % 4 === 0 ? 'WS2' : 'WS1',
    ownerId: n % 2 === 0 ? 'lead1' : 'lead2',
    inherent: { likelihood: 5, impact: 5 },
    residual: { likelihood: (n % 5) + 1, impact: (Math.floor(n / 5) % 5) + 1 },
    target: { likelihood: 1, impact: 1 },
    proximity: likely[n % 4] ?? 'later',
    response: 'treat',
    reviewOn: '2026-12-10',
    milestones: n % 10 === 0 ? ['M02'] : [],
    withheldReason: '',
  }));
  beforeEach(async () => {
    world = await createWorld({ plan: { ...testPlan, risks: many } });
  });

  it('are shown ten at a time, highest first, and every page fits', async () => {
    let answer = await type('lead2', 'risks');
    const refs: string[] = [];
    for (let number = 1; ; number += 1) {
      expect(bytes(answer)).toBeLessThan(CARD_BYTES);
      const found = [...shown(answer).matchAll(/"text":"(R\d+) ","/g)].map((match) => match[1] ?? '');
      expect(found).toHaveLength(10);
      refs.push(...found);
      if (number === 20) break;
      const next = button(answer, 'Next 10');
      answer = await press('lead2', next.verb, next.data);
    }
    expect(new Set(refs).size).toBe(200);
    const score = (ref: string) => {
      const { residual } = many[Number(ref.slice(1)) - 1] ?? { residual: { likelihood: 0, impact: 0 } };
      return residual.likelihood * residual.impact;
    };
    expect(refs.map(score)).toEqual(refs.map(score).sort((a, b) => b - a));
  });

  it.each([
    ['risks mine', 150],
    ['risks high', 48],
    ['risks WS2', 50],
    ['risks M02', 20],
    ['risks closed', 0],
  ])('are filtered by %j to %i', async (text, expected) => {
    const { summary } = await type('lead2', text);
    expect(summary).toContain(expected === 0 ? 'None.' : `${expected} in all`);
  });

  it('fit on a heat map that names every square in words', async () => {
    const answer = await type('lead2', 'heat map');
    expect(bytes(answer)).toBeLessThan(CARD_BYTES);
    expect(shown(answer)).toContain('R25 R125 R50 R150 +4');
    expect(shown(answer)).toContain('5 Almost certain × 5 Severe');
    expect(shown(answer)).toContain('and 190 more in the register');
  });

  it('each open in a detail that fits, with the longest words and every action', async () => {
    for (let n = 0; n < 12; n += 1)
      await press('lead1', 'risks.add-action', actionForm(n + 1, { ref: 'R01', what: 'w'.repeat(300) }));
    const answer = await press('lead1', 'risks.show', { ref: 'R01' });
    expect(bytes(answer)).toBeLessThan(CARD_BYTES);
    expect(shown(answer)).toContain('and 2 more');
  });
});

it('a form for a programme of two hundred people still fits', async () => {
  const people = Array.from({ length: 200 }, (_, n) => ({
    id: `person-${n}`,
    name: `Somebody with a name of some length ${n}`,
    organisation: 'LA' as const,
    roles: ['member' as const],
    leads: [],
  }));
  const programme = { ...testPlan.programme, members: [...testPlan.programme.members, ...people] };
  world = await createWorld({ plan: { ...testPlan, programme } });
  const long = { cause: 'c'.repeat(300), event: 'e'.repeat(300), consequence: 'k'.repeat(300), reviewOn: '' };
  const answer = await press('lead2', 'risks.raise', raiseForm(long));
  expect(bytes(answer)).toBeLessThan(CARD_BYTES);
  expect(shown(answer)).toContain(long.cause);
  const tooLong = await press('lead2', 'risks.raise', raiseForm({ cause: 'c'.repeat(20_000) }));
  expect(bytes(tooLong)).toBeLessThan(CARD_BYTES);
  expect(shown(tooLong)).toContain('20,000 characters; 300 is the most');
  expect(shown(tooLong)).toContain('c'.repeat(1000));
});

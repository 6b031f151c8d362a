import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CARD_BYTES } from '../../src/cards/define-card.js';
import { applyAskedDecision } from '../../src/decisions/answered.js';
import { decisionCommands, decisionVerbs } from '../../src/decisions/routes.js';
import { type Decision, decisions } from '../../src/decisions/schema.js';
import { createHead } from '../../src/storage/ledger.js';
import { button, bytes, conversation, shown } from '../support/conversation.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { askForm, changeForm, takeBackForm } from './forms.js';

const { find, press: send, type: say } = conversation(decisionCommands, decisionVerbs);

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
const press = (by: string, verb: string, form: Record<string, unknown>) => send(world, by, verb, form);
const type = (by: string, text: string) => say(world, by, text);

describe('what is typed', () => {
  it.each([
    ['decision', 'decision'],
    ['ask for a decision on m02', 'decision'],
    ['new decision', 'decision'],
    ['Decisions', 'decisions'],
    ['decisions of the Board', 'decisions'],
    ['decisions taken back', 'decisions'],
    ['d3', 'D03'],
    ['history D03', 'history D03'],
  ])('%s is the command %s', (text, name) => {
    expect(find(text)?.command.name).toBe(name);
  });

  it.each(['decide', 'decisions of the press', 'decision on R', 'd', 'dd3'])('%s is none', (text) => {
    expect(find(text)).toBeUndefined();
  });

  it('opens in a channel for whoever presses, with what it is about', () => {
    const found = find('decision on m02');
    expect(found?.command.opens?.(found.captured)).toMatchObject({
      verb: 'decisions.open-ask',
      fields: { concerns: 'M02' },
    });
  });
});

describe('a decision from the form to its history', () => {
  it('opens for the next Board and the lead’s workstream, and is asked as typed', async () => {
    const form = await type('lead2', 'decision on M02');
    expect(shown(form)).toContain('The Board meets next on 3 December 2026.');
    const { data, verb } = button(form, 'Ask for it');
    expect(data).toMatchObject({ concerns: 'M02' });
    const posted = await press('lead2', verb, { ...askForm(), ...data });
    expect(shown(posted)).toContain('D01 asked of the Board');
    expect(posted.closes).toContain('D01');
    expect(button(posted, 'Open M02').verb).toBe('milestones.show');
  });

  it('comes back as typed with a sentence beside what is to be mended', async () => {
    const back = await press('lead2', 'decisions.ask', { ...askForm({ byOn: '2026-11-01', text: 'Words I typed' }) });
    expect(shown(back)).toContain('Words I typed');
    expect(shown(back)).toContain('This date has passed already');
  });

  it('is changed, taken back and told', async () => {
    await press('lead2', 'decisions.ask', askForm());
    await press('lead2', 'decisions.change', changeForm(1));
    expect(shown(await press('lead2', 'decisions.take-back', { ...takeBackForm(2, { reason: '' }) }))).toContain(
      'Say why it need not be decided',
    );
    await press('lead2', 'decisions.take-back', takeBackForm(2));
    const history = shown(await type('lead1', 'history D01'));
    for (const told of ['Asked of the Board', '3 December 2026 → 10 December 2026', 'Asked → Taken back'])
      expect(history).toContain(told);
    expect(shown(await type('lead1', 'decisions'))).toContain('None.');
    expect(shown(await type('lead1', 'decisions taken back'))).toContain('D01');
  });

  it('that came from a check-in says so, on its card and in its history', async () => {
    const made = { by: 'lead2', effect: 'form.content/200', origin: 'WS2-2026-W48', on: '2026-11-26' };
    const asked = { text: 'Agree agency rates', body: 'Board' as const, byOn: '2026-12-03', workstream: 'WS2' };
    await applyAskedDecision(world.deps, PROGRAMME, made, asked);
    expect(shown(await type('member', 'D01'))).toContain('26 November 2026 in the check-in of week 48');
    expect(shown(await type('member', 'history D01'))).toContain('Asked of the Board in the check-in of week 48');
  });

  it('says when the body meets only after the day it is needed by', async () => {
    await press('lead2', 'decisions.ask', askForm({ byOn: '2026-12-01' }));
    expect(shown(await type('member', 'D01'))).toContain('after the day it is needed by');
  });

  it('with other words from the same form can still be asked as another', async () => {
    const form = askForm();
    await press('lead2', 'decisions.ask', form);
    const conflict = await press('lead2', 'decisions.ask', { ...form, text: 'Agree the budget' });
    expect(shown(conflict)).toContain('D01 was already asked from this form');
    const { verb, data } = button(conflict, 'Ask mine as another decision');
    expect(shown(await press('lead2', verb, data))).toContain('D02 asked of the Board');
  });

  it('shows both values to whoever changed it second', async () => {
    await press('lead2', 'decisions.ask', askForm());
    await press('office', 'decisions.change', changeForm(1, { body: 'RDG' }));
    const conflict = await press('lead2', 'decisions.change', changeForm(1, { text: 'Agree the budget' }));
    for (const words of ['Reform Delivery Group', 'Agree the budget']) expect(shown(conflict)).toContain(words);
    const { verb, data } = button(conflict, 'Save mine on top');
    expect(shown(await press('lead2', verb, data))).toContain('D01 changed');
  });

  it('gives back what was typed about one that was taken back meanwhile', async () => {
    await press('lead2', 'decisions.ask', askForm());
    await press('lead2', 'decisions.take-back', takeBackForm(1));
    const answer = await press('office', 'decisions.change', changeForm(1, { text: 'Words I typed' }));
    expect(shown(answer)).toContain('D01 was taken back');
    expect(shown(answer)).toContain('Words I typed');
  });
});

describe('two hundred decisions', () => {
  it('are shown ten at a time, soonest needed first, and every page fits', async () => {
    for (let n = 1; n <= 200; n += 1) {
      const state: Decision = {
        text: 'w'.repeat(300),
        body: 'Board',
        byOn: `2027-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
        workstream: 'WS2',
        concerns: [],
        askedBy: 'lead2',
        askedOn: '2026-11-26',
        origin: null,
        state: 'asked',
        withdrawnReason: '',
      };
      const change = { by: 'lead2', did: 'decisions.ask', effect: randomUUID() };
      await createHead(world.deps, decisions, PROGRAMME, `D${String(n).padStart(2, '0')}`, change, state);
    }
    let answer = await type('lead2', 'decisions');
    const refs = new Set<string>();
    const days: string[] = [];
    for (let number = 1; ; number += 1) {
      expect(bytes(answer)).toBeLessThan(CARD_BYTES);
      const found = [...shown(answer).matchAll(/"text":"(D\d+) ","/g)].map((match) => match[1] ?? '');
      expect(found).toHaveLength(10);
      for (const ref of found) refs.add(ref);
      days.push(...[...shown(answer).matchAll(/by (\d+ \w+ 2027) · WS2 · WS2 lead"/g)].map((match) => match[1] ?? ''));
      if (number === 20) break;
      const next = button(answer, 'Next 10');
      answer = await press('lead2', next.verb, next.data);
    }
    expect(refs.size).toBe(200);
    const instants = days.map((day) => Date.parse(`${day} UTC`));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });
});

// What a return asks, what stops it, what an adviser would ask and what a signatory sees first: the pure rules, on a small programme whose
// registers are changed one by one.

import { beforeEach, describe, expect, it } from 'vitest';
import { challengesOf } from '../../src/returns/challenge.js';
import { checkSection } from '../../src/returns/check.js';
import { contentOf } from '../../src/returns/composing.js';
import { fingerprintOf } from '../../src/returns/content.js';
import { type Facts, readFacts } from '../../src/returns/facts.js';
import { failingOf } from '../../src/returns/failing.js';
import { roundOf } from '../../src/returns/rounds.js';
import type { SectionAnswer } from '../../src/returns/schema.js';
import { sectionsOf } from '../../src/returns/sections.js';
import type { Sent } from '../../src/returns/sent.js';
import { digestOf } from '../../src/returns/sign-off/digest.js';
import { type Entry, sha256 } from '../../src/storage/entry.js';
import type { Head } from '../../src/storage/ledger.js';
import { plannedRisk } from '../journeys/plans.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { answerFor, returnPlan } from './world.js';

let world: World;
let facts: Facts;

beforeEach(async () => {
  const plan = returnPlan();
  world = await createWorld({
    plan: {
      ...plan,
      risks: [plannedRisk('R01', { likelihood: 4, impact: 5 }), plannedRisk('R02', { likelihood: 2, impact: 2 })],
    },
  });
  world.at('2027-01-14T10:00:00.000Z');
  const round = roundOf(plan.programme, 'Q26273');
  if (!round) throw new Error('the plan has changed');
  facts = await readFacts(world.deps, PROGRAMME, plan.programme, round);
});

function entry(section: string, answers: Record<string, string>): Entry<SectionAnswer> {
  const list = Object.entries(answers).map(([field, text]) => ({ field, text }));
  return {
    state: { return: 'Q26273', section, answers: list },
    by: 'office',
    version: 1,
  } as unknown as Entry<SectionAnswer>;
}

/** Everything sent as it should be, but for what `change` says. */
function sentWith(change: Record<string, Record<string, string>> = {}): Sent {
  return new Map(
    sectionsOf(facts).map((section) => {
      const typed = Object.fromEntries(
        section.questions.map(({ id, label, choices }) => [
          id,
          answerFor({ id, label, ...(choices.length > 0 && { choices: choices.map(({ value }) => value) }) }),
        ]),
      );
      return [section.id, entry(section.id, { ...typed, ...change[section.id] })];
    }),
  );
}

function edit<S>(heads: Head<S>[], ref: string, change: Partial<S>): void {
  const head = heads.find(({ newest }) => newest.ref === ref);
  if (!head) throw new Error(`no ${ref}`);
  Object.assign(head, { newest: { ...head.newest, state: { ...head.newest.state, ...change } } });
}

describe('what a return asks', () => {
  it('asks each seat for its own, and about what is off by now', () => {
    const sections = sectionsOf(facts);
    expect(sections.filter(({ seat }) => seat === 'WS1').map(({ id }) => id)).toEqual([
      'confidence-WS1',
      'milestones-WS1',
      'kpis-WS1',
      'places',
      'equalities',
    ]);
    expect(sections.find(({ id }) => id === 'milestones-WS1')?.questions.map(({ id }) => id)).toEqual(['M01']);
    expect(sections.find(({ id }) => id === 'risks')?.questions.map(({ id }) => id)).toEqual([
      'R01-register',
      'R01-why',
      'note',
    ]);
    // Shared sections that no workstream is named for are the office's.
    expect(sections.find(({ id }) => id === 'asks')?.seat).toBe('office');
  });

  it('stops asking once a milestone is green again', () => {
    edit(facts.milestones, 'M01', { actualOn: '2027-01-10', stated: 'blue' });
    expect(sectionsOf(facts).some(({ id }) => id === 'milestones-WS1')).toBe(false);
  });

  it('splits many milestones over several forms', () => {
    const [first] = facts.milestones;
    if (!first) throw new Error('no milestone');
    facts.milestones = Array.from({ length: 30 }, (_, n) => ({
      ...first,
      newest: { ...first.newest, ref: `M${n + 1}` },
    }));
    const forms = sectionsOf(facts).filter(({ id }) => id.startsWith('milestones-WS1'));
    expect(forms.map(({ id, questions }) => `${id} ${questions.length}`)).toEqual([
      'milestones-WS1 12',
      'milestones-WS1-2 12',
      'milestones-WS1-3 6',
    ]);
  });

  it('needs a road to green only where it is not green, and a statement of the Forum only where it was consulted', () => {
    const check = (id: string, typed: Record<string, string>) => {
      const section = sectionsOf(facts).find((one) => one.id === id);
      if (!section) throw new Error(id);
      const checked = checkSection('Q26273', section, typed, facts.today);
      return 'problems' in checked ? Object.keys(checked.problems) : [];
    };
    expect(check('confidence-WS1', { confidence: 'green', rationale: 'x' })).toEqual([]);
    expect(check('confidence-WS1', { confidence: 'red', rationale: 'x' })).toEqual(['road']);
    expect(check('confidence-WS1', { confidence: 'purple', rationale: 'x', road: 'x' })).toEqual(['confidence']);
    expect(check('pcf', { consulted: 'no' })).toEqual([]);
    expect(check('pcf', { consulted: 'yes' })).toEqual(['statement']);
    expect(check('equalities', { reach: 'x', action: 'x', reviewed: '2027-02-01' })).toEqual(['reviewed']);
    expect(check('icb', { statement: 'x'.repeat(1201) })).toEqual(['statement']);
  });
});

describe('what stops a return', () => {
  it('names each thing with the form that mends it', () => {
    const failing = failingOf(facts, sectionsOf(facts), new Map());
    expect(failing.find(({ where }) => where.startsWith('Delivery confidence, WS1'))).toMatchObject({
      sentence: 'Still to be sent (WS1 lead).',
      opens: { verb: 'returns.open-section', data: { section: 'confidence-WS1' } },
      blocks: 'prepare',
    });
    expect(failing.filter(({ number }) => number === 5).map(({ sentence }) => sentence)).toEqual([
      'K01 has no value for the quarter.',
      'K02 has no value for the quarter.',
    ]);
    expect(failing.filter(({ blocks }) => blocks === 'S151').map(({ sentence }) => sentence)).toEqual([
      'Section 251 return: not yet compared.',
      'outturn: not yet compared.',
      'DSG note: not yet compared.',
    ]);
  });

  const record = () => {
    for (const { newest } of facts.kpis)
      newest.state.results = [{ quarter: '2026/27 Q3', value: 60, source: 'x', quality: 'A', narrative: '' }];
  };

  it('is nothing once all is sent and every KPI is recorded', () => {
    record();
    const failing = failingOf(facts, sectionsOf(facts), sentWith());
    expect(failing.filter(({ blocks }) => blocks === 'prepare')).toEqual([]);
  });

  it.each([
    [
      'words that may identify a child',
      { icb: { statement: 'Jamie Fox, born 3 May 2017, waits.' } },
      'It seems to hold',
    ],
    [
      'a finance lead who says not yet',
      { finance: { current: 'no' } },
      'The finance lead says the figures are not complete.',
    ],
    ['an answer that is missing by now', { 'milestones-WS1': { M01: '' } }, 'Say it in a sentence or two'],
  ])('finds %s', (_, change, sentence) => {
    record();
    const failing = failingOf(facts, sectionsOf(facts), sentWith(change as never));
    expect(
      failing
        .filter(({ blocks }) => blocks === 'prepare')
        .map((one) => one.sentence)
        .join(),
    ).toContain(sentence);
  });

  it('finds a milestone told as complete that the law does not allow yet', () => {
    record();
    edit(facts.milestones, 'M04', { actualOn: '2027-01-10', stated: 'blue' });
    expect(failingOf(facts, sectionsOf(facts), sentWith()).map(({ sentence }) => sentence)).toContain(
      'It needs legislation, so it cannot be told as complete.',
    );
  });
});

describe('what an adviser would ask', () => {
  const ask = (sent: Sent = sentWith(), former: Sent = new Map()) =>
    challengesOf(facts, sectionsOf(facts), sent, former);
  const questions = (sent?: Sent, former?: Sent) => ask(sent, former).map(({ question }) => question);

  it('sets confidence against red milestones and against last quarter', () => {
    const sent = sentWith({ 'confidence-WS1': { confidence: 'green' }, overall: { confidence: 'green' } });
    const former: Sent = new Map([['overall', entry('overall', { confidence: 'red' })]]);
    expect(questions(sent, former)).toContain(
      'Confidence in WS1 Inclusive mainstream is green. What makes it so while milestones are red?',
    );
    expect(questions(sent, former)).toContain(
      'What changed, that confidence in the whole programme is better than last quarter?',
    );
  });

  it('asks about money, KPIs off their course, risks without action, a Forum not asked and words said before', () => {
    edit(facts.finance, 'F2627', {
      eahDirect: { pence: 230_000_000, status: 'estimated', sinceOn: '2027-01-05', source: null },
    });
    for (const { newest } of facts.kpis)
      newest.state.results = [{ quarter: '2026/27 Q3', value: 10, source: 'x', quality: 'D', narrative: 'x' }];
    const sent = sentWith({ pcf: { consulted: 'no' }, asks: { board: 'Nothing this quarter.' } });
    const former: Sent = new Map([['asks', entry('asks', { board: 'nothing this quarter. ' })]]);
    const all = ask(sent, former);
    expect(all.some(({ restricted, because }) => restricted && because.includes('76.7%'))).toBe(true);
    const asked = all.map(({ question }) => question);
    expect(asked).toContain('Why is K01 off its trajectory, and when will it be back?');
    expect(asked).toContain('How can K02 be relied on, and when will its data be better?');
    expect(asked).toContain('What is being done about R01?');
    expect(asked).not.toContain('What is being done about R02?');
    expect(asked).toContain('Why was the Parent Carer Forum not consulted, and when will it be?');
    expect(asked).toContain('Has nothing changed here since last quarter?');
    for (const { opens, because } of all) {
      expect(opens.verb).toMatch(/^\w+\./);
      expect(because).not.toBe('');
    }
  });
});

describe('the content', () => {
  it('has fourteen sections, one fingerprint for the same content and another for any other', () => {
    const sent = sentWith();
    const one = contentOf(facts, sectionsOf(facts), sent, new Map());
    expect(one.sections.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(fingerprintOf(contentOf(facts, sectionsOf(facts), sent, new Map()))).toBe(fingerprintOf(one));
    const other = contentOf(facts, sectionsOf(facts), sentWith({ icb: { statement: 'Another word.' } }), new Map());
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(one));
    // A redacted text leaves its digest in its place, and the fingerprint is what was signed.
    const redacted = JSON.parse(JSON.stringify(one).replace('"Test plan"', `"redacted:${sha256('Test plan')}"`));
    expect(redacted).not.toEqual(one);
    expect(fingerprintOf(redacted)).toBe(fingerprintOf(one));
  });

  it('gives a signatory what is red first, and finance only to those who may read it', () => {
    edit(facts.finance, 'F2627', {
      eahDirect: { pence: 230_000_000, status: 'estimated', sinceOn: '2027-01-05', source: null },
    });
    const content = contentOf(
      facts,
      sectionsOf(facts),
      sentWith({ 'confidence-WS2': { confidence: 'amber/red' } }),
      new Map([['overall', 'green']]),
    );
    const lines = digestOf(content, true);
    expect(lines[0]).toMatchObject({ text: 'Whole programme: Amber, last quarter green.' });
    expect(lines[1]).toMatchObject({ text: 'WS2 Experts at Hand: amber/red.', status: { color: 'Attention' } });
    expect(lines[2]?.text).toMatch(/^4 milestones: 2 red, 0 amber, 0 complete\. Red: M01, M02\.$/);
    expect(lines.map(({ text }) => text).join()).toContain('76.7%');
    expect(
      digestOf(content, false)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('76.7%');
  });
});

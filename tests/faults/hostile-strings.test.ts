// F14: hostile strings through every form, in every field. Wherever they come out (answers, dialogs, conflicts, histories,
// lists, the channel) they are shown as typed, where no markup is read; no link or mention is there that we did not make.
//
// Guards whose removal makes this fail: templates are expanded once, with people's words only in TextRun, inputs and choices
// (cards/define-card.ts and the templates under cards/), and cards are cut to size (cards/define-card.ts).

import { expect, test } from 'vitest';
import { judge } from '../../src/cards/preview/judge.js';
import type { CardJson } from '../../src/deps.js';
import { elements, isAction, isInput, texts } from '../cards/walk.js';
import { startAssistant } from '../support/assistant.js';
import { bytesOf, MOST_BYTES } from '../support/card-reader.js';
import { faultPlan, goTo, headingOf, riskTyped, updateTyped } from '../support/fault-plan.js';
import { inFlight, openRandom, size, startRun } from '../support/fault-run.js';
import { type Hostile, isMarked, openHostile } from './hostile-strings.js';

const STRINGS = size(300, 10_000);
const AT_ONCE = 4;
const PEOPLE = 8;

/** Places where no client reads markup, as in the gallery, and what a link of a person's own shows of itself. */
const PLAIN =
  /^(selectAction\.title|TextRun\.text|RichTextBlock\.inlines|Input\.\w+\.value|Input\.ChoiceSet\.choices\.(title|value)|Action\.OpenUrl\.url)$/;

/** The forms, by the button that sends each; `settles`: afterwards the risk is no longer open. */
const RISK_FORMS = [
  { open: 'risks.open-reassess', button: 'Save the reassessment' },
  { open: 'risks.open-action', button: 'Add the action' },
  { open: 'risks.open-escalate', button: 'Escalate' },
  { open: 'risks.open-accept', button: 'Accept it' },
  { open: 'risks.open-withdrawal', button: 'Withdraw it' },
];
const SETTLING = [
  { open: 'risks.open-close', button: 'Close it' },
  { open: 'risks.open-happened', button: 'It has happened' },
];
const MILESTONE_FORMS = [
  { open: 'milestones.open-correction', button: 'Post correction' },
  { open: 'milestones.open-withdrawal', button: 'Withdraw it' },
];

test('whatever is typed is shown as typed, makes no link or mention, and fits', async () => {
  const run = startRun('F14');
  const plan = faultPlan({ people: PEOPLE, milestones: AT_ONCE, risks: 1 });
  const assistant = await startAssistant({ bound: true, plan });
  const hostile = openHostile(run.random);
  const audit = openAudit(hostile, run.seed);
  let saved = 0;
  try {
    await assistant.person('person1').say('hello', 'channel');
    const lanes = Array.from({ length: AT_ONCE }, (_, n) => n);
    await inFlight(lanes, AT_ONCE, async (lane) => {
      const random = openRandom(run.seed + lane);
      const milestone = `M0${lane + 1}`;
      while (hostile.count() < STRINGS) {
        const person = assistant.person(`person${lane + 1}`);
        const other = assistant.person(`person${lane + 5}`);
        const words = (letters: number) => hostile.string(letters);
        /** Sends a form twice: everything hostile, which is refused, and then so that it is saved. */
        const send = async (open: CardJson, button: string, typed: () => Record<string, string>) => {
          const form = audit(await person.press(open, 'Go'));
          if (!buttons(form).includes(button)) return form;
          const refused = audit(await person.press(form, button, everyField(form, random, words)));
          const again = buttons(refused).includes(button) ? refused : form;
          const answer = audit(await person.press(again, button, { ...blank(form), ...good(form, words), ...typed() }));
          if (!buttons(answer).includes(button)) saved += 1;
          return answer;
        };

        const update = goTo('milestones.open-update', { ref: milestone });
        const early = audit(await other.press(update, 'Go'));
        const updated = () => ({
          ...updateTyped(words(500)),
          evidenceUrl: 'https://evidence.example/[a](https://evil.example)<at>b</at>${c}**d**',
        });
        await send(update, 'Post update', updated);
        // Opened before, sent after: a conflict shows the words of both.
        audit(await other.press(early, 'Post update', updated()));
        for (const { open, button } of MILESTONE_FORMS)
          await send(goTo(open, { ref: milestone }), button, button === 'Withdraw it' ? () => ({}) : updated);

        const raised = await send(goTo('risks.open-raise', {}), 'Raise the risk', () => ({
          ...riskTyped(''),
          cause: words(300),
          event: words(300),
          consequence: words(300),
          residualImpact: '4',
          residualLikelihood: '4',
          escalationReason: words(300),
          milestones: milestone,
        }));
        const ref = /^R\d+/.exec(headingOf(raised))?.[0] ?? 'R01';
        const late = audit(await other.press(goTo('risks.open-reassess', { ref }), 'Go'));
        for (const { open, button } of [...RISK_FORMS, random.pick(SETTLING)])
          await send(goTo(open, { ref }), button, () => ({}));
        audit(await other.press(late, 'Save the reassessment', { commentary: words(500) }));

        const issues = audit(await person.press(goTo('risks.list-issues', { page: 1 }), 'Go'));
        const issue = buttons(issues).find((title) => /\bI\d+/.test(title));
        if (issue) await send(goTo('risks.open-resolve', { ref: /I\d+/.exec(issue)?.[0] }), 'Resolve it', () => ({}));

        const asked = await send(goTo('decisions.open-ask', { concerns: milestone }), 'Ask for it', () => ({
          text: words(300),
          body: 'Board',
          byOn: '2026-12-03',
          workstream: 'WS1',
        }));
        const decision = /^D\d+/.exec(headingOf(asked))?.[0] ?? 'D01';
        const change = { text: words(300), body: 'RDG', byOn: '2026-12-10', reason: words(300) };
        await send(goTo('decisions.open-change', { ref: decision }), 'Save the change', () => change);
        if (random.chance(0.5))
          await send(goTo('decisions.open-take-back', { ref: decision }), 'Take it back', () => ({
            reason: words(300),
          }));

        const question = { text: words(300), byOn: '2026-12-02' };
        const put = await send(goTo('questions.open-ask', { about: milestone }), 'Ask', () => question);
        const about = /^Q\d+/.exec(headingOf(put))?.[0] ?? 'Q01';
        await send(goTo('questions.open-answer', { ref: about }), 'Send the answer', () => ({}));
        const promise = { workstream: 'WS1' };
        const agreed = await send(goTo('actions.open-agree', {}), 'Agree it', () => promise);
        const action = /^A\d+/.exec(headingOf(agreed))?.[0] ?? 'A01';
        const later = { body: 'Board', byOn: '2026-12-03', proposedOn: '2027-06-30' };
        await send(goTo('change-requests.open-request', { milestone }), 'Ask for it', () => later);
        await send(goTo('confidence.open-score', { workstream: 'WS1' }), 'Save', () => ({ score: '2' }));
        audit(await person.press(goTo('family-digests.draft', {}), 'Go'));
        const news = { ref: 'FD20261008' };
        await send(goTo('family-digests.open-edit', news), 'Save', () => ({ words: 'keep' }));

        const year = `F${20 + lane}${21 + lane}`;
        const block = { hnbAllocation: '81.5m', hnbTransfers: '', hnbSpend: '90.6m', hnbNote: words(300) };
        const sure = {
          hnbAllocationStatus: 'confirmed',
          hnbTransfersStatus: 'not entered',
          hnbSpendStatus: 'estimated',
        };
        await send(goTo('finance.open-hnb', { ref: year }), 'Save', () => ({ ...block, ...sure }));
        const differing = { ledgerOn: '', s251: 'no', outturn: 'no', dsgNote: 'no' };
        await send(goTo('finance.open-assurance', { ref: year }), 'Save', () => differing);

        const value = { value: '3', known: 'given', source: words(200), quality: 'C', narrative: words(300) };
        await send(goTo('kpis.open-record', { ref: 'K01' }), 'Save', () => value);
        const section = { ref: 'Q26272', section: random.pick(['icb', 'coproduction', 'asks', 'workforce']) };
        const answers = { a1: words(600), a2: words(600), a3: words(600) };
        await send(goTo('returns.open-section', section), 'Send this section', () => answers);
        await send(goTo('returns.open-section', section), 'Send the change', () => answers);

        for (const [verb, fields] of [
          ['questions.show', { ref: about }],
          ['questions.show-history', { ref: about }],
          ['questions.list', { filter: 'all', page: 1 }],
          ['actions.show', { ref: action }],
          ['actions.list', { filter: 'open', page: 1 }],
          ['change-requests.list', { filter: 'all', page: 1 }],
          ['confidence.show', { ref: 'WS1' }],
          ['family-digests.show', news],
          ['family-digests.show-history', news],
          ['family-digests.open-approve', news],
          ['board-packs.make', { boardOn: '2026-12-03', form: crypto.randomUUID() }],
          ['board-packs.list', {}],
          ['kpis.show', { ref: 'K01' }],
          ['kpis.show-history', { ref: 'K01' }],
          ['kpis.list', { workstream: '' }],
          ['returns.show', {}],
          ['returns.show-section', section],
          ['returns.read-section', { ref: 'Q26272', number: 5 }],
          ['returns.read-section', { ref: 'Q26272', number: 10 }],
          ['returns.read-section', { ref: 'Q26272', number: 13 }],
          ['returns.challenge', {}],
          ['finance.show', { ref: year }],
          ['finance.show-history', { ref: year }],
          ['decisions.show', { ref: decision }],
          ['decisions.show-history', { ref: decision }],
          ['decisions.list', { filter: 'open', page: 1 }],
          ['milestones.show', { ref: milestone }],
          ['milestones.show-history', { ref: milestone }],
          ['milestones.list', {}],
          ['milestones.choose', { words: words(200) }],
          ['risks.show', { ref }],
          ['risks.show-history', { ref }],
          ['risks.list', { filter: 'all', page: 1 }],
          ['risks.show-heat-map', {}],
          ['summary.show', {}],
        ] as const)
          audit(await person.press(goTo(verb, fields), 'Go'));
        await person.send(person.saying(words(900)));
        await person.send(person.saying(`update ${words(100)}`, 'channel'));
      }
    });
    await assistant.settled();
    // Owners are told of what others typed.
    await assistant.bot.runJobs();
    for (const { activity } of assistant.connector.sent) {
      for (const { content } of activity.attachments ?? []) audit(content as CardJson);
      // `summary` is plain text in a notification; `text` and `speak` would be read as markup.
      expect(isMarked(`${activity.text ?? ''} ${activity.speak ?? ''}`)).toBe(false);
      expect(hostile.faultIn(activity.summary ?? '')).toBeUndefined();
      expect(activity.entities ?? []).toEqual([]);
    }
    const { cards, largest } = audit.figures;
    run.print({ strings: hostile.count(), 'forms saved': saved, 'cards looked at': cards, 'bytes at most': largest });
    expect(saved, 'nothing was saved, so nothing was shown again').toBeGreaterThan(STRINGS / 50);
  } finally {
    await assistant.stop();
  }
});

/** Looks at every card once it is shown, and gives it back. */
function openAudit(hostile: Hostile, seed: number) {
  const figures = { cards: 0, largest: 0 };
  const look = (card: CardJson): CardJson => {
    figures.cards += 1;
    figures.largest = Math.max(figures.largest, bytesOf(card));
    // Teams writes mentions and line ends of a typed message its own way, so they are taken out of it; news for families is shown a paragraph
    // at a time, so that no element has the whole of what was typed.
    const inParts = ['I did not catch that', 'News for families'].includes(headingOf(card));
    const about = `"${headingOf(card)}", FAULT_SEED=${seed}`;
    expect(bytesOf(card), about).toBeLessThanOrEqual(MOST_BYTES);
    for (const { place, text } of texts(card)) {
      // What a button carries is shown to nobody.
      if (!isMarked(text) || /^Action\.(Execute|Submit)\.data\b/.test(place)) continue;
      expect(place, `${about}: ${text.slice(0, 200)}`).toMatch(PLAIN);
      if (!inParts && place !== 'Action.OpenUrl.url') expect(hostile.faultIn(text), about).toBeUndefined();
    }
    for (const element of elements(card)) {
      for (const key of ['iconUrl', 'backgroundImage', 'fallbackText', 'speak']) expect(element[key]).toBeUndefined();
      if (element.url !== undefined) {
        expect(element.type, about).toBe('Action.OpenUrl');
        expect(new URL(String(element.url)).host, about).toBe('evidence.example');
      }
    }
    expect(card.msteams, about).toSatisfy((teams) => !teams || !('entities' in teams));
    expect(judge(card).faults, about).toEqual([]);
    return card;
  };
  return Object.assign(look, { figures });
}

function buttons(card: CardJson): string[] {
  return elements(card)
    .filter(isAction)
    .map((action) => String(action.title));
}

/** Something hostile in every field, a few of them very long. */
function everyField(form: CardJson, random: ReturnType<typeof openRandom>, words: (letters: number) => string) {
  let long = random.chance(0.3) ? 1 + random.below(3) : 0;
  const typed: Record<string, string> = {};
  for (const { id } of elements(form).filter(isInput)) {
    typed[String(id)] = words(long > 0 ? 20_000 : 20 + random.below(250));
    long -= 1;
  }
  return typed;
}

/** What the form had when it was opened, so that choices and dates are good again. */
function blank(form: CardJson): Record<string, string> {
  const inputs = elements(form).filter(isInput);
  return Object.fromEntries(inputs.map((input) => [String(input.id), String(input.value ?? '')]));
}

/** Hostile words in the fields for words; in the others a choice or date that fits. */
function good(form: CardJson, words: (letters: number) => string): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const { id, type, maxLength, choices } of elements(form).filter(isInput)) {
    const name = String(id);
    if (name === 'milestones' || name === 'evidenceUrl') typed[name] = '';
    else if (type === 'Input.Text') typed[name] = words(Math.min(Number(maxLength ?? 300), 300));
    else if (name === 'dueOn') typed[name] = '2027-02-01';
    else if (name === 'escalateTo') typed[name] = 'Board';
    else if (name === 'ownerId') typed[name] = String((choices as { value: string }[])[0]?.value);
  }
  return typed;
}

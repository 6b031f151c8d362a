// Every card template of the product, held to the same rules. What one could get wrong: the samples are views like any
// other; a field that no sample fills is a field whose place on the card nobody has checked, so that fails too.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { CARD_BYTES, type Card } from '../../src/cards/define-card.js';
import { judge } from '../../src/cards/preview/judge.js';
import { templateNames } from '../../src/cards/preview/samples.js';
import type { CardJson } from '../../src/deps.js';
import { projectPath } from '../../src/project-root.js';
import { loadFeatures } from './all-features.js';
import { elements, firstShown, flip, isAction, isInput, type Json, mapTexts, rewrite, texts, wordsIn } from './walk.js';

/** Elements that only Teams draws (platform.md 1.3); anything else the judge does not know is a mistake. */
const TEAMS_ONLY = /^(Chart\.\w+(\.\w+)?|Badge|Icon|ProgressBar|ProgressRing|Rating|CodeBlock)$/;
/**
 * Where no client reads markup. The name of a line that can be pressed is never drawn, only spoken and hovered: it takes the
 * place of all that the line says, so it has to hold those words.
 */
const PLAIN =
  /^(selectAction\.title|TextRun\.text|RichTextBlock\.inlines|Input\.\w+\.value|Input\.ChoiceSet\.choices\.(title|value))$/;
const HOSTILE = {
  'an expression': '${secret}',
  'an expression on the view': '${$root.heading}',
  'a condition': '$when ${1/0}',
  'a link': '[x](https://evil.example)',
  'a mention': '<at>x</at>',
  markdown: '**b** _i_ ~s~ `c`\r- two',
  HTML: '<script>alert(1)</script>&lt;b&gt;',
  'right-to-left letters': '\u202Eslip on\u202C',
  'zero-width letters': 'zero\u200Bwidth\u200D\uFEFF',
  JSON: '"}],"type":"AdaptiveCard',
};

const { cards, verbs } = await loadFeatures();
const templates = templateNames();

it('every template has a card that draws it, and every card a template and a sample', () => {
  expect([...cards.keys()].sort()).toEqual(templates);
  expect(templates.filter((name) => !existsSync(samplePath(name)))).toEqual([]);
});

describe.each(templates.filter((name) => cards.has(name)))('%s', (name) => {
  const card = cards.get(name) as Card<unknown>;
  const sample: unknown = JSON.parse(readFileSync(samplePath(name), 'utf8'));
  /** The sample as it is, and with every yes and no turned round. */
  const draw = (change: (view: unknown) => unknown = (view) => view): CardJson[] =>
    [sample, flip(sample)].map((view) => card.render(change(view)));
  const all = (): Json[] => draw().flatMap((drawn) => elements(drawn));

  it('has a sample that is a whole view', () => {
    expect(card.view.parse(sample)).toEqual(sample);
  });

  it('leaves no placeholder on the card', () => {
    for (const drawn of draw()) expect(JSON.stringify(drawn)).not.toContain('${');
  });

  it('is accepted by the renderer; what it cannot draw has a fallback that it can', () => {
    for (const drawn of draw()) {
      const { unknown, faults } = judge(drawn);
      expect(faults).toEqual([]);
      expect(unknown.filter((type) => !TEAMS_ONLY.test(type))).toEqual([]);
    }
    for (const element of all().filter(({ type }) => TEAMS_ONLY.test(String(type)))) {
      expect(element.fallback, `${element.type} has no fallback`).toBeTypeOf('object');
      expect(judge({ type: 'AdaptiveCard', version: '1.5', body: [element.fallback] }).unknown).toEqual([]);
    }
  });

  it('stays under the size that Teams takes', () => {
    for (const drawn of draw()) expect(Buffer.byteLength(JSON.stringify(drawn))).toBeLessThan(CARD_BYTES);
  });

  it('begins with a heading', () => {
    for (const drawn of draw()) expect(firstShown(drawn)).toMatchObject({ type: 'TextBlock', style: 'heading' });
  });

  it('gives every input a label and an error message, and every list to search its choices', () => {
    for (const input of all().filter(isInput)) {
      expect(input, String(input.id)).toMatchObject({ label: /./, errorMessage: /./ });
      if (input.style === 'filtered' && !('choices.data' in input)) expect(input.choices).not.toEqual([]);
    }
  });

  it('speaks all that a line says when the whole line can be pressed', () => {
    for (const line of all().filter(({ selectAction }) => selectAction !== undefined)) {
      const spoken = String((line.selectAction as Json).title);
      const shown = texts(line.items ?? line.columns).filter(({ place }) => /^(TextRun|TextBlock)\.text$/.test(place));
      const said = shown.map(({ text }) => text.trim()).filter((text) => /[\p{L}\p{N}]/u.test(text));
      expect(
        said.filter((text) => !spoken.includes(text)),
        `not in "${spoken}"`,
      ).toEqual([]);
    }
  });

  it('gives every image words', () => {
    for (const image of all().filter(({ type }) => type === 'Image'))
      expect(image).toMatchObject({ altText: /./, url: /./ });
  });

  it('has at most six actions in a set', () => {
    for (const { actions } of all()) if (Array.isArray(actions)) expect(actions.length).toBeLessThanOrEqual(6);
  });

  it('sends only verbs that somebody answers', () => {
    const sent = executes(all()).map(({ verb }) => String(verb));
    expect([...new Set(sent)].filter((verb) => !verbs.has(verb))).toEqual([]);
  });

  it('asks for exactly what the verb of its form takes', () => {
    for (const drawn of draw()) {
      const inputs = elements(drawn)
        .filter(isInput)
        .map(({ id }) => String(id));
      const senders = executes(elements(drawn)).filter((action) => action.associatedInputs !== 'none');
      if (inputs.length > 0) expect(senders, 'inputs, but no button that sends them').not.toEqual([]);
      const taken = new Set(senders.flatMap((action) => Object.keys(fieldsOf(action))));
      expect(
        // A name that is typed beside a list is put into the list's own field (people-choices.ts).
        inputs.filter((id) => !taken.has(id.replace(/-named$/, ''))),
        'inputs that no form takes',
      ).toEqual([]);
      for (const action of senders) {
        const given = new Set([...inputs, ...Object.keys((action.data ?? {}) as Json)]);
        const missing = Object.entries(fieldsOf(action)).filter(
          ([field, schema]) => !given.has(field) && !schema.safeParse(undefined).success,
        );
        expect(
          missing.map(([field]) => field),
          `fields of ${action.verb} that nothing gives`,
        ).toEqual([]);
      }
    }
  });

  it('carries a whole form in every button that sends no inputs', () => {
    for (const action of executes(all()).filter(({ associatedInputs }) => associatedInputs === 'none')) {
      const checked = verbs.get(String(action.verb))?.form.safeParse(action.data);
      expect(checked?.error?.issues ?? [], String(action.verb)).toEqual([]);
    }
  });

  it('has a sample that fills every place for people’s words', () => {
    const filled = new Set<string>();
    rewrite(card.view, sample, (place) => {
      filled.add(place);
      return place;
    });
    expect(wordsIn(card.view).filter((place) => !filled.has(place))).toEqual([]);
  });

  it('shows people’s words only where no markup is read, and all of them', () => {
    const shown = draw((view) => rewrite(card.view, view, (place) => `⟦${place}⟧`)).flatMap((drawn) => texts(drawn));
    const marked = shown.filter(({ text }) => text.includes('⟦'));
    expect(marked.filter(({ place }) => !PLAIN.test(place))).toEqual([]);
    const places = new Set(marked.flatMap(({ text }) => [...text.matchAll(/⟦(.*?)⟧/g)].map((found) => found[1])));
    expect(wordsIn(card.view).filter((place) => !places.has(place))).toEqual([]);
  });

  it.each(Object.entries(HOSTILE))('shows %s as it was typed', (_, words) => {
    const marker = 'words-of-a-person';
    const plain = draw((view) => rewrite(card.view, view, () => marker));
    const hostile = draw((view) => rewrite(card.view, view, () => words));
    expect(hostile).toEqual(mapTexts(plain, (text) => text.replaceAll(marker, () => words)));
    for (const drawn of hostile) expect(judge(drawn).faults).toEqual([]);
  });
});

function samplePath(name: string): string {
  return projectPath('cards', `${name}.data.json`);
}

function executes(found: Json[]): Json[] {
  return found.filter((element) => isAction(element) && element.type === 'Action.Execute');
}

/** The fields a verb's form takes; none while the verb is not there, which has its own test. */
function fieldsOf(action: Json): Record<string, z.ZodType> {
  const form = verbs.get(String(action.verb))?.form;
  if (form === undefined) return {};
  if (form instanceof z.ZodObject) return form.shape as Record<string, z.ZodType>;
  if (form instanceof z.ZodPipe && form.in instanceof z.ZodObject) return form.in.shape as Record<string, z.ZodType>;
  throw new Error(`the form of ${action.verb} is no plain object, so its fields cannot be read`);
}

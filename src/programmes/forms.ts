// Plain forms: a few fields, fresh or as typed with what must be mended, drawn on the one card that every feature shares. What one could
// get wrong: a refused form is drawn from what was typed, never from what is saved, so that nothing a person wrote is lost.

import type { Button, Choice } from '../cards/markup.js';
import type { Answer } from '../routes.js';
import { type FormField, formCard } from './cards.js';
import { type Among, drawPerson } from './people-choices.js';
import { type Problems, sayForm, sayMend } from './problems.js';
import type { Programme } from './schema.js';

/** How one field of a form is drawn; its value and sentence come from what was typed. */
export type FieldSpec<Fields> = { kind: FormField['kind'] | 'person'; label: string } & Partial<
  Pick<FormField, 'letters' | 'placeholder' | 'choices'>
> & {
    id: keyof Fields & string;
    /** Of `person`: among whom. */
    people?: Among;
    /** What is said when it is left empty; absent: it may be. */
    missing?: string;
  };

export interface PlainForm<Fields extends Record<string, string>> {
  heading: string;
  /** What it is about: a person's words. */
  title?: string;
  place?: string;
  advice?: string;
  fields: FieldSpec<Fields>[];
  values: Fields;
  problems?: Problems<Fields> | undefined;
  buttons: Button[];
}

/** What a form was sent with, to be drawn again. */
export interface Typed<Fields> {
  fields?: Fields;
  problems?: Problems<Fields>;
  form?: string;
  opened?: number;
}

const LETTERS = 300;

/** The form as a card. */
export function drawForm<Fields extends Record<string, string>>(form: PlainForm<Fields>): Answer {
  const { heading, values, problems = {} as Problems<Fields> } = form;
  const card = formCard.render({
    heading,
    title: form.title ?? '',
    place: form.place ?? '',
    notice: sayMend(problems),
    advice: form.advice ?? '',
    fields: form.fields.map(
      ({ id, kind, label, missing, letters = LETTERS, placeholder = '', choices = [], people }) => ({
        id,
        label,
        required: missing !== undefined,
        missing: missing ?? 'This cannot be saved as it is.',
        letters,
        placeholder,
        ...(people
          ? drawPerson(people, values[id] ?? '', problems[id] ?? '')
          : {
              kind: kind === 'person' ? 'search' : kind,
              value: values[id] ?? '',
              problem: problems[id] ?? '',
              choices,
            }),
        heading: '',
        note: '',
        beside: [],
      }),
    ),
    buttons: form.buttons,
  });
  return { card, summary: sayForm(`${heading}.`, problems) };
}

/** Every workstream, to choose from. */
export function workstreamChoices(programme: Programme): Choice[] {
  return programme.workstreams.map(({ id, name }) => ({ title: `${id} ${name}`, value: id }));
}

// The fields of a partner's score, one row each. Pitfall: why is asked for only where it is unsure (rules.ts).

import type { Fields } from '../records/fields.js';
import { LEVELS } from './rules.js';
import { type Confidence, WHY_LETTERS } from './schema.js';

export const scoreFields = {
  score: {
    kind: 'choice',
    label: 'How likely',
    missing: 'Choose how sure your organisation is.',
    choices: () => LEVELS.map((level, n) => ({ title: `${n + 1} ${level}`, value: String(n + 1) })),
    from: ({ score }) => String(score),
  },
  why: {
    kind: 'text',
    label: 'Why (asked for at 1 and 2)',
    letters: WHY_LETTERS,
    placeholder: 'What makes it likely or unlikely',
    from: ({ why }) => why,
  },
} satisfies Fields<Confidence, string>;
export type ScoreKey = keyof typeof scoreFields;

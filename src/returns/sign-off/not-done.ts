// What a person gets when a step could not be taken: why, and their own words back. Pure. What one could get wrong: those words were not
// saved, so nothing but this card has them.

import { link, shorten } from '../../cards/markup.js';
import { notice } from '../../programmes/cards.js';
import type { Answer, Turn } from '../../routes.js';
import type { Failing } from '../composed.js';
import type { Round } from '../rounds.js';
import type { AgreeForm, FeedbackForm, ReturnForm, SentForm } from './schema.js';

/** What was typed into a step that could not be taken, for its author to use again. */
export function wordsTyped(form: ReturnForm): string {
  const { minute, comment, how, words } = form as Partial<AgreeForm & SentForm & FeedbackForm>;
  const typed = [minute, comment, how, words].filter((one) => one !== undefined && one.trim() !== '');
  return shorten(typed.join(' · '), 700);
}

/** What has to be mended before the step, with the form that mends the first. */
export function failingNotice(
  { actor }: Pick<Turn, 'actor'>,
  round: Round,
  failing: readonly Failing[],
  typed: string,
): Answer {
  const data = { programmeId: actor.programmeId, ref: round.ref };
  const s151 = failing.some(({ blocks }) => blocks === 'S151');
  const lines = failing.slice(0, 6).map(({ number, where, sentence }) => `${number}. ${where}: ${sentence}`);
  const more = failing.length - lines.length;
  const [first] = failing;
  return notice(
    s151 ? 'Not to be signed yet' : 'Not to be prepared yet',
    [
      s151 ? 'These differences are not explained, so the S151 officer cannot sign:' : 'These have to be mended first:',
      ...lines,
      ...(more > 0 ? [`And ${more} more.`] : []),
    ],
    {
      quoted: typed,
      buttons: [
        ...(first?.opens
          ? [link('Mend the first', first.opens.verb, { programmeId: actor.programmeId, ...first.opens.data })]
          : []),
        link('What is missing', 'returns.show-missing', data),
        link('Back to the return', 'returns.show', data),
      ],
    },
  );
}

// The rehearsal: what may be asked of this quarter, a page at a time. What one could get wrong: questions that stand on finance detail are
// only for those who may read it.

import { formatDay } from '../calendar.js';
import { link, page } from '../cards/markup.js';
import { sayQuarterWhole } from '../financial-years.js';
import { readsFinance } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { type Line, listCard } from './cards.js';
import { challengesOf } from './challenge.js';
import { readSent } from './facts.js';
import { readStanding } from './overview-view.js';
import type { Round } from './rounds.js';

/** The questions an adviser would ask, each with the fact it stands on; a line opens where the answer belongs. */
export async function showChallenge(turn: Turn, round: Round, wanted: number): Promise<Answer> {
  const { deps, actor } = turn;
  const { programmeId } = actor;
  const { facts, sections, sent } = await readStanding(turn, round);
  const formerHeads = facts.former ? await readSent(deps, programmeId, facts.former.ref, sections) : new Map();
  const former = new Map([...formerHeads].map(([id, head]) => [id, head.body.newest]));
  const reads = readsFinance(actor);
  const questions = challengesOf(facts, sections, sent, former).filter((one) => reads || !one.restricted);
  const shown = page(questions, wanted);
  const at = (number: number) => ({ programmeId, ref: round.ref, page: number });
  const card = listCard.render({
    heading: 'What may be asked of you',
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    sentence:
      questions.length === 0
        ? 'The facts as they stand raise no question.'
        : `${questions.length === 1 ? 'One question' : `${questions.length} questions`} that the facts raise. None is a verdict; each opens where its answer belongs.`,
    lines: shown.items.map(
      ({ number, question, because, opens }): Line => ({
        ref: String(number),
        title: question,
        facts: because,
        status: { word: '', shape: '', color: 'Default' },
        open: link('Open', opens.verb, { programmeId, ...opens.data }),
      }),
    ),
    paging: shown.pages > 1 ? `Page ${shown.number} of ${shown.pages}` : '',
    buttons: [
      ...(shown.number < shown.pages ? [link('Next', 'returns.challenge', at(shown.number + 1))] : []),
      ...(shown.number > 1 ? [link('Previous', 'returns.challenge', at(shown.number - 1))] : []),
      link('Back to the return', 'returns.show', { programmeId, ref: round.ref }),
    ],
  });
  return {
    card,
    summary: `${questions.length} questions that may be asked of the return due ${formatDay(round.dueOn)}.`,
  };
}

// What is missing before a return can be prepared or signed, a page at a time. What one could get wrong: everyone may see what is missing,
// but a line opens a form only for whoever may answer it.

import { formatDay } from '../calendar.js';
import { link, page } from '../cards/markup.js';
import { sayQuarterWhole } from '../financial-years.js';
import type { Answer, Turn } from '../routes.js';
import { type Line, listCard } from './cards.js';
import type { Failing } from './composed.js';
import { failingOf } from './failing.js';
import { readStanding } from './overview-view.js';
import type { Round } from './rounds.js';

/** The failed checks of a return, in its order; each opens what mends it. */
export async function showMissing(turn: Turn, round: Round, wanted: number): Promise<Answer> {
  const { facts, sections, sent } = await readStanding(turn, round);
  const failing = failingOf(facts, sections, sent);
  const { programmeId } = turn.actor;
  const shown = page(failing, wanted);
  const stops = failing.filter(({ blocks }) => blocks === 'prepare').length;
  const s151 = failing.length - stops;
  const sentence =
    failing.length === 0
      ? 'Nothing is missing: the programme office can prepare it for its signatures.'
      : [
          stops === 0 ? 'It can be prepared.' : `${stops} to mend before it can be prepared.`,
          s151 === 0 ? '' : `${s151} that the S151 officer cannot sign over.`,
        ]
          .filter(Boolean)
          .join(' ');
  const at = (number: number) => ({ programmeId, ref: round.ref, page: number });
  const card = listCard.render({
    heading: 'What is missing',
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    sentence,
    lines: shown.items.map((one) => failingLine(programmeId, round, one)),
    paging: shown.pages > 1 ? `Page ${shown.number} of ${shown.pages}` : '',
    buttons: [
      ...(shown.number < shown.pages ? [link('Next', 'returns.show-missing', at(shown.number + 1))] : []),
      ...(shown.number > 1 ? [link('Previous', 'returns.show-missing', at(shown.number - 1))] : []),
      link('Back to the return', 'returns.show', { programmeId, ref: round.ref }),
    ],
  });
  return { card, summary: `What is missing: ${sentence}` };
}

function failingLine(programmeId: string, round: Round, { number, where, sentence, opens, blocks }: Failing): Line {
  return {
    ref: String(number),
    title: where,
    facts: sentence,
    status:
      blocks === 'S151'
        ? { word: 'Stops the S151', shape: '▲', color: 'Warning' }
        : { word: 'To mend', shape: '◆', color: 'Attention' },
    open: opens
      ? link('Mend', opens.verb, { programmeId, ...opens.data })
      : link('Open', 'returns.show', { programmeId, ref: round.ref }),
  };
}

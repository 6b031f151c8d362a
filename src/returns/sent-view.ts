// What a person sees once a section was sent, and on any look at it later. What one could get wrong: it is drawn from the entry and what
// the section asks today, so that a second delivery shows the same answers whenever it comes.

import { formatDay, isDay } from '../calendar.js';
import { link, shorten } from '../cards/markup.js';
import { byline } from '../programmes/history.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { requireRound } from './actions.js';
import { sectionCard } from './cards.js';
import { readFacts, readSent } from './facts.js';
import { answerTo, type SectionAnswer } from './schema.js';
import { seatName } from './seats.js';
import { sectionOf, sectionsOf } from './sections.js';
import { progressOf, sayAnswer } from './sent.js';

/** A section as sent, how far the return is with it, and the next of the person's own. */
export async function sentAnswer(turn: Turn, entry: Entry<SectionAnswer>): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId } = actor;
  const { state } = entry;
  const round = requireRound(turn, state.return);
  const facts = await readFacts(deps, programmeId, programme, round);
  const section = sectionOf(
    facts,
    state.section,
    state.answers.map(({ field }) => field),
  );
  // Only the sections of the same seat: what everybody else has to send is read where it is asked for.
  const sections = sectionsOf(facts).filter(({ seat }) => seat === section?.seat);
  const heads = await readSent(deps, programmeId, round.ref, sections);
  const sent = new Map([...heads].map(([id, head]) => [id, head.body.newest]));
  const title = section?.title ?? state.section;
  const data = { programmeId, ref: round.ref };
  const next = sections.find(
    (one) =>
      one.seat === section?.seat && one.id !== section.id && !one.register && progressOf(facts, one, sent) !== 'done',
  );
  const done = sections.filter((one) => progressOf(facts, one, sent) === 'done').length;
  const progress = `${done} of ${sections.length} sections ${sections.length === 1 ? 'is' : 'are'} done for ${seatName(programme, section?.seat ?? '')}.`;
  const said = (letters: number) =>
    (section?.questions ?? []).flatMap((question) => {
      const text = answerTo(state, question.id);
      if (text === '') return [];
      const shown = question.kind === 'day' && isDay(text) ? formatDay(text) : sayAnswer(question, text);
      return [{ kind: 'said' as const, label: question.label, text: shorten(shown, letters) }];
    });
  const draw = (letters: number) => ({
    heading: `Sent: ${title}`,
    place: progress,
    byline: byline(turn, entry),
    restricted: section?.restricted ? 'Restricted: only those who may read finance detail see this section.' : '',
    pieces: said(letters),
    cut: '',
    buttons: [
      ...(next
        ? [
            {
              ...link(`Next: ${shorten(next.title, 50)}`, 'returns.open-section', { ...data, section: next.id }),
              style: 'positive' as const,
            },
          ]
        : []),
      link('Change it', 'returns.open-section', { ...data, section: state.section }),
      link('Back to the return', 'returns.show', data),
    ],
  });
  const summary = `${title} is sent.`;
  return { card: sectionCard.renderFirst([2000, 400, 150, 80], draw), summary, closes: `${summary} ${progress}` };
}

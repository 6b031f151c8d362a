// What people can ask of a summary. What one could get wrong: which view it is depends on the person's roles as they are
// now, never on the card that was pressed, and whatever day it tells of.

import * as z from 'zod/v4';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { acknowledgeSummary, Fingerprint } from './acknowledging.js';
import { drawCharts } from './charts.js';
import { readScene, showScene } from './scene.js';

/** A day in words can hold nobody's name. */
const DayWords = z.string().regex(/^[a-z0-9 ,-]{0,40}$/i);

const Which = z.object({
  programmeId: z.string().max(80),
  /** A past day, in words or as `YYYY-MM-DD`; '' for now. */
  asOf: DayWords.default(''),
  /** `board`, `quarter` or a day, in words. */
  since: DayWords.default('board'),
});
const AcknowledgeForm = Which.extend({ fingerprint: Fingerprint });

export const summaryCommands: Command[] = [
  {
    name: 'summary',
    help: "See the programme on one card; for a chair, the Board's view",
    matches: (text) =>
      capture(
        /^(?:summary|chair'?s summary|chair’s summary|board summary)(?:\s+since\s+(?<since>[a-z0-9 ,-]{1,30}?)|\s+(?:as\s+(?:of|at)\s+|on\s+|for\s+)?(?!of\b)(?<asOf>[a-z0-9 ,-]{1,30}?))?[.!?]?$/i,
        text,
      ),
    offeredTo: () => true,
    audience: 'me',
    opens: ({ asOf = '', since = 'board' }) => ({
      verb: 'summary.show',
      fields: { asOf, since },
      label: 'Summary',
    }),
    run: (turn, { asOf = '', since = 'board' }) => showSummary(turn, { asOf, since }),
  },
];

export const summaryVerbs: Verb[] = [
  defineVerb('summary.show', Which, showSummary),
  defineVerb('summary.acknowledge', AcknowledgeForm, async (turn, form) => {
    await acknowledgeSummary(turn, form.fingerprint);
    return showSummary(turn, form);
  }),
  defineVerb('summary.show-charts', Which, async (turn, form) => {
    const scene = await readScene(turn, form);
    return 'notice' in scene ? scene.notice : drawCharts(turn.actor, scene);
  }),
];

/** The summary of now or of a past day. One query for now. */
export async function showSummary(
  turn: Pick<Turn, 'deps' | 'actor'>,
  asked: { asOf: string; since: string } = { asOf: '', since: 'board' },
): Promise<Answer> {
  const scene = await readScene(turn, asked);
  return 'notice' in scene ? scene.notice : showScene(turn, scene);
}

// Tells the programme office once a week whom the check-in could not reach. What one could get wrong: it is drawn when it is sent,
// so it tells everybody who was not reached by then, and nothing when all of them have answered meanwhile.

import { link } from '../../cards/markup.js';
import type { Drawn, Job, JobRun } from '../../jobs/delivery.js';
import { notice } from '../../programmes/cards.js';
import { isProgrammeOffice } from '../../programmes/rights.js';
import { nextPromptAt } from '../week.js';
import { readWeeks, sayWhat, whoOf } from './delivery.js';
import { isAsking } from './reached.js';

const KIND = 'office-unreached';
/** A prompt to many people ends within minutes; they are told of together. */
const GATHER_MS = 10 * 60_000;
const MOST_LINES = 12;
const TOLD = new Set(['blocked', 'failed', 'unknown']);

export const unreachedJob: Job = {
  plan: async (run) => {
    const until = nextPromptAt(run.programme, run.week.period);
    if (run.now.toISOString() >= until) return;
    if (![...run.known.values()].some(({ body }) => isAsking(body) && TOLD.has(body.state))) return;
    const notBefore = new Date(run.now.getTime() + GATHER_MS).toISOString();
    for (const { id } of run.programme.members.filter(isProgrammeOffice))
      await run.plan({ kind: KIND, about: 'all', memberId: id, place: 'personal', notBefore, until });
  },
  draws: { [KIND]: draw },
};

async function draw(run: JobRun): Promise<Drawn> {
  const { deps, programme, programmeId } = run;
  const [week] = await readWeeks({ deps, actor: { programmeId, programme } }, [run.week.period]);
  const found = (week?.unreached ?? []).filter(({ delivery, settled }) => isAsking(delivery) && !settled);
  if (found.length === 0) return { skip: 'everybody was reached or has answered' };
  const lines = found.map(({ delivery, why, since }) => {
    const said = [why, since].filter(Boolean).join('; ');
    return `${whoOf(programme, delivery)}, ${sayWhat(delivery)}: ${said}.`;
  });
  const rest = lines.length - MOST_LINES;
  const shown = [...lines.slice(0, MOST_LINES), ...(rest > 0 ? [`And ${rest} more.`] : [])];
  const answer = notice('Not reached this week', shown, {
    buttons: [link('See delivery', 'check-ins.show-delivery', { programmeId })],
  });
  const summary = `${found.length === 1 ? 'One message' : `${found.length} messages`} of this week’s check-in reached nobody.`;
  return { message: { card: answer.card, summary } };
}

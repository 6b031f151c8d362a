// The weekly digest to the channel: planned at its moment, drawn when it is sent. What one could get wrong: it is drawn from the
// records as they stand then, so an answer that came a minute before is on it.

import { dayOf } from '../../calendar.js';
import type { Job, JobRun } from '../../jobs/delivery.js';
import type { Answer } from '../../routes.js';
import { drawDigest } from './cards.js';
import { composeDigest } from './compose.js';
import { readAnswers, readWeekFacts } from './facts.js';
import { turnoutFigures } from './turnout.js';

/** What the digest's delivery is about and for: one each week, for everyone in the channel. */
export const DIGEST = { kind: 'digest', about: 'all', memberId: '' } as const;

export const digestJob: Job = {
  plan: async (run) => {
    const digest = run.week.moments.find(({ kind }) => kind === 'digest');
    if (!digest || run.now.toISOString() < digest.at) return;
    await run.plan({ ...DIGEST, place: 'channel', notBefore: digest.at, until: digest.until });
  },
  draws: { digest: async (run) => ({ message: await digestOf(run) }) },
  figures: async (run) => {
    const deliveries = [...run.known.values()].map(({ body }) => body);
    return turnoutFigures(run.programme, deliveries, await readAnswers(run));
  },
};

/** The digest of a run's week as it stands. */
export async function digestOf(run: JobRun): Promise<Answer> {
  const { programmeId, programme, now, week } = run;
  const digest = composeDigest(programme, await readWeekFacts(run), dayOf(now, programme.zone));
  return drawDigest({ programmeId, programme, period: week.period }, digest);
}

// A job as small as a job can be: one prompt and one reminder to each lead, one digest to all. What one could get wrong: it
// stands for the product's own jobs where a test is about the runner, not about what is asked.

import type { Delivery, Drawn, Job, JobRun } from '../../src/jobs/delivery.js';

/** The job. */
export const weeklyJob: Job = {
  plan: async (run) => {
    for (const { kind, at, until } of run.week.moments) {
      if (at > run.now.toISOString()) continue;
      const planned = { kind, notBefore: at, until, place: 'personal' as const };
      if (kind === 'prompt' || kind === 'reminder')
        for (const { about, memberId } of leadsOf(run)) await run.plan({ ...planned, about, memberId });
      if (kind === 'digest') await run.plan({ ...planned, about: 'all', memberId: '', place: 'channel' });
    }
  },
  draws: { prompt: draw, reminder: draw, digest: draw, snooze: draw, handover: draw },
};

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const title = `${delivery?.kind} ${delivery?.about} ${run.week.period}`;
  return { message: { card: { type: 'AdaptiveCard', title }, summary: title } };
}

function leadsOf({ programme }: JobRun): { about: string; memberId: string }[] {
  return programme.workstreams.flatMap(({ id }) =>
    programme.members
      .filter((member) => member.leads.includes(id))
      .map((member) => ({ about: id, memberId: member.id })),
  );
}

// B8: submits while a large document is made, beside submits without. What one could get wrong: the document is made in the same process that answers
// people, again and again for as long as the round lasts, which is worse than any real hour.

import { type Benchmark, inTurns, median, shareOf } from './rounds.js';
import { demoPlan, openSubmits, PLAN_FILE } from './submits.js';
import { load, openTeamsSide } from './teams-side.js';

const SUBMITS = 320;

export const besideExport: Benchmark = {
  name: 'B8',
  run: async () => {
    const side = await openTeamsSide();
    const subject = await side.startSubject(demoPlan.tenantId, ':memory:', { PLAN_FILE });
    const submit = openSubmits(side, subject);
    let made = 0;
    const rounds = await inTurns(
      async () => {
        let goesOn = true;
        const exporting = (async () => {
          while (goesOn) {
            await subject.ask('export');
            made += 1;
          }
        })();
        const measured = await load(subject, SUBMITS, submit);
        goesOn = false;
        await exporting;
        return measured;
      },
      () => load(subject, SUBMITS, submit),
    );
    await subject.stop();
    await side.stop();
    const speed = (all: number[]) => Math.round(median(all));
    return [
      {
        name: 'B8',
        what: 'submits while documents of 5,000 rows are made ÷ without',
        goal: { atLeast: 0.7 },
        ...shareOf(rounds, ({ subject: beside, peer }) => beside.perSecond / peer.perSecond),
        note: `${speed(rounds.map((one) => one.subject.perSecond))} a second against ${speed(rounds.map((one) => one.peer.perSecond))}; ${made} documents made meanwhile`,
      },
    ];
  },
};

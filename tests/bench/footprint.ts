// B5, B6 and B9: how soon the product is ready, what memory it holds after a load, and what a flood of forged tokens costs it, each beside the bare
// SDK. What one could get wrong: shares of time are of whole processes, start of Node included, on both sides.

import { startApart } from './apart.js';
import { type Benchmark, inTurns, type Line, type Measured, median, shareOf } from './rounds.js';
import { demoPlan, openInvokes, openSubmits, PLAN_FILE, whoIs } from './submits.js';
import { expectAnswer, load, openLine, openTeamsSide } from './teams-side.js';

const SUBMITS = 3_000;
const REJECTIONS = 3_000;

export const ready: Benchmark = {
  name: 'B5',
  run: async () => {
    const side = await openTeamsSide();
    const timed = async (start: () => Promise<{ stop(): Promise<void> }>) => {
      const began = performance.now();
      const process = await start();
      const ms = performance.now() - began;
      await process.stop();
      return ms;
    };
    const rounds = await inTurns(
      () => timed(() => side.startSubject(demoPlan.tenantId, ':memory:')),
      () => timed(() => startApart('imports')),
    );
    await side.stop();
    const ms = (all: number[]) => Math.round(median(all));
    return [
      {
        name: 'B5',
        what: 'ready time ÷ loading the runtime dependencies alone',
        goal: { atMost: 1.3 },
        ...shareOf(rounds, ({ subject, peer }) => subject / peer),
        note: `${ms(rounds.map(({ subject }) => subject))} ms against ${ms(rounds.map(({ peer }) => peer))}`,
      },
    ];
  },
};

export const memory: Benchmark = {
  name: 'B6',
  run: async () => {
    const round = async (bytesOf: () => Promise<number>) => bytesOf();
    const rounds = await inTurns(
      () =>
        round(async () => {
          const side = await openTeamsSide();
          const subject = await side.startSubject(demoPlan.tenantId, ':memory:', { PLAN_FILE });
          await load(subject, SUBMITS, openSubmits(side, subject));
          const { residentBytes } = await subject.usage();
          await subject.stop();
          await side.stop();
          return residentBytes;
        }),
      () =>
        round(async () => {
          const side = await openTeamsSide();
          const peer = await side.startPeer();
          await load(peer, SUBMITS, openInvokes(side, peer));
          const { residentBytes } = await peer.usage();
          await peer.stop();
          await side.stop();
          return residentBytes;
        }),
    );
    const mb = (all: number[]) => Math.round(median(all) / 1e6);
    return [
      {
        name: 'B6',
        what: `memory after ${SUBMITS} updates ÷ after as many bare invokes`,
        goal: { atMost: 1.3 },
        ...shareOf(rounds, ({ subject, peer }) => subject / peer),
        note: `${mb(rounds.map(({ subject }) => subject))} MB against ${mb(rounds.map(({ peer }) => peer))}; the store is in that memory`,
      },
    ];
  },
};

interface Flood extends Measured {
  logged: number;
}

export const rejections: Benchmark = {
  name: 'B9',
  run: async (): Promise<Line[]> => {
    const side = await openTeamsSide();
    const subject = await side.startSubject(demoPlan.tenantId, ':memory:', { PLAN_FILE });
    const peer = await side.startPeer();
    const flood = (bot: typeof subject, statuses: readonly number[]) => {
      const post = openLine(bot, side.authorization.bad);
      const body = side.saying(whoIs('programme-office'), 'summary');
      return async (): Promise<Flood> => {
        const before = bot.loggedBytes();
        const measured = await load(bot, REJECTIONS, async () => {
          const answered = await post(body);
          if (!statuses.includes(answered.status)) expectAnswer(answered, statuses[0] ?? 401);
        });
        return { ...measured, logged: bot.loggedBytes() - before };
      };
    };
    // The SDK answers a bad signature with 500, whoever sent it (proofs.md 1.7).
    const rounds = await inTurns(flood(subject, [401, 403, 429]), flood(peer, [401, 403, 500]));
    await Promise.all([subject.stop(), peer.stop()]);
    await side.stop();
    const of = (figure: (flood: Flood) => number, who: 'subject' | 'peer') =>
      Math.round(median(rounds.map((one) => figure(one[who]))));
    const cpu = ({ cpuMicros }: Flood) => cpuMicros;
    const logged = ({ logged: bytes }: Flood) => bytes;
    return [
      {
        name: 'B9.1',
        what: 'processor time of a forged token refused ÷ by the bare SDK',
        goal: { atMost: 0.7 },
        ...shareOf(rounds, (one) => one.subject.cpuMicros / one.peer.cpuMicros),
        note: `${of(cpu, 'subject')} µs against ${of(cpu, 'peer')}`,
      },
      {
        name: 'B9.2',
        what: 'bytes logged in such a flood ÷ by the bare SDK',
        goal: { atMost: 0.1 },
        ...shareOf(rounds, (one) => one.subject.logged / Math.max(one.peer.logged, 1)),
        note: `${of(logged, 'subject')} against ${of(logged, 'peer')} for ${REJECTIONS} refusals`,
      },
    ];
  },
};

// B2 and B3: `summary` with its card beside an echo of the bare SDK, and after very many entries beside after few. What one could
// get wrong: both histories cover the same years, so that what the card tells is alike and only what lies behind it differs.

import { join } from 'node:path';
import { postUpdate } from '../../src/milestones/actions.js';
import { UpdateForm } from '../../src/milestones/schema.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { showSummary } from '../../src/summary/routes.js';
import { startAssistant } from '../support/assistant.js';
import { inFlight } from '../support/fault-run.js';
import { measureStretch } from '../support/stretch.js';
import { createWorld } from '../support/world.js';
import type { Apart } from './apart.js';
import { countingStore } from './counting-store.js';
import { inFolder } from './folders.js';
import { type Benchmark, compare, inTurns, type Line, type Measured, median, sayCompared, shareOf } from './rounds.js';
import { demoPlan, PLAN_FILE, updateOf, whoIs } from './submits.js';
import { BEGINS_AT, expectAnswer, load, openLine, openTeamsSide, type TeamsSide } from './teams-side.js';
import { walks } from './walks.js';

const SUMMARIES = 160;
const ECHOES = 1_600;
const FEW = 100;
const MANY = 100_000;
/** Entries end some days before the benchmarks' own, so that nothing of them is still owed. */
const LAST_AT = Date.parse('2026-11-12T09:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1_000;
const TEN_YEARS_DAYS = 3_650;
/** As far back as the trails of the heads reach when there are many, so that both summaries tell of the same weeks. */
const TRAILS_DAYS = 41;
const CHAIR = whoIs('board-chair');

export const summaries: Benchmark = { name: 'B2', run: async () => [await besideEcho()] };

export const longHistory: Benchmark = {
  name: 'B3',
  run: () =>
    inFolder(async (folder) => {
      const many = await fill(join(folder, 'many.db'), MANY, TEN_YEARS_DAYS);
      const few = await fill(join(folder, 'few.db'), FEW, TRAILS_DAYS);
      return [await timeAfter(many, few), await requestsAfter(many, few), ...(await stretchesAfter(many))];
    }),
};

export const longWalks: Benchmark = {
  name: 'B10',
  run: () =>
    inFolder(async (folder) => {
      const lines: Line[] = [];
      for (const { entries, atMost } of [
        { entries: 15_000, atMost: 50 },
        { entries: MANY, atMost: 100 },
      ]) {
        const store = await openEmbeddedStore({
          file: await fill(join(folder, `${entries}.db`), entries, TEN_YEARS_DAYS),
        });
        const world = await createWorld({ plan: demoPlan, store });
        lines.push(...(await walks(world, entries, atMost)));
        await store.close();
      }
      return lines;
    }),
};

/** A summary of now, as of a past day and since one, by the longest time that it keeps the event loop to itself. */
async function stretchesAfter(many: string): Promise<Line[]> {
  const store = countingStore(await openEmbeddedStore({ file: many }));
  const world = await createWorld({ plan: demoPlan, store });
  const turn = await world.turn('board-chair');
  const lines: Line[] = [];
  for (const [n, [what, asked]] of Object.entries(QUESTIONS).entries()) {
    const times: { cpu: number; longest: number; requests: number }[] = [];
    for (let time = 0; time <= 5; time += 1) {
      const before = store.counted.length;
      const { processorMs, longestMs } = await measureStretch(() => showSummary(turn, asked));
      times.push({ cpu: processorMs, longest: longestMs, requests: store.counted.length - before });
    }
    const middle = (of: (time: (typeof times)[number]) => number) => median(times.slice(1).map(of));
    lines.push({
      name: `B3.${n + 3}`,
      what: `longest stretch of a summary ${what} after ${MANY} entries, in ms`,
      goal: { atMost: 100 },
      share: middle(({ longest }) => longest),
      note: `${middle(({ cpu }) => cpu).toFixed(0)} ms of processor, ${middle(({ requests }) => requests)} requests`,
    });
  }
  await store.close();
  return lines;
}

const QUESTIONS = {
  'of now': { asOf: '', since: 'board' },
  'as of a past day': { asOf: '3 December 2019', since: 'board' },
  'since a past day': { asOf: '', since: '3 December 2017' },
  'as of a past day since an earlier one': { asOf: '3 December 2019', since: '3 December 2017' },
};

async function besideEcho(): Promise<Line> {
  const side = await openTeamsSide();
  const subject = await side.startSubject(demoPlan.tenantId, ':memory:', { PLAN_FILE });
  const peer = await side.startPeer();
  const summary = openSummaries(side, subject);
  const echo = openSummaries(side, peer);
  const compared = await compare(
    () => load(subject, SUMMARIES, summary),
    () => load(peer, ECHOES, echo),
  );
  await Promise.all([subject.stop(), peer.stop()]);
  await side.stop();
  return {
    ...compared,
    name: 'B2',
    what: '`summary` with its card ÷ bare echo with a reply',
    goal: { atLeast: 0.6 },
    note: sayCompared(compared),
  };
}

/** The chair types `summary`; answered once the connector has taken the reply. */
export function openSummaries(side: TeamsSide, bot: Apart): () => Promise<void> {
  const post = openLine(bot, side.authorization.good);
  return async () => expectAnswer(await post(side.saying(CHAIR, 'summary')), 200);
}

async function timeAfter(many: string, few: string): Promise<Line> {
  const side = await openTeamsSide();
  const old = await side.startSubject(demoPlan.tenantId, many);
  const young = await side.startSubject(demoPlan.tenantId, few);
  const ofOld = openSummaries(side, old);
  const ofYoung = openSummaries(side, young);
  const rounds = await inTurns(
    () => load(old, SUMMARIES, ofOld),
    () => load(young, SUMMARIES, ofYoung),
  );
  await Promise.all([old.stop(), young.stop()]);
  await side.stop();
  const ms = (all: Measured[]) => (median(all.map(({ cpuMicros }) => cpuMicros)) / 1_000).toFixed(2);
  return {
    name: 'B3.1',
    what: `processor time of a summary after ${MANY} entries ÷ after ${FEW}`,
    goal: { atMost: 1.1 },
    ...shareOf(rounds, ({ subject, peer }) => subject.cpuMicros / peer.cpuMicros),
    note: `${ms(rounds.map(({ subject }) => subject))} ms of processor against ${ms(rounds.map(({ peer }) => peer))}`,
  };
}

async function requestsAfter(many: string, few: string): Promise<Line> {
  const [old, young] = [await requestsOfSummary(many), await requestsOfSummary(few)];
  return {
    name: 'B3.2',
    what: `store requests of a summary after ${MANY} entries ÷ after ${FEW}`,
    goal: { atLeast: 1, atMost: 1 },
    share: old / young,
    note: `${old} against ${young}`,
  };
}

/** What one summary asks of the store, for somebody the assistant has met before. */
async function requestsOfSummary(file: string): Promise<number> {
  const store = await openEmbeddedStore({ file });
  const counting = countingStore(store);
  const assistant = await startAssistant({ plan: demoPlan, store, wrap: () => counting, at: BEGINS_AT });
  const chair = assistant.person('board-chair');
  await chair.say('summary');
  const before = counting.counted.length;
  await chair.say('summary');
  const asked = counting.counted.length - before;
  await assistant.stop();
  await store.close();
  return asked;
}

/** A store with so many entries of milestones, made through the ledger by the real action; gives its file. */
async function fill(file: string, entries: number, days: number): Promise<string> {
  const store = await openEmbeddedStore({ file });
  const each = Math.round(entries / demoPlan.milestones.length);
  let made = 0;
  const now = () => new Date(LAST_AT - days * DAY_MS * (1 - made / (each * demoPlan.milestones.length)));
  const world = await createWorld({ plan: demoPlan, store, clock: { now } });
  const turn = await world.turn('programme-office');
  await inFlight(demoPlan.milestones, demoPlan.milestones.length, async ({ ref, baselineOn }) => {
    for (let opened = 1; opened <= each; opened += 1) {
      const { outcome } = await postUpdate(turn, UpdateForm.parse(updateOf(demoPlan.id, { ref, baselineOn, opened })));
      if (outcome !== 'saved') throw new Error(`${ref}@${opened} ended as ${outcome}`);
      made += 1;
    }
  });
  await store.close();
  return file;
}

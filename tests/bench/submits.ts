// B1: a whole milestone update (token, form, rights, a ledger commit on disk, the card) beside an invoke that the bare SDK
// answers. What one could get wrong: each of those in flight has a milestone of its own, so that none is a conflict.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Plan } from '../../src/plans/plan-file.js';
import { projectPath } from '../../src/project-root.js';
import type { Apart } from './apart.js';
import { inFolder } from './folders.js';
import { type Benchmark, compare, type Line, sayCompared } from './rounds.js';
import { expectAnswer, load, openLine, openTeamsSide, type TeamsSide, type Who } from './teams-side.js';

const SUBMITS = 2_000;
const PEER_INVOKES = 3_000;

/** The demo's plan, at the path and as it is read. */
export const PLAN_FILE = projectPath('src', 'programmes', 'demo-plan.json');
export const demoPlan = Plan.parse(JSON.parse(await readFile(PLAN_FILE, 'utf8')));
/** The programme office, which may change every milestone and see every card. */
export const OFFICE: Who = whoIs('programme-office');

/** Who a member of the demo's plan is in Teams. */
export function whoIs(memberId: string, plan: Plan = demoPlan): Who {
  const person = plan.people.find((one) => one.memberId === memberId);
  if (!person) throw new Error(`no ${memberId} in the plan`);
  return { tenantId: plan.tenantId, objectId: person.objectId };
}

export const submits: Benchmark = {
  name: 'B1',
  run: async () => [
    await inFolder((folder) => againstPeer(join(folder, 'bench.db'), 'B1.1', 'store on disk', 0.4)),
    await againstPeer(':memory:', 'B1.2', 'store in memory', 0.6),
  ],
};

async function againstPeer(storeFile: string, name: string, where: string, atLeast: number): Promise<Line> {
  const side = await openTeamsSide();
  const subject = await side.startSubject(demoPlan.tenantId, storeFile, { PLAN_FILE });
  const peer = await side.startPeer();
  const submit = openSubmits(side, subject);
  const invoke = openInvokes(side, peer);
  const compared = await compare(
    () => load(subject, SUBMITS, submit),
    () => load(peer, PEER_INVOKES, invoke),
  );
  await Promise.all([subject.stop(), peer.stop()]);
  await side.stop();
  const what = `whole milestone update, ${where} ÷ bare invoke`;
  return { ...compared, name, what, goal: { atLeast }, note: sayCompared(compared) };
}

/** Updates of milestones, one lane each its own, each posted by its owner and checked to be saved. */
export function openSubmits(side: TeamsSide, subject: Apart, plan: Plan = demoPlan): (lane: number) => Promise<void> {
  const post = openLine(subject, side.authorization.good);
  const lanes = plan.milestones.map(({ ref, baselineOn, ownerId }) => ({
    ref,
    baselineOn,
    owner: whoIs(ownerId, plan),
    opened: 0,
  }));
  return async (lane) => {
    const milestone = lanes[lane];
    if (!milestone) throw new Error(`there is no milestone for lane ${lane}`);
    milestone.opened += 1;
    const form = updateOf(plan.id, milestone);
    expectAnswer(
      await post(side.pressing(milestone.owner, 'milestones.post-update', form)),
      200,
      `${milestone.ref} updated`,
    );
  };
}

/** The same activities to the bare SDK. */
export function openInvokes(side: TeamsSide, peer: Apart, plan: Plan = demoPlan): (lane: number) => Promise<void> {
  const post = openLine(peer, side.authorization.good);
  const office = whoIs('programme-office', plan);
  return async (lane) => {
    const form = updateOf(plan.id, { ref: `M${lane}`, baselineOn: '2026-11-26', opened: lane });
    expectAnswer(await post(side.pressing(office, 'milestones.post-update', form)), 200, 'Saved.');
  };
}

/** What the form of an update carries when it is posted. */
export function updateOf(programmeId: string, about: { ref: string; baselineOn: string; opened: number }) {
  const { ref, baselineOn, opened } = about;
  const later = '2027-06-30';
  return {
    programmeId,
    ref,
    opened,
    form: randomUUID(),
    stated: 'amber',
    statedReason: 'The partners have agreed a way back to the plan, and the first two of its four steps are done.',
    forecastOn: baselineOn > later ? baselineOn : later,
    actualOn: '',
    evidenceUrl: 'https://example.org/board/papers/progress',
    slipCause: 'partner',
    slipText: 'The order of sites was agreed a month later than planned.',
    commentary: `The partners have agreed the order of work, and site ${opened} has its team in place since this week.`,
    correctionReason: '',
  };
}

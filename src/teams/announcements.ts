// The card everyone sees after a commit, as a delivery of its own week. Pitfall: a send whose outcome is unknown is never
// repeated, so a crash between "sending" and "sent" leaves `unknown` for the programme office, not a second card.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { openRun, planDelivery } from '../jobs/deliveries.js';
import { type Drawn, ENDED, type Job, type JobRun } from '../jobs/delivery.js';
import { keptUntil, NO_CHANNEL, WAITS_FOR_CHANNEL } from '../jobs/endings.js';
import { periodOf } from '../jobs/schedule.js';
import { type Carrier, sweepDeliveries } from '../jobs/sending.js';
import { type Actor, readProgramme } from '../programmes/actor.js';
import { readPlace } from '../programmes/places.js';
import type { Answer } from '../routes.js';
import type { Entry, RecordType } from '../storage/entry.js';
import { readEntry, readHead } from '../storage/ledger.js';

/** Draws the card of an entry, as everyone sees it; undefined where the channel may not see it. */
export type DrawPosted = (actor: Actor, entry: Entry<never>) => Answer | undefined;

const KIND = 'announce';

/** How an entry is drawn for everyone. */
export type DrawnFor = (deps: Deps, programmeId: string, entry: Entry<never>) => Promise<DrawPosted>;

/** Draws what `announce` planned. */
export function announcementJob(drawnFor: DrawnFor, types: readonly RecordType<never>[]): Job {
  return {
    plan: async () => {},
    anytime: [KIND],
    draws: {
      [KIND]: async (run, [delivery]): Promise<Drawn> => {
        const [ref = '', version] = delivery?.about.split('@') ?? [];
        const type = types.find(({ kind }) => kind === delivery?.carries?.record);
        const head = type && (await readHead(run.deps, type, run.programmeId, ref));
        const entry = head && (await readEntry(run.deps, run.programmeId, head.body, Number(version)));
        if (!delivery || !entry) return { skip: 'there is no such entry' };
        const channel = await readPlace(run.deps, run.programmeId, 'group', run.programme);
        if (!channel && delivery.reason !== WAITS_FOR_CHANNEL) return { skip: NO_CHANNEL };
        const message = drawn(run, await drawnFor(run.deps, run.programmeId, entry), entry);
        return message ? { message } : { skip: 'the channel is not shown this' };
      },
    },
  };
}

function drawn({ programmeId, programme }: JobRun, draw: DrawPosted, entry: Entry<never>): Answer | undefined {
  const member = programme.members.find((one) => one.id === entry.by);
  return member && draw({ tenantId: '', objectId: '', programmeId, programme, member }, entry);
}

/**
 * Shows an entry in its programme's channel, once. Safe to repeat and to run in several processes. `replaces`: the card that it
 * takes the place of, as its form carried it. Throws UNAVAILABLE while it is another's, or put off.
 */
export async function announce(
  deps: Deps,
  jobs: readonly Job[],
  carrier: Carrier,
  programmeId: string,
  entry: Entry<never>,
  replaces: unknown,
): Promise<void> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme || (await wasAnnouncedBefore(deps, programmeId, entry))) return;
  const period = periodOf(entry.at, programme.zone);
  const card = cardIn(replaces);
  const stored = await planDelivery(deps, programmeId, period, {
    kind: KIND,
    about: `${entry.ref}@${entry.version}`,
    memberId: '',
    place: 'channel',
    notBefore: entry.at,
    until: keptUntil(entry.at),
    carries: { record: entry.kind, ...card },
  });
  if (isOver(stored.body)) return;
  const run = await openRun(deps, programmeId, programme, period, new Map([[stored.id, stored]]));
  await sweepDeliveries(run, jobs, carrier);
  const now = run.known.get(stored.id)?.body ?? stored.body;
  deps.log.info('announced', { programmeId, ref: entry.ref, version: entry.version, outcome: now.state });
  // Whoever keeps count of what is owed asks again; what waits for a channel is kept by the clock.
  if (!isOver(now) && now.reason !== WAITS_FOR_CHANNEL)
    throw new ProductError('UNAVAILABLE', 'it is being sent, or put off for a while');
}

/** What whoever saved an entry reads of the channel; '' unless it cannot be reached. Two point reads, where anything is shown. */
export async function sayUnshown(deps: Deps, programmeId: string, entry: Entry<unknown>): Promise<string> {
  if (!entry.owes?.some(({ effect }) => effect === 'announce' || effect === 'check-ins.apply')) return '';
  const place = await readPlace(deps, programmeId);
  return place?.gone
    ? 'Saved. The channel could not be reached; the programme office has been told, and it is shown there once the channel is back.'
    : '';
}

function isOver({ state }: { state: string }): boolean {
  return ENDED.some((one) => one === state);
}

/** Releases before December 2026 kept announcements as records of their own; what one of those says was shown is not shown again. */
async function wasAnnouncedBefore(deps: Deps, programmeId: string, { ref, version }: Entry<never>): Promise<boolean> {
  const id = `${ref}@${version}`;
  const kept = await deps.store.read<{ state: string }>('announcement', `announcements:${programmeId}`, id);
  return kept !== undefined && kept.body.state !== 'later';
}

function cardIn(replaces: unknown): { inConversation?: string; replaces?: string } {
  if (typeof replaces !== 'object' || replaces === null) return {};
  const { conversationId, activityId } = replaces as Record<string, unknown>;
  return typeof conversationId === 'string' && typeof activityId === 'string'
    ? { inConversation: conversationId, replaces: activityId }
    : {};
}

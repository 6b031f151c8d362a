// What the programme office reads of its channel in `delivery`: which it is, whether it can be reached, what waits for it. Pitfall:
// what a channel did not get reached nobody, however well everything else went.

import { formatInstant } from '../../calendar.js';
import type { Delivery } from '../../jobs/delivery.js';
import { KEPT_DAYS, NO_CHANNEL, WAITS_FOR_CHANNEL } from '../../jobs/endings.js';
import { nameOf } from '../../programmes/actor.js';
import { readPlace, sayPurpose } from '../../programmes/places.js';
import { PURPOSES } from '../../programmes/schema.js';
import type { Turn } from '../../routes.js';

/** A line for each place, and one for the want of any. A point read each. */
export async function sayPlaces({ deps, actor }: Pick<Turn, 'deps' | 'actor'>): Promise<string[]> {
  const { programme, programmeId } = actor;
  const lines: string[] = [];
  for (const purpose of PURPOSES) {
    const place = await readPlace(deps, programmeId, purpose, programme);
    if (!place) {
      if (purpose === 'group')
        lines.push(
          'No channel: mention me in the channel that should show updates and the digest and type use this channel.',
        );
      continue;
    }
    const bound = programme.places?.[purpose];
    const since = bound ? ` since ${formatInstant(bound.at, programme.zone)}, by ${nameOf(programme, bound.by)}` : '';
    lines.push(`The place of ${sayPurpose(purpose)} is a ${bound?.kind ?? 'channel'}${since}.`);
    if (place.gone)
      lines.push(
        `It cannot be reached since ${formatInstant(place.gone.since, programme.zone)}: ${place.gone.why}. What is for it is kept for ${KEPT_DAYS} days.`,
      );
  }
  return lines;
}

/** Messages of these that the channel has not got, and may yet get. */
export function waitingForChannel(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.filter(({ state, reason }) => state === 'planned' && reason === WAITS_FOR_CHANNEL);
}

/** Whether a channel did not get something of these, by its absence or its want. */
export function lacksChannel(deliveries: readonly Delivery[]): boolean {
  return (
    waitingForChannel(deliveries).length > 0 ||
    deliveries.some(({ state, reason }) => state === 'skipped' && reason === NO_CHANNEL)
  );
}

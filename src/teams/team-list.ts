// The people of the team a programme's channel is in, as Teams lists them. What one could get wrong: a team may have thousands of people, so it is read a
// page at a time and within bounds, and only when somebody asks.

import type { Deps, TeamList } from '../deps.js';
import { readPlace } from '../programmes/places.js';

/** Reads the list. `no channel`: the programme has none yet; `later`: Teams does not tell just now. */
export async function readTeam(deps: Deps, programmeId: string): Promise<TeamList> {
  const channel = (await readPlace(deps, programmeId))?.address;
  if (!channel) return 'no channel';
  return (await deps.messenger.listMembers?.(channel)) ?? 'later';
}

// What a client shows while somebody types into a list that is longer than its card. Pitfall: whoever searches is asked for on every key, as on every
// press: a list's name on a card proves nothing.

import { isError } from '../errors.js';
import { requireActor } from '../programmes/actor.js';
import { searchedProgramme, searchPeople } from '../programmes/people-choices.js';
import { type Incoming, speakerOf } from './incoming.js';
import { asRecord } from './json.js';
import type { RoutingParts } from './routing.js';

/**
 * Answers `application/search` of a `Data.Query` with the people of the programme that it names; nobody for anybody who is not in it. Shape: Teams' dynamic
 * typeahead search in Adaptive Cards.
 */
export async function onSearch(parts: RoutingParts, incoming: Incoming): Promise<unknown> {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.search.searchResponse',
    value: { results: await search(parts, incoming) },
  };
}

async function search(parts: RoutingParts, incoming: Incoming) {
  const { queryText, dataset } = asRecord(incoming.activity.value);
  const programmeId = searchedProgramme(dataset);
  const speaker = programmeId === undefined ? undefined : await speakerOf(parts, incoming);
  if (!speaker || typeof queryText !== 'string') return [];
  try {
    const actor = await requireActor(parts.deps, speaker.tenantId, speaker.objectId, programmeId);
    return searchPeople(actor, queryText);
  } catch (error) {
    if (isError(error, 'UNKNOWN', 'FORBIDDEN')) return [];
    throw error;
  }
}

// A programme's channel bound as its office binds it. What one could get wrong: nothing that anybody else says or does binds one,
// so a test that counts what a channel gets begins with this.

import type { ConversationAddress, Deps } from '../../src/deps.js';
import { requireProgramme } from '../../src/programmes/actor.js';
import { bindPlace } from '../../src/programmes/places.js';
import { isProgrammeOffice } from '../../src/programmes/rights.js';

/** Makes a conversation the delivery group's, by a member of the programme office. */
export async function bindChannel(deps: Deps, address: ConversationAddress, programmeId: string): Promise<void> {
  const programme = await requireProgramme(deps, programmeId);
  const office = programme.members.find(isProgrammeOffice) ?? programme.members[0];
  const by = { memberId: office?.id ?? '', effect: `test-${address.conversationId}` };
  await bindPlace(deps, programmeId, 'group', { ...address, kind: 'channel' }, by);
}

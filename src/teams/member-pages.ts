// A team's list, page by page. What one could get wrong: what the SDK's types leave out of a member (Entra object id, sign-in name) is there in Teams
// (platform.md 2.6), and a page may cost as much as a message, so each waits for its turn.

import type { TeamMember } from '../deps.js';
import type { TeamsAdapter } from './adapter.js';

type Connector = Awaited<ReturnType<TeamsAdapter['connectorFor']>>;

/** A team of Teams has at most 25,000 people. */
const MOST_PAGES = 50;
const PAGE_SIZE = 500;

/** Everybody, or `later` when the limits do not let it be read just now. `take` waits for leave to make one call. Throws what the connector throws. */
export async function readPages(
  connector: Connector,
  conversationId: string,
  take: () => Promise<{ used(): void } | number | undefined>,
): Promise<TeamMember[] | 'later'> {
  const members: TeamMember[] = [];
  let continuationToken = '';
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const slot = await take();
    if (typeof slot === 'number') return 'later';
    const page = await connector.conversations
      .getConversationPagedMembers(conversationId, {
        pageSize: PAGE_SIZE,
        ...((continuationToken && { continuationToken }) as { continuationToken: string }),
      })
      .finally(() => slot?.used());
    members.push(...(page.members ?? []).flatMap(memberOf));
    if (!page.continuationToken) break;
    continuationToken = page.continuationToken;
  }
  return members;
}

/** A member as Teams describes them; nobody where it names no Entra object id. */
export function memberOf(account: object): TeamMember[] {
  const { aadObjectId, objectId, email, userPrincipalName } = account as Record<string, unknown>;
  const id = aadObjectId ?? objectId;
  if (typeof id !== 'string') return [];
  const addresses = [userPrincipalName, email].filter((one): one is string => typeof one === 'string');
  return [{ objectId: id.toLowerCase(), addresses }];
}

// The addresses by which Teams knows whoever sent an activity. What one could get wrong: they are Teams' own, read for the sender's id from the service
// that the activity came through; what an activity says of itself proves nothing.

import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { Deps } from '../deps.js';
import { describeError } from '../log.js';

const ASK_LIMIT_MS = 2_000;

/** E-mail address and sign-in name of the sender; none when Teams does not tell, or tells of somebody else. */
export async function readAddresses(deps: Deps, context: TurnContext, objectId: string): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ASK_LIMIT_MS);
  });
  try {
    const member = await Promise.race([TeamsInfo.getMember(context, context.activity.from.id), late]);
    if (!member || member.aadObjectId?.toLowerCase() !== objectId) return [];
    return [member.userPrincipalName, member.email].filter((one): one is string => typeof one === 'string');
  } catch (error) {
    deps.log.info('sender-not-asked-for', describeError(error));
    return [];
  } finally {
    clearTimeout(timer);
  }
}

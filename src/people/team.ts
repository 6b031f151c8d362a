// Meeting the people of the team at once, by the addresses Teams lists for them. What one could get wrong: only whom the programme office put in is met;
// being in the team makes nobody a member.

import { link } from '../cards/markup.js';
import { meet } from '../programmes/accounts.js';
import { notice } from '../programmes/cards.js';
import type { Answer, Turn } from '../routes.js';
import { requireOffice } from './actions.js';

/** Reads the team's list and meets everybody who is expected; says how many are new, and who is not in the team. */
export async function meetTeam(turn: Turn): Promise<Answer> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const { programmeId, tenantId } = actor;
  const back = { buttons: [link('People', 'people.list', { programmeId, page: 1 })] };
  const team = (await deps.readTeam?.(programmeId)) ?? 'later';
  if (team === 'no channel')
    return notice(
      'There is no channel yet',
      ['Mention me in your channel first, so that I know which team it is.'],
      back,
    );
  if (team === 'later')
    return notice('Teams does not tell just now', ['Nothing was changed. Ask again in a minute.'], back);
  const met = await meet(deps, tenantId, team, 'listed');
  const found = met === 0 ? 'Nobody new' : met === 1 ? 'One person' : `${met} people`;
  return notice(
    'The team’s list is read',
    [
      `${found} met of ${team.length} in the team. Those I met get what is for them from now on, before they have said hello.`,
      'Whoever is in the team and not in the programme was left out: add them first.',
    ],
    back,
  );
}

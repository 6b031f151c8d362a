// `use this channel`: where a programme's cards are posted. What one could get wrong: the first channel somebody speaks in
// is used without asking, so this is only for moving to another.

import { notice } from '../programmes/cards.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import { type Command, capture } from '../routes.js';
import { postHere } from './conversations.js';

export const channelCommand: Command = {
  name: 'use this channel',
  help: 'Have updates and risks posted in the channel you type this in',
  matches: (text) => capture(/^use this channel[.!]?$/i, text),
  offeredTo: isProgrammeOffice,
  audience: 'everyone',
  run: async ({ deps, actor, origin }) => {
    if (!isProgrammeOffice(actor.member))
      return notice('Not yours to change', [
        'Only the programme office chooses the channel. Ask them to type this here.',
      ]);
    if (origin.where !== 'shared')
      return notice('Type this in a channel', [
        'Go to the channel that should show updates and risks, mention me and type: use this channel',
      ]);
    await postHere(deps, actor.programmeId, origin.address);
    return notice('This is now the channel', ['Updates and risks of this programme are posted here from now on.']);
  },
};

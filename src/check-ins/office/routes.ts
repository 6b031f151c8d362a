// What the programme office can type and press about the weekly asking. What one could get wrong: every verb here asks the right
// again, since a card can be forged or passed on.

import { isProgrammeOffice } from '../../programmes/rights.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../../routes.js';
import { showDelivery } from './delivery.js';
import { showNextPrompts } from './next-prompts.js';
import { showParticipation } from './participation-view.js';
import { SendAgainForm, sendAgain } from './resend.js';
import { requireOffice } from './rights.js';

const Programme = SendAgainForm.pick({ programmeId: true });
const Page = SendAgainForm.pick({ programmeId: true, page: true });

export const officeCommands: Command[] = [
  {
    name: 'delivery',
    help: 'See what was sent this week and last, who was not reached and why',
    matches: (text) => capture(/^delivery[.!?]?$/i, text),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'check-ins.show-delivery', fields: {}, label: 'Delivery' }),
    run: (turn) => forOffice(turn, (mine) => showDelivery(mine, 1)),
  },
  {
    name: 'participation',
    help: 'See how many check-ins were answered in the last twelve weeks',
    matches: (text) => capture(/^participation[.!?]?$/i, text),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'check-ins.show-participation', fields: {}, label: 'Participation' }),
    run: (turn) => forOffice(turn, showParticipation),
  },
  {
    name: 'next prompts',
    help: 'See what comes by itself in the coming four weeks, and what is moved or skipped',
    matches: (text) => capture(/^next\s+prompts?[.!?]?$/i, text),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'check-ins.show-next-prompts', fields: {}, label: 'Next prompts' }),
    run: (turn) => forOffice(turn, showNextPrompts),
  },
];

export const officeVerbs: Verb[] = [
  defineVerb('check-ins.show-delivery', Page, (turn, { page }) => forOffice(turn, (mine) => showDelivery(mine, page))),
  defineVerb('check-ins.send-again', SendAgainForm, sendAgain),
  defineVerb('check-ins.show-participation', Programme, (turn) => forOffice(turn, showParticipation)),
  defineVerb('check-ins.show-next-prompts', Programme, (turn) => forOffice(turn, showNextPrompts)),
];

async function forOffice(turn: Turn, show: (turn: Turn) => Promise<Answer> | Answer): Promise<Answer> {
  requireOffice(turn);
  return show(turn);
}

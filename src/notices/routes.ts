// What people can type and press about their own work. What one could get wrong: it is for the person who asks alone, so in a channel it opens
// in a dialog of their own.

import * as z from 'zod/v4';
import { type Command, capture, defineVerb, type Verb } from '../routes.js';
import { showMyWork } from './my-work.js';

export const noticeCommands: Command[] = [
  {
    name: 'my work',
    help: 'See everything that waits for you: overdue first',
    matches: (text) => capture(/^(?:my\s+(?:work|actions?|list)|what(?:'s|’s| is)\s+(?:mine|due))[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: () => ({ verb: 'notices.show-mine', fields: {}, label: 'My work' }),
    run: showMyWork,
  },
];

export const noticeVerbs: Verb[] = [
  defineVerb('notices.show-mine', z.object({ programmeId: z.string().max(80) }), (turn) => showMyWork(turn)),
];

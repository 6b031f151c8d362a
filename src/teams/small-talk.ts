// What people say that asks for nothing, and messages without words: answered in a sentence, with buttons for what they may mean. Pitfall: in a channel
// everyone reads the answer, so it says nothing of anybody's work.

import { type Button, link } from '../cards/markup.js';
import { notice } from '../programmes/cards.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { type Answer, type Command, capture, type Turn } from '../routes.js';
import { asRecord } from './json.js';

const said = (name: string, pattern: RegExp, run: (turn: Turn) => Answer): Command => ({
  name,
  help: '',
  matches: (text) => capture(pattern, text),
  offeredTo: () => false,
  audience: 'everyone',
  run: async (turn) => run(turn),
});

const HELLO =
  /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|afternoon)(?: (?:there|all|everyone|team))?[.!, ]*$/i;
const THANKS =
  /^(?:many |ok |okay )?(?:thanks|thank you|thx|ta|cheers|much appreciated)(?: (?:a lot|so much|very much|again|all|everyone|for (?:that|your help)))?[.!, ]*$/i;
const FINE =
  /^(?:ok|okay|k|fine|great|good|perfect|brilliant|lovely|super|will do|got it|understood|noted|done|yes|no|no thanks|bye|goodbye|(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d| )*)+)[.!, ]*$/iu;

/** Greetings, thanks and "ok": tried after every other command, and offered by none. */
export const conversing: readonly Command[] = [
  said('hello', HELLO, (turn) => notice('Hello', ['What would you like to do?'], { buttons: firstButtons(turn) })),
  said('thanks', THANKS, () => notice('You are welcome', ['I am here when you need me.'])),
  said('ok', FINE, () => notice('Good', ['I have changed nothing. Type help to see what I can do.'])),
];

/** A message without a word in it: what it held, and what is possible instead. */
export function answerWithoutWords(attachments: unknown): Command {
  const [heading, sentence] = heldIn(attachments);
  return said('message without words', /^$/, (turn) => notice(heading, [sentence], { buttons: firstButtons(turn) }));
}

/** What people do most, as buttons. */
export function firstButtons({ actor: { programmeId, member } }: Pick<Turn, 'actor'>): Button[] {
  const data = { programmeId };
  return [
    link('My work', 'notices.show-mine', data),
    ...(isOnlyObserver(member) ? [] : [link('Update a milestone', 'milestones.choose', data)]),
    link('Summary', 'summary.show', data),
    link('What I can do', 'programmes.show-help', data),
  ];
}

const WRITE = 'Write to me, or press one of these.';

/** Sorts by what Teams names (contentType) and by what its html shows; both are read as they are, and nothing is fetched. */
function heldIn(attachments: unknown): [heading: string, sentence: string] {
  const list = (Array.isArray(attachments) ? attachments : []).slice(0, 20).map(asRecord);
  const types = list.map(({ contentType }) => String(contentType ?? '').toLowerCase());
  const html = list
    .filter((_, n) => types[n] === 'text/html')
    .map(({ content }) => String(content ?? '').slice(0, 5_000))
    .join(' ');
  const has = (pattern: RegExp) => types.some((type) => pattern.test(type));
  if (has(/forward/) || /schema\.skype\.com\/Forward/i.test(html))
    return ['A forwarded message', `I cannot read forwarded messages. ${WRITE}`];
  if (has(/fluid|loop/)) return ['A Loop component', `I cannot read Loop components. ${WRITE}`];
  if (has(/^audio\//)) return ['A voice message', `I cannot listen to voice messages. ${WRITE}`];
  if (has(/^video\//)) return ['A video', `I cannot watch videos. ${WRITE}`];
  if (/giphy|sticker|\bgif\b/i.test(html) || has(/gif$/))
    return ['A sticker or GIF', `I cannot read pictures. ${WRITE}`];
  if (has(/^image\//) || /<img\b/i.test(html)) return ['A picture', `I cannot read pictures. ${WRITE}`];
  if (has(/file|reference/) || /schema\.skype\.com\/(?:File|Attachment)/i.test(html))
    return [
      'A file',
      'I read plan files, as Excel or CSV, in our own chat: attach yours there. Here, press one of these.',
    ];
  if (has(/card/)) return ['A card', `I cannot read cards of other apps. ${WRITE}`];
  return ['How can I help?', 'Press one of these, or type help for everything.'];
}

// `use this channel` and *Post here*: the one act that makes a place the programme's. Pitfall: only a member of its programme
// office binds, only in the place itself, and a meeting's chat is never bound.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { send } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { notice } from '../programmes/cards.js';
import { drawForm } from '../programmes/forms.js';
import { bindPlace, findPlace, type Purpose, sayPurpose } from '../programmes/places.js';
import { checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import { isBoardChair, isProgrammeOffice } from '../programmes/rights.js';
import { type Member, PURPOSES } from '../programmes/schema.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { conversationOf } from './conversations.js';

const HOW = 'Go to the channel or group chat, mention me and type: use this channel.';

/** `use this channel`, for the delivery group or, with `for the Board`, for a body. */
export const channelCommand: Command = {
  name: 'use this channel',
  help: 'Have updates and the digest posted in the channel you type this in',
  matches: (text) =>
    capture(
      /^use\s+this\s+(?:channel|chat)(?:\s+for\s+(?:the\s+)?(?<body>board|corporate risk register))?[.!]?$/i,
      text,
    ),
  offeredTo: isProgrammeOffice,
  audience: 'anywhere',
  run: async (turn, { body = '' }) => {
    const purpose = body === '' ? 'group' : /^board$/i.test(body) ? 'Board' : 'corporate';
    const typed = turn.origin.address.conversationId.replace(/[^A-Za-z0-9]/g, '').slice(-60);
    const refused = await bind(turn, purpose, `typed-${typed}-${turn.deps.clock.now().toISOString()}`);
    return refused ?? notice('Cards are posted here from now on', [sayBound(purpose)]);
  },
};

/** `post milestones`: what a body is shown by hand, in the place bound for it. */
export function postCommand(commands: () => readonly Command[]): Command {
  const meant = (text: string) =>
    commands()
      .filter(({ audience }) => audience === 'everyone')
      .map((command) => ({ command, captured: command.matches(text) }))
      .find(({ captured }) => captured !== undefined);
  return {
    name: 'post',
    help: 'Show a register to everyone in a body’s own channel: post milestones',
    matches: (text) => {
      const what = /^post\s+(?<what>.{1,200})$/is.exec(text)?.groups?.what;
      return what !== undefined && meant(what) ? { what } : undefined;
    },
    offeredTo: (member) => isProgrammeOffice(member) || isBoardChair(member),
    audience: 'anywhere',
    run: async (turn, { what = '' }) => {
      const { deps, actor, origin } = turn;
      const place =
        origin.where === 'shared'
          ? await findPlace(deps, origin.address.tenantId, conversationOf(origin.address))
          : undefined;
      if (place?.programmeId !== actor.programmeId || place.purpose === 'group')
        return notice('Only in a body’s own channel', [
          'In the delivery group’s channel registers are shown as they are typed; anywhere else they open for you alone.',
        ]);
      if (!mayPost(actor.member, place.purpose))
        return notice('Not yours to post', ['Only the body’s chair and the programme office post here.']);
      const found = meant(what);
      if (!found?.captured) throw new ProductError('MALFORMED', 'nothing that can be posted');
      return found.command.run(turn, found.captured);
    },
  };
}

/** Who shows a body something by hand. */
function mayPost(member: Member, purpose: Purpose): boolean {
  return isProgrammeOffice(member) || (purpose === 'Board' && isBoardChair(member));
}

const programmeId = z.string().min(1).max(80).optional();
const purpose = z.enum(PURPOSES);
const why = z.string().max(1_000).default('');
const Change = z.object({ programmeId, purpose: purpose.default('group'), form: z.uuid(), why });
type Change = z.infer<typeof Change>;

/** *Post here*: the form, and the act. */
export const placeVerbs: Verb[] = [
  defineVerb('places.open-bind', z.object({ programmeId }), async (turn) => openBind(turn)),
  defineVerb('places.bind', Change, saveBind, (turn, form, problems) => openBind(turn, form, problems)),
];

/** Binds where somebody stands; gives why not, when it is not theirs or not a place for it. */
async function bind(turn: Turn, wanted: Purpose, effect: string, reason = ''): Promise<Answer | undefined> {
  const { deps, actor, origin } = turn;
  const refused = refusal(turn);
  if (refused || !origin.bindable) return refused;
  const address = { ...origin.address, conversationId: conversationOf(origin.address) };
  const by = { memberId: actor.member.id, effect, ...(reason && { why: reason }) };
  await bindPlace(deps, actor.programmeId, wanted, { ...address, ...origin.bindable }, by);
  deps.placeChanged?.(actor.programmeId);
  return undefined;
}

function refusal({ actor, origin }: Turn): Answer | undefined {
  if (!isProgrammeOffice(actor.member))
    return notice('Not yours to change', [
      'Only the programme office says where cards are posted. Ask them to type it here.',
    ]);
  if (origin.where !== 'shared') return notice('Type this in a channel', [HOW]);
  if (!origin.bindable)
    return notice('Not in a meeting', [
      'A meeting’s chat changes its readers with every meeting. Choose a channel or a group chat.',
    ]);
  return undefined;
}

function sayBound(bound: Purpose): string {
  return bound === 'group'
    ? 'Updates, risks and the weekly digest of this programme are posted here.'
    : `This place is for ${sayPurpose(bound)}: it gets only what its chair or the programme office posts here by hand.`;
}

type Fields = { purpose: string; why: string };

function openBind(turn: Turn, typed?: Change, problems?: Problems<Fields>): Answer {
  const refused = refusal(turn);
  if (refused) return refused;
  const { programme, programmeId: id } = turn.actor;
  return drawForm<Fields>({
    heading: 'Post here',
    title: programme.name,
    place: 'Everyone in this place reads what is posted.',
    fields: [
      {
        id: 'purpose',
        kind: 'choice',
        label: 'What this place is for',
        missing: 'Choose one.',
        choices: [
          { title: 'The delivery group: updates, risks and the digest', value: 'group' },
          { title: 'The Board: only what is posted by hand', value: 'Board' },
          { title: 'The corporate risk register: only what is posted by hand', value: 'corporate' },
        ],
      },
      { id: 'why', kind: 'text', label: 'Why, for whoever asks later' },
    ],
    values: { purpose: typed?.purpose ?? 'group', why: typed?.why ?? '' },
    problems,
    buttons: [send('Post here', 'places.bind', { programmeId: id, form: typed?.form ?? randomUUID() })],
  });
}

async function saveBind(turn: Turn, form: Change): Promise<Answer> {
  const problems: Problems<Fields> = {};
  checkLength(problems, 'why', form.why.trim(), 300);
  if (hasProblems(problems)) return openBind(turn, form, problems);
  const refused = await bind(turn, form.purpose, form.form, form.why.trim());
  if (refused) return refused;
  const said = sayBound(form.purpose);
  return { ...notice('Cards are posted here from now on', [said]), closes: said };
}

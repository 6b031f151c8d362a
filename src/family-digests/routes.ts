// What people can type and press about the digest for families. What one could get wrong: rights are asked when a file is offered and again when it is
// made, since a link may be opened after somebody's role has changed.

import * as z from 'zod/v4';
import { formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { fileCard } from '../exports/cards.js';
import { draw } from '../exports/drawing.js';
import { notice } from '../programmes/cards.js';
import { changingVerbs } from '../programmes/changing.js';
import { showHistory, type Telling } from '../programmes/history.js';
import { mayRead, placeOf, writesForFamilies } from '../records/may-read.js';
import {
  type Answer,
  type Command,
  capture,
  defineFile,
  defineVerb,
  type FileMaker,
  type Turn,
  type Verb,
} from '../routes.js';
import { draftDigest, readNewest, requireDigest } from './actions.js';
import { digestDetail } from './cards.js';
import { approving, editing, posting, wholeText } from './changes.js';
import type { FamilyDigest } from './schema.js';
import { digestWord, fileName } from './word.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const Which = z.object({ programmeId: z.string().max(80), ref: z.string().regex(/^FD\d{8}$/) });
const Programme = Which.pick({ programmeId: true });

export const familyDigestCommands: Command[] = [
  {
    name: 'family digest',
    help: 'News for families after a Board: draft, edit, approve, post',
    matches: (text) => capture(/^(?:family|families'?|families’)\s+digest[.!?]?$|^news\s+for\s+families[.!?]?$/i, text),
    offeredTo: (member, programme) => writesForFamilies(programme, member),
    audience: 'me',
    opens: () => ({ verb: 'family-digests.open', fields: {}, label: 'News for families' }),
    run: open,
  },
];

export const familyDigestVerbs: Verb[] = [
  defineVerb('family-digests.open', Programme, open),
  defineVerb('family-digests.draft', Programme, async (turn) => digestDetail(turn, await draftDigest(turn))),
  defineVerb('family-digests.show', Which, async (turn, { ref }) => digestDetail(turn, await requireDigest(turn, ref))),
  defineVerb('family-digests.show-history', Which, async (turn, { ref }) =>
    showHistory(turn, await requireDigest(turn, ref), telling),
  ),
  ...changingVerbs(editing),
  ...changingVerbs(approving),
  ...changingVerbs(posting),
  defineVerb('family-digests.offer', Which, offer),
];

export const familyDigestFiles: FileMaker[] = [
  defineFile('family-digests.word', Which, async (turn, { ref }) => {
    const { state } = (await requireDigest(turn, ref)).newest;
    const bytes = await draw(turn.deps, digestWord, { localArea: turn.actor.programme.localArea, state });
    return { name: fileName(state), contentType: WORD, bytes };
  }),
];

/** How digests tell their history. */
const telling: Telling<FamilyDigest> = {
  feature: 'family-digests',
  title: ({ headline }) => headline,
  what: ({ did, was }) =>
    ({
      'family-digests.draft': 'Drafted from the registers',
      'family-digests.edit': was.approvedBy ? 'Edited: the approval no longer counts' : 'Edited',
      'family-digests.approve': 'Approved',
      'family-digests.post': 'Posted in the channel',
    })[did] ?? 'Changed',
  changes: () => [],
  said: ({ state, reworded, version }) => (version === 1 || reworded.length > 0 ? wholeText(state) : ''),
  correctable: false,
};

async function open(turn: Turn): Promise<Answer> {
  const { programme, programmeId, member } = turn.actor;
  const head = await readNewest(turn);
  if (head && mayRead(turn.actor, placeOf(turn.origin), 'family-digest', head.newest.state))
    return digestDetail(turn, head);
  if (writesForFamilies(programme, member))
    return notice(
      'News for families',
      [
        'After each Board families are told in plain words what was said, what was done and what has changed. It is drafted from the registers, edited by a person, approved by a second, and only then posted.',
      ],
      { buttons: [link('Draft it', 'family-digests.draft', { programmeId })] },
    );
  return notice('News for families', ['There is none to read yet: it is posted in the channel once it is approved.']);
}

async function offer(turn: Turn, { programmeId, ref }: z.infer<typeof Which>): Promise<Answer> {
  const { state } = (await requireDigest(turn, ref)).newest;
  const { byteLength } = await draw(turn.deps, digestWord, { localArea: turn.actor.programme.localArea, state });
  const name = fileName(state);
  const card = fileCard.render({
    heading: 'News for families as a Word document',
    name,
    facts: [
      { label: 'Board', value: formatDay(state.boardOn) },
      { label: 'State', value: state.state === 'posted' ? 'Posted' : 'Draft, says so on its first line' },
      { label: 'Size', value: `${Math.ceil(byteLength / 1000)} KB` },
    ],
    buttons: [link('Back to the digest', 'family-digests.show', { programmeId, ref })],
  });
  return {
    card,
    summary: `News for families as a Word document: ${name}`,
    file: {
      maker: 'family-digests.word',
      data: { programmeId, ref },
      name,
      description: `After the Board of ${formatDay(state.boardOn)}.`,
      bytes: byteLength,
    },
  };
}

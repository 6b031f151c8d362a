// Editing, approving and posting a digest. What one could get wrong: an approval is given on the version whose words were shown; whoever edits after
// that takes it away, and a posted digest is final.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { nameOf } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import type { Changing } from '../programmes/changing.js';
import { drawForm, type Typed } from '../programmes/forms.js';
import { isBoardChair } from '../programmes/rights.js';
import { writesForFamilies } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { requireMayWrite } from './actions.js';
import { digestDetail } from './cards.js';
import { checkEdit, type EditFields, mayApprove } from './rules.js';
import { type FamilyDigest, familyDigests, HEADLINE_LETTERS, PART_LETTERS, PART_NAMES, type Parts } from './schema.js';

const text = z.string().default('');
const EditFieldsForm = z.object({
  headline: text,
  youSaid: text,
  weDid: text,
  impact: text,
  comesNext: text,
  words: text,
});
const ApproveFields = z.object({ read: text });
type ApproveFields = z.infer<typeof ApproveFields>;
const PostFields = z.object({});

const common = {
  type: familyDigests,
  holdings: () => [],
  title: ({ headline }: FamilyDigest) => headline,
  posted: (turn: Turn, entry: Entry<FamilyDigest>): Answer => {
    const { card, summary } = digestDetail(turn, { newest: entry, trail: [], owing: [] });
    return { card, summary, closes: `Saved. ${summary}` };
  },
  settled: (turn: Turn, head: Head<FamilyDigest>, typed: string): Answer => {
    if (typed === '') return digestDetail(turn, head);
    return notice('This digest has moved on', ['Nothing was changed.'], {
      quoted: typed,
      buttons: [
        link('Open the digest', 'family-digests.show', { programmeId: turn.actor.programmeId, ref: head.newest.ref }),
      ],
    });
  },
};

/** Writing its words. */
export const editing: Changing<FamilyDigest, EditFields> = {
  ...common,
  did: 'family-digests.edit',
  opens: 'family-digests.open-edit',
  fields: EditFieldsForm,
  quiet: true,
  requireMay: (turn) => requireMayWrite(turn),
  takes: ({ state }) => state !== 'posted',
  check: ({ actor }, digest, fields) => {
    const checked = checkEdit(fields);
    if ('problems' in checked) return checked;
    const written = { writtenBy: actor.member.id, approvedBy: null, approvedOn: null };
    return { ok: { next: { ...digest, ...checked.ok, ...written, state: 'draft' } } };
  },
  form: (turn, { newest: { ref, version, state } }, typed) =>
    drawForm<EditFields>({
      heading: 'News for families',
      place: state.approvedBy
        ? `Approved by ${nameOf(turn.actor.programme, state.approvedBy)}: an edit takes that away`
        : '',
      advice: 'Short sentences and everyday words. No names of children or families. A second person approves it.',
      fields: [
        ...(Object.keys(PART_NAMES) as (keyof Parts)[]).map((part) => ({
          id: part,
          kind: part === 'headline' ? ('line' as const) : ('text' as const),
          label: PART_NAMES[part],
          letters: part === 'headline' ? HEADLINE_LETTERS : PART_LETTERS,
          ...(part === 'headline' && { missing: 'Give it a headline.' }),
          ...(part === 'weDid' && { missing: 'Say what was done.' }),
        })),
        {
          id: 'words' as const,
          kind: 'choice' as const,
          label: 'Words that families may not know',
          choices: [
            { title: 'Tell me about them', value: 'ask' },
            { title: 'Keep them as they are', value: 'keep' },
          ],
        },
      ],
      values: typed.fields ?? { ...partsOf(state), words: state.keepsWords ? 'keep' : 'ask' },
      problems: typed.problems,
      buttons: [
        send('Save', 'family-digests.edit', formData(turn, ref, version, typed)),
        link('Cancel', 'family-digests.show', { programmeId: turn.actor.programmeId, ref }),
      ],
    }),
  rows: (saved, typed) =>
    (Object.keys(PART_NAMES) as (keyof Parts)[])
      .filter((part) => saved[part] !== typed[part])
      .map((part) => ({ label: PART_NAMES[part], saved: saved[part], yours: typed[part] })),
};

/** Approving exactly these words. */
export const approving: Changing<FamilyDigest, ApproveFields> = {
  ...common,
  did: 'family-digests.approve',
  opens: 'family-digests.open-approve',
  fields: ApproveFields,
  quiet: true,
  requireMay: ({ actor }, _, digest) => {
    if (digest.state !== 'draft' || mayApprove(actor.programme, actor.member, digest)) return;
    throw new ProductError('FORBIDDEN', 'they do not approve this digest', {
      advice:
        digest.writtenBy === actor.member.id
          ? 'You wrote these words, so somebody else approves them: a Board chair, the programme office or another writer.'
          : 'It is approved by a Board chair, the programme office or another of its writers.',
    });
  },
  takes: ({ state, writtenBy }) => state === 'draft' && writtenBy !== null,
  check: ({ actor }, digest, { read }, today) => {
    if (read !== 'yes') return { problems: { read: 'Say that you have read it.' } };
    return { ok: { next: { ...digest, state: 'approved', approvedBy: actor.member.id, approvedOn: today } } };
  },
  form: (turn, { newest: { ref, version, state } }, typed) =>
    drawForm<ApproveFields>({
      heading: 'Approve the news for families',
      title: wholeText(state),
      place: `Written by ${nameOf(turn.actor.programme, state.writtenBy ?? '')}`,
      advice: 'Your approval is of exactly these words. Any edit after it takes it away.',
      fields: [
        {
          id: 'read',
          kind: 'choice',
          label: 'Before it is posted',
          missing: 'Say that you have read it.',
          choices: [{ title: 'I have read it, and it could identify no child or family', value: 'yes' }],
        },
      ],
      values: typed.fields ?? { read: '' },
      problems: typed.problems,
      buttons: [
        send('Approve', 'family-digests.approve', formData(turn, ref, version, typed)),
        link('Cancel', 'family-digests.show', { programmeId: turn.actor.programmeId, ref }),
      ],
    }),
  rows: (saved) => [{ label: 'Its words', saved: wholeText(saved), yours: 'approved as they were' }],
};

/** Posting it in the channel, for good. */
export const posting: Changing<FamilyDigest, Record<string, never>> = {
  ...common,
  did: 'family-digests.post',
  opens: 'family-digests.open-post',
  fields: PostFields,
  requireMay: ({ actor }) => {
    if (writesForFamilies(actor.programme, actor.member) || isBoardChair(actor.member)) return;
    requireMayWrite({ actor });
  },
  takes: ({ state }) => state === 'approved',
  check: (_, digest, __, today) => ({ ok: { next: { ...digest, state: 'posted', postedOn: today } } }),
  form: (turn, { newest: { ref, version, state } }, typed) =>
    drawForm<Record<string, never>>({
      heading: 'Post it in the channel?',
      title: wholeText(state),
      place: `Approved by ${nameOf(turn.actor.programme, state.approvedBy ?? '')}`,
      advice:
        'Everyone in the channel reads it, and it is final. The Word document is the same text for a website or a letter.',
      fields: [],
      values: {},
      buttons: [
        send('Post it', 'family-digests.post', formData(turn, ref, version, typed)),
        link('Not yet', 'family-digests.show', { programmeId: turn.actor.programmeId, ref }),
      ],
    }),
  rows: (saved) => [{ label: 'Its words', saved: wholeText(saved), yours: 'to be posted as they were' }],
};

/** Every part under its name. */
export function wholeText(state: FamilyDigest): string {
  return (Object.keys(PART_NAMES) as (keyof Parts)[])
    .filter((part) => state[part] !== '')
    .map((part) => (part === 'headline' ? state.headline : `${PART_NAMES[part]}: ${state[part]}`))
    .join('\n');
}

function partsOf({ headline, youSaid, weDid, impact, comesNext }: FamilyDigest): Parts {
  return { headline, youSaid, weDid, impact, comesNext };
}

function formData({ actor }: Turn, ref: string, version: number, typed: Typed<unknown>) {
  return {
    programmeId: actor.programmeId,
    ref,
    opened: typed.opened ?? version,
    form: typed.form ?? randomUUID(),
  };
}

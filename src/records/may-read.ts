// Who reads a record where: the one gate that everything of a record passes on its way to a card, document, notice, question, search or channel. Pure.
// Pitfall: settings and state of today decide, whatever they were when a thing was written, posted or frozen; a right to change is no right to read.

import { ProductError } from '../errors.js';
import type { Actor } from '../programmes/actor.js';
import { type RestrictedItem, reachOf, readsItem } from '../programmes/restricted.js';
import { isBoardChair, isOnlyObserver, isProgrammeOffice, leadsWorkstream, owns } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { Origin, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import type { Kind } from '../storage/store.js';

/** `personal`: only the reader sees it, in a chat, a dialog or a file of their own. `channel`: others read it too. `digest`: the weekly one. */
export type Place = 'personal' | 'channel' | 'digest';

/** Who reads, by what they are today. No member: whoever reads there. */
export interface Reader {
  programme: Programme;
  member?: Member | undefined;
}

interface Owned {
  ownerId: string;
  workstream: string;
}

/** What each kind of record is judged by. A kind that is not here is read by everybody in its programme. */
interface Judged {
  risk: Owned & { escalation: { to: string } | null };
  /** `corporate`: the risk stood in the corporate risk register when it happened. */
  issue: Owned & { corporate?: boolean | undefined };
  decision: { body: string; askedBy: string; workstream: string };
  finance: unknown;
  question: { ownerId: string; askedBy: string };
  'family-digest': { state: string };
  /** A return to the DfE, before and after it was sent. */
  return: { sent?: unknown };
  /** A section of a return, by its id. */
  'return-section': { section: string };
  /** A section of a frozen document: what it says of itself. */
  section: { restricted: boolean | RestrictedItem };
}

/** How one kind is read. */
interface Rule<S> {
  /** As which restricted item it counts, if as any. */
  item?(state: S): RestrictedItem | undefined;
  /** Members who read a restricted one whatever the setting: it is theirs. */
  theirs?(programme: Programme, member: Member, state: S): boolean;
  /** Set for what only some read, each for themselves, until it is open to all. */
  only?(programme: Programme, member: Member, state: S): boolean;
  isOpen?(state: S): boolean;
  /** "R04 is …": why it is not for everybody. */
  says: string;
  /** Who can tell more. */
  ask: string;
}

const CORPORATE: RestrictedItem = 'corporateRisks';
const isTheirs = (programme: Programme, member: Member, thing: Owned) =>
  owns(programme, member, thing) || leadsWorkstream(programme, member, thing.workstream);

const RULES: { [K in keyof Judged]: Rule<Judged[K]> } = {
  risk: {
    item: ({ escalation }) => (escalation?.to === 'corporate' ? CORPORATE : undefined),
    theirs: isTheirs,
    says: 'in the corporate risk register',
    ask: 'Its owner or the programme office can tell you about it.',
  },
  issue: {
    item: ({ corporate }) => (corporate ? CORPORATE : undefined),
    theirs: isTheirs,
    says: 'of a corporate risk',
    ask: 'Its owner or the programme office can tell you about it.',
  },
  decision: {
    item: ({ body }) => (body === 'corporate' ? CORPORATE : undefined),
    theirs: (programme, member, { askedBy, workstream }) =>
      isTheirs(programme, member, { ownerId: askedBy, workstream }),
    says: 'asked of the corporate risk register',
    ask: 'The programme office can tell you about it.',
  },
  finance: {
    item: () => 'finance',
    says: 'finance detail',
    ask: 'Ask the finance lead or the programme office if you need a figure.',
  },
  question: {
    only: (programme, member, question) =>
      question.askedBy === member.id ||
      owns(programme, member, { ...question, workstream: '' }) ||
      isProgrammeOffice(member) ||
      isBoardChair(member),
    says: 'read by whoever asked it, whoever is asked, Board chairs and the programme office',
    ask: '',
  },
  'family-digest': {
    isOpen: ({ state }) => state === 'posted',
    only: (programme, member) => writesForFamilies(programme, member) || isBoardChair(member),
    says: 'still being written',
    ask: 'It is posted in the channel once a second person has approved it.',
  },
  return: {
    isOpen: ({ sent }) => Boolean(sent),
    only: (_, member) => !isOnlyObserver(member),
    says: 'not sent yet',
    ask: 'You can read the return here once it was sent: type return and its quarter, such as return Q2.',
  },
  'return-section': {
    item: ({ section }) => (section === 'finance' ? 'finance' : undefined),
    says: 'finance detail',
    ask: 'Ask the finance lead or the programme office if you need a figure.',
  },
  section: {
    item: ({ restricted }) => (restricted === true ? 'finance' : restricted || undefined),
    says: 'restricted',
    ask: 'The programme office can tell you about it.',
  },
};

/** Kinds that everybody in a programme reads, wherever it is shown. */
type Open = Exclude<Kind, keyof Judged>;

/** Whether a record of a kind, in its state of today, may be shown to a reader in a place. */
export function mayRead<K extends keyof Judged>(reader: Reader, place: Place, kind: K, state: Judged[K]): boolean;
export function mayRead(reader: Reader, place: Place, kind: Open, state: unknown): boolean;
export function mayRead({ programme, member }: Reader, place: Place, kind: string, state: unknown): boolean {
  const rule = ruleOf(kind);
  if (!rule || rule.isOpen?.(state)) return true;
  if (rule.only) return place === 'personal' && member !== undefined && rule.only(programme, member, state);
  const item = restrictedAs(kind, state);
  if (item === undefined) return true;
  if (place !== 'personal' && !reachOf(programme, item)[place]) return false;
  if (member === undefined) return place !== 'personal';
  return rule.theirs?.(programme, member, state) || readsItem(programme, member, item);
}

/** As which restricted item a record counts; undefined: as none. */
export function restrictedAs(kind: string, state: unknown): RestrictedItem | undefined {
  return ruleOf(kind)?.item?.(state);
}

/** Whether a reader may be shown finance figures. */
export function readsFinance(reader: Reader, place: Place = 'personal'): boolean {
  return mayRead(reader, place, 'finance', undefined);
}

/** The records that may be shown to a reader in a place. */
export function readable<S>(reader: Reader, place: Place, heads: readonly Head<S>[]): Head<S>[] {
  return heads.filter(({ newest: { kind, state } }) => mayRead(reader, place, kind as Open, state));
}

/** Where the answer to a turn is read. */
export function placeOf({ where, alone }: Pick<Origin, 'where' | 'alone'>): Place {
  return where === 'shared' && !alone ? 'channel' : 'personal';
}

type Asks = Pick<Turn, 'actor' | 'origin'>;

/** The records that whoever asks may be shown where they ask. */
export function readableTo<S>({ actor, origin }: Asks, heads: readonly Head<S>[]): Head<S>[] {
  return readable(actor, placeOf(origin), heads);
}

/** Throws FORBIDDEN, with what to do, unless this record may be shown to whoever asks, where they ask. */
export function requireMayRead<K extends keyof Judged>(turn: Asks, kind: K, ref: string, state: Judged[K]): void;
export function requireMayRead(turn: Asks, kind: Open, ref: string, state: unknown): void;
export function requireMayRead({ actor, origin }: Asks, kind: string, ref: string, state: unknown): void {
  if (mayRead(actor, placeOf(origin), kind as Open, state)) return;
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to read`, { advice: adviceOf(actor, kind, ref, state) });
}

function adviceOf(actor: Actor, kind: string, ref: string, state: unknown): string {
  const rule = ruleOf(kind);
  if (!rule) throw new TypeError(`everybody reads a ${kind}`);
  if (mayRead(actor, 'personal', kind as Open, state))
    return `${ref} is ${rule.says} and is not shown in channels. Ask for it in our own chat.`;
  const why = rule.only ? '.' : ', which not everybody reads.';
  return `${ref} is ${rule.says}${why} ${rule.ask}`.trim();
}

function ruleOf(kind: string): Rule<unknown> | undefined {
  return Object.hasOwn(RULES, kind) ? (RULES[kind as keyof Judged] as Rule<unknown>) : undefined;
}

/** The programme office, whoever writes for the Parent Carer Forum, and the leads of the workstream that answers for co-production. */
export function writesForFamilies(programme: Programme, member: Member): boolean {
  const { pcfLead, sections } = programme.returnRound ?? { pcfLead: undefined, sections: {} };
  const workstream = sections.coproduction;
  return (
    isProgrammeOffice(member) ||
    pcfLead === member.id ||
    (workstream !== undefined && leadsWorkstream(programme, member, workstream))
  );
}

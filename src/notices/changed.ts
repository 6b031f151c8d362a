// The card that tells a person what others did to what is theirs. What one could get wrong: it is drawn when it is sent, which may
// be the next morning, so what the person has taken up or lost since is left out.

import { formatInstant } from '../calendar.js';
import { link, PAGE, shorten } from '../cards/markup.js';
import type { Delivery, Drawn, JobRun } from '../jobs/delivery.js';
import { type Actor, nameOf } from '../programmes/actor.js';
import { sayOrigin } from '../programmes/made.js';
import type { Holding, Why } from '../programmes/owning.js';
import { mayRead } from '../records/may-read.js';
import type { Entry } from '../storage/entry.js';
import { type Head, readEntry, readHead } from '../storage/ledger.js';
import { type ChangedLine, changedCard } from './cards.js';
import { readerOf, todayIn } from './owners.js';
import { sayChanges, type Told, toldAs } from './records.js';

interface Change {
  entry: Entry<unknown>;
  head: Head<unknown>;
  told: Told<unknown>;
  why: Why;
}

/** One card for all that one person is to be told now: red and high first, then what is newly theirs, then the newest. */
export async function drawChanged(run: JobRun, deliveries: readonly Delivery[]): Promise<Drawn> {
  const reader = readerOf(run, deliveries[0]?.memberId ?? '');
  if ('skip' in reader) return reader;
  const { actor } = reader;
  const found = await Promise.all(deliveries.map((delivery) => readChange(run, delivery)));
  const changes = found.filter((change) => change !== undefined).filter((change) => isNews(change, actor));
  if (changes.length === 0) return { skip: 'no longer theirs, or changed by themselves since' };
  const weight = ({ head, told, why }: Change) =>
    (told.mark(head.newest.state, actor, todayIn(run)).color === 'Attention' ? 0 : 2) + (why === 'named' ? 0 : 1);
  changes.sort((a, b) => weight(a) - weight(b) || b.entry.at.localeCompare(a.entry.at));
  const { programmeId } = actor;
  const heading = sayHeading(changes);
  const card = changedCard.render({
    heading,
    lines: changes.slice(0, PAGE).map((change) => drawLine(change, run, actor)),
    more: changes.length > PAGE ? `and ${changes.length - PAGE} more` : '',
    closing: 'You are told once, because it is yours. Nothing here needs an answer.',
    buttons: [
      link('My milestones', 'milestones.list', { programmeId, filter: 'mine', page: 1 }),
      link('My risks', 'risks.list', { programmeId, filter: 'mine', page: 1 }),
    ],
  });
  const refs = [...new Set(changes.map(({ entry }) => entry.ref))];
  return { message: { card, summary: changes.length === 1 ? `${heading}.` : `${heading}: ${refs.join(', ')}.` } };
}

async function readChange(run: JobRun, { about, carries }: Delivery): Promise<Change | undefined> {
  const [ref = '', version = ''] = about.split('@');
  const told = toldAs(ref);
  if (!told) return undefined;
  const head = (await readHead(run.deps, told.type, run.programmeId, ref))?.body;
  const entry = head && (await readEntry(run.deps, run.programmeId, head, Number(version)));
  return entry && { entry, head, told, why: (carries?.why ?? 'changed') as Why };
}

/** Whether a person still has to be told: it is theirs (or no longer is), and they have saved nothing on it since. */
function isNews({ entry, head, told, why }: Change, { member }: Actor): boolean {
  if (head.trail.some(({ version, by }) => version > entry.version && by === member.id)) return false;
  const held = told.holdings(head.newest.state).filter((one) => one.memberId === member.id);
  return why === 'moved' ? !held.some(isWhole) : held.length > 0;
}

function drawLine({ entry, head, told, why }: Change, run: JobRun, actor: Actor): ChangedLine {
  const { programme, programmeId, member } = actor;
  const { ref } = entry;
  const telling = told.telling(actor);
  const { kind, state } = head.newest;
  const did = [telling.what(entry), sayOrigin(entry.origin)].filter(Boolean).join(' ');
  const said = telling.said(entry);
  const changes = entry.version === 1 ? '' : sayChanges(telling.changes(entry));
  const whole = told.holdings(entry.state).some((one) => isWhole(one) && one.memberId === member.id);
  const line = {
    ref,
    yours: sayYours(why, whole),
    what: `${did} · ${nameOf(programme, entry.by)} · ${formatInstant(entry.at, programme.zone)}`,
    open: link(`Open ${ref}`, `${telling.feature}.show`, { programmeId, ref }),
  };
  if (!mayRead(actor, 'personal', kind as 'milestone', state)) return { ...line, ...UNREAD };
  return {
    ...line,
    title: shorten(telling.title(state), 90),
    changes: changes || (said && `“${shorten(said, 200)}”`),
    status: told.mark(state, actor, todayIn(run)),
  };
}

/** What is said of a record that the person may not read, or not any more. */
const UNREAD: Pick<ChangedLine, 'title' | 'changes' | 'status'> = {
  title: 'Not everybody reads it',
  changes: '',
  status: { word: 'Restricted', shape: '○', color: 'Default' },
};

/** Whose it is now, where that has changed. `owns`: the whole record is theirs, not only something to do in it. */
function sayYours(why: Why, owns: boolean): string {
  if (why === 'named') return owns ? 'Yours now' : 'Something in it is yours to do now';
  if (why === 'moved') return 'Yours no longer';
  return '';
}

function sayHeading(changes: Change[]): string {
  const [only] = changes;
  if (!only || changes.length > 1) return `${changes.length} changes to what is yours`;
  const { ref } = only.entry;
  return { named: `${ref} names you`, moved: `${ref} is yours no longer`, changed: `${ref} has changed` }[only.why];
}

function isWhole({ part }: Holding): boolean {
  return part === '';
}

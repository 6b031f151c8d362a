// Whom a week's messages did not reach, why, and what has come of it since. Pure. What one could get wrong: `unknown` may have
// been shown, so it stays on the list until its person has answered; and being asked in the channel is not yet being reached.

import { type Delivery, drawnAs } from '../../jobs/delivery.js';

const NOT_REACHED = ['blocked', 'failed', 'unknown', 'missed'] as const;
export type NotReached = (typeof NOT_REACHED)[number];

/** Kinds that put a check-in before a person: once it is answered, it has reached somebody. */
const ASKING = new Set(['prompt', 'handover', 'reminder', 'snooze', 'fallback']);

/** A message that did not reach whom it was for, or did so only later. */
export interface Unreached {
  /** The message as it was first planned. */
  delivery: Delivery;
  /** How the newest attempt of it ended: it, or a message that sent it again. */
  state: NotReached;
  /** Why, in words. */
  why: string;
  /** What has come of it since, in words; '' when nothing has. */
  since: string;
  /** It reached its person after all: they were shown it in their own chat, or have answered. */
  settled: boolean;
  /** The number by which it is sent again; the same until that is planned, so that pressing twice plans once. */
  next: number;
  /** Whether sending it again makes sense: it is neither answered nor on its way. */
  maySend: boolean;
}

/** What did not reach whom it was for, what needs somebody first. `answered`: workstreams whose check-in is in. */
export function findUnreached(deliveries: Iterable<Delivery>, answered: ReadonlySet<string>): Unreached[] {
  const all = [...deliveries];
  return all
    .filter((delivery) => resendOf(delivery) === undefined)
    .flatMap((delivery) => tell(delivery, all, answered))
    .sort((a, b) => Number(a.settled) - Number(b.settled) || a.delivery.dueAt.localeCompare(b.delivery.dueAt));
}

function tell(delivery: Delivery, all: readonly Delivery[], answered: ReadonlySet<string>): Unreached[] {
  const { about, memberId, kind, state } = delivery;
  if (!isNotReached(state)) return [];
  const sameId = all.filter((other) => other.about === about && other.memberId === memberId);
  const resends = sameId.filter((other) => resendOf(other) !== undefined);
  const newest = resends
    .filter((other) => other.carries?.kind === kind || (isAsking(other) && isAsking(delivery)))
    .sort((a, b) => (resendOf(b) ?? 0) - (resendOf(a) ?? 0))
    .at(0);
  const fallback = sameId.find((other) => other.kind === 'fallback' && other !== delivery);
  const isAnswered = isAsking(delivery) && answered.has(about);
  const isReached = isAsking(delivery) && sameId.some((other) => reaches(other) && other.dueAt > delivery.dueAt);
  const again = newest ? sayAgain(newest) : '';
  const elsewhere = delivery.place === 'personal' && fallback ? sayElsewhere(fallback) : '';
  const since = [isAnswered ? 'answered since' : isReached ? 'reached since' : '', again, elsewhere];
  const onItsWay = newest !== undefined && isOnItsWay(newest);
  return [
    {
      delivery,
      state: newest && isNotReached(newest.state) ? newest.state : state,
      why: newest && isNotReached(newest.state) ? newest.reason : delivery.reason,
      since: since.filter(Boolean).join('; '),
      settled: isAnswered || isReached || newest?.state === 'sent',
      next: Math.max(0, ...resends.map((other) => resendOf(other) ?? 0)) + 1,
      maySend: !isAnswered && !isReached && !onItsWay && newest?.state !== 'sent',
    },
  ];
}

/** The number of a message that sends another again; undefined for any other. */
export function resendOf({ kind }: Pick<Delivery, 'kind'>): number | undefined {
  const found = /^resend-(\d+)$/.exec(kind);
  return found ? Number(found[1]) : undefined;
}

/** Whether a message puts a check-in before a person. */
export function isAsking(delivery: Pick<Delivery, 'kind' | 'carries'>): boolean {
  return ASKING.has(drawnAs(delivery));
}

/** A later question that came by itself, such as the reminder. */
function reaches(other: Delivery): boolean {
  return isAsking(other) && other.place === 'personal' && resendOf(other) === undefined && other.state === 'sent';
}

function sayAgain(newest: Delivery): string {
  if (newest.state === 'sent') return 'sent again';
  if (newest.state === 'skipped') return `not sent again: ${newest.reason}`;
  return isOnItsWay(newest) ? 'being sent again' : 'sent again without reaching them';
}

function sayElsewhere(fallback: Delivery): string {
  if (fallback.state === 'sent') return 'asked in the channel instead';
  return isOnItsWay(fallback) ? 'being asked in the channel instead' : '';
}

function isOnItsWay({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'planned' || state === 'claimed' || state === 'sending';
}

function isNotReached(state: Delivery['state']): state is NotReached {
  return NOT_REACHED.some((one) => one === state);
}

/** What was not needed, by reason, most frequent first: "answered (2), away (1)". */
export function sayNotNeeded(deliveries: Iterable<Delivery>): string {
  const counts = new Map<string, number>();
  for (const { state, reason } of deliveries)
    if (state === 'skipped') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([reason, count]) => `${reason} (${count})`)
    .join(', ');
}

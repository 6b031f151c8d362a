// The messages of the signatures, drawn when they are sent. What one could get wrong: each asks again whether it still holds, so nobody is
// asked for a signature that somebody gave, or that fell, meanwhile.

import { dayOf, formatDay } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import { type Delivery, type Drawn, drawnAs, type Job, type JobRun } from '../../jobs/delivery.js';
import type { Actor } from '../../programmes/actor.js';
import { notice, openCard } from '../../programmes/cards.js';
import type { Answer } from '../../routes.js';
import { type Head, readEntry, readHead } from '../../storage/ledger.js';
import { type Round, roundOf } from '../rounds.js';
import { entryBefore, renewedNotice, stoppedNotice } from './fell-notices.js';
import { type ReturnRecord, returnRecords } from './schema.js';
import { isReady, mayTake, sayState, turnOf, whoTakes } from './state.js';
import { signForm, stepsAnswer } from './views.js';

const KINDS = [
  'return-sign',
  'return-sign-fallback',
  'return-ready',
  'return-nobody',
  'return-stopped',
  'return-renewed',
  'return-sent',
];

/** Told though the return has moved on since. */
const STILL_TOLD = ['return-sent', 'return-stopped', 'return-renewed'];

export const signOffJob: Job = {
  // Planned by the entries that owe it (asking.ts); here it is only drawn.
  plan: async () => {},
  draws: Object.fromEntries(KINDS.map((kind) => [kind, draw])),
  ended: async (run, delivery) => {
    // The channel gets a button and a mention, nothing of the return itself.
    if (delivery.state !== 'blocked' || delivery.place !== 'personal' || drawnAs(delivery) !== 'return-sign') return;
    const { about, memberId, until } = delivery;
    const notBefore = run.now.toISOString();
    await run.plan({ kind: 'return-sign-fallback', about, memberId, place: 'channel', notBefore, until });
  },
};

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const { deps, programme, programmeId, now } = run;
  const [ref = '', version = ''] = delivery?.about.split('@') ?? [];
  const member = programme.members.find(({ id }) => id === delivery?.memberId);
  const round = roundOf(programme, ref);
  const head = (await readHead(deps, returnRecords, programmeId, ref))?.body;
  if (!delivery || !member || !round || !head) return { skip: 'no longer a member, or no longer in the calendar' };
  const actor: Actor = { tenantId: '', objectId: '', programmeId, programme, member };
  const record = head.newest.state;
  const data = { programmeId, ref };
  const kind = drawnAs(delivery);
  // An ask is of one version: what came after has asks of its own. That an approval fell stays true.
  const moved = head.newest.version !== Number(version);
  if (moved && !STILL_TOLD.includes(kind)) return { skip: 'the return has moved on since' };
  switch (kind) {
    case 'return-sign': {
      const step = turnOf(record);
      if (!step || !mayTake(member, step)) return { skip: 'it is no longer their turn' };
      return { message: await signForm({ deps, actor }, round, head) };
    }
    case 'return-sign-fallback': {
      const heading = `Return due ${formatDay(round.dueOn)}`;
      const title =
        'It waits for a signature, and I could not reach its signatory in our own chat. It opens for them alone.';
      const card = openCard.render({
        heading,
        title,
        buttons: [{ ...link('Open', 'returns.open-sign', data), style: 'positive' }],
      });
      return { message: { card, summary: `${heading}: it waits for a signature.` } };
    }
    case 'return-ready':
      if (!isReady(record)) return { skip: 'it is not ready any more' };
      return { message: readyNotice(round, data) };
    case 'return-nobody':
      return { message: nobodyNotice(run, head, round, data) };
    case 'return-sent':
      return { message: await stepsAnswer({ deps, actor }, round, head, 'The return was sent to the DfE') };
    case 'return-renewed':
      return drawRenewed({ deps, actor }, round, head, Number(version));
    default: {
      if (record.sent) return { skip: 'the return is sent' };
      const entry = moved ? await readEntry(deps, programmeId, head, Number(version)) : undefined;
      if (entry) return { message: await stoppedNotice({ deps, actor }, round, head, entry) };
      const state = sayState(head, programme, round, dayOf(now, programme.zone));
      return { message: await stepsAnswer({ deps, actor }, round, head, `The return: ${state.word.toLowerCase()}`) };
    }
  }
}

async function drawRenewed(
  turn: { deps: JobRun['deps']; actor: Actor },
  round: Round,
  head: Head<ReturnRecord>,
  version: number,
): Promise<Drawn> {
  const { deps, actor } = turn;
  if (head.newest.state.sent) return { skip: 'the return is sent' };
  const entry = await readEntry(deps, actor.programmeId, head, version);
  const before = await entryBefore(deps, actor.programmeId, head, version);
  if (!entry || !before) return { skip: 'its entry is not in the archive' };
  return { message: await renewedNotice(turn, round, head, before, entry) };
}

function readyNotice(round: Round, data: Record<string, unknown>): Answer {
  return notice(
    'The return is ready to send',
    [
      `Everyone has approved the return due on ${formatDay(round.dueOn)}. Send it to the DfE, then note it here: that locks it.`,
    ],
    {
      buttons: [
        link('Open the return', 'returns.show', data),
        { ...link('It was sent', 'returns.open-sent', data), style: 'positive' },
      ],
    },
  );
}

function nobodyNotice(
  { programme }: JobRun,
  head: Head<ReturnRecord>,
  round: Round,
  data: Record<string, unknown>,
): Answer {
  const step = turnOf(head.newest.state);
  const named = step && whoTakes(programme, step).length > 0;
  return notice(
    'The return cannot go on',
    [
      `Nobody in this programme ${step === 'Board' ? 'chairs the Board' : `signs as ${step ?? ''}`}, so the return due on ${formatDay(round.dueOn)} waits.`,
      named
        ? 'Somebody is named by now: they type “sign” to me, in our own chat.'
        : 'Name them as a member with that role. They then type “sign” to me; what is signed already stays.',
    ],
    { buttons: [link('Open the return', 'returns.show', data)] },
  );
}

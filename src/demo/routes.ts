// What can be typed in the demo alone: be somebody else, move the clock. What one could get wrong: the bot is composed with
// `DemoDeps`; any other deps have nobody to become, and are refused.

import { DateTime } from 'luxon';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { notice } from '../programmes/cards.js';
import type { Member } from '../programmes/schema.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { peopleCard } from './cards.js';
import { type DemoClock, readMoment } from './clock.js';
import { comingIn } from './coming.js';
import { madeFor } from './one-chat.js';
import type { DemoPeople } from './people.js';

/** What the demo's actions reach besides the product's. */
export interface DemoDeps extends Deps {
  clock: DemoClock;
  people: DemoPeople;
  /** Does what the clock does by itself, at the present instant. */
  runJobs(): Promise<unknown>;
}

export const demoCommands: Command[] = [
  {
    name: 'demo',
    help: 'Try another role or move the clock: what only this demo can do',
    matches: (text) => capture(/^demo[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: async (turn) => introduce(turn),
  },
  {
    name: 'demo as',
    help: 'Be another person of the programme: demo as board chair',
    matches: (text) => capture(/^demo\s+as(?:\s+(?<words>.+))?$/i, text),
    offeredTo: () => false,
    audience: 'everyone',
    run: async (turn, { words }) => {
      const member = demoOf(turn).people.find(words ?? '');
      return member ? become(turn, member) : showPeople(turn, words ?? '');
    },
  },
  {
    name: 'demo time',
    help: 'Move the clock forward: demo time 2026-12-03T09:30; demo next goes to what comes next by itself',
    matches: (text) => capture(/^demo\s+time(?:\s+(?<when>.+))?$/i, text),
    offeredTo: () => false,
    audience: 'everyone',
    run: async (turn, { when }) => moveClock(turn, when ?? ''),
  },
  {
    name: 'demo next',
    help: 'Go to what comes next by itself: prompt, reminder, close, digest, the return',
    matches: (text) => capture(/^demo\s+next[.!?]?$/i, text),
    offeredTo: () => false,
    audience: 'everyone',
    run: goToNext,
  },
];

const Become = z.object({ programmeId: z.string().max(80), member: z.string().regex(/^[a-z0-9-]{1,40}$/) });

export const demoVerbs: Verb[] = [
  defineVerb('demo.show-people', Become.pick({ programmeId: true }), async (turn) => showPeople(turn, '')),
  defineVerb('demo.become', Become, async (turn, form) => {
    const member = demoOf(turn).people.byId(form.member);
    return member ? become(turn, member) : showPeople(turn, '');
  }),
  defineVerb('demo.go-to-next', Become.pick({ programmeId: true }), goToNext),
];

/** "Thursday 26 November 2026, 09:00" in a zone. */
export function sayMoment(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).setLocale('en-GB').toFormat('cccc d MMMM yyyy, HH:mm');
}

function demoOf(turn: Turn): DemoDeps {
  if (!('people' in turn.deps)) throw new ProductError('MALFORMED', 'the demo’s commands work in the demo alone');
  return turn.deps as DemoDeps;
}

function introduce(turn: Turn): Answer {
  const { people, clock } = demoOf(turn);
  const { programmeId, programme } = turn.actor;
  const data = { programmeId };
  return notice(
    'Try these first',
    [
      `You are the ${people.current().name}, and it is ${sayMoment(clock.now(), programme.zone)}.`,
      'update M18: post an update on the milestone that keeps slipping.',
      'raise risk: put a risk on the register.',
      'demo as board chair, then summary: read what the next Board needs.',
      'demo next: see a whole week in a minute: prompt, reminder, close, digest. demo time 2026-12-03T09:30 moves the clock to any later time.',
      'Cards for others come here too, headed with whom they are for; their buttons act as that person.',
    ],
    {
      buttons: [
        link('Update M18', 'milestones.open-update', { ...data, ref: 'M18' }),
        link('Raise a risk', 'risks.open-raise', data),
        link('Be somebody else', 'demo.show-people', data),
      ],
    },
  );
}

/** Those worth trying first, since each sees and may do something else. */
const QUICK = ['ws6-lead', 'programme-office', 'board-chair', 'icb-lead', 'head-teacher', 'dfe-adviser'];

function showPeople(turn: Turn, words: string): Answer {
  const { people } = demoOf(turn);
  const data = { programmeId: turn.actor.programmeId };
  const heading = 'Who do you want to be?';
  const others = people.members.filter((member) => member.id !== people.current().id);
  const card = peopleCard.render({
    heading,
    who: `${words === '' ? '' : `Nobody here is called ${words.slice(0, 80)}. `}You are the ${people.current().name}.`,
    quick: others
      .filter((member) => QUICK.includes(member.id))
      .map((member) => link(member.name, 'demo.become', { ...data, member: member.id })),
    choices: others.map((member) => ({ title: `${member.name} · ${placeOf(turn, member)}`, value: member.id })),
    buttons: [send('Be this person', 'demo.become', data)],
  });
  return { card, summary: heading };
}

function placeOf(turn: Turn, member: Member): string {
  const leads = turn.actor.programme.workstreams.filter((workstream) => member.leads.includes(workstream.id));
  return leads.length > 0 ? leads.map((workstream) => workstream.name).join(', ') : member.organisation;
}

function become(turn: Turn, member: Member): Answer {
  const { people } = demoOf(turn);
  people.become(member);
  const data = { programmeId: turn.actor.programmeId };
  const answer = notice(
    `You are now the ${member.name}`,
    [
      `What you type comes from the ${member.name}, ${placeOf(turn, member)}. Cards already here still act for whom they were made.`,
    ],
    {
      buttons: [
        link('What I can do', 'programmes.show-help', data),
        link('Summary', 'summary.show', data),
        link('Be somebody else', 'demo.show-people', data),
      ],
    },
  );
  // Made for who one has just become, though whoever pressed or typed was another.
  return { ...answer, card: madeFor(answer.card, member, people) };
}

async function moveClock(turn: Turn, when: string): Promise<Answer> {
  const { clock } = demoOf(turn);
  const { zone } = turn.actor.programme;
  const is = () => sayMoment(clock.now(), zone);
  const instant = readMoment(when, zone);
  if (!instant)
    return notice(`It is ${is()}`, [
      'Move it forward like this: demo time 2026-12-03T09:30, or demo time 3 December. demo next goes to what comes next by itself.',
    ]);
  if (instant <= clock.now())
    return notice('The clock moves forward only', [`It is ${is()} already, so it was left as it is.`]);
  const passed = await walkTo(turn, instant);
  return told(turn, `It is now ${is()}`, [
    'Everything from here on happens at this time. It cannot go back.',
    ...(passed.length > 0 ? ['What came by itself on the way:', ...passed] : []),
  ]);
}

/** Moves to the next thing that the clock does, and says what it was. */
async function goToNext(turn: Turn): Promise<Answer> {
  const { clock } = demoOf(turn);
  const { programme } = turn.actor;
  const [next] = comingIn(programme, clock.now(), WEEKS_AHEAD);
  if (!next)
    return notice('Nothing comes by itself', ['The timetable of this programme has nothing in the coming weeks.']);
  const passed = await walkTo(turn, new Date(next.at));
  return told(turn, `It is now ${sayMoment(clock.now(), programme.zone)}`, passed);
}

const WEEKS_AHEAD = 8;
/** Moments walked through one by one; what lies before them passes as it would while the assistant is down. */
const MOST_MOMENTS = 5;

/** Moves the clock through everything that comes by itself until an instant; says what that was. */
async function walkTo(turn: Turn, instant: Date): Promise<string[]> {
  const { clock, runJobs } = demoOf(turn);
  const { programme } = turn.actor;
  const weeks = Math.ceil((instant.getTime() - clock.now().getTime()) / WEEK_MS);
  const moments = comingIn(programme, clock.now(), weeks)
    .filter((moment) => new Date(moment.at) <= instant)
    .slice(-MOST_MOMENTS);
  for (const moment of moments) {
    clock.moveTo(new Date(moment.at));
    await runJobs();
  }
  clock.moveTo(instant);
  await runJobs();
  return moments.map(({ at, what }) => `${sayMoment(new Date(at), programme.zone)}: ${what}`);
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

function told(turn: Turn, heading: string, sentences: string[]): Answer {
  const data = { programmeId: turn.actor.programmeId };
  return notice(heading, sentences, {
    buttons: [link('What comes next', 'demo.go-to-next', data), link('Be somebody else', 'demo.show-people', data)],
  });
}

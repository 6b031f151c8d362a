// What can be typed in the demo alone: be somebody else, move the clock. What one could get wrong: the bot is composed with
// `DemoDeps`; any other deps have nobody to become, and are refused.

import { DateTime } from 'luxon';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { requireProgramme } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import type { Member, Programme } from '../programmes/schema.js';
import { type Answer, type Command, capture, defineVisit, type Verb, type Visit } from '../routes.js';
import { peopleCard } from './cards.js';
import { type DemoClock, readMoment } from './clock.js';
import { comingIn } from './coming.js';
import { madeFor } from './one-chat.js';
import { type DemoPeople, NEWCOMER } from './people.js';

/** What the demo's actions reach besides the product's. */
export interface DemoDeps extends Deps {
  clock: DemoClock;
  people: DemoPeople;
  /** Does what the clock does by itself, at the present instant. */
  runJobs(): Promise<unknown>;
}

/** What the demo's commands are about: its own programme, whoever types them, also somebody in none. */
interface Scene {
  deps: DemoDeps;
  programmeId: string;
  programme: Programme;
}

/** A command of the demo; only the first is in help. */
function demoCommand(
  name: string,
  help: string,
  pattern: RegExp,
  run: (scene: Scene, captured: Record<string, string>) => Answer | Promise<Answer>,
): Command {
  const visit = async ({ deps }: Pick<Visit, 'deps'>, captured: Record<string, string>) =>
    run(await readScene(deps), captured);
  return {
    name,
    help,
    matches: (text) => capture(pattern, text),
    offeredTo: () => name === 'demo',
    audience: 'everyone',
    run: visit,
    visit,
  };
}

export const demoCommands: Command[] = [
  demoCommand('demo', 'Try another role or move the clock: what only this demo can do', /^demo[.!?]?$/i, introduce),
  demoCommand(
    'demo as',
    'Be another person of the programme: demo as board chair',
    /^demo\s+as(?:\s+(?<words>.+))?$/i,
    (scene, { words }) => {
      const member = scene.deps.people.find(words ?? '');
      return member ? become(scene, member) : showPeople(scene, words ?? '');
    },
  ),
  demoCommand(
    'demo time',
    'Move the clock forward: demo time 2026-12-03T09:30; demo next goes to what comes next by itself',
    /^demo\s+time(?:\s+(?<when>.+))?$/i,
    (scene, { when }) => moveClock(scene, when ?? ''),
  ),
  demoCommand(
    'demo next',
    'Go to what comes next by itself: prompt, reminder, close, digest, the return',
    /^demo\s+next[.!?]?$/i,
    goToNext,
  ),
];

const Become = z.object({ member: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const Nothing = z.object({});

export const demoVerbs: Verb[] = [
  defineVisit('demo.show-people', Nothing, async ({ deps }) => showPeople(await readScene(deps), '')),
  defineVisit('demo.become', Become, async ({ deps }, form) => {
    const scene = await readScene(deps);
    const member = scene.deps.people.byId(form.member);
    return member ? become(scene, member) : showPeople(scene, '');
  }),
  defineVisit('demo.go-to-next', Nothing, async ({ deps }) => goToNext(await readScene(deps))),
];

/** "Thursday 26 November 2026, 09:00" in a zone. */
export function sayMoment(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).setLocale('en-GB').toFormat('cccc d MMMM yyyy, HH:mm');
}

async function readScene(deps: Deps): Promise<Scene> {
  if (!('people' in deps)) throw new ProductError('MALFORMED', 'the demo’s commands work in the demo alone');
  const demo = deps as DemoDeps;
  const { programmeId } = demo.people;
  return { deps: demo, programmeId, programme: await requireProgramme(deps, programmeId) };
}

function introduce(scene: Scene): Answer {
  const { people, clock } = scene.deps;
  const { programmeId, programme } = scene;
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
const QUICK = ['ws6-lead', 'programme-office', 'board-chair', 'icb-lead', 'head-teacher', 'newcomer'];

function showPeople(scene: Scene, words: string): Answer {
  const { people } = scene.deps;
  const data = { programmeId: scene.programmeId };
  const heading = 'Who do you want to be?';
  const others = people.members.filter((member) => member.id !== people.current().id);
  const card = peopleCard.render({
    heading,
    who: `${words === '' ? '' : `Nobody here is called ${words.slice(0, 80)}. `}You are the ${people.current().name}.`,
    quick: others
      .filter((member) => QUICK.includes(member.id))
      .map((member) => link(member.name, 'demo.become', { ...data, member: member.id })),
    choices: others.map((member) => ({ title: `${member.name} · ${placeOf(scene, member)}`, value: member.id })),
    buttons: [send('Be this person', 'demo.become', data)],
  });
  return { card, summary: heading };
}

function placeOf(scene: Scene, member: Member): string {
  const leads = scene.programme.workstreams.filter((workstream) => member.leads.includes(workstream.id));
  return leads.length > 0 ? leads.map((workstream) => workstream.name).join(', ') : member.organisation;
}

function become(scene: Scene, member: Member): Answer {
  const { people } = scene.deps;
  people.become(member);
  const data = { programmeId: scene.programmeId };
  const answer = notice(
    `You are now the ${member.name}`,
    member.id === NEWCOMER.id
      ? [
          'You are in no programme, and you may put one in: say hello. What you put in stands beside the demo’s programme, cleanly apart.',
        ]
      : [
          `What you type comes from the ${member.name}, ${placeOf(scene, member)}. Cards already here still act for whom they were made.`,
        ],
    {
      buttons:
        member.id === NEWCOMER.id
          ? [link('Be somebody else', 'demo.show-people', data)]
          : [
              link('What I can do', 'programmes.show-help', data),
              link('Summary', 'summary.show', data),
              link('Be somebody else', 'demo.show-people', data),
            ],
    },
  );
  // Made for who one has just become, though whoever pressed or typed was another.
  return { ...answer, card: madeFor(answer.card, member, people) };
}

async function moveClock(scene: Scene, when: string): Promise<Answer> {
  const { clock } = scene.deps;
  const { zone } = scene.programme;
  const is = () => sayMoment(clock.now(), zone);
  const instant = readMoment(when, zone);
  if (!instant)
    return notice(`It is ${is()}`, [
      'Move it forward like this: demo time 2026-12-03T09:30, or demo time 3 December. demo next goes to what comes next by itself.',
    ]);
  if (instant <= clock.now())
    return notice('The clock moves forward only', [`It is ${is()} already, so it was left as it is.`]);
  const passed = await walkTo(scene, instant);
  return told(scene, `It is now ${is()}`, [
    'Everything from here on happens at this time. It cannot go back.',
    ...(passed.length > 0 ? ['What came by itself on the way:', ...passed] : []),
  ]);
}

/** Moves to the next thing that the clock does, and says what it was. */
async function goToNext(scene: Scene): Promise<Answer> {
  const { clock } = scene.deps;
  const { programme } = scene;
  const [next] = comingIn(programme, clock.now(), WEEKS_AHEAD);
  if (!next)
    return notice('Nothing comes by itself', ['The timetable of this programme has nothing in the coming weeks.']);
  const passed = await walkTo(scene, new Date(next.at));
  return told(scene, `It is now ${sayMoment(clock.now(), programme.zone)}`, passed);
}

const WEEKS_AHEAD = 8;
/** Moments walked through one by one; what lies before them passes as it would while the assistant is down. */
const MOST_MOMENTS = 5;

/** Moves the clock through everything that comes by itself until an instant; says what that was. */
async function walkTo(scene: Scene, instant: Date): Promise<string[]> {
  const { clock, runJobs } = scene.deps;
  const { programme } = scene;
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

function told(scene: Scene, heading: string, sentences: string[]): Answer {
  const data = { programmeId: scene.programmeId };
  return notice(heading, sentences, {
    buttons: [link('What comes next', 'demo.go-to-next', data), link('Be somebody else', 'demo.show-people', data)],
  });
}

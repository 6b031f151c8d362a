// Finds who speaks, parses what came, calls one route and gives one answer. Free of SDK types. What one could get wrong:
// every failure is an answer too, with a reference the operator finds in the log, and never the words of a store or SDK.

import { randomBytes } from 'node:crypto';
import { CARD_BYTES } from '../cards/define-card.js';
import type { CardJson, Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { findInFields, kindsIn, sayProblems } from '../guard/fields.js';
import type { Kind } from '../guard/kinds.js';
import { describeError } from '../log.js';
import { type Actor, requireActor } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { chooseProgramme, withProgramme } from '../programmes/choosing.js';
import { withNamed } from '../programmes/people-choices.js';
import type { Purpose } from '../programmes/places.js';
import type { Answer, Command, Origin, Verb, Visit } from '../routes.js';
import { LATE, within } from './deadline.js';
import { refusedForm, refusedMessage } from './guarded.js';
import { unknownCommand } from './nearest.js';
import { notThere } from './not-there.js';
import { runHeard } from './outcome-heard.js';
import { parseForm } from './parse-form.js';

/** Who speaks and from where, as read from an authenticated activity. */
export interface Speaker {
  tenantId: string;
  objectId: string;
  origin: Origin;
  /** The programme a shared conversation is bound to, and for what; absent: to none, so that others there are shown nothing. */
  programmeId?: string;
  purpose?: Purpose;
  /** Asks Teams who this is, and makes them the members expected under their address; true when that was somebody new. */
  introduce?(): Promise<boolean>;
  /** What a person in no programme is told who may put one in. */
  newcomer?(visit: Visit): Promise<Answer | undefined>;
  /** What others read when somebody in several programmes has not said which; absent: the question. */
  undecided?(): Answer;
}

/** An answer, and whether it is one: after a fault nothing typed may be replaced by it. `again`: the same press may succeed later. */
export type Outcome = Answer & { fault?: { reference: string; sentence: string; again: boolean } };

/** Runs a command: `audience` and matching were settled by the caller. */
export function runCommand(
  deps: Deps,
  speaker: Speaker,
  command: Command,
  captured: Record<string, string>,
): Promise<Outcome> {
  const name = `command ${command.name}`;
  const { visit } = command;
  if (visit) return answerAs(deps, name, async () => visit(visitOf(deps, speaker), captured));
  return answer(deps, speaker, name, speaker.programmeId, async (actor, own) =>
    command.run({ deps: own, actor, origin: speaker.origin }, captured),
  );
}

/** Runs a verb that a card sent, with the data it carried. Anything may be in `data`: it is parsed whole before use. */
export function runVerb(
  deps: Deps,
  speaker: Speaker,
  verbs: ReadonlyMap<string, Verb>,
  name: unknown,
  data: unknown,
): Promise<Outcome> {
  const verb = typeof name === 'string' ? verbs.get(name) : undefined;
  const visit = verb?.visit;
  if (verb && visit)
    return answerAs(deps, verb.verb, async () => {
      const form = parseForm(verb, data);
      const found = findInFields(form);
      if (Object.keys(found).length === 0) return visit(visitOf(deps, speaker), form);
      noteRefusal(deps, verb.verb, kindsIn(found));
      return refusedForm(found);
    });
  return answer(
    deps,
    speaker,
    verb ? verb.verb : 'verb unknown',
    programmeIn(data) ?? speaker.programmeId,
    async (actor, own) => {
      if (!verb) throw new ProductError('MALFORMED', 'no such verb');
      const form = parseForm(verb, withNamed(actor.programme, data));
      const turn = { deps: own, actor, origin: speaker.origin };
      const found = findInFields(form);
      if (Object.keys(found).length === 0) return verb.run(turn, form);
      noteRefusal(deps, verb.verb, kindsIn(found));
      return verb.refused?.(turn, form, sayProblems(found)) ?? refusedForm(found);
    },
  );
}

/** The programme that a card's data means, as it says itself: whether the person is in it is asked later. */
export function programmeIn(data: unknown): string | undefined {
  const meant: unknown = Reflect.get(Object(data), 'programmeId');
  return typeof meant === 'string' && /^[a-z0-9-]{1,40}$/.test(meant) ? meant : undefined;
}

function visitOf(deps: Deps, { tenantId, objectId, origin }: Speaker): Visit {
  return { deps, tenantId, objectId, origin };
}

/** Answers a message that may identify a child: it is neither looked up nor repeated. */
export function runRefused(deps: Deps, speaker: Speaker, kinds: readonly Kind[]): Promise<Outcome> {
  return answer(deps, speaker, 'message refused', speaker.programmeId, async () => {
    noteRefusal(deps, 'message', kinds);
    return refusedMessage(kinds, speaker.origin.where);
  });
}

/** Answers a text that no command matched. */
export function runUnknown(deps: Deps, speaker: Speaker, commands: readonly Command[], text: string): Promise<Outcome> {
  return answer(deps, speaker, 'text unknown', speaker.programmeId, async (actor) =>
    unknownCommand(commands, actor, text),
  );
}

/** So that an operator can count what the guard refuses; never the words. */
function noteRefusal(deps: Deps, name: string, kinds: readonly Kind[]): void {
  deps.log.info('identifying-text-refused', { name, kinds: kinds.join(', ') });
}

/** The answer of a member of a programme; of somebody in none, what they are told. */
function answer(
  deps: Deps,
  speaker: Speaker,
  name: string,
  programmeId: string | undefined,
  run: (actor: Actor, deps: Deps) => Promise<Answer>,
): Promise<Outcome> {
  return answerAs(deps, name, async () => {
    const found = await findActor(deps, speaker, programmeId);
    if (found === 'undecided') return speaker.undecided?.() ?? chooseProgramme(visitOf(deps, speaker));
    const heard = (who: Actor) => runHeard(deps, (own) => run(who, own).catch((error) => notThere(error, who)));
    if (found) return withProgramme(found, speaker.origin, await heard(found));
    const told = speaker.origin.where === 'personal' ? await speaker.newcomer?.(visitOf(deps, speaker)) : undefined;
    if (told) return told;
    throw new ProductError('UNKNOWN', 'the directory does not know this person');
  });
}

/** Who acts; somebody the directory does not know yet is asked for once. */
async function findActor(deps: Deps, speaker: Speaker, programmeId: string | undefined) {
  const find = () => requireActor(deps, speaker.tenantId, speaker.objectId, programmeId);
  try {
    const found = await find().catch(async (error) => {
      if (isError(error, 'UNKNOWN', 'FORBIDDEN') && (await speaker.introduce?.())) return find();
      throw error;
    });
    if (found.toConfirm) await speaker.introduce?.();
    return found.toConfirm ? await find() : found;
  } catch (error) {
    if (isError(error, 'UNDECIDED')) return 'undecided';
    if (isError(error, 'UNKNOWN')) return undefined;
    throw error;
  }
}

/**
 * What `run` answers, or what a person reads of its failure. Within `limitMs` where there is one; a turn has its own deadline,
 * which covers what comes before and after this (in-time.ts).
 */
export async function answerAs(
  deps: Deps,
  name: string,
  run: () => Promise<Answer>,
  limitMs?: number,
): Promise<Outcome> {
  const began = performance.now();
  const log = (outcome: string, more = {}) =>
    deps.log.info('turn', { name, outcome, ms: Math.round(performance.now() - began), ...more });
  try {
    const work = run();
    const done = limitMs === undefined ? await work : await within(limitMs, work);
    if (done === LATE) {
      work.then(() => log('finished late')).catch((error) => log('failed late', describeError(error)));
      return answerLate(deps, name);
    }
    if (!fits(done.card)) {
      log('too large');
      return TOO_LONG();
    }
    log('answered');
    return done;
  } catch (error) {
    if (isError(error, 'FORBIDDEN', 'UNKNOWN') || (error instanceof ProductError && error.advice)) {
      log(error.code.toLowerCase());
      return refusal(error);
    }
    return fault(deps, name, sentenceFor(error), error);
  }
}

/** What a person reads when the time has passed and the work goes on. */
export function answerLate(deps: Deps, name: string, sentence = LATE_SENTENCE): Outcome {
  return fault(deps, name, sentence, new ProductError('UNCERTAIN', 'no answer in time'));
}

/** Whether Teams takes a card of this size. One that it does not take is shown to nobody, without a word. */
export function fits(card: CardJson): boolean {
  return Buffer.byteLength(JSON.stringify(card)) <= CARD_BYTES;
}

/** Fields hold back what is far too long before it is sent, so only old or altered clients get here. */
const TOO_LONG = () =>
  notice('Too long for a card', [
    'What was typed is far longer than its fields take, so nothing was saved. Open the form again and use fewer words.',
  ]);

const LATE_SENTENCE =
  'This is taking longer than it should and may still be saved. Press the button again in a minute: nothing is counted twice.';

/** What a person reads for a fault; the codes are in errors.ts. */
function sentenceFor(error: unknown): string {
  if (isError(error, 'UNCERTAIN')) return LATE_SENTENCE;
  if (isError(error, 'UNAVAILABLE', 'STALE'))
    return 'This could not be saved or read just now. What you typed is still here: press the button again in a minute.';
  if (isError(error, 'MALFORMED'))
    return 'This card does not fit what I expect; it may be from an older version. Type the command again for a fresh one.';
  return 'Something went wrong on my side, and nothing was saved. Press the button again; if it happens twice, tell the programme office the reference.';
}

function fault(deps: Deps, name: string, sentence: string, error: unknown): Outcome {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  const detail = error instanceof ProductError ? { detail: error.message } : {};
  deps.log.error('fault', { reference, name, ...detail, ...describeError(error) });
  const again = !isError(error, 'MALFORMED');
  return { ...notice('Not done yet', [sentence], { reference }), fault: { reference, sentence, again } };
}

function refusal(error: ProductError): Outcome {
  const headings: Partial<Record<ProductError['code'], string>> = {
    FORBIDDEN: 'Not yours to change',
    UNKNOWN: 'Not found',
  };
  if (error.advice) return notice(headings[error.code] ?? 'This cannot be taken', [error.advice]);
  return error.code === 'FORBIDDEN'
    ? notice('You are not a member of this programme', [
        'Ask its programme office to add you. Nothing was shown or changed.',
      ])
    : notice('I do not know you yet', [
        'Ask your programme office to add you as a member. Nothing was shown or changed.',
      ]);
}

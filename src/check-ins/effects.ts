// What an answer does to the registers: its effects, each applied to its own record exactly once. What one could get wrong:
// how an effect ended is never stored; it is found again in the record it was for, so applying twice tells the same.

import { applyAnsweredDone } from '../agreed-actions/answered.js';
import type { AgreedAction } from '../agreed-actions/schema.js';
import type { IsoDate } from '../calendar.js';
import { dayOf } from '../calendar.js';
import { applyAskedDecision } from '../decisions/answered.js';
import type { Decision } from '../decisions/schema.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { describeError } from '../log.js';
import { applyAnsweredUpdate } from '../milestones/answered.js';
import type { Milestone } from '../milestones/schema.js';
import { readProgramme } from '../programmes/actor.js';
import type { Made } from '../programmes/made.js';
import type { Programme } from '../programmes/schema.js';
import { applyAnsweredMovement } from '../risks/answered.js';
import type { Risk } from '../risks/schema.js';
import type { Entry } from '../storage/entry.js';
import type { CheckIn, MilestoneSaid, RiskSaid } from './schema.js';

/**
 * How an effect ended. `saved`: it is in its record. `conflict`: somebody else's entry came first, and nothing was changed.
 * `refused`: the rules have changed since. `pending`: the store would not tell; the sweep finishes it.
 */
export type Applied =
  | (Entered & { outcome: 'saved' })
  | (Entered & { outcome: 'conflict' })
  | { kind: Entered['kind']; ref: string; outcome: 'refused' | 'pending' };

/** The entry an effect met in its record: its own, or the one that came first. */
export type Entered =
  | { kind: 'milestone'; said: MilestoneSaid; entry: Entry<Milestone> }
  | { kind: 'risk'; said: RiskSaid; entry: Entry<Risk> }
  | { kind: 'action'; entry: Entry<AgreedAction> }
  | { kind: 'decision'; entry: Entry<Decision> };

/** Applies every effect of an answer. Safe to repeat and to run twice at once; never throws for a single effect. */
export async function applyEffects(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  answer: Entry<CheckIn>,
): Promise<Applied[]> {
  const on = dayOf(answer.at, programme.zone);
  return Promise.all(
    effectsOf(deps, programmeId, programme, answer, on).map(({ kind, ref, apply }) =>
      apply().catch((error: unknown) => {
        deps.log.warn('effect-not-applied-yet', { ref: answer.ref, effect: ref, ...describeError(error) });
        return { kind, ref, outcome: 'pending' as const };
      }),
    ),
  );
}

/** The payer of `check-ins.apply`: throws while anything is still to be applied, so that the sweep comes back. */
export async function payEffects(deps: Deps, programmeId: string, answer: Entry<CheckIn>): Promise<void> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  const applied = await applyEffects(deps, programmeId, programme, answer);
  const pending = applied.filter((one) => one.outcome === 'pending');
  if (pending.length > 0)
    throw new ProductError('UNAVAILABLE', `${pending.length} effects of ${answer.ref} are still to be applied`);
}

interface Effect {
  kind: Applied['kind'];
  ref: string;
  apply(): Promise<Applied>;
}

function effectsOf(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  answer: Entry<CheckIn>,
  on: IsoDate,
): Effect[] {
  const { state, by, effect, ref } = answer;
  const made = (n: number): Made => ({ by, effect: `${effect}/${n}`, origin: ref, on });
  // Numbered by place, which an entry never changes: a risk keeps its number whatever became of the others.
  const milestones = state.milestones.map(
    (said, n): Effect => ({
      kind: 'milestone',
      ref: said.ref,
      apply: async () => {
        const result = await applyAnsweredUpdate(deps, programmeId, programme, made(n + 1), said);
        if (result.outcome === 'refused') return { kind: 'milestone', ref: said.ref, outcome: 'refused' };
        return result.outcome === 'conflict'
          ? { kind: 'milestone', said, outcome: 'conflict', entry: result.theirs }
          : { kind: 'milestone', said, outcome: 'saved', entry: result.entry };
      },
    }),
  );
  const risks = state.risks.flatMap((said, n): Effect[] => {
    const { movement } = said;
    if (movement === 'same') return [];
    return [
      {
        kind: 'risk',
        ref: said.ref,
        apply: async () => {
          const moved = { ...said, movement };
          const result = await applyAnsweredMovement(deps, programmeId, programme, made(100 + n), moved, state.moved);
          if (result.outcome === 'refused' || result.outcome === 'settled')
            return { kind: 'risk', ref: said.ref, outcome: 'refused' };
          return result.outcome === 'conflict'
            ? { kind: 'risk', said, outcome: 'conflict', entry: result.theirs }
            : { kind: 'risk', said, outcome: 'saved', entry: result.entry };
        },
      },
    ];
  });
  const { decision } = state;
  const decisions: Effect[] = decision
    ? [
        {
          kind: 'decision',
          ref: 'decision',
          apply: async () => {
            const result = await applyAskedDecision(deps, programmeId, made(200), {
              ...decision,
              workstream: state.workstream,
            });
            return {
              kind: 'decision',
              outcome: 'saved',
              entry: result.outcome === 'conflict' ? result.theirs : result.entry,
            };
          },
        },
      ]
    : [];
  const actions = (state.actionsDone ?? []).map(
    (said, n): Effect => ({
      kind: 'action',
      ref: said.ref,
      apply: async () => {
        const result = await applyAnsweredDone(deps, programmeId, made(300 + n), said);
        if (result.outcome === 'settled') return { kind: 'action', outcome: 'saved', entry: result.head.newest };
        return result.outcome === 'conflict'
          ? { kind: 'action', outcome: 'conflict', entry: result.theirs }
          : { kind: 'action', outcome: 'saved', entry: result.entry };
      },
    }),
  );
  return [...milestones, ...risks, ...decisions, ...actions];
}

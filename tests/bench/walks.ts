// B10's rows of history: how long the walks over everything keep the event loop to themselves, and what somebody else's
// submit waits meanwhile.
// Pitfall: the submit is made in the walk's own process, without HTTP: only what waiting adds means anything.

import { auditFiles } from '../../src/audit/routes.js';
import { checkChains } from '../../src/chain-watch.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { type Milestone, UpdateForm } from '../../src/milestones/schema.js';
import { recordTypes } from '../../src/records.js';
import type { Head } from '../../src/storage/ledger.js';
import { measureStretch } from '../support/stretch.js';
import type { World } from '../support/world.js';
import { type Line, median } from './rounds.js';
import { demoPlan, updateOf } from './submits.js';

/** Each walk over a world with so many entries; `atMost`: the goal, in ms. */
export async function walks(world: World, entries: number, atMost: number): Promise<Line[]> {
  const lines: Line[] = [];
  const submit = await openUpdates(world);
  const quiet: number[] = [];
  for (let n = 0; n < 30; n += 1) quiet.push(await submit());
  for (const [name, walk] of Object.entries(walksOf(world))) {
    const meanwhile: number[] = [];
    const { longestMs, processorMs, turns } = await measureStretch(async () => {
      let ended = false;
      const walking = walk().finally(() => {
        ended = true;
      });
      // A submit now and then, as people make them.
      while (!ended) {
        meanwhile.push(await submit());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await walking;
    });
    lines.push({
      name: `B10.${name}`,
      what: `longest stretch over ${entries} entries, in ms`,
      goal: { atMost },
      share: longestMs,
      note:
        `${(processorMs / 1_000).toFixed(1)} s of processor in ${turns} turns; a submit takes ` +
        `${median(meanwhile).toFixed(1)} ms, ${Math.max(...meanwhile).toFixed(0)} at most, against ${median(quiet).toFixed(1)} alone`,
    });
  }
  return lines;
}

function walksOf(world: World): Record<string, () => Promise<unknown>> {
  return {
    'chain-walk': () => checkChains(world.deps),
    'audit-lines': async () => {
      const maker = auditFiles(recordTypes).find(({ name }) => name === 'audit.lines');
      return maker?.make(await world.turn('programme-office'), { programmeId: demoPlan.id });
    },
  };
}

/** Posts updates of one milestone, one after the other; gives how long each took, in ms. */
async function openUpdates(world: World): Promise<() => Promise<number>> {
  const [{ ref, baselineOn } = { ref: '', baselineOn: '' }] = demoPlan.milestones;
  const turn = await world.turn('programme-office');
  const head = await world.deps.store.read<Head<Milestone>>('milestone', demoPlan.id, ref);
  let opened = head?.body.newest.version ?? 0;
  return async () => {
    const form = UpdateForm.parse(updateOf(demoPlan.id, { ref, baselineOn, opened }));
    const began = performance.now();
    const { outcome } = await postUpdate(turn, form);
    if (outcome !== 'saved') throw new Error(`an update ended as ${outcome}`);
    opened += 1;
    return performance.now() - began;
  };
}

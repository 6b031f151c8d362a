// F3: fifty people edit one risk at once, through two replicas. Each edit is saved or answered with the conflict card that
// holds what was typed; nothing is lost, nothing is saved twice, and the chain verifies.
//
// Guards whose removal makes this fail: the version in the embedded store's conditional replace (`version = ?9`), which is
// the only commit point, and `recognise` in storage/ledger.ts, which turns a form opened too early into a conflict.

import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { recordTypes } from '../../src/records.js';
import { type Risk, risks } from '../../src/risks/schema.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { listHistory, requireHead } from '../../src/storage/ledger.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { FAULT_PROGRAMME, faultPlan, goTo, headingOf, reassessTyped } from '../support/fault-plan.js';
import { size, startRun } from '../support/fault-run.js';

const PEOPLE = size(12, 50);
const EDITS = size(5, 20);

test('of many people editing one risk, each is saved once or shown both values, and none is lost', async () => {
  const run = startRun('F3');
  const plan = faultPlan({ people: PEOPLE, milestones: 1, risks: 1 });
  const store = await openEmbeddedStore({ file: ':memory:' });
  const replicas = [await startAssistant({ plan, store }), await startAssistant({ plan, store })] as const;
  const saved = new Set<string>();
  let conflicts = 0;
  let onTop = 0;

  /** True when the answer is the posted card; false when it is a conflict that holds what was typed. Anything else fails. */
  const judge = (answer: CardJson, words: string): boolean => {
    const heading = headingOf(answer);
    if (/^R01 reassessed/.test(heading)) {
      expect(wordsOf(answer)).toContain(words);
      expect(saved.has(words), `${words} was saved twice`).toBe(false);
      saved.add(words);
      return true;
    }
    expect(heading, `FAULT_SEED=${run.seed}`).toBe('R01 changed while you were writing');
    expect(wordsOf(answer), `FAULT_SEED=${run.seed}`).toContain(words);
    conflicts += 1;
    return false;
  };

  try {
    await Promise.all(
      Array.from({ length: PEOPLE }, async (_, n) => {
        const random = run.of(n);
        const person = replicas[n % 2 === 0 ? 0 : 1].person(`person${n + 1}`);
        for (let edit = 1; edit <= EDITS; edit += 1) {
          const words = `edit ${edit} of person ${n + 1}.`;
          const form = await person.press(goTo('risks.open-reassess', { ref: 'R01' }), 'Go');
          // Some write quickly, some slowly: otherwise all but one of a round would always lose.
          await wait(random.below(4 * PEOPLE));
          const answer = await person.press(form, 'Save the reassessment', reassessTyped(words));
          if (judge(answer, words) || random.chance(0.5)) continue;
          // The same form again, on top of what is saved now; it can meet another conflict, never a loss.
          if (judge(await person.press(answer, 'Save mine on top'), words)) onTop += 1;
        }
      }),
    );
    const { deps } = replicas[0];
    const head = await requireHead(deps, risks, FAULT_PROGRAMME, 'R01');
    const history: string[] = [];
    for await (const entry of listHistory<Risk>(deps, FAULT_PROGRAMME, head.body)) history.push(entry.state.commentary);
    const { faults } = await verifyProgramme(deps, recordTypes, FAULT_PROGRAMME);
    const versions = head.body.newest.version - 1;
    run.print({
      people: PEOPLE,
      edits: PEOPLE * EDITS,
      saved: saved.size,
      'of them on top': onTop,
      conflicts,
      versions,
    });
    expect(faults).toEqual([]);
    expect(versions, `FAULT_SEED=${run.seed}`).toBe(saved.size);
    expect(history.filter((words) => words !== '').sort()).toEqual([...saved].sort());
    expect(conflicts, 'nobody met anybody, so nothing was tried').toBeGreaterThan(0);
  } finally {
    for (const replica of replicas) await replica.stop();
    await store.close();
  }
});

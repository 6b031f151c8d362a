// Setting what a milestone waits for.
// Pitfall: what may be waited for is asked by one check for the card and the workbook (checks.ts).

import { readReferences } from '../programmes/references.js';
import { changes } from '../records/change-form.js';
import type { Next } from '../records/change-record.js';
import { readHead } from '../storage/ledger.js';
import { MOST_WAITED_FOR, problemOfWaiting } from './checks.js';
import { milestoneKind } from './kind.js';
import { type Milestone, milestones } from './schema.js';

/** Which external milestones it waits for, as references. */
export const dependingOn = changes(milestoneKind, {
  did: 'milestones.set-dependencies',
  opens: 'milestones.open-dependencies',
  fields: {
    dependsOn: {
      kind: 'refs',
      label: 'External milestones',
      wrong: 'Give references of milestones with commas between them, such as M08, M19.',
      letters: 100,
      placeholder: 'M08, M19',
      from: ({ dependsOn = [] }) => dependsOn.join(', '),
    },
  },
  heading: (ref) => `What ${ref} waits for`,
  button: 'Save',
  around: (_, { newest: { state } }) => ({
    title: state.title,
    advice:
      'References of the external milestones it hangs on. When one of them lands, the owner is asked to forecast again. Leave it empty when it waits for none.',
  }),
  takes: ({ actualOn, external }) => actualOn === null && !external,
  next: async ({ deps, actor }, milestone, { dependsOn }, problems, ref): Promise<Next<Milestone>> => {
    const refs = readReferences(dependsOn) ?? [];
    const heads = await Promise.all(
      refs.slice(0, MOST_WAITED_FOR).map((one) => readHead(deps, milestones, actor.programmeId, one)),
    );
    const isExternal = (one: string) => heads[refs.indexOf(one)]?.body.newest.state.external === true;
    const stood = (milestone.dependsOn ?? []).filter((one) => refs.includes(one) && !isExternal(one));
    const problem = problemOfWaiting(ref, refs, isExternal, stood);
    if (problem !== undefined) problems.dependsOn ??= problem;
    return { next: { ...milestone, dependsOn: refs } };
  },
});

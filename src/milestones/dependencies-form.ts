// Setting what a milestone waits for.
// Pitfall: what may be waited for is asked by one check for the card and the workbook (checks.ts).

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import type { Changing } from '../programmes/changing.js';
import { drawForm } from '../programmes/forms.js';
import { readReferences } from '../programmes/references.js';
import { requireMayChange } from '../programmes/rights.js';
import { readHead } from '../storage/ledger.js';
import { MOST_WAITED_FOR, problemOfWaiting } from './checks.js';
import { heldMilestone } from './rules.js';
import { type Milestone, milestones } from './schema.js';
import { milestoneDetail, postedAnswer } from './views.js';

const DependencyFields = z.object({ dependsOn: z.string().default('') });
type DependencyFields = z.infer<typeof DependencyFields>;

/** Which external milestones it waits for, as references. */
export const dependingOn: Changing<Milestone, DependencyFields> = {
  type: milestones,
  holdings: heldMilestone,
  did: 'milestones.set-dependencies',
  opens: 'milestones.open-dependencies',
  fields: DependencyFields,
  requireMay: ({ actor }, ref, state) => requireMayChange(actor.programme, actor.member, ref, state),
  takes: ({ actualOn, external }) => actualOn === null && !external,
  check: async ({ deps, actor }, milestone, { dependsOn }, _, ref) => {
    const refs = readReferences(dependsOn);
    if (refs === undefined)
      return { problems: { dependsOn: 'Give references of milestones with commas between them, such as M08, M19.' } };
    const heads = await Promise.all(
      refs.slice(0, MOST_WAITED_FOR).map((one) => readHead(deps, milestones, actor.programmeId, one)),
    );
    const isExternal = (one: string) => heads[refs.indexOf(one)]?.body.newest.state.external === true;
    const stood = (milestone.dependsOn ?? []).filter((one) => refs.includes(one) && !isExternal(one));
    const problem = problemOfWaiting(ref, refs, isExternal, stood);
    return problem === undefined
      ? { ok: { next: { ...milestone, dependsOn: refs } } }
      : { problems: { dependsOn: problem } };
  },
  form: ({ actor }, { newest: { ref, state, version } }, typed) => {
    const data = { programmeId: actor.programmeId, ref };
    return drawForm<DependencyFields>({
      heading: `What ${ref} waits for`,
      title: state.title,
      advice:
        'References of the external milestones it hangs on. When one of them lands, the owner is asked to forecast again. Leave it empty when it waits for none.',
      fields: [{ id: 'dependsOn', kind: 'line', label: 'External milestones', placeholder: 'M08, M19', letters: 100 }],
      values: typed.fields ?? { dependsOn: (state.dependsOn ?? []).join(', ') },
      problems: typed.problems,
      buttons: [
        send('Save', 'milestones.set-dependencies', {
          ...data,
          opened: typed.opened ?? version,
          form: typed.form ?? randomUUID(),
        }),
        link('Cancel', 'milestones.show', data),
      ],
    });
  },
  posted: postedAnswer,
  settled: (turn, head) => milestoneDetail(turn, head),
  rows: (saved, { dependsOn }) => [{ label: 'Waits for', saved: (saved.dependsOn ?? []).join(', '), yours: dependsOn }],
  title: ({ title }) => title,
};

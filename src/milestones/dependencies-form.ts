// Setting what a milestone waits for. What one could get wrong: only external milestones can be waited for here; what one workstream owes
// another is a risk, a blocker or an action.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import type { Changing } from '../programmes/changing.js';
import { drawForm } from '../programmes/forms.js';
import { requireMayChange } from '../programmes/rights.js';
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
  check: (_, milestone, { dependsOn }) => {
    const refs = readRefs(dependsOn);
    if (refs === undefined)
      return { problems: { dependsOn: 'Give references of milestones with commas between them, such as M08, M19.' } };
    return { ok: { next: { ...milestone, dependsOn: refs } } };
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

/** References in capitals, each once; undefined when something else stands among them. */
function readRefs(text: string): string[] | undefined {
  const parts = text
    .split(/[\s,;]+/)
    .map((part) => part.toUpperCase())
    .filter((part) => part !== '');
  return parts.length <= 10 && parts.every((part) => /^M\d{1,5}$/.test(part)) ? [...new Set(parts)] : undefined;
}

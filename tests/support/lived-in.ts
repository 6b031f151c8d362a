// A programme that has seen everything: updates, a risk, a decision, a question, a redaction, an erasure, a signed return, a frozen pack, a digest for
// families, files fetched, something still owed, and a second programme beside it, all made by the product's own actions.
// Pitfall: nothing is paid here, so that what is owed is still outstanding when the store is looked at.

import { agreeing } from '../../src/agreed-actions/forms.js';
import { makePack } from '../../src/board-packs/actions.js';
import { score } from '../../src/confidence/actions.js';
import { asking } from '../../src/decisions/forms.js';
import { draftDigest } from '../../src/family-digests/actions.js';
import { requesting } from '../../src/milestones/change-control/forms.js';
import { milestones } from '../../src/milestones/schema.js';
import { erase } from '../../src/people/actions.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { noteAccess } from '../../src/programmes/access.js';
import { expectPerson } from '../../src/programmes/directory.js';
import { keepDraft } from '../../src/programmes/drafts.js';
import { asking as askingQuestion } from '../../src/questions/forms.js';
import { redactRecord } from '../../src/storage/redacting.js';
import type { Store } from '../../src/storage/store.js';
import { acknowledgeSummary } from '../../src/summary/acknowledging.js';
import { showSummary } from '../../src/summary/routes.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { checkIn } from '../check-ins/answering.js';
import { askForm } from '../decisions/forms.js';
import { approvedByAll, moveMilestone, payAll, sendWords, writtenReturn } from '../returns/sign-off/prepared.js';
import { markHappened, raiseRisk } from '../risks/acts.js';
import { raiseForm } from '../risks/forms.js';
import { bindChannel } from './bind-channel.js';
import { PROGRAMME, TENANT, testPlan, type World } from './world.js';

/** The programme beside it. */
export const OTHER = 'other-area';
/** Words that were taken out. */
export const TAKEN_OUT = 'The family of the child from 12 Mill Lane';

/** Lives in a store, in memory unless another is given; `world.deps` reads it. */
export async function liveIn(store?: Store): Promise<World> {
  const world = await writtenReturn(store ? { store } : {});
  const { deps } = world;
  const address = { conversationId: '19:channel@thread.tacv2', serviceUrl: 'https://smba.example/', tenantId: TENANT };
  await bindChannel(deps, address, PROGRAMME);
  await rememberPersonal(deps, world.objectIdOf('office'), { ...address, conversationId: 'a:office' });
  await expectPerson(deps, TENANT, PROGRAMME, 'pat@council.example', 'member');
  await moveMilestone(world, 'M01', { commentary: 'reported on time: nothing new' });
  await moveMilestone(world, 'M01', { commentary: TAKEN_OUT });
  await moveMilestone(world, 'M01', { commentary: 'Two posts are filled.', stated: 'amber' });
  await redactRecord(deps, milestones, PROGRAMME, 'M01', {
    by: 'office',
    reason: 'It told of a family.',
    effect: 'r1',
    goes: (text) => text === TAKEN_OUT,
  });
  const raised = await raiseRisk(await world.turn('lead2'), raiseForm({ reviewOn: '2027-01-20' }));
  if (raised.outcome !== 'saved') throw new Error(JSON.stringify(raised));
  const happened = {
    programmeId: PROGRAMME,
    ref: 'R01',
    opened: 1,
    form: crypto.randomUUID(),
    reason: 'Nobody applied.',
  };
  await markHappened(await world.turn('lead2'), happened);
  await agreeing.make(await world.turn('office'), {
    form: crypto.randomUUID(),
    what: 'Ask two agencies.',
    ownerId: 'owner',
    dueOn: '2027-01-20',
    workstream: 'WS2',
  });
  await score(await world.turn('icb-lead'), {
    programmeId: PROGRAMME,
    workstream: 'WS2',
    opened: 0,
    form: crypto.randomUUID(),
    score: '4',
    why: 'Posts are filled.',
  });
  await requesting.make(await world.turn('owner'), {
    form: crypto.randomUUID(),
    milestone: 'M02',
    proposedOn: '2027-02-26',
    reason: 'Nobody applied.',
    scope: 'The same.',
    cost: 'None.',
    benefit: 'Later.',
    body: 'Board',
    byOn: '2027-01-28',
  });
  await checkIn(world, 'lead2', 'WS2-2027-W02');
  await asking.make(await world.turn('lead2'), askForm({ byOn: '2027-01-28' }));
  await askingQuestion.make(await world.turn('chair'), {
    form: crypto.randomUUID(),
    text: 'What would bring the date back?',
    ownerId: 'owner',
    byOn: '2027-01-20',
    about: 'M02',
  });
  await payAll(world);
  await approvedByAll(world);
  await draftDigest(await world.turn('office'));
  const office = await world.turn('office');
  await makePack(office, { programmeId: PROGRAMME, boardOn: '2027-01-28', opened: 0, form: crypto.randomUUID() });
  const { card } = await showSummary(await world.turn('chair'));
  const print = /Fingerprint ([\dA-F-]+)/.exec(JSON.stringify(card))?.[1] ?? '';
  await acknowledgeSummary(await world.turn('chair'), print);
  for (const name of ['Register.xlsx', 'Pack.docx'])
    await noteAccess(deps, PROGRAMME, { by: 'office', what: 'audit.trail', name, asked: {} });
  await keepDraft(deps, PROGRAMME, 'M02', 'owner', { fields: { commentary: 'Not yet' }, form: 'f', opened: 1 });
  await loadPlan(deps, { ...testPlan, id: OTHER });
  await erase(office, { id: 'deputy2', to: 'lead2', form: crypto.randomUUID() });
  await moveMilestone(world, 'M03', { commentary: 'Still owed to the channel.' });
  await sendWords(world, 'eah', 'Other words.');
  return world;
}

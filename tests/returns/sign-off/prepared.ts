// A return that is written and can be prepared, and its steps as each person would take them. What one could get wrong: what entries owe
// is paid only when a test says so, by the same sweep that a restart runs, so that what lies between can be looked at.

import { randomUUID } from 'node:crypto';
import { setFigures } from '../../../src/finance/actions.js';
import { SECTIONS, type SectionFields, type SectionId, type YearForm } from '../../../src/finance/sections.js';
import { type Payers, sweepOwed } from '../../../src/jobs/owed.js';
import { recordResult } from '../../../src/kpis/actions.js';
import { ResultForm } from '../../../src/kpis/forms.js';
import { postUpdate } from '../../../src/milestones/actions.js';
import { milestones, type UpdateForm } from '../../../src/milestones/schema.js';
import type { Plan } from '../../../src/plans/plan-file.js';
import { readProgramme } from '../../../src/programmes/actor.js';
import type { Programme } from '../../../src/programmes/schema.js';
import { sendSection } from '../../../src/returns/actions.js';
import { readFacts } from '../../../src/returns/facts.js';
import type { Question } from '../../../src/returns/questions.js';
import { type Round, roundOf } from '../../../src/returns/rounds.js';
import { returnSections, SectionForm, sectionRef } from '../../../src/returns/schema.js';
import { sectionsOf } from '../../../src/returns/sections.js';
import {
  agreeReturn,
  prepareReturn,
  recordSent,
  type StepResult,
  signReturn,
} from '../../../src/returns/sign-off/actions.js';
import { planAsking, planTelling } from '../../../src/returns/sign-off/asking.js';
import {
  AgreeForm,
  FeedbackForm,
  type ReturnForm,
  type ReturnRecord,
  returnRecords,
  SentForm,
} from '../../../src/returns/sign-off/schema.js';
import { recheckReturns } from '../../../src/returns/sign-off/watching.js';
import { type Head, readHead, requireHead } from '../../../src/storage/ledger.js';
import type { Store } from '../../../src/storage/store.js';
import { formFor, TWO_BREACHES } from '../../finance/world.js';
import { createWorld, PROGRAMME, type World } from '../../support/world.js';
import { answerFor, returnPlan } from '../world.js';

/** The January return, and the day on which its figures are all there. */
export const REF = 'Q26273';
export const WRITTEN_AT = '2027-01-14T10:00:00.000Z';

/** What the assurance form says when the S151 officer may sign. */
export const EXPLAINED = {
  ledgerOn: '2026-12-31',
  s251: 'yes',
  outturn: 'no',
  outturnExplanation: 'Accruals.',
  dsgNote: 'yes',
};

/** A world in which every section of the January return is sent and its figures are there; `assured`: its differences explained. */
export async function writtenReturn({
  plan = returnPlan(),
  assured = true,
  store,
}: {
  plan?: Plan;
  assured?: boolean;
  store?: Store;
} = {}): Promise<World> {
  const world = await createWorld({ plan, ...(store && { store }) });
  world.at(WRITTEN_AT);
  await setFinance(world, 'eah', TWO_BREACHES);
  if (assured) await setFinance(world, 'assurance', EXPLAINED);
  await recordKpi(world, 'K01', '57.5');
  await recordKpi(world, 'K02', '5');
  const programme = await programmeOf(world);
  const facts = await readFacts(world.deps, PROGRAMME, programme, await roundIn(world));
  for (const section of sectionsOf(facts)) if (!section.register) await sendWords(world, section.id);
  return world;
}

/** Sends a section again with other words, as the programme office may. */
export async function sendWords(world: World, id: string, words?: string): Promise<void> {
  const facts = await readFacts(world.deps, PROGRAMME, await programmeOf(world), await roundIn(world));
  const section = sectionsOf(facts).find((one) => one.id === id);
  if (!section) throw new Error(`no section ${id} is asked`);
  const answers = section.questions.map((question) => [
    question.id,
    question.kind === 'words' && words !== undefined ? words : answerTo(question),
  ]);
  const opened = (await readHead(world.deps, returnSections, PROGRAMME, sectionRef(REF, id)))?.body.newest.version ?? 0;
  const typed = Object.fromEntries(
    answers.flatMap(([field, text], n) => [
      [`f${n + 1}`, field],
      [`a${n + 1}`, text],
    ]),
  );
  const form = SectionForm.parse({
    programmeId: PROGRAMME,
    ref: REF,
    section: id,
    opened,
    form: randomUUID(),
    ...typed,
  });
  const result = await sendSection(await world.turn('office'), form);
  if (result.outcome !== 'saved') throw new Error(`${id}: ${JSON.stringify(result)}`);
}

function answerTo({ id, label, kind, choices }: Question): string {
  return answerFor({ id, label, ...(kind === 'choice' && { choices: choices.map(({ value }) => value) }) });
}

/** Sets figures of a year by the finance lead, on top of what is there. */
export async function setFinance(world: World, id: SectionId, typed: SectionFields, ref = 'F2627'): Promise<void> {
  const opened = (await world.deps.store.read<Head<unknown>>('finance', PROGRAMME, ref))?.body.newest.version ?? 0;
  const form = formFor(id, typed, { ref, opened }) as YearForm & SectionFields;
  const result = await setFigures(await world.turn('finance'), SECTIONS[id], form);
  if (result.outcome !== 'saved') throw new Error(`${id}: ${JSON.stringify(result)}`);
}

/** Records a KPI's third quarter. */
export async function recordKpi(world: World, ref: string, value: string): Promise<void> {
  const opened = (await world.deps.store.read<Head<unknown>>('kpi', PROGRAMME, ref))?.body.newest.version ?? 0;
  const typed = {
    value,
    known: 'given',
    source: 'A count',
    quality: 'B',
    narrative: 'As counted.',
    quarter: '2026/27 Q3',
  };
  const form = ResultForm.parse({ programmeId: PROGRAMME, ref, opened, form: randomUUID(), ...typed });
  const result = await recordResult(await world.turn('office'), form);
  if (result.outcome !== 'saved') throw new Error(`${ref}: ${JSON.stringify(result)}`);
}

/** Pays what is owed, as a process does that has just started and knows of nothing paid. */
export async function payAll(world: World): Promise<void> {
  const payers: Payers = {
    'returns.recheck': recheckReturns,
    'returns.ask': planAsking,
    'returns.tell': planTelling,
    announce: async () => {},
    'notices.tell': async () => {},
  };
  // Another store object is another process to what remembers payments; twice, since what is paid may owe something itself.
  for (let n = 0; n < 2; n += 1)
    await sweepOwed({ ...world.deps, store: { ...world.deps.store } }, payers, PROGRAMME, '2026-11-01T00:00:00.000Z');
}

export async function programmeOf({ deps }: World): Promise<Programme> {
  const head = await readProgramme(deps, PROGRAMME);
  if (!head) throw new Error('there is no programme');
  return head.body.newest.state;
}

export async function roundIn(world: World, ref = REF): Promise<Round> {
  const round = roundOf(await programmeOf(world), ref);
  if (!round) throw new Error(`there is no return ${ref}`);
  return round;
}

/** The return's head as it is stored. */
export async function returnHead({ deps }: Pick<World, 'deps'>): Promise<Head<ReturnRecord>> {
  return (await requireHead(deps, returnRecords, PROGRAMME, REF)).body;
}

export async function recordOf(world: Pick<World, 'deps'>): Promise<ReturnRecord> {
  return (await returnHead(world)).newest.state;
}

/** What every form carries when it is opened now. */
export async function opening(world: Pick<World, 'deps'>): Promise<ReturnForm> {
  const head = await readHead(world.deps, returnRecords, PROGRAMME, REF);
  return { programmeId: PROGRAMME, ref: REF, opened: head?.body.newest.version ?? 0, form: randomUUID() };
}

/** The form to approve by, as the card that is shown now would send it. */
export async function approving(world: Pick<World, 'deps'>, typed: Partial<AgreeForm> = {}): Promise<AgreeForm> {
  const { fingerprint } = await recordOf(world);
  return AgreeForm.parse({ ...(await opening(world)), fingerprint, ...typed });
}

export async function sending(world: Pick<World, 'deps'>, typed: Partial<SentForm> = {}): Promise<SentForm> {
  return SentForm.parse({ ...(await opening(world)), on: WRITTEN_AT.slice(0, 10), how: 'DfE portal', ...typed });
}

export async function answering(world: Pick<World, 'deps'>, typed: Partial<FeedbackForm> = {}): Promise<FeedbackForm> {
  const said = { on: WRITTEN_AT.slice(0, 10), rating: 'some concerns', words: 'Recruitment is behind.' };
  return FeedbackForm.parse({ ...(await opening(world)), ...said, ...typed });
}

export async function prepare(world: World): Promise<StepResult> {
  return prepareReturn(await world.turn('office'), await opening(world));
}

/** The three who sign, in order. */
export const SIGNATORIES = ['s151', 'icb-chief', 'la-chief'] as const;

/** Prepares, and signs by as many as said. */
export async function signedBy(world: World, count: number): Promise<void> {
  await prepare(world);
  for (const who of SIGNATORIES.slice(0, count)) await signReturn(await world.turn(who), await approving(world));
}

/** Prepared, signed by three and taken on by the chair. */
export async function approvedByAll(world: World): Promise<void> {
  await signedBy(world, 3);
  const form = await approving(world, { comment: 'It is due before the Board.' });
  await agreeReturn(await world.turn('chair'), form, 'chair');
}

/** Sent to the DfE. */
export async function sentByOffice(world: World): Promise<void> {
  await approvedByAll(world);
  await recordSent(await world.turn('office'), await sending(world));
}

/** A milestone's next update by the programme office. */
export async function moveMilestone(world: World, ref: string, typed: Partial<UpdateForm>): Promise<void> {
  const { version, state } = (await requireHead(world.deps, milestones, PROGRAMME, ref)).body.newest;
  const form: UpdateForm = {
    programmeId: PROGRAMME,
    ref,
    opened: version,
    form: randomUUID(),
    stated: 'green',
    statedReason: 'The team is sure of it.',
    forecastOn: state.forecastOn,
    actualOn: '',
    evidenceUrl: '',
    slipCause: '',
    slipText: '',
    commentary: 'As planned.',
    correctionReason: '',
    ...typed,
  };
  const result = await postUpdate(await world.turn('office'), form);
  if (result.outcome !== 'saved') throw new Error(`${ref}: ${JSON.stringify(result)}`);
}

// A programme in which every restricted text and figure is a canary, made by what people do, and who may read each. Pitfall: who may is written down
// here by hand, so that a fault of the gate is not the measure of itself.

import { randomUUID } from 'node:crypto';
import { loadPlan } from '../../src/plans/plan-file.js';
import { plannedRisk } from '../journeys/plans.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { PROGRAMME, testPlan } from '../support/world.js';

/** Everybody who asks: the plan's members, somebody of another programme only, and somebody of none. */
export const READERS = [...testPlan.programme.members.map(({ id }) => id), 'outsider', 'stranger'];
export const OTHER = 'other-area';
const OUTSIDER = '44444444-4444-4444-8444-444444444444';
const STRANGER = '55555555-5555-4555-8555-555555555555';
const USUAL = ['office', 'chair', 'lead1', 'lead2', 'deputy2'];

/** Each canary, and who alone may ever be shown it, in a place of their own. */
export const CANARIES: Record<string, { pattern: RegExp; readers: string[] }> = {
  'corporate risk': { pattern: /xqrisk/i, readers: USUAL },
  issue: { pattern: /xqissue/i, readers: USUAL },
  'corporate decision': { pattern: /xqdecision/i, readers: USUAL },
  'finance note': { pattern: /xqmoney/i, readers: USUAL },
  'capital figures': { pattern: /7[,.]?654[,.]?321|765432100|£7\.6[05]\d*m/, readers: USUAL },
  'finance commentary': { pattern: /xqcommentary/i, readers: USUAL },
  question: { pattern: /xqquestion/i, readers: ['office', 'chair', 'lead2', 'deputy2'] },
  'draft for families': { pattern: /xqfamilies/i, readers: ['office', 'chair'] },
  'draft of a section': { pattern: /xqdraft/i, readers: ['office'] },
  'another programme': { pattern: /xqforeign/i, readers: ['outsider'] },
};

/** The canaries in a text that a reader may not see; `shared`: others read it too, so it is for none of them. */
export function leaksIn(text: string, reader: string, shared: boolean): string[] {
  return Object.entries(CANARIES)
    .filter(([, { pattern, readers }]) => pattern.test(text) && (shared || !readers.includes(reader)))
    .map(([name]) => name);
}

export function objectIdOf(reader: string): string {
  if (reader === 'outsider') return OUTSIDER;
  if (reader === 'stranger') return STRANGER;
  return testPlan.people.find(({ memberId }) => memberId === reader)?.objectId ?? '';
}

/** The assistant with the programme, and the references that are restricted. */
export async function startWithCanaries(): Promise<Assistant> {
  const risk = (ref: string, words: string) => ({
    ...plannedRisk(ref, { likelihood: 4, impact: 5 }, { milestones: ['M02'] }),
    cause: `Cause ${words}`,
    event: `Event ${words}`,
    consequence: `Consequence ${words}`,
  });
  const plan = {
    ...testPlan,
    programme: { ...testPlan.programme, returns: [{ dueOn: '2026-12-18' }] },
    risks: [risk('R01', 'xqrisk'), risk('R02', 'xqissue')],
  };
  const assistant = await startAssistant({ plan });
  await loadPlan(assistant.deps, {
    ...testPlan,
    id: OTHER,
    programme: { ...testPlan.programme, members: testPlan.programme.members.map((one) => ({ ...one })) },
    people: [{ objectId: OUTSIDER, memberId: 'office' }],
    milestones: testPlan.milestones.map((one) => ({ ...one, title: `${one.title} xqforeign` })),
    risks: [risk('R01', 'xqforeign')],
  });
  const act = async (who: string, verb: string, data: Record<string, unknown>) => {
    const person = assistant.person(who);
    const action = { type: 'Action.Execute', verb, data: { programmeId: PROGRAMME, form: randomUUID(), ...data } };
    const { status, body } = await person.send({
      ...person.saying(''),
      text: undefined,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
    });
    const said = JSON.stringify(body);
    if (status !== 200 || /Not done yet|is not sent yet. The|Not saved|Not yours|Not found/.test(said))
      throw new Error(`${who} ${verb}: ${status} ${said.slice(0, 2_000)}`);
  };
  await assistant.person('office').say('use this channel', 'channel');
  for (const ref of ['R01', 'R02'])
    await act('lead2', 'risks.escalate', { ref, opened: 1, escalateTo: 'corporate', reason: 'Because xqrisk xqissue' });
  await act('lead2', 'risks.mark-happened', {
    ref: 'R02',
    opened: 2,
    reason: 'It is so xqissue',
    happenedOn: '2026-11-25',
  });
  const asks = { byOn: '2026-12-02', workstream: 'WS2' };
  await act('lead2', 'decisions.ask', { text: 'Take it in xqdecision', body: 'corporate', ...asks });
  await act('chair', 'questions.ask', { text: 'Why xqquestion?', ownerId: 'lead2', byOn: '2026-12-02' });
  const capital = {
    capitalAllocation: '£7,654,321',
    capitalAllocationStatus: 'confirmed',
    capitalNote: 'Note xqmoney',
  };
  await act('office', 'finance.set-capital', { ref: 'F2627', opened: 0, ...capital });
  await act('office', 'family-digests.draft', {});
  const words = { headline: 'News xqfamilies', weDid: 'We did it xqfamilies', words: 'keep' };
  await act('office', 'family-digests.edit', { ref: 'FD20261008', opened: 1, ...words });
  await act('office', 'board-packs.make', { boardOn: '2026-12-03', opened: 0 });
  const finance = {
    section: 'finance',
    opened: 0,
    f1: 'current',
    a1: 'yes',
    f2: 'commentary',
    a2: 'Said xqcommentary',
  };
  await act('office', 'returns.send-section', { ref: 'Q26272', ...finance });
  const places = { section: 'places', opened: 0, f1: 'progress', a1: 'Not sent xqdraft' };
  await act('office', 'returns.save-draft', { ref: 'Q26272', ...places });
  await assistant.settled();
  return assistant;
}

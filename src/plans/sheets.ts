// The sheets of a plan's workbook, one by one: what each column takes.
// Pitfall: a title is how a column is known in people's files, so one that changes makes their workbooks foreign.

import { GATES } from '../milestones/schema.js';
import { ROLES } from '../programmes/roles.js';
import { ORGANISATIONS, SIGNATURES } from '../programmes/schema.js';
import { CATEGORIES, PROXIMITIES, RESPONSES } from '../risks/schema.js';
import type { Column, Sheet } from './columns.js';
import { PROGRAMME_SHEET, text } from './programme-sheet.js';

const score = (key: string, title: string, about: string): Column => ({
  key,
  title,
  kind: 'number',
  between: [1, 6],
  missing: 'Give a score, from 1 to the size of the matrix.',
  about,
});
const ref = (letter: string, what: string): Column =>
  text('ref', 'Ref', `${letter}01, ${letter}02, …; it stays the same for ever`, 40, `Give the ${what} a reference.`);
const workstream = text('workstream', 'Workstream', 'Its reference, such as WS1', 80, 'Name the workstream it is in.');
const owner = text('owner', 'Owner', 'As on the sheet People: the name or the reference', 80, 'Name its owner.');

const firstUpdate = (column: Column, about: string): Column => ({ ...column, about, isUpdate: true });

const COLOURS = {
  r: 'Red',
  a: 'Amber',
  g: 'Green',
  b: 'Complete',
  blue: 'Complete',
  completed: 'Complete',
  done: 'Complete',
};

export const SHEETS: readonly Sheet[] = [
  PROGRAMME_SHEET,
  {
    key: 'workstreams',
    title: 'Workstreams',
    marks: ['ref', 'name'],
    columns: [
      text('ref', 'Ref', 'WS1, WS2, …', 40, 'Give the workstream a reference.'),
      text('name', 'Name', 'What it is called', 80, 'Name the workstream.'),
    ],
  },
  {
    key: 'people',
    title: 'People',
    marks: ['contact', 'organisation', 'roles', 'signsAs'],
    columns: [
      text('name', 'Name', 'As others see it', 80, 'Give the person’s name.'),
      text('ref', 'Ref', 'Leave it empty: one is made. It stays when the person is erased, so never a name', 40),
      text('contact', 'E-mail', 'By which Teams knows them (or the Entra object id)', 254),
      {
        key: 'organisation',
        title: 'Organisation',
        kind: 'choice',
        choices: ORGANISATIONS,
        missing: 'Say whom they are from.',
        about: ORGANISATIONS.join(', '),
      },
      {
        key: 'roles',
        title: 'Roles',
        kind: 'choices',
        choices: ROLES,
        missing: 'Say what they are here.',
        about: `One or more, with commas: ${ROLES.join(', ')}`,
      },
      { key: 'leads', title: 'Leads', kind: 'list', about: 'The workstreams they lead, with commas' },
      text('deputy', 'Deputy', 'Who answers while they are away', 80),
      {
        key: 'signsAs',
        title: 'Signs as',
        kind: 'choice',
        choices: SIGNATURES,
        about: `For signatories: ${SIGNATURES.join(', ')}`,
      },
    ],
  },
  {
    key: 'meetings',
    title: 'Boards and returns',
    marks: ['what'],
    columns: [
      {
        key: 'what',
        title: 'What',
        kind: 'choice',
        choices: ['Board', 'Return'],
        missing: 'Say whether it is a Board or a return.',
        about: 'Board: it meets on that day. Return: it is due to the DfE on that day',
      },
      { key: 'on', title: 'Date', kind: 'day', missing: 'Give its date.', about: '9 June 2026 or 09/06/2026' },
    ],
  },
  {
    key: 'milestones',
    title: 'Milestones',
    marks: ['title'],
    columns: [
      ref('M', 'milestone'),
      text('title', 'Milestone', 'What is done when it is done', 160, 'Say what the milestone is.'),
      workstream,
      owner,
      {
        key: 'baselineOn',
        title: 'Baseline',
        kind: 'day',
        missing: 'Give the approved date.',
        about: 'The approved date, as 9 June 2026 or 09/06/2026',
      },
      {
        key: 'external',
        title: 'External',
        kind: 'yes-no',
        about: 'Yes when the programme waits for somebody outside it',
      },
      { key: 'dependsOn', title: 'Waits for', kind: 'list', about: 'External milestones it hangs on, with commas' },
      { key: 'gate', title: 'Gate', kind: 'choice', choices: GATES, about: `${GATES.join(', ')}; empty is none` },
      {
        key: 'dateSource',
        title: 'Source',
        kind: 'choice',
        choices: ['S', 'D'],
        about: 'S: the date is in the published plan; D: it is ours; empty is D',
      },
      firstUpdate(
        { key: 'forecastOn', title: 'Forecast', kind: 'day', about: '' },
        'New milestones only: when it is now expected',
      ),
      firstUpdate(
        {
          key: 'stated',
          title: 'RAG',
          kind: 'choice',
          choices: ['Red', 'Amber', 'Green', 'Complete'],
          means: COLOURS,
          about: '',
        },
        'New milestones only: Red, Amber, Green or Complete',
      ),
      firstUpdate(
        { key: 'actualOn', title: 'Actual', kind: 'day', about: '' },
        'New milestones only: when it was complete',
      ),
      firstUpdate(text('evidenceUrl', 'Evidence', '', 500), 'New milestones only: a link, when it is complete'),
      firstUpdate(text('commentary', 'Commentary', '', 500), 'New milestones only: what moved or is in the way'),
    ],
  },
  {
    key: 'risks',
    title: 'Risks',
    marks: ['event', 'cause', 'consequence'],
    columns: [
      ref('R', 'risk'),
      text('cause', 'Cause', 'Because …', 300, 'Say what causes it.'),
      text('event', 'Event', 'there is a risk that …', 300, 'Say what may happen.'),
      text('consequence', 'Consequence', 'which would …', 300, 'Say what would follow.'),
      {
        key: 'category',
        title: 'Category',
        kind: 'choice',
        choices: CATEGORIES,
        missing: 'Say what kind of risk it is.',
        about: CATEGORIES.join(', '),
      },
      workstream,
      owner,
      score('inherentLikelihood', 'Inherent likelihood', 'Before any controls'),
      score('inherentImpact', 'Inherent impact', ''),
      score('residualLikelihood', 'Residual likelihood', 'Now, with the controls there are'),
      score('residualImpact', 'Residual impact', ''),
      score('targetLikelihood', 'Target likelihood', 'Once the actions have landed'),
      score('targetImpact', 'Target impact', ''),
      {
        key: 'proximity',
        title: 'Proximity',
        kind: 'choice',
        choices: PROXIMITIES,
        missing: 'Say how soon it could happen.',
        about: PROXIMITIES.join(', '),
      },
      {
        key: 'response',
        title: 'Response',
        kind: 'choice',
        choices: RESPONSES,
        missing: 'Say what is done about it.',
        about: RESPONSES.join(', '),
      },
      {
        key: 'reviewOn',
        title: 'Review on',
        kind: 'day',
        missing: 'Give the day of its next review.',
        about: '9 June 2026 or 09/06/2026',
      },
      { key: 'milestones', title: 'Milestones', kind: 'list', about: 'Those it touches, with commas' },
      text('withheldReason', 'Why not escalated', 'For a residual score at or beyond appetite', 300),
    ],
  },
];

// What trackers in use call the columns of a plan: titles that mean the same and are read as ours, and titles that are only near. Pure data.
// Pitfall: a title belongs to AKA only when every cell under it means what ours means; anything else is NEAR, and is named instead of read.

import type { SheetKey } from './columns.js';

type ByColumn = Partial<Record<SheetKey, Record<string, readonly string[]>>>;

const refs = (what: string) =>
  ['Reference', 'ID', 'No', 'Number', '#'].concat(
    ['ref', 'reference', 'ID', 'no', 'number'].map((one) => `${what} ${one}`),
  );
const owners = (what: string) => [
  `${what} owner`,
  `${what} lead`,
  'Owner’s name',
  'Owner name',
  'Lead',
  'Lead officer',
  'Responsible',
  'Accountable',
];
const workstreams = ['Work stream', 'Workstream ref', 'Strand', 'Theme'];

/** By sheet and column: other titles of the same. */
export const AKA: ByColumn = {
  workstreams: { ref: refs('Workstream'), name: ['Workstream', 'Workstream name', 'Title'] },
  people: {
    contact: ['Email', 'E-mail address', 'Email address', 'Contact'],
    organisation: ['Organization', 'Employer', 'Partner'],
    roles: ['Role'],
  },
  milestones: {
    ref: refs('Milestone'),
    title: ['Milestone title', 'Milestone name', 'Milestone description', 'Key milestone', 'Deliverable'],
    workstream: workstreams,
    owner: owners('Milestone'),
    baselineOn: [
      'Baseline date',
      'Baseline end',
      'Approved date',
      'Planned date',
      'Original date',
      'Target date',
      'Due date',
      'Due',
      'Deadline',
      'Planned end date',
      'Planned end',
      'Planned completion',
      'Target completion',
      'Target completion date',
    ],
    forecastOn: [
      'Forecast date',
      'Current forecast',
      'Latest forecast',
      'Forecast end',
      'Forecast completion',
      'Expected date',
      'Revised date',
      'Revised target date',
      'Revised due date',
      'Projected date',
    ],
    stated: ['BRAG', 'RAG status', 'RAG rating', 'BRAG status', 'BRAG rating', 'Current RAG', 'Status'],
    actualOn: [
      'Actual date',
      'Actual end',
      'Actual completion',
      'Actual completion date',
      'Date completed',
      'Completed on',
    ],
    evidenceUrl: ['Evidence link', 'Link to evidence'],
    commentary: [
      'Comment',
      'Comments',
      'Progress',
      'Progress update',
      'Update',
      'Latest update',
      'Status update',
      'Narrative',
      'Notes',
    ],
  },
  risks: {
    ref: refs('Risk'),
    cause: ['Risk cause', 'Causes'],
    event: ['Risk', 'Risk event', 'Risk description', 'Risk title'],
    consequence: ['Consequences', 'Effect', 'Risk consequence'],
    category: ['Risk category', 'Type', 'Risk type'],
    workstream: workstreams,
    owner: owners('Risk'),
    inherentLikelihood: ['Gross likelihood', 'Initial likelihood', 'Original likelihood'],
    inherentImpact: ['Gross impact', 'Initial impact', 'Original impact'],
    residualLikelihood: ['Likelihood', 'Current likelihood', 'Net likelihood', 'Probability'],
    residualImpact: ['Impact', 'Current impact', 'Net impact'],
    response: ['Risk response', 'Treatment'],
    reviewOn: ['Review date', 'Next review', 'Next review date'],
    milestones: ['Linked milestones', 'Linked milestone', 'Milestone'],
  },
};

/** By sheet and column: titles that people put where ours could be meant. */
export const NEAR: ByColumn = {
  people: { name: ['Person', 'Full name'], leads: ['Workstream', 'Workstreams'], deputy: ['Cover', 'Stands in'] },
  milestones: {
    title: ['Title', 'Description', 'Task', 'Activity'],
    baselineOn: ['Finish', 'End date', 'Completion date', 'Start date', 'Start', 'Date'],
    dependsOn: [
      'Depends on',
      'Dependencies',
      'Dependency',
      'Dependent on',
      'Predecessor',
      'Predecessors',
      'Blocked by',
      'Waiting for',
    ],
    commentary: ['Issues', 'Next steps'],
  },
  risks: {
    event: ['Description', 'Title'],
    proximity: ['Timescale', 'When'],
    response: ['Mitigation', 'Mitigations', 'Mitigating actions', 'Controls', 'Action', 'Actions', 'Strategy'],
    residualImpact: ['Risk score', 'Score', 'RAG', 'RAG rating', 'Current score', 'Residual score'],
    targetImpact: ['Target score'],
    inherentImpact: ['Inherent score', 'Gross score'],
  },
};

// The product's own features and what its clock does: the one list of each. What one could get wrong: the order is the order of help, and of planning.

import { actionCommands, actionVerbs } from './agreed-actions/routes.js';
import { auditCommands, auditVerbs } from './audit/routes.js';
import { packCommands, packVerbs } from './board-packs/routes.js';
import { digestJob } from './check-ins/digest/job.js';
import { checkInJob } from './check-ins/job.js';
import { officeCommands, officeVerbs } from './check-ins/office/routes.js';
import { unreachedJob } from './check-ins/office/unreached-job.js';
import { checkInOfficeJob } from './check-ins/office-job.js';
import { checkInCommands, checkInVerbs } from './check-ins/routes.js';
import { confidenceCommands, confidenceVerbs } from './confidence/routes.js';
import { decisionCommands, decisionVerbs } from './decisions/routes.js';
import { exportVerbs } from './exports/routes.js';
import { familyDigestCommands, familyDigestVerbs } from './family-digests/routes.js';
import { financeCommands, financeVerbs } from './finance/routes.js';
import type { Job } from './jobs/delivery.js';
import { kpiCommands, kpiVerbs } from './kpis/routes.js';
import { addingCommands, addingVerbs } from './milestones/adding.js';
import { changeCommands, changeVerbs } from './milestones/change-control/routes.js';
import { milestoneCommands, milestoneVerbs } from './milestones/routes.js';
import { confidenceJob } from './notices/confidence-job.js';
import { noticesJob } from './notices/job.js';
import { noticeCommands, noticeVerbs } from './notices/routes.js';
import { peopleCommands, peopleVerbs } from './people/routes.js';
import { planCommands, planVerbs } from './plans/routes.js';
import { choosingCommand, choosingVerbs } from './programmes/choosing.js';
import { questionCommands, questionVerbs } from './questions/routes.js';
import { returnsJob } from './returns/job.js';
import { returnCommands, returnVerbs } from './returns/routes.js';
import { signOffJob } from './returns/sign-off/job.js';
import { signOffCommands, signOffVerbs } from './returns/sign-off/routes.js';
import { riskCommands, riskVerbs } from './risks/routes.js';
import type { Command, Verb } from './routes.js';
import { settingsCommands, settingsVerbs } from './settings/routes.js';
import { summaryJob } from './summary/job.js';
import { summaryCommands, summaryVerbs } from './summary/routes.js';

/** The product's own features, in the order help shows them. */
export const features: readonly { commands: Command[]; verbs: Verb[] }[] = [
  { commands: checkInCommands, verbs: checkInVerbs },
  { commands: noticeCommands, verbs: noticeVerbs },
  { commands: [...milestoneCommands, ...addingCommands], verbs: [...milestoneVerbs, ...addingVerbs] },
  { commands: changeCommands, verbs: changeVerbs },
  { commands: riskCommands, verbs: riskVerbs },
  { commands: decisionCommands, verbs: decisionVerbs },
  { commands: actionCommands, verbs: actionVerbs },
  { commands: questionCommands, verbs: questionVerbs },
  { commands: confidenceCommands, verbs: confidenceVerbs },
  { commands: financeCommands, verbs: financeVerbs },
  { commands: kpiCommands, verbs: kpiVerbs },
  { commands: returnCommands, verbs: returnVerbs },
  { commands: signOffCommands, verbs: signOffVerbs },
  { commands: [], verbs: exportVerbs },
  { commands: summaryCommands, verbs: summaryVerbs },
  { commands: packCommands, verbs: packVerbs },
  { commands: familyDigestCommands, verbs: familyDigestVerbs },
  { commands: officeCommands, verbs: officeVerbs },
  {
    commands: [...settingsCommands, ...peopleCommands, ...auditCommands],
    verbs: [...settingsVerbs, ...peopleVerbs, ...auditVerbs],
  },
  { commands: [...planCommands, choosingCommand], verbs: [...planVerbs, ...choosingVerbs] },
];

/** What the clock does, in the order in which it plans. */
export const jobs: readonly Job[] = [
  checkInJob,
  checkInOfficeJob,
  unreachedJob,
  digestJob,
  returnsJob,
  signOffJob,
  confidenceJob,
  summaryJob,
  noticesJob,
];

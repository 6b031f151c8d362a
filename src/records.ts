// Every kind of record that the ledger keeps. What one could get wrong: a kind that is missing here is not verified.

import { agreedActions } from './agreed-actions/schema.js';
import { boardPacks } from './board-packs/schema.js';
import { checkIns } from './check-ins/schema.js';
import { confidences } from './confidence/schema.js';
import { decisions } from './decisions/schema.js';
import { familyDigests } from './family-digests/schema.js';
import { financeYears } from './finance/schema.js';
import { kpis } from './kpis/schema.js';
import { changeRequests } from './milestones/change-control/schema.js';
import { milestones } from './milestones/schema.js';
import { programmes } from './programmes/schema.js';
import { questions } from './questions/schema.js';
import { returnSections } from './returns/schema.js';
import { returnRecords } from './returns/sign-off/schema.js';
import { issues, risks } from './risks/schema.js';
import type { RecordType } from './storage/entry.js';
import { witnesses } from './storage/witness.js';
import { readings } from './summary/acknowledging.js';

export const recordTypes: readonly RecordType<never>[] = [
  programmes,
  milestones,
  changeRequests,
  risks,
  issues,
  decisions,
  questions,
  confidences,
  agreedActions,
  checkIns,
  financeYears,
  kpis,
  returnSections,
  returnRecords,
  boardPacks,
  familyDigests,
  readings,
  witnesses,
] as readonly RecordType<never>[];

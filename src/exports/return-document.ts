// What a printed return says besides its content: what it is, and who has approved it. Pure. What one could get wrong: the fingerprint is of
// the whole content; a copy without the restricted section says that it lacks it.

import { formatDay, formatInstant } from '../calendar.js';
import { nameOf } from '../programmes/actor.js';
import type { Programme } from '../programmes/schema.js';
import type { ReturnContent, SectionContent } from '../returns/content.js';
import { type ReturnRecord, STEPS } from '../returns/sign-off/schema.js';

export interface Signature {
  step: string;
  /** '' while nobody has approved. */
  name: string;
  decision: string;
  at: string;
  comment: string;
}

export interface ReturnDocument {
  content: ReturnContent;
  /** '' while it is a draft that nobody froze. */
  fingerprint: string;
  /** "Draft, not signed", "Prepared, waiting for signatures", "Sent to the DfE on 21 January 2027". */
  state: string;
  signatures: Signature[];
  /** Who said something in it, by member id, as the reader sees them. */
  names: Record<string, string>;
}

/** A return as it is printed. `content`: as its reader may read it (returns/readable.ts). */
export function documentOf(
  programme: Programme,
  content: ReturnContent,
  fingerprint: string,
  record: ReturnRecord | undefined,
): ReturnDocument {
  return {
    content,
    fingerprint,
    state: sayState(fingerprint, record),
    signatures: STEPS.map((step) => signatureOf(programme, step, fingerprint === '' ? undefined : record)),
    names: Object.fromEntries(content.sections.flatMap(speakersOf).map((id) => [id, nameOf(programme, id)])),
  };
}

function speakersOf({ blocks }: SectionContent): string[] {
  return blocks.flatMap((block) => (block.kind === 'said' && block.by !== '' ? [block.by] : []));
}

function sayState(fingerprint: string, record: ReturnRecord | undefined): string {
  if (record?.sent && fingerprint !== '') return `Sent to the DfE on ${formatDay(record.sent.on)}`;
  if (fingerprint === '') return 'Draft, not signed';
  const done = record?.approvals.length ?? 0;
  return done === STEPS.length ? 'Approved by all, not sent yet' : `Prepared; ${done} of ${STEPS.length} have approved`;
}

function signatureOf(programme: Programme, step: string, record: ReturnRecord | undefined): Signature {
  const found = record?.approvals.find((approval) => approval.step === step);
  if (!found) return { step, name: '', decision: 'Not yet', at: '', comment: '' };
  const board =
    found.boardOn === null ? 'Chair’s action' : `Agreed on ${formatDay(found.boardOn)}, minute ${found.minute}`;
  return {
    step,
    name: nameOf(programme, found.by),
    decision: step === 'Board' ? board : 'Approved',
    at: formatInstant(found.at, programme.zone),
    comment: found.comment,
  };
}

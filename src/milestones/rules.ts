// The rules of milestones: calculated status, slip, and what an update must say. Pure. What one could get wrong: slip is
// counted in working days from the baseline, not from the last forecast.

import { formatDay, type IsoDate, workingDaysBetween } from '../calendar.js';
import type { Holdings } from '../programmes/owning.js';
import { checkDay, checkLength, type Problems } from '../programmes/problems.js';
import type { Tolerances } from '../programmes/schema.js';
import { type Milestone, SlipCause, Status, type UpdateFields } from './schema.js';

/** Working days from baseline to forecast; to today when the forecast has passed without completion; to the actual date once complete. */
export function slipDays(milestone: Pick<Milestone, 'baselineOn' | 'forecastOn' | 'actualOn'>, today: IsoDate): number {
  const until = milestone.actualOn ?? (today > milestone.forecastOn ? today : milestone.forecastOn);
  return workingDaysBetween(milestone.baselineOn, until);
}

/** A milestone is its owner's. */
export const heldMilestone: Holdings<Milestone> = (milestone) => [
  { part: '', memberId: milestone.ownerId, content: milestone },
];

/** Whether the forecast has passed without completion. */
export function isOverdue(milestone: Pick<Milestone, 'forecastOn' | 'actualOn'>, today: IsoDate): boolean {
  return milestone.actualOn === null && milestone.forecastOn < today;
}

/**
 * The status the dates give: blue once complete; red when past due, or late beyond tolerance; amber and green by working
 * days late (domain.md section 2).
 */
export function calculateStatus(
  milestone: Pick<Milestone, 'baselineOn' | 'forecastOn' | 'actualOn'>,
  tolerances: Tolerances,
  today: IsoDate,
): Status {
  if (milestone.actualOn !== null) return 'blue';
  if (isOverdue(milestone, today)) return 'red';
  const late = slipDays(milestone, today);
  if (late <= tolerances.greenDays) return 'green';
  return late <= tolerances.amberDays ? 'amber' : 'red';
}

/** Whether the forecast is beyond tolerance, or has passed: what must be told upwards (domain.md section 2). */
export function isException(milestone: Milestone, tolerances: Tolerances, today: IsoDate): boolean {
  return calculateStatus(milestone, tolerances, today) === 'red';
}

/** Whether somebody has still to acknowledge it. A forecast later than the one acknowledged raises it anew. */
export function awaitsAcknowledgement(milestone: Milestone, tolerances: Tolerances, today: IsoDate): boolean {
  if (!isException(milestone, tolerances, today)) return false;
  const { acknowledged } = milestone;
  if (!acknowledged || acknowledged.forecastOn < milestone.forecastOn) return true;
  // Acknowledged as a forecast beyond tolerance, it has passed since.
  return milestone.forecastOn < today && acknowledged.on <= milestone.forecastOn;
}

/** "12 working days late", "on its baseline", "3 working days early". */
export function saySlip(days: number): string {
  if (days === 0) return 'on its baseline date';
  const count = `${Math.abs(days)} working day${Math.abs(days) === 1 ? '' : 's'}`;
  return days > 0 ? `${count} late` : `${count} early`;
}

export const COMMENTARY_LETTERS = 500;
const REASON_LETTERS = 300;
const URL_LETTERS = 500;

/**
 * The milestone after an update, or a sentence for each field that cannot be saved as it is.
 */
export function applyUpdate(
  milestone: Milestone,
  fields: UpdateFields,
  tolerances: Tolerances,
  today: IsoDate,
  correcting: boolean,
): { milestone: Milestone } | { problems: Problems<UpdateFields> } {
  const problems: Problems<UpdateFields> = {};
  const stated = Status.safeParse(fields.stated);
  if (!stated.success) problems.stated = 'Choose a status.';
  const complete = stated.data === 'blue';

  const forecastOn = fields.forecastOn.trim();
  checkDay(problems, 'forecastOn', forecastOn, 'Give the date you now expect, such as 2027-01-08.');
  const actualOn = fields.actualOn.trim();
  if (actualOn > today)
    problems.actualOn = 'The actual date cannot be in the future. If it is still to come, it is the forecast.';
  else if (complete && actualOn === '') problems.actualOn = 'Complete needs the actual date.';
  else if (!complete && stated.success && actualOn !== '')
    problems.stated = 'There is an actual date, so the status is Complete. Clear the date if it is not.';
  if (actualOn !== '') checkDay(problems, 'actualOn', actualOn, 'Give a date that exists, such as 2027-01-08.');
  if (complete && milestone.gate !== 'none')
    problems.stated = `This milestone is ${milestone.gate}, so it cannot be set to deliver yet.`;

  const evidenceUrl = fields.evidenceUrl.trim();
  if (evidenceUrl !== '' && !isWebAddress(evidenceUrl))
    problems.evidenceUrl = 'Give a link that begins with https:// and opens for the Board.';
  else if (complete && evidenceUrl === '') problems.evidenceUrl = 'Complete needs a link to the evidence.';

  checkLength(problems, 'commentary', fields.commentary, COMMENTARY_LETTERS);
  checkLength(problems, 'statedReason', fields.statedReason, REASON_LETTERS);
  checkLength(problems, 'slipText', fields.slipText, REASON_LETTERS);
  checkLength(problems, 'correctionReason', fields.correctionReason, REASON_LETTERS);
  checkLength(problems, 'evidenceUrl', fields.evidenceUrl, URL_LETTERS);
  if (fields.commentary.trim() === '') problems.commentary ??= 'Say in a sentence what moved or what is in the way.';
  if (correcting && fields.correctionReason.trim() === '')
    problems.correctionReason = 'Say what was wrong with the entry you are correcting.';

  const slipCause = SlipCause.safeParse(fields.slipCause);
  const movesLater = !problems.forecastOn && !complete && forecastOn > milestone.forecastOn;
  if (movesLater && !slipCause.success)
    problems.slipCause = `The forecast moves later than ${formatDay(milestone.forecastOn)}: choose why.`;
  if (movesLater && slipCause.data === 'other' && fields.slipText.trim() === '')
    problems.slipText = 'Say in a few words what the other reason is.';

  if (stated.success && !complete && !problems.forecastOn && !problems.stated) {
    const dates = { baselineOn: milestone.baselineOn, forecastOn, actualOn: null };
    const calculated = calculateStatus(dates, tolerances, today);
    if (calculated !== stated.data && fields.statedReason.trim() === '') {
      const why =
        forecastOn < today ? 'the forecast date has passed' : `the forecast is ${saySlip(slipDays(dates, today))}`;
      problems.statedReason ??= `You say ${sayStatus(stated.data)}; the dates say ${sayStatus(calculated)}, as ${why}. Give the reason they differ.`;
    }
  }

  if (Object.keys(problems).length > 0 || !stated.success) return { problems };
  return {
    milestone: {
      ...milestone,
      stated: stated.data,
      statedReason: fields.statedReason.trim(),
      forecastOn,
      actualOn: complete ? actualOn : null,
      evidenceUrl,
      slipCause: movesLater && slipCause.success ? slipCause.data : null,
      slipText: movesLater ? fields.slipText.trim() : '',
      slips: milestone.slips + (movesLater ? 1 : 0),
      commentary: fields.commentary.trim(),
      // Whatever landed, this is the forecast since.
      ...(milestone.reforecast && { reforecast: null }),
    },
  };
}

/** The word people use for a status. */
export function sayStatus(status: Status): string {
  return { red: 'Red', amber: 'Amber', green: 'Green', blue: 'Complete' }[status];
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && !/\s/.test(text);
}

// What is held of a financial year, one record each. What one could get wrong: a figure that nobody knows is null or "not
// published" with no amount, never a zero; the fields lie flat, so that an entry names each figure it changed.

import * as z from 'zod/v4';
import { Day } from '../programmes/schema.js';
import type { RecordType } from '../storage/entry.js';
import { MOST_PENCE } from './money.js';

/** How sure an amount is, surest first. */
export const SURENESS = ['confirmed', 'indicative', 'estimated'] as const;
/** Whoever decides the amount has not said it. */
export const NOT_PUBLISHED = 'not published';

export const Figure = z
  .object({
    /** Null exactly when the figure is not published. */
    pence: z.number().int().min(-MOST_PENCE).max(MOST_PENCE).nullable(),
    status: z.enum([...SURENESS, NOT_PUBLISHED]),
    /** The day since when amount and status are these. */
    sinceOn: Day,
    /** S: stated in the public report; D: an assumption that whoever wrote the plan made; null: a person entered it here. */
    source: z.enum(['S', 'D']).nullable(),
  })
  .refine(
    (figure) => (figure.pence === null) === (figure.status === NOT_PUBLISHED),
    'Give an amount, or "not published".',
  );
export type Figure = z.infer<typeof Figure>;

const figure = Figure.nullable();
const count = z.number().int().min(0).max(99_999).nullable();
const agrees = z.enum(['yes', 'no']).nullable();
const words = z.string();

export const FinanceYear = z.object({
  /** Experts at Hand and Transformation Fund: the grant, the forecast for the whole year, and what is spent so far. */
  eahGrant: figure,
  eahDirect: figure,
  eahAdministration: figure,
  eahTransformation: figure,
  eahDirectSpent: figure,
  eahAdministrationSpent: figure,
  eahTransformationSpent: figure,
  /** The day up to which it was spent. */
  eahSpentOn: Day.nullable(),
  eahNote: words,
  /** High Needs Block of the DSG. Transfers are into the block; below zero out of it. */
  hnbAllocation: figure,
  hnbTransfers: figure,
  hnbSpend: figure,
  hnbNote: words,
  /** DSG reserve on 1 April, below zero a deficit; and what is to be taken from it in the year. */
  reserveOpening: figure,
  reserveDraw: figure,
  reserveNote: words,
  capitalAllocation: figure,
  capitalCommitted: figure,
  capitalSpent: figure,
  capitalPlacesPlanned: count,
  capitalPlacesOpen: count,
  capitalNote: words,
  /** The day of the ledger that the figures were taken from. */
  ledgerOn: Day.nullable(),
  /** Whether the figures agree with the Section 251 return, the outturn and the DSG note; null until somebody has looked. */
  s251: agrees,
  s251Explanation: words,
  outturn: agrees,
  outturnExplanation: words,
  dsgNote: agrees,
  dsgNoteExplanation: words,
  assuranceNote: words,
  /** References of the external milestones that the year's figures wait for. */
  waitsFor: z.array(z.string()).optional(),
  /** Which of them has landed, and who is to forecast again; null or absent when nobody is. */
  reforecast: z.object({ because: z.string(), on: Day, memberId: z.string() }).nullable().optional(),
});
export type FinanceYear = z.infer<typeof FinanceYear>;

/** A year of which nobody has entered anything. */
export const NOTHING_ENTERED: FinanceYear = {
  eahGrant: null,
  eahDirect: null,
  eahAdministration: null,
  eahTransformation: null,
  eahDirectSpent: null,
  eahAdministrationSpent: null,
  eahTransformationSpent: null,
  eahSpentOn: null,
  eahNote: '',
  hnbAllocation: null,
  hnbTransfers: null,
  hnbSpend: null,
  hnbNote: '',
  reserveOpening: null,
  reserveDraw: null,
  reserveNote: '',
  capitalAllocation: null,
  capitalCommitted: null,
  capitalSpent: null,
  capitalPlacesPlanned: null,
  capitalPlacesOpen: null,
  capitalNote: '',
  ledgerOn: null,
  s251: null,
  s251Explanation: '',
  outturn: null,
  outturnExplanation: '',
  dsgNote: null,
  dsgNoteExplanation: '',
  assuranceNote: '',
};

/** The financial years as records of the ledger, each under its year: `F2627`. */
export const financeYears: RecordType<FinanceYear> = {
  kind: 'finance',
  prefix: 'F',
  texts: new Set([
    'eahNote',
    'hnbNote',
    'reserveNote',
    'capitalNote',
    's251Explanation',
    'outturnExplanation',
    'dsgNoteExplanation',
    'assuranceNote',
  ]),
  figures: (state) => ({
    eahGrant: state.eahGrant?.pence ?? null,
    eahDirect: state.eahDirect?.pence ?? null,
    eahAdministration: state.eahAdministration?.pence ?? null,
    eahTransformation: state.eahTransformation?.pence ?? null,
    hnbAllocation: state.hnbAllocation?.pence ?? null,
    hnbSpend: state.hnbSpend?.pence ?? null,
    reserveOpening: state.reserveOpening?.pence ?? null,
  }),
};

/** One year beside its figures. */
export interface YearFigures {
  /** The calendar year it begins in. */
  year: number;
  state: FinanceYear;
}

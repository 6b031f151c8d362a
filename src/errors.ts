// The coded errors of the product. What one could get wrong: `message` is for operators' logs; what a person reads is
// chosen from the code where the error is answered (teams/answer.ts), so no store or SDK words ever reach a card.

export type ErrorCode =
  /** create: a document with this id exists. */
  | 'TAKEN'
  /** replace: someone saved since it was read. */
  | 'STALE'
  /** a document that must exist does not. */
  | 'MISSING'
  /** a write that may or may not have been stored. */
  | 'UNCERTAIN'
  /** the thing asked certainly did not happen; trying again later is safe. */
  | 'UNAVAILABLE'
  /** the person may not do this. */
  | 'FORBIDDEN'
  /** this person is in several programmes and has not said which one is meant. */
  | 'UNDECIDED'
  /** nobody knows this person, channel or programme. */
  | 'UNKNOWN'
  /** the activity or form is not one this product made or accepts. */
  | 'MALFORMED';

/** An error with a code that callers decide by. `detail` says what was found, without people's free text. */
export class ProductError extends Error {
  /** A sentence for the person: why not, and whom to ask. Absent: one is chosen from the code. */
  readonly advice: string | undefined;
  /** The record that is not there. */
  readonly ref: string | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    options?: { cause?: unknown; advice?: string; ref?: string },
  ) {
    super(detail, options);
    this.name = code;
    this.advice = options?.advice;
    this.ref = options?.ref;
  }
}

/** Whether `error` is a ProductError of one of these codes. */
export function isError(error: unknown, ...codes: ErrorCode[]): error is ProductError {
  return error instanceof ProductError && codes.includes(error.code);
}

// What the words before a number say that it is: an NHS number, a unique pupil number or a unique learner number. Pure.
// Pitfall: people talk about such numbers all the time; only what stands in the same clause as a number says what it is.

import type { Kind } from './kinds.js';

const NUMBER = '(?:numbers?|nos?|num|nr|id|identifier|ident|ref|reference|#|№)';
/** Up to eight words of the same clause that name no other thing. */
const REST =
  "(?:[^\\p{L}\\d]{0,6}(?!(?:order|invoice|contract|budget|grant|ticket|helpline|weeks?|percent|po|trust|england)\\b)\\p{L}[\\p{L}'’]{0,15}){0,8}[^\\p{L}\\d]{0,10}";
const SHORT_REST = '(?:[^\\p{L}\\d]{0,6}(?:is|was|of|for|now|given|as)){0,2}[^\\p{L}\\d]{0,6}';
const NHS = "n[. ]{0,2}h[. ]{0,2}s[.]?(?:[’']s)?";
const SAID: readonly { kind: Kind; shape: RegExp }[] = [
  { kind: 'NHS number', shape: new RegExp(`(?<!\\p{L})${NHS}[^\\p{L}\\d]{0,3}${NUMBER}(?!\\p{L})${REST}$`, 'iu') },
  { kind: 'NHS number', shape: new RegExp(`(?<!\\p{L})(?:${NHS}|nhsn|chi (?:number|no))${SHORT_REST}$`, 'iu') },
  {
    kind: 'ULN',
    shape: new RegExp(
      `(?<!\\p{L})(?:u[. ]?l[. ]?n[.]?|unique learner(?:'s)? ${NUMBER}|unique learner|learner(?:'s)?(?: record)? ${NUMBER})(?!\\p{L})${REST}$`,
      'iu',
    ),
  },
  { kind: 'ULN', shape: /(?<!\p{L})uln(?:no|num|number)?$/iu },
  {
    kind: 'UPN',
    shape: new RegExp(
      `(?<!\\p{L})(?:t?u[. ]?p[. ]?n[.]?|unique pupil(?:'s)? ${NUMBER}|unique pupil|pupil(?:'s)?(?: unique)? ${NUMBER})(?!\\p{L})${REST}$`,
      'iu',
    ),
  },
];

/** What the end of a text says that the number behind it is; the nearest word wins. */
export function saidBefore(before: string): Kind | undefined {
  // A new sentence is about something else; dots within N.H.S. and "no." end none.
  const clause = before.replace(/^.*(?:[!?;]|\p{L}{4,}\.) /su, '');
  const found = SAID.flatMap(({ kind, shape }) => {
    const at = shape.exec(clause)?.index;
    return at === undefined ? [] : [{ kind, at }];
  });
  return found.sort((a, b) => b.at - a.at)[0]?.kind;
}

/** Whether a number is said to be nobody's, which is believed where its check digit agrees. */
export function isMadeUp(before: string, after: string): boolean {
  return MADE_UP.test(before.slice(-40)) || MADE_UP.test(after.slice(0, 50));
}
const MADE_UP =
  /(?<!\p{L})(?:made[- ]up|example|dummy|fictitious|fake|test data|template|placeholder|invented)(?!\p{L})/iu;

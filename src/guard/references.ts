// References of one child's plan or case. What one could get wrong: a programme counts plans, cases and pupils all the time,
// so figures beside those words are innocent; a word for a reference has to stand between, or the number be a long one.

import type { Hit } from './kinds.js';

const SUBJECT =
  "(?:ehcps?|ehc ?plan|ehc ?needs assessment|ehcna|(?<!(?:business|use|test|worst|best) )case|senD?|pupil|child(?:'s)?|student|learner|young person|yp|client|lac|social care|mosaic|liquidlogic|capita(?: one)?|tribunal|appeal|family|patient)";
const CALLED = '(?:ref(?:erence|s)?|no|nos|num|number|id|file|record)';
/** Letters, digits, strokes and dashes with at least three digits; anything that is plainly a figure is left out below. */
const CODE = '#?(?:[a-z]{1,5}[/-]?){0,3}\\d[a-z\\d/-]{2,19}(?![\\p{L}\\d%])';

const NAMED = new RegExp(
  `(?<![\\p{L}\\d])${SUBJECT}[ '(:/-]{0,3}(?:(?:case|plan|file) )?${CALLED}\\.?(?: ?(?:number|no|id)\\.?)?[ .:#=-]{0,4}(?:(?:is|was) )?(${CODE})((?:(?:, ?| and | & )${CODE}){0,8})`,
  'giu',
);
/** A long number right behind the word, or one joined to it after a year: EHCP104532, EHCP-2024-00123. */
const BARE =
  /(?<![\p{L}\d])(?:(?:ehcp|ehc ?plan|case|pupil|child|student|learner|sen|lac)[ #:/-]{0,3}\d{5,8}|(?:ehcp?|case|pupil|child|sen)[/-]20\d\d[/-]\d{3,7})(?![\p{L}\d%]|[,.]\d)/giu;
/** Ref 55121 (SEN case). */
const TURNED = new RegExp(
  `(?<![\\p{L}\\d])ref(?:erence)?\\.?(?: no\\.?)?[ :#]{1,3}(${CODE})[ (,-]{1,3}${SUBJECT}(?![\\p{L}])`,
  'giu',
);
/** An appeal to the SEND Tribunal. */
const APPEAL = /(?<![\p{L}\d])EH\d{3}\/\d{2}\/\d{4,6}(?!\d)/giu;

const COUNTED = /^(?: ?%|[,.]\d| (?:weeks?|days?|places?|pupils?|children|plans?|cases?|new|of)\b)/i;

/** References of plans and cases, and identifiers of pupils and children. */
export function findReferences(plain: string): Hit[] {
  const hits: Hit[] = [];
  for (const shape of [NAMED, BARE, TURNED, APPEAL])
    for (const match of plain.matchAll(shape)) {
      const [found, code] = match;
      const to = match.index + found.length;
      if ((code !== undefined && isFigure(code)) || (shape !== TURNED && COUNTED.test(plain.slice(to, to + 12))))
        continue;
      hits.push({ kind: 'case reference', from: match.index, to });
    }
  return hits;
}

/** Years, financial years and dates are no references, nor is anything with fewer than three digits. */
function isFigure(code: string): boolean {
  if (code.replace(/\D/g, '').length < 3) return true;
  return /^(?:20\d\d(?:[-/](?:20)?\d\d)?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4})$/.test(code);
}

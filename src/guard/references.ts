// References of one child's plan or case, and the numbers that the systems of councils and the NHS give a child.
// Pitfall: a programme counts plans, cases and pupils all the time, and buys and replaces those systems; a word for a reference
// has to stand between, or the number be a long one.

import type { Hit } from './kinds.js';

const SUBJECT =
  "(?:ehcps?|ehc ?plans?|ehc ?needs assessments?|ehc ?assessments?|ehcna|eh ?case|(?<!(?:business|use|test|worst|best|legal|court) )cases?|sen[dk]?2?|pupils?|child(?:'s)?(?: record)?|children's|students?|learners?|young persons?|yp|clients?|service users?|persons?|lac|cla|cin|cp|social care|early help|tribunal|appeals?|family|families|patients?|pid|mrn|hospital|hosp|crn|nhs trust|tac|referral|transport user|passenger)";
/** Systems that hold children; each calls its number by several words, or by none. */
const SYSTEM =
  '(?:mosaic|liquid ?logic|lcs|ehm|capita(?: ?one)?|one|synergy|impulse|eyes|ehc ?hub|eclipse|care ?first|paris|azeus|tribal|servelec|systm ?one|system ?one|tpp|rio|emis|cerner|millennium|pas|epic|lorenzo|care ?notes|care ?partner|care ?director|ics|framework-?i|frameworki|fwi|protocol|raise|carenotes|iaptus|halo|xyla|open ?objects|idox|egress|arbor|sims|bromcom|cpoms|my ?concern|care ?works|core\\+|scholarpack|integris|holistix)';
const CALLED =
  '(?:refs?|references?|no|nos|num|numbers?|id|ids|identifier|file|record|case|code|client|person|pupil|child|entry|episode|key|mrn|pid)';
/** Letters, digits, strokes and dashes with at least three digits; anything that is plainly a figure is left out below. */
const CODE = '#?(?:[a-z]{1,5}[/-]?){0,3}\\d[a-z\\d/-]{2,19}(?![\\p{L}\\d%])';
const MORE = `((?:(?:, ?| and | & |/| or )${CODE}){0,8})`;

const NAMED = new RegExp(
  `(?<![\\p{L}\\d])${SUBJECT}(?: (?:with|whose|under))?[ '(:/-]{0,3}(?:(?:case|plan|file|request|record|appeal|registration|system) ?)?${CALLED}\\.?(?: ?(?:number|no|id)\\.?)?[ .:#=-]{0,4}(?:(?:is|was) )?(${CODE})${MORE}`,
  'giu',
);
/** A request, application or appeal of a child is numbered as such: EHCNA request no. 2025-00713. */
const REQUESTED = new RegExp(
  `(?<![\\p{L}\\d])(?:ehcna|ehc needs assessment|ehcp|ehc plan|send?|tribunal|mediation|social care|early help|camhs)(?: \\p{L}{3,15}){1,2} (?:refs?|references?|no|number|id)\\.?[ .:#=-]{0,3}(?:(?:is|was) )?(${CODE})`,
  'giu',
);
const IN_SYSTEM = new RegExp(
  `(?<![\\p{L}\\d])${SYSTEM}(?:[ '(:/#.-]{1,3}${CALLED}){1,3}\\.?[ .:#=-]{0,4}(?:(?:is|was) )?(${CODE})${MORE}`,
  'giu',
);
/** The same without a word between, when the system is written as a name: MOSAIC: 5510293. */
const AT_SYSTEM = new RegExp(
  `(?<![\\p{L}\\d])(?=[A-Z]|e[A-Z])${systemAsName()}(?:[ :#=/-]{1,3})([a-z]{0,2}\\d{5,10})(?![\\p{L}\\d%]|[,.]\\d)`,
  'gu',
);
/** A long number right behind the word, or one joined to it after a year: EHCP104532, EHCP-2024-00123, EHCP 2024/01877. */
const BARE =
  /(?<![\p{L}\d])(?:(?:ehcp|ehc ?plan|(?<!(?:business|in|worst|best|test|use|that|any) )case|pupil|child|student|learner|client|patient|sen|lac)[ #:/-]{0,3}\d{5,8}|(?:ehcp?|ehc plan|ehcna|case|pupil|child|send?)[ /:#-]{1,2}20[0-3]\d[/-](?!20\d\d(?!\d))\d{3,7})(?![\p{L}\d%]|[,.]\d)/giu;
/** Ref 55121 (SEN case). */
const TURNED = new RegExp(
  `(?<![\\p{L}\\d])ref(?:erence)?\\.?(?: no\\.?| number)?[ :#]{1,3}(${CODE})(?:[ (,-]{1,3}|,? (?:in|on|from|for)(?: the| our)? )(?:${SUBJECT}|${SYSTEM})(?![\\p{L}])`,
  'giu',
);
/** An appeal to the SEND Tribunal. */
const APPEAL = /(?<![\p{L}\d])EH[ -]?\d{3}[ /-]{1,2}\d{2}[ /-]{1,2}\d{4,6}(?!\d)/giu;

const COUNTED =
  /^(?: ?%|[,.]\d| (?:weeks?|days?|places?|pupils?|children|plans?|cases?|records?|users?|licen[cs]es|(?:open|new) (?:plans?|cases?|records?|pupils?|children|referrals?)|of|more|hours|per|and over|upgrade|release|pounds)\b)/i;

/** References of plans and cases, and identifiers of pupils and children. */
export function findReferences(plain: string): Hit[] {
  const hits: Hit[] = [];
  for (const shape of [NAMED, REQUESTED, IN_SYSTEM, AT_SYSTEM, BARE, TURNED, APPEAL])
    for (const match of plain.matchAll(shape)) {
      const [found, code] = match;
      const to = match.index + found.length;
      if (
        (code !== undefined && (isFigure(code) || isCount(found, code))) ||
        (shape !== TURNED && COUNTED.test(plain.slice(to, to + 14)))
      )
        continue;
      hits.push({ kind: 'case reference', from: match.index, to });
    }
  return hits;
}

/** Years, financial years, dates and words with a year are no references, nor is anything without three digits on end. */
function isFigure(code: string): boolean {
  if (!/\d{3}/.test(code)) return true;
  if (/^(?:[a-z]{3,}[/-]){1,3}20\d\d(?:[/-]\d\d)?$/i.test(code)) return true;
  return /^(?:20\d\d(?:[-/](?:20)?\d\d)?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|[mrdc]\d{2,4})$/i.test(code);
}

/** "Pupil numbers 412": how many there are, unless they are long. */
function isCount(found: string, code: string): boolean {
  return /numbers[^\p{L}]*$/iu.test(found.slice(0, found.indexOf(code))) && code.replace(/\D/g, '').length < 6;
}

/** Each system as it is written at the head of its number: with a capital, or in capitals. */
function systemAsName(): string {
  return '(?:M(?:osaic|OSAIC)|L(?:iquid ?[Ll]ogic|IQUIDLOGIC)|LCS|EHM|C(?:apita(?: ?(?:ONE|One))?|APITA ONE)|ONE|S(?:ynergy|YNERGY)|I(?:mpulse|MPULSE)|EYES|E(?:clipse|CLIPSE)|C(?:are ?[Ff]irst|AREFIRST)|P(?:aris|ARIS)|A(?:zeus|ZEUS)|T(?:ribal|RIBAL)|S(?:ervelec|ERVELEC)|S(?:yst[Mm]|YSTM) ?(?:[Oo]ne|ONE)|R(?:i[Oo]|IO)|E(?:mis|MIS)|C(?:erner|ERNER)|PAS|Lorenzo|Care ?[Nn]otes|CPOMS|SIMS|Arbor|Framework-?i)';
}

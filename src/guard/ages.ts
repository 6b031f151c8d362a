// Ages and school years beside a child's name: "Isla, aged 6", "our eight-year-old, Jayden", "Ethan (Year 8)".
// Pitfall: policies have ages, plans have years and schools have year groups; what stands behind one says whose it is.

import { type Names, NEAR, whoAfter, whoBefore } from './beside.js';
import type { Hit } from './kinds.js';

const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ](?:one|two|three|four|five))?';
const AGE = `(?:1\\d|2[0-5]|\\d|${NUMBER_WORDS})(?:½|\\.5| ?1/2| and a (?:half|quarter|bit))?`;
/** No part of a range, a list or a larger figure. */
const ALONE = '(?![\\p{L}\\d%]|[.,:/]\\d| ?(?:to|-|and|or|&|\\+|/) ?(?:a )?(?:[1-9]|above|over|under|older|younger))';
const END = '(?=\\s*(?:$|[.,;:!?)\\]-]))';
const OLD = '[ -]?(?:(?:years?|yrs?|yr|y)[ -]?(?:old|o)|years? of age)(?![\\p{L}s])';
const MONTHS_OLD = '[ -](?:months?|mths?)[ -]old(?![\\p{L}s])';

interface Shape {
  shape: RegExp;
  /** What may stand between a name and it; behind it, where a name may follow. */
  gap: string;
  after?: string;
  names: Names;
  /** Words behind it that make it somebody else's. */
  unless?: RegExp;
}

const PUNCT = '[ ,;:(-]{1,4}';
const IS =
  "(?:'s)?[ ,;:(-]{1,4}(?:(?:who|is|was|has|just|now|only|nearly|almost|about|currently|still|a|an|the|our|my|your|this|and|will|be|recently|already|he's|she's|KS[1-5]|not yet|very|bright|autistic|little|young|disabled|looked after|non-verbal)[ ,(-]{1,3}){0,4}";
const IN =
  "[ ,;:(-]{1,4}(?:(?:who|who's|is|was|has|just|now|currently|still|a|our|child|pupil|and|KS[1-5]|in|from|goes|into|moved|started|starts|starting|joined|joining|entering|finishing|repeating|age|DOB|moving|up|to|his|her|their|[A-Z]\\.?)[ ,(-]{1,3}){0,4}";
const NAME_AFTER = `(?:[ ,:(-]{1,3}(?:old )?(?:(?:pupil|child|boy|girl|student|learner|son|daughter|twin|brother|sister|called|named|is|and|with autism|lad|known as) ){0,3})`;
const GROUPS =
  '(?:(?:year|yr)s?\\.? ?(?:group )?(?:1[0-4]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)|y(?:1[0-4]|[1-9])|year r|yr|key stage [1-5]|ks ?[1-5])(?![\\p{L}\\d])';
/** These are in the names of schools too, so more than a space stands between. */
const SETTINGS = '(?:reception|nursery|pre-?school|sixth form)(?![\\p{L}\\d])';
/** What staff and plans do with a year group; then nobody sits in it. */
const NOT_IN_YEAR =
  /^(?:'s)? ?(?:(?:to|-|and|or|&|\/|,) ?(?:(?:years?|yrs?|y) ?)?(?:\d|reception|nursery)|(?:(?:class|pastoral|phase|form|group|maths|english|sen|transition|inclusion|phonics|sats) )?(?:leads?|leaders?|teachers?|tutors?|teams?|staff|tas?|assistants?|sencos?|coordinators?|heads?|managers?|managers|reviews?|transfers?|panels?|intakes?|cohorts?|groups?|parents|pupils|children|places?|unit|vocational|offer|offers|base|room|desk|manager|moderation|sats|tests?|assessments?|curriculum|transition|census|budget|targets?|plan|plans|funding|spend|review|data|report|results|phonics|screening|admissions|applications|allocations|of (?:the|our|this|a|its)|world|times|milestones?|work|workshops?|trip|assembly|project|figures|forecast|savings|deliverables|from \d|starts? (?:in|on) (?:january|april|september))(?!\p{L}))/iu;
const UNITS_AFTER =
  /^ (?:days?|weeks?|months?|hours?|minutes?|of|out|posts?|places?|cases?|plans?|times|sites|schools|people|offers?|referrals?|percent|per|points?|miles|sessions?|meetings?|items?|away|down|late|open|new|more|staff|years? (?:in|of|as|at|with|experience|late|ago|plan|programme|strategy|contract))(?!\p{L})/iu;

const flags = 'giu';
const SHAPES: readonly Shape[] = [
  // aged six and a half, age 11, aged 9 months
  {
    shape: new RegExp(
      `(?<![\\p{L}-])(?:aged?:?|age of) ?(?:nearly |almost |just |about |only )?${AGE}(?:[ -]?(?:years?|yrs?|months?|y/?o))?(?:[ -]old)?${ALONE}`,
      flags,
    ),
    gap: IS,
    after: PUNCT,
    names: 'lone',
  },
  // 9 years old, an eight-year-old, 10yo
  {
    shape: new RegExp(`(?<![\\p{L}\\d.,/-])${AGE}(?:${OLD}|${MONTHS_OLD})`, flags),
    gap: IS,
    after: NAME_AFTER,
    names: 'lone',
  },
  // 12 yrs, 12 years
  {
    shape: new RegExp(`(?<![\\p{L}\\d.,/-])${AGE} ?(?:years?|yrs?)${END}`, flags),
    gap: `(?:${PUNCT}|(?: is| was) )`,
    names: 'word',
    unless: UNITS_AFTER,
  },
  // turned 7, turns sixteen on 9 March
  {
    shape: new RegExp(`(?<![\\p{L}])(?:turn(?:ed|s|ing)|reach(?:ed|es)) (?:age )?${AGE}${ALONE}`, flags),
    gap: "(?:'s)?[ ,;:(-]{1,3}(?:(?:who|is|has|will|just|only|also|soon|recently|and|now|be|about|to) ){0,4}",
    names: 'word',
    unless: UNITS_AFTER,
  },
  // is 9 and, will be 5 in March
  {
    shape: new RegExp(
      `(?<![\\p{L}])(?:is|was|is now|is only|is just|is nearly|is almost|will be|nearly|almost|just|only) ${AGE}(?=\\s*(?:$|[.,;!?)]|(?:and|now|but|so|today|tomorrow|this|next|in (?:${'january|february|march|april|may|june|july|august|september|october|november|december'})|on \\d)(?!\\p{L})))(?! and \\d)`,
      flags,
    ),
    gap: '(?: |, who |, | who | \\()',
    names: 'word',
    unless: /^ (?:this|next) (?:week|month|year|quarter) (?:against|compared|down|up)/iu,
  },
  // Ruby, 6, was; Ben (7)
  {
    shape: new RegExp(`(?<=[,(] ?)${AGE}(?=\\)|, ?(?!\\d)(?!and \\d)\\p{L}|;|\\.?$|\\. \\p{Lu})`, flags),
    gap: '(?:, ?| ?\\()',
    names: 'bare',
  },
  // seventh birthday
  {
    shape:
      /(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twenty[- ]first) birthday(?!\p{L})/giu,
    gap: "(?:'s?)?[ ,(-]{1,3}(?:(?:had|has|celebrated|on|his|her|their|the|just|before|since|turned|spent|missed) ){0,3}",
    names: 'word',
  },
  // Year 8, Reception
  {
    shape: new RegExp(`(?<![\\p{L}\\d-])${GROUPS}`, flags),
    gap: IN,
    after: NAME_AFTER,
    names: 'word',
    unless: NOT_IN_YEAR,
  },
  {
    shape: new RegExp(`(?<![\\p{L}\\d-])${SETTINGS}`, flags),
    gap: IN.replace('[ ,;:(-]{1,4}', "(?: ?[,;:(-][ ,;:(-]{0,3}|'s | (?=\\p{Ll}))"),
    names: 'word',
    unless: NOT_IN_YEAR,
  },
];

/** Ages and school years beside a name. */
export function findAges(plain: string): Hit[] {
  return SHAPES.flatMap(({ shape, gap, after, names, unless }) => {
    let last = 0;
    return [...plain.matchAll(shape)].flatMap(({ 0: found, index }): Hit[] => {
      const to = index + found.length;
      const behind = plain.slice(to, to + NEAR);
      const start = Math.max(last, index - NEAR);
      if (unless?.test(behind)) return [];
      last = to;
      const before = plain.slice(start, index);
      const who = whoBefore(before, gap, names);
      if (who !== undefined && !GROWN_UP.test(before)) return [{ kind: 'date of birth', from: start + who, to }];
      const named = after === undefined ? undefined : whoAfter(behind, after, 'any');
      return named === undefined ? [] : [{ kind: 'date of birth', from: index, to: to + named }];
    });
  });
}

/** What stands between a name and a year group when the name is a colleague's. */
const GROWN_UP =
  /(?<!\p{L})(?:teaches|teaching|leads|leading|covers|supports all|visits|manages|chairs|met|ask|see|call|ring|thanks to|contact) (?:\p{Lu}\p{L}* )?(?:in |on |at |the )?$/iu;

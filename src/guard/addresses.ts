// Homes: a postcode with a house's number or name.
// Pitfall: a postcode alone is mostly a school's or an office's and passes; so does a house that the words beside it make a public one.

import type { Hit } from './kinds.js';

/** The inward half never has C, I, K, M, O or V (Royal Mail). */
const POSTCODE = /(?<![\p{L}\d])[a-z]{1,2}\d[a-z\d]?[ .-]{0,3}(\d[abd-hjlnp-uw-z]{2})(?![\p{L}\d])/giu;
const STREET =
  '(?:road|rd|street|st|avenue|ave|lane|ln|close|cl|drive|dr|way|court|ct|crescent|cres|grove|place|pl|terrace|terr|gardens|gdns|walk|hill|green|view|rise|row|square|sq|mews|park|parade|croft|house|villas|cottages?|approach|bank|wharf|quay|heights|highway|broadway|boulevard|fold|heath|common|circus|path|dell|meadows?|fields?|vale|chase|mount|end|cross|side|orchards?|paddocks?|spinney|copse|glade|grange|drove|passage|yard|mill|lodge|farm|ridge|brow|moor|wood|woods|corner|esplanade|promenade|loan|wynd|brae|gate|hurst|acre|lea|nook|link|loke|leys|ring|reach|loop)';
const NUMBER = '(?<![\\p{L}\\d/.:£-])\\d{1,4}[a-z]?(?:[-/]\\d{1,4}[a-z]?)?(?![\\p{L}\\d])';
/** The words of a street's name: "14 at Elm Park School" is no house. */
const WORDS = "(?:(?!(?:at|in|of|for|from|to|schools?|places?|children|pupils?|posts?|sites?) )[\\p{L}'.]{1,20} ){0,4}";
const FLAT = '(?:(?:flat|apartment|apt) \\w{1,4},? )?';
const WITH_STREET = new RegExp(`${FLAT}${NUMBER},? ${WORDS}${STREET}(?![\\p{L}])[^\\d]{0,50}$`, 'iu');
/** Flat 9, Priory Heights: a block's name instead of a house's number. */
const IN_BLOCK = /(?:flat|apartment|apt) \w{1,4},? (?:[\p{L}'.]{1,20} ){0,3}[\p{L}'.]{1,20}[^\d]{0,40}$/iu;
const WITH_NAME = new RegExp(`${FLAT}${NUMBER},? [A-Z][\\p{L}']{1,20}(?: [A-Z][\\p{L}']{1,20})?,? $`, 'u');
const BARE = new RegExp(
  `(?:(?:flat|apartment|apt|no|number|house(?: no| number)?)[.:]? ?)?${NUMBER}[ ,;:/(-]{1,4}(?:(?:in |at |and )?(?:the )?(?:home )?(?:postcode|post code|pc)[: ]{1,2}(?:is )?)?$`,
  'iu',
);
/** A house's name, then at most a street and two places: Rose Cottage, Main Street, Anytown; The Laurels. */
const NAMED =
  /(?<![\p{L}'])(?:(?!The )[A-Z][\p{L}']{1,20} ){1,2}(?:Cottage|Farm|Farmhouse|Barn|Bungalow|Lodge|Villa|Manor|Grange|Croft)(?! Road| Lane| Street| Close| Drive| Way| Avenue)(?:,? [A-Z][\p{L}']{1,20}){0,6},? ?$/u;
const THE_HOUSE =
  /(?<![\p{L}'])The (?:Old )?[A-Z][\p{L}']{2,20}(?: (?:House|Cottage|Barn))?(?:, [A-Z][\p{L}']{1,20}(?: [A-Z][\p{L}']{1,20}){0,2}){0,3},? ?$/u;
const SOME_HOUSE =
  /(?<![\p{L}'])(?:[A-Z][\p{L}']{1,20} ){1,2}(?:House|Court|Hall|Heights|Villas)(?:,? [A-Z][\p{L}']{1,20}){0,6},? ?$/u;
const AFTER = new RegExp(
  `^[ ,;:(/-]{1,4}(?:(?:no|number|house(?: no| number)?|flat|door)[.:]? ?\\d{1,4}[a-z]?(?![\\p{L}\\d])|\\d{1,4}[a-z]? ${WORDS}${STREET}(?![\\p{L}]))`,
  'iu',
);
/** What a number before a postcode may be instead: a room, a year group; without a street also the end of a time. */
const NO_HOUSE =
  /(?:^|[^\p{L}])(?:rooms?|years?|table|item|phase|option|page|para|paragraph|ward|bus|route|lot|unit|suite|floor|band|stage|block|zone|tier)[ .]{1,2}$/iu;
const NO_HOUSE_ALONE = /(?:^|[^\p{L}])(?:to|until|from|and|of|by)[ .]{1,2}$/iu;
/** Where the public goes, or staff; not where such a word is part of a street's name (School Lane). */
const PUBLIC = new RegExp(
  `(?<![\\p{L}])(?:councils?(?! (?:estate|house|flat|tenan))|civic|town hall|city hall|guildhall|shire ?hall|county hall|village hall|church(?: hall)?|hall|cent(?:re|er)|schools?|primary|infants?|juniors?|academy|college|nursery|campus|university|offices?|hospital|clinic|surgery|health centre|library|libraries|hub|venue|trust|headquarters|hq|forum|theatre|stadium|hotel|museum|depot|training|workshops?|meetings?|conference|drop-in|open day|open evening|interviews?|registered office|police|fire station|courthouse|tribunal hearing|supplier|provider|provision|site|base|building|premises|contractor|company|ltd|limited|plc|llp|charity|invoice|deliver(?:y|ies)? to|car park|depot|reception desk|planning)(?![\\p{L}])(?!'?s? (?:[\\p{L}]+ )?${STREET}(?![\\p{L}]))`,
  'iu',
);
/** Somebody lives there, whatever else is said. */
const HOME =
  /(?<![\p{L}])(?:lives?|living|lived|home address|gate code|(?:his|her|their|family|foster|new|current|mum's|dad's|child's) (?:home|address)|home is|mum|dad|mother|father|nan|gran|carers?|taxi|escort|collect(?:ed)?|pick(?:ed|s)? up|drop(?:ped)? (?:off|at)|moved|moving|the family|boy|girl|son|daughter|child(?! (?:health|development|and))|twins|foster|tenancy|house move|home visit)(?![\p{L}])/iu;
const BEFORE = 130;
const BEHIND = 60;

/** Houses with their postcode. */
export function findAddresses(plain: string): Hit[] {
  const hits: Hit[] = [];
  let last = 0;
  for (const match of plain.matchAll(POSTCODE)) {
    // "the WS6 2nd draft" is no postcode.
    if (/^(?:1st|2nd|3rd)$/.test(match[1] ?? '')) continue;
    const [from, to] = [match.index, match.index + match[0].length];
    // A house stands with the postcode that follows it first.
    const start = Math.max(last, from - BEFORE);
    last = to;
    const before = plain
      .slice(start, from)
      .replace(/^.*(?:[!?]|\p{L}{3,}\.) (?=\p{Lu})/su, (gone) => ' '.repeat(gone.length));
    const behind = plain.slice(to, to + BEHIND);
    if (PUBLIC.test(before) && !HOME.test(before)) continue;
    const house = houseIn(before, HOME.test(before) || HOME.test(behind));
    const after = AFTER.exec(behind);
    if (house !== undefined) hits.push({ kind: 'home address', from: start + house, to });
    else if (after) hits.push({ kind: 'home address', from, to: to + after[0].length });
  }
  return hits;
}

/** Where the house begins in the words before a postcode; undefined when they name none. */
function houseIn(before: string, home: boolean): number | undefined {
  for (const shape of [WITH_STREET, IN_BLOCK, WITH_NAME, BARE]) {
    const found = shape.exec(before);
    if (!found) continue;
    const ahead = before.slice(0, found.index);
    if (NO_HOUSE.test(ahead) || (shape === BARE && NO_HOUSE_ALONE.test(ahead))) continue;
    // A year before a postcode: "on 9 June 2026, CV1 5RR".
    if ((shape === WITH_NAME || shape === BARE) && /^(?:19|20)\d\d(?!\d)/.test(found[0])) continue;
    return found.index;
  }
  const named = NAMED.exec(before) ?? (home ? (THE_HOUSE.exec(before) ?? SOME_HOUSE.exec(before)) : null);
  return named ? named.index : undefined;
}

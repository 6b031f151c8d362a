// Homes: a postcode with a house number. What one could get wrong: a postcode alone is mostly a school's or an office's and
// passes; the number must be a house's, in the words before the postcode or right behind it.

import type { Hit } from './kinds.js';

/** The inward half never has C, I, K, M, O or V (Royal Mail). */
const POSTCODE = /(?<![\p{L}\d])[a-z]{1,2}\d[a-z\d]?[ .-]{0,3}(\d[abd-hjlnp-uw-z]{2})(?![\p{L}\d])/giu;
const STREET =
  '(?:road|rd|street|st|avenue|ave|lane|ln|close|cl|drive|dr|way|court|ct|crescent|cres|grove|place|pl|terrace|gardens|gdns|walk|hill|green|view|rise|row|square|sq|mews|park|parade|croft|house|villas|cottages|approach|bank|wharf|quay|heights|highway|broadway|boulevard|fold|heath|common|circus|path|dell|meadows?|fields?|vale|chase|mount|end|cross|side)';
const NUMBER = '(?<![\\p{L}\\d/.:£-])\\d{1,4}[a-z]?(?:[-/]\\d{1,4}[a-z]?)?(?![\\p{L}\\d])';
/** The words of a street's name: "14 at Elm Park School" is no house. */
const WORDS = "(?:(?!(?:at|in|of|for|from|to|schools?|places?|children|pupils?|posts?|sites?) )[\\p{L}'.]{1,20} ){0,4}";
const FLAT = '(?:(?:flat|apartment|apt) \\w{1,4},? )?';
const WITH_STREET = new RegExp(`${FLAT}${NUMBER},? ${WORDS}${STREET}(?![\\p{L}])[^\\d]{0,50}$`, 'iu');
/** Flat 9, Priory Heights: a block's name instead of a house's number. */
const IN_BLOCK = /(?:flat|apartment|apt) \w{1,4},? (?:[\p{L}'.]{1,20} ){0,3}[\p{L}'.]{1,20}[^\d]{0,40}$/iu;
const WITH_NAME = new RegExp(`${FLAT}${NUMBER} [A-Z][\\p{L}']{1,20}(?: [A-Z][\\p{L}']{1,20})?,? $`, 'u');
const BARE = new RegExp(
  `(?:(?:flat|apartment|apt|no|number|house(?: no| number)?)\\.? ?)?${NUMBER}[ ,]{1,3}(?:(?:in |at )?(?:the )?postcode )?$`,
  'iu',
);
const AFTER = new RegExp(
  `^[ ,;(]{1,3}(?:(?:no|number|house(?: no| number)?|flat)\\.? ?\\d{1,4}[a-z]?(?![\\p{L}\\d])|\\d{1,4}[a-z]? ${WORDS}${STREET}(?![\\p{L}]))`,
  'iu',
);
/** What a number before a postcode may be instead: a room, a year group; without a street also the end of a time. */
const NO_HOUSE =
  /(?:^|[^\p{L}])(?:rooms?|years?|table|item|phase|option|page|para|paragraph|ward|bus|route)[ .]{1,2}$/iu;
const NO_HOUSE_ALONE = /(?:^|[^\p{L}])(?:to|until|from|and|of|by)[ .]{1,2}$/iu;
const BEFORE = 110;

/** House numbers with their postcode. */
export function findAddresses(plain: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of plain.matchAll(POSTCODE)) {
    // "the WS6 2nd draft" is no postcode.
    if (/^(?:1st|2nd|3rd)$/.test(match[1] ?? '')) continue;
    const [from, to] = [match.index, match.index + match[0].length];
    const start = Math.max(0, from - BEFORE);
    const house = houseIn(plain.slice(start, from));
    const behind = AFTER.exec(plain.slice(to, to + BEFORE));
    if (house !== undefined) hits.push({ kind: 'home address', from: start + house, to });
    else if (behind) hits.push({ kind: 'home address', from, to: to + behind[0].length });
  }
  return hits;
}

/** Where the house begins in the words before a postcode; undefined when they name none. */
function houseIn(before: string): number | undefined {
  for (const shape of [WITH_STREET, IN_BLOCK, WITH_NAME, BARE]) {
    const found = shape.exec(before);
    if (!found) continue;
    const ahead = before.slice(0, found.index);
    if (NO_HOUSE.test(ahead) || (shape === BARE && NO_HOUSE_ALONE.test(ahead))) continue;
    // A year before a postcode: "on 9 June 2026, CV1 5RR".
    if ((shape === WITH_NAME || shape === BARE) && /^(?:19|20)\d\d(?!\d)/.test(found[0])) continue;
    return found.index;
  }
  return undefined;
}

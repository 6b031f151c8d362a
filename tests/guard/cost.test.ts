// What the longest and oddest texts cost the guard.
// Pitfall: the machine may be busy, so it is the processor's time that counts, and the best of several runs.

import { describe, expect, it } from 'vitest';
import { findInFields } from '../../src/guard/fields.js';
import { findIdentifying } from '../../src/guard/find-identifying.js';

const LENGTH = 20_000;
const LIMIT_MS = 20;
/** On a machine several times slower than the one that the limit is for, growth alone is judged. */
const SLOW_MACHINE = 4;
const fill = (part: string, tail = '', length = LENGTH) =>
  part.repeat(Math.ceil(length / part.length)).slice(0, length - tail.length) + tail;
const PARTS =
  `1 |1-|1|12/03/|12/03/2014 |9434765919 |943 476 5919 |P207000016049 |Q2 |a1|aged 7 |Jamie, aged 7 |born on the |DOB of the child is |DOB ( |case ref |ehcp ref 1234, 1234 and |ref #|CV1 2AB |12 a |12 Acacia Road |1/2 |\u200b| |１|12 of |3 March |Jamie |A'|A-|A|A A A |NHS number |n.h.s. |upn is |learner number is |Year 6 |in Year 6 |KS2 |Y6, |Tom, 6, |Tom (6) |nine |nine four three |&nbsp;|&#57;|&|<a |<|%39|%|\\n|_1|1_|(0|0|07|+44 |£1,|1,234,|Mosaic |Mosaic id 12345 |mosaic case id ref |EHCP 2024/|0O1l|1 O |ref 12345 (|👉4|9️⃣|éà|ﷺ|born |b. 04/2014 |May 2014 |2014 |the second of April two thousand |twenty-one |The Laurels, |Rose Cottage, |Flat 3, |https://a/1234567890 |order no |seventh birthday |who is |is 9 and |turned 7 |- |child A, |Tom Smith 4/2014 |he was born 2014 |for a |(((|()|"1"|1\n|\t1|4,6,|1.1.|deadbeef-|Mc|Mr Smith `.split(
    '|',
  );
const letters = (from: number) => Array.from({ length: LENGTH }, (_, n) => String.fromCodePoint(from + n)).join('');
const TEXTS = [
  ...PARTS.map((part) => fill(part)),
  ...PARTS.map((part) => fill(part, '9434765919 CV1 2AB 12/03/2014')),
  letters(0xa1),
  letters(0x3400),
];

/** Milliseconds of processor, the best of as many runs as it takes to come under a limit, twelve at most. */
function costOf(run: () => unknown, enough = 0): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 12 && best >= enough; n += 1) {
    const began = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

describe('the guard', () => {
  for (const text of TEXTS) findIdentifying(text);
  const prose = fill('The forecast gap of £9.1m stands; 9 of 14 posts are filled, 3 at interview on 4 December 2026. ');
  const scale = Math.max(1, Math.min(SLOW_MACHINE, costOf(() => findIdentifying(prose)) / 3));

  it(`reads any text of 20,000 letters in ${LIMIT_MS} ms of processor`, () => {
    const costs = TEXTS.map((text) => ({ text: text.slice(0, 24), ms: costOf(() => findIdentifying(text), LIMIT_MS) }));
    const slowest = costs.sort((a, b) => b.ms - a.ms).slice(0, 3);
    process.stdout.write(
      `guard: slowest of ${costs.length} texts ${slowest.map(({ text, ms }) => `${ms.toFixed(1)} ms ${JSON.stringify(text)}`).join(', ')}\n`,
    );
    expect(slowest[0]?.ms, slowest[0]?.text).toBeLessThan(LIMIT_MS * scale);
  }, 120_000);

  it('reads a form of many long texts in time that grows with them, not with their pairs', () => {
    const form = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`f${n}`, `${n} posts for Jamie Carter ${'and more '.repeat(20)}by Tom`]),
    );
    expect(costOf(() => findInFields(form))).toBeLessThan(100 * scale);
  });
});

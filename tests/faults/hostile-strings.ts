// Strings that people or programs may type to break a card: template expressions, markdown, mentions, invisible letters. What
// one could get wrong: each is wrapped in marks of its own, so that it is found wherever it comes out, whole or cut.

import type { Random } from '../support/fault-run.js';

export const ATOMS = [
  '${secret}',
  '${$root.heading}',
  '${$data.programmeId}',
  '${if(true, json(\'{"a":1}\'), 0)}',
  '$when',
  '{{DATE(x,SHORT)}}',
  '@{utcNow()}',
  '[press here](https://evil.example/a)',
  '[](https://evil.example)',
  '![](https://evil.example/pixel.png)',
  '<https://evil.example>',
  'https://evil.example/bare',
  'javascript:alert(1)',
  'msteams://evil',
  '<at>Board chair</at>',
  '<at id="0">Everyone</at>',
  '@everyone',
  '**bold** _thin_ ~~gone~~ `code`',
  '# heading\r\n- one\n- two\n> quote',
  '| a | b |\n|---|---|',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;&nbsp;&#8238;',
  '\u202Etxet desrever\u202C',
  '\u2066isolated\u2069\u200F',
  'zero\u200Bwidth\u200D\uFEFF\u00AD',
  'Z\u0351\u036B\u0343a\u0363\u0366l\u036Dg\u0351o',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '\uD800 alone',
  '\u0000\u0007\u001B[31m',
  '"}],"type":"AdaptiveCard","body":[{',
  "'; DROP TABLE documents; --",
  '=HYPERLINK("https://evil.example")',
  '../../etc/passwd%00',
  '\\"\\\\\\n',
  '__proto__',
  'constructor',
  '{{7*7}}',
  '%s%n%x',
  'ﷺ︎',
];

/** One mark per string: `‹n:` before it and `:n›` behind it. */
const MARK = /‹(\d+):/g;

export interface Hostile {
  /** A string of its own, at most `letters` long. */
  string(letters: number): string;
  /** How many were made. */
  count(): number;
  /** What is wrong with a text that shows such strings: each must be there whole, or cut with an ellipsis. */
  faultIn(text: string): string | undefined;
}

/** A source of hostile strings that the seed repeats. */
export function openHostile(random: Random): Hostile {
  const made: string[] = [];
  return {
    string: (letters) => {
      const n = made.length;
      const [head, tail] = [`‹${n}:`, `:${n}›`];
      let text = '';
      for (let parts = 1 + random.below(3); parts > 0; parts -= 1) text += `${random.pick(ATOMS)} `;
      const room = letters - head.length - tail.length;
      if (letters > 1_000) text = text.repeat(Math.ceil(room / text.length));
      const whole = `${head}${text.slice(0, room)}${tail}`;
      made.push(whole);
      return whole;
    },
    count: () => made.length,
    faultIn: (text) => {
      for (const [mark, n] of text.matchAll(MARK)) {
        const whole = made[Number(n)] ?? '';
        const shown = text.slice(text.indexOf(mark));
        const cut = shown.indexOf('…');
        if (!shown.startsWith(whole) && !(cut > 0 && whole.startsWith(shown.slice(0, cut))))
          return `typed ${JSON.stringify(whole.slice(0, 200))}, shown ${JSON.stringify(shown.slice(0, 200))}`;
      }
      return undefined;
    },
  };
}

/** Whether any hostile string stands in a text. */
export function isMarked(text: string): boolean {
  return /‹\d+:/.test(text);
}

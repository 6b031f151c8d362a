// `npm run guard`: what the guard would say of a text, a line at a time, for whoever must be sure of it. What one could get
// wrong: standard output carries JSON lines and nothing else; what went wrong goes to standard error.

import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { findIdentifying } from './guard/find-identifying.js';

const USAGE = `Usage:
  npm run --silent guard -- FILE   says of each line of a text whether the guard refuses it, and why; - reads standard input
Each line becomes one JSON object: {"line":1,"verdict":"refused","why":["It looks like an NHS number."],"words":["..."]}.
It is a guard, not a guarantee: a line that passed may still identify a child.`;

async function run(): Promise<number> {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file.startsWith('--') || more.length > 0) return complain(USAGE);
  const input = file === '-' ? process.stdin : await readFrom(file);
  if (typeof input === 'string') return complain(input);
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const found = findIdentifying(text);
    const verdict = found.length > 0 ? 'refused' : 'passed';
    const why = [...new Set(found.map((finding) => finding.why))];
    const words = found.map((finding) => finding.words);
    if (!process.stdout.write(`${JSON.stringify({ line, verdict, why, words })}\n`))
      await new Promise((drained) => process.stdout.once('drain', drained));
  }
  return 0;
}

/** The file's text as it comes, or a sentence saying why there is none. */
async function readFrom(file: string) {
  const opened = await open(file).catch(() => undefined);
  if (!opened)
    return `There is no file ${file} that can be read. Give the path of a text file, or - for standard input.`;
  if ((await opened.stat()).isFile()) return opened.createReadStream();
  await opened.close();
  return `${file} is not a file. Give the path of a text file, or - for standard input.`;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

// Whoever reads only the beginning (head) closes the pipe: that is no fault.
process.stdout.on('error', () => process.exit(0));
run()
  .then((code) => {
    process.exitCode = code;
  })
  .catch(() => {
    process.exitCode = complain('The text could not be read to its end.');
  });

// `npm run guard`: what the guard would say of a text, a line at a time, and how often it is right on lines that say what they are.
// Pitfall: standard output carries a JSON object for each line and nothing else; figures and what went wrong go to standard error.

import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { findIdentifying } from './guard/find-identifying.js';

const USAGE = `Usage:
  npm run --silent guard -- FILE   says of each line of a text whether the guard refuses it, and why; - reads standard input
Each line becomes one JSON object: {"line":1,"verdict":"refused","why":["It looks like an NHS number."],"words":["..."]}.
A line such as {"text":"...","identifying":true,"kind":"..."} is judged: after such lines standard error
says {"lines":300,"identifying":150,"refused":149,"recall":0.98,"precision":0.987,"wrong":[...]}.
It is a guard, not a guarantee: a line that passed may still identify a child.`;

/** A line that says what the guard should make of it. */
interface Marked {
  text: string;
  identifying: boolean;
  kind?: string;
}

async function run(): Promise<number> {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file.startsWith('--') || more.length > 0) return complain(USAGE);
  const input = file === '-' ? process.stdin : await readFrom(file);
  if (typeof input === 'string') return complain(input);
  let line = 0;
  const judged: Judged[] = [];
  for await (const typed of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const marked = markedIn(typed);
    const found = findIdentifying(marked?.text ?? typed);
    if (marked) judged.push({ line, ...marked, refused: found.length > 0 });
    const verdict = found.length > 0 ? 'refused' : 'passed';
    const why = [...new Set(found.map((finding) => finding.why))];
    const words = found.map((finding) => finding.words);
    if (!process.stdout.write(`${JSON.stringify({ line, verdict, why, words })}\n`))
      await new Promise((drained) => process.stdout.once('drain', drained));
  }
  if (judged.length > 0) process.stderr.write(`${JSON.stringify(figuresOf(judged))}\n`);
  return 0;
}

type Judged = Marked & { line: number; refused: boolean };

/** The marks of a line that has them; any other JSON is a text like every other. */
function markedIn(typed: string): Marked | undefined {
  if (!typed.startsWith('{')) return undefined;
  try {
    const { text, identifying, kind } = JSON.parse(typed);
    if (typeof text !== 'string' || typeof identifying !== 'boolean') return undefined;
    return { text, identifying, ...(typeof kind === 'string' && { kind }) };
  } catch {
    return undefined;
  }
}

/** Recall: the share of identifying lines that are refused. Precision: the share of refused lines that are. Both are 1 of nothing. */
function figuresOf(judged: readonly Judged[]) {
  const identifying = judged.filter((one) => one.identifying).length;
  const refused = judged.filter((one) => one.refused).length;
  const right = judged.filter((one) => one.identifying && one.refused).length;
  const share = (whole: number) => (whole === 0 ? 1 : Math.round((right / whole) * 1000) / 1000);
  const wrong = judged
    .filter((one) => one.identifying !== one.refused)
    .map(({ line, kind, refused: was, text }) => ({ line, kind, verdict: was ? 'refused' : 'passed', text }));
  return { lines: judged.length, identifying, refused, recall: share(identifying), precision: share(refused), wrong };
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

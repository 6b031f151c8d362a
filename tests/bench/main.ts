// `npm run bench`: each benchmark of proofs.md section 3 as a share of what the bare SDK does on the same machine in the same
// run. What one could get wrong: only the shares mean anything elsewhere, so they are printed and no test ever asks for them.
//
// Arguments: names of benchmarks or their beginnings, such as `B7`; all of them when there is none.

import { cpus } from 'node:os';
import { besideExport } from './beside-work.js';
import { memory, ready, rejections } from './footprint.js';
import { large } from './large.js';
import { longestStretches } from './longest.js';
import { operations } from './operations.js';
import { promptsInMemory, promptsOnDisk, promptsPaced } from './prompts.js';
import type { Benchmark, Line } from './rounds.js';
import { submits } from './submits.js';
import { longHistory, longWalks, summaries } from './summaries.js';

/** Every benchmark, in the order in which they are run. */
const BENCHMARKS: readonly Benchmark[] = [
  submits,
  summaries,
  longHistory,
  operations,
  ready,
  memory,
  promptsInMemory,
  promptsOnDisk,
  promptsPaced,
  besideExport,
  rejections,
  longWalks,
  large,
  longestStretches,
];

const wanted = process.argv.slice(2).map((name) => name.toUpperCase());
const chosen = BENCHMARKS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one) || one.startsWith(`${name}.`)),
);
if (chosen.length === 0)
  throw new Error(`There is no ${wanted.join(', ')}. There are ${BENCHMARKS.map(({ name }) => name).join(', ')}.`);

process.stdout.write(`Node ${process.version}, ${cpus().length} processors\n`);
for (const { run } of chosen) for (const line of await run()) print(line);

function print({ name, what, goal, share, spread, note }: Line): void {
  const { atLeast, atMost } = goal;
  const met = share >= (atLeast ?? Number.NEGATIVE_INFINITY) && share <= (atMost ?? Number.POSITIVE_INFINITY);
  const bounds = [
    ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]),
    ...(atMost === undefined ? [] : [`≤ ${atMost}`]),
  ].join(' and ');
  const range = spread ? ` (${spread.map((each) => each.toFixed(2)).join(' to ')})` : '';
  process.stdout.write(
    `${name} ${what}: ${share.toFixed(2)}${range}, goal ${bounds}: ${met ? 'met' : 'missed'}. ${note}\n`,
  );
}

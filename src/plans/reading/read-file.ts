// A file that somebody sent, read in a process of its own within bounds of memory and time.
// Pitfall: a worker thread's limits do not count buffers and a thread out of memory can take the whole process along, so it is a child process, which is
// ended when it passes its bounds; one at a time, so that three files cost no more than one.

import { fork } from 'node:child_process';
import { ProductError } from '../../errors.js';
import { projectPath } from '../../project-root.js';
import { MOST_BYTES } from '../../routes.js';
import type { FileRead } from '../tables.js';
import { BOUNDS, TOO_LONG, unreadable } from './bounds.js';

/** Heap of the reading process. A plan takes a few MB; what is within the other bounds takes about half of this. */
const MOST_HEAP_MB = 96;
/** By the clock; the reader itself counts its processor time and ends before. */
const MOST_MS = BOUNDS.processorMs * 4;
/** Files that wait while one is read. */
const MOST_WAITING = 6;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * What a file says. Throws MALFORMED with advice when it is none of a plan or passes a bound, UNAVAILABLE with advice when too many files are being read.
 * Holds the thread that asks for the copying of the file only.
 */
export async function readFile(name: string, bytes: Uint8Array): Promise<FileRead> {
  if (bytes.byteLength > MOST_BYTES)
    throw unreadable('The file is larger than 5 MB. A plan is far smaller: leave out pictures and other sheets.');
  if (waiting >= MOST_WAITING)
    throw new ProductError('UNAVAILABLE', 'too many files at once', {
      advice: 'Several files are being read just now. Send yours again in a minute.',
    });
  waiting += 1;
  const turn = last
    .then(() => readAside(name, bytes))
    .finally(() => {
      waiting -= 1;
    });
  last = turn.catch(() => undefined);
  return turn;
}

type Answer = { read: FileRead } | { advice: string } | { fault: string };

function readAside(name: string, bytes: Uint8Array): Promise<FileRead> {
  return new Promise((resolve, reject) => {
    const child = fork(projectPath('.build', 'src', 'plans', 'reading', 'child.js'), {
      env: {},
      execArgv: [`--max-old-space-size=${MOST_HEAP_MB}`, '--max-semi-space-size=8'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const late = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
    let answer: Answer | undefined;
    child.once('message', (said: Answer) => {
      answer = said;
    });
    child.once('error', (cause) => reject(notStarted(cause)));
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      if (answer && 'read' in answer) return resolve(answer.read);
      if (answer && 'advice' in answer) return reject(unreadable(answer.advice));
      if (answer) return reject(new Error(`a file could not be read: ${answer.fault}`));
      if (signal === 'SIGKILL') return reject(unreadable(TOO_LONG));
      reject(code === 0 ? notStarted(undefined) : unreadable(TOO_LARGE));
    });
    child.send({ name, bytes }, (cause) => {
      if (cause) child.kill('SIGKILL');
    });
  });
}

const TOO_LARGE =
  'This file takes far more memory to read than a plan does. Delete what stands outside the plan’s tables, and send it again.';

function notStarted(cause: unknown): ProductError {
  return new ProductError('UNAVAILABLE', 'the process that reads files did not answer', {
    cause,
    advice: 'I could not read this file just now. Send it again in a minute.',
  });
}

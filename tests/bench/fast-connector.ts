// A connector that takes everything as fast as it can, in a process of its own so that its work is nobody else's. What one could
// get wrong: it reads no body and answers from memory; what it counts is when each call began, by its own clock.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectPath } from '../../src/project-root.js';

export interface FastConnector {
  url: string;
  /** When each call since the last time asked began, in milliseconds. */
  arrivals(): Promise<number[]>;
  stop(): Promise<void>;
}

/** Starts one. */
export async function startFastConnector(): Promise<FastConnector> {
  const child = fork(projectPath('.build', 'tests', 'bench', 'fast-connector.js'), ['serve']);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}/`,
    arrivals: async () => {
      const answered = once(child, 'message') as Promise<[{ arrivals: number[] }]>;
      child.send('arrivals');
      return (await answered)[0].arrivals;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function serve(): Promise<void> {
  let arrivals: number[] = [];
  const server = createServer((request, response) => {
    arrivals.push(performance.now());
    request.resume().once('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(`{"id":"${arrivals.length}"}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.on('message', () => {
    process.send?.({ arrivals });
    arrivals = [];
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port: (server.address() as AddressInfo).port });
}

if (process.argv[2] === 'serve') await serve();

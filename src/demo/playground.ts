// The Microsoft 365 Agents Playground beside the demo: its configuration file, its process, its end. What one could get
// wrong: it prints "Listening" even with a bad configuration and moves to a random port when its own is taken, so it is
// ready only when it answers on our port with our configuration. Its licence is for evaluation: the demo's, never production's.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

/** Somebody the Playground knows; `id` is what arrives as `from.id`, `entraObjectId` as `from.aadObjectId`. */
export interface PlaygroundPerson {
  id: string;
  entraObjectId: string;
  name: string;
  email: string;
}

/** Ids must differ from each other; a team's General channel has the team's own id. */
export interface PlaygroundOptions {
  port: number;
  /** Where activities are posted, e.g. `http://127.0.0.1:3978/api/messages`. */
  botUrl: string;
  /** Holds the configuration and the Playground's log; made when missing. Choose one that git ignores. */
  folder: string;
  tenantId: string;
  /** The name is at most 42 characters. */
  bot: { id: string; name: string };
  /** The one person whose words and presses the Playground sends. It cannot change while it runs. */
  you: PlaygroundPerson;
  /** Exactly five others: the Playground refuses any other number. */
  people: readonly PlaygroundPerson[];
  personalChatId: string;
  groupChat: { id: string; name: string };
  team: { id: string; name: string; groupId: string };
  /** The one channel there can be besides General. */
  channel: { id: string; name: string };
}

export interface Playground {
  /** The address to open in a browser. */
  url: string;
  /** Resolves when its process is gone, however that came, with how. */
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL after five seconds; safe to call twice and after it ended by itself. */
  stop(): Promise<void>;
}

const startLimitMs = 30_000;
const stopLimitMs = 5_000;
const proxySettings = new Set(['http_proxy', 'https_proxy', 'all_proxy']);

/**
 * Starts the Playground on 127.0.0.1 and resolves when it serves our configuration. It needs no network.
 * @throws Error with the last lines it printed when it ends early, is not ready within thirty seconds, or is not installed.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  if (options.people.length !== 5) {
    throw new Error(`The Playground needs exactly five people besides you; it was given ${options.people.length}.`);
  }
  const files = filesIn(resolve(options.folder));
  await mkdir(files.folder, { recursive: true });
  await writeFile(files.config, `${JSON.stringify(playgroundConfig(options), undefined, 2)}\n`);
  // An old log would be taken for this start's own words.
  await rm(files.log, { force: true });

  const child = spawnPlayground(options, files);
  const printed = lastLinesOf(child);
  const ended = endOf(child);
  const stop = () => stopChild(child, ended);
  try {
    await Promise.race([
      waitUntilOurs(options, printed),
      ended.then((how) => {
        throw new Error(`The Playground ended before it was ready (${how}).`);
      }),
    ]);
  } catch (problem) {
    await stop();
    const sentence = problem instanceof Error ? problem.message : String(problem);
    throw new Error([sentence, 'It said:', printed(), await complaintsIn(files.log)].join('\n').trimEnd());
  }
  return { url: `http://127.0.0.1:${options.port}`, ended, stop };
}

interface PlaygroundFiles {
  folder: string;
  config: string;
  log: string;
}

function filesIn(folder: string): PlaygroundFiles {
  return { folder, config: join(folder, '.m365agentsplayground.yml'), log: join(folder, 'playground.log') };
}

function spawnPlayground(options: PlaygroundOptions, files: PlaygroundFiles): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !proxySettings.has(name.toLowerCase()));
  return spawn(
    process.execPath,
    [
      ...['--import', `data:text/javascript,${encodeURIComponent(preload)}`],
      ...[playgroundProgram(), 'start', '--port', String(options.port), '--app-endpoint', options.botUrl],
      ...['--channel-id', 'msteams', '--disable-telemetry'],
      ...['--service-url', `http://127.0.0.1:${options.port}/_connector`],
    ],
    {
      // Whatever it might write by a relative name lands in the folder git ignores.
      cwd: files.folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: files.config,
        M365_AGENTS_PLAYGROUND_LOGFILE: files.log,
        TEAMSAPPTESTER_BROWSER: 'none',
      },
    },
  );
}

/**
 * Runs inside the Playground before its own code. It has no setting for the interface to listen on, so `listen(port)` is
 * given 127.0.0.1; and it ends with its standard input, so that killing the demo outright leaves nothing running.
 */
const preload = `
import { Server } from 'node:net';
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  const everywhere = typeof port === 'number' && typeof rest[0] !== 'string';
  return everywhere ? listen.call(this, port, '127.0.0.1', ...rest) : listen.call(this, port, ...rest);
};
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
`;

function playgroundProgram(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
    return join(dirname(manifest), 'cli.js');
  } catch {
    throw new Error('The Playground is not installed. Run npm ci without --omit=dev, then try again.');
  }
}

/** The file's content (JSON is YAML); `userPrincipleName` is spelt as its schema, version 0.1.1, spells it. */
function playgroundConfig(options: PlaygroundOptions) {
  const { team, channel } = options;
  return {
    version: '0.1.1',
    tenantId: options.tenantId,
    bot: options.bot,
    currentUser: configuredPerson(options.you),
    users: options.people.map(configuredPerson),
    personalChat: { id: options.personalChatId },
    groupChat: options.groupChat,
    team: { id: team.id, name: team.name, aadGroupId: team.groupId, channels: [channel] },
  };
}

function configuredPerson({ id, name, email, entraObjectId }: PlaygroundPerson) {
  const [givenName = name, ...others] = name.split(' ');
  return {
    id,
    name,
    email,
    givenName,
    surname: others.join(' '),
    aadObjectId: entraObjectId,
    userPrincipleName: email,
  };
}

async function waitUntilOurs(options: PlaygroundOptions, printed: () => string): Promise<void> {
  const address = `http://127.0.0.1:${options.port}/_internal/v1/config`;
  const ours = [options.tenantId, options.bot.id, options.you.id, options.personalChatId, options.team.id];
  const giveUpAt = Date.now() + startLimitMs;
  while (Date.now() < giveUpAt) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(2_000) })
      .then((response) => response.text())
      .catch(() => '');
    const listensOn = /Listening on (\d+)/.exec(printed())?.[1];
    if (listensOn !== undefined && Number(listensOn) !== options.port) {
      throw new Error(
        `Port ${options.port} was taken, so the Playground went to port ${listensOn}. Choose a free one.`,
      );
    }
    if (listensOn !== undefined && ours.every((id) => answer.includes(JSON.stringify(id)))) return;
    await pause(100);
  }
  throw new Error(`The Playground did not show our configuration within ${startLimitMs / 1000} seconds.`);
}

/** What it found wrong: without a terminal it writes that to its log only. */
async function complaintsIn(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  const errors = lines.filter((line) => line.startsWith('error '));
  return stripVTControlCharacters(errors.slice(-6).join('\n'));
}

function lastLinesOf(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-2_000);
    });
  }
  return () => tail.trim().split('\n').slice(-8).join('\n');
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (problem) => resolve(problem.message));
  });
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(force);
}

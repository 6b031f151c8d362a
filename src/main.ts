// Production's start: settings from the environment, one store, one bot. What one could get wrong: it refuses to listen
// while anything is half-configured, since a bot without its identity would answer anyone (proofs.md section 4).

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { composeBot } from './bot.js';
import { watchChains } from './chain-watch.js';
import { systemClock } from './clock.js';
import { clockFault, watchClock } from './clock-watch.js';
import { readEnvironmentFile, readProductionSettings, SettingsError } from './config.js';
import type { Deps } from './deps.js';
import { ProductError } from './errors.js';
import { openDrawing } from './exports/drawing.js';
import { describeError, type Log, openLog } from './log.js';
import { loadPlan, Plan } from './plans/plan-file.js';
import { newestEntry } from './programmes/newest-entry.js';
import { recordTypes } from './records.js';
import { startServer } from './server.js';
import { openStore } from './storage/open-store.js';
import { watchStore } from './store-watch.js';
import { createTeamsAdapter } from './teams/adapter.js';
import { openAdmission } from './teams/admission.js';
import { openMessenger } from './teams/messenger.js';
import { openTelemetry } from './telemetry/open.js';

/** Starts, and stops in order on SIGTERM or SIGINT. Throws SettingsError or ProductError before anything listens. */
async function start(): Promise<void> {
  readEnvironmentFile();
  const settings = readProductionSettings(process.env);
  const telemetry = await openTelemetry(settings.telemetry);
  const log = telemetry.log(openLog(settings.logLevel));
  const clockWatch = watchClock(systemClock);
  const opened = await openStore(settings.store, telemetry.onCharge, clockWatch.heardStore);
  const storeWatch = watchStore(telemetry.store(opened), log);
  const { store } = storeWatch;
  const adapter = createTeamsAdapter(settings, log);
  const drawing = openDrawing();
  const messenger = telemetry.messenger(openMessenger(adapter, settings, log));
  const mayFound = (objectId: string) => settings.founders.includes(objectId);
  const deps: Deps = { store, clock: systemClock, messenger, log, drawAside: drawing.drawAside, mayFound };
  if (settings.planFile) await loadPlanFile(deps, settings.planFile, log);
  const { publicUrl, linksKey, uploadHosts } = settings.files;
  const key = linksKey ?? randomBytes(32).toString('hex');
  const files = { consent: true, key, address: () => publicUrl, uploadHosts };
  const newest = await newestEntry(deps, recordTypes);
  if (newest !== '') clockWatch.kept(newest);
  const trust = { fault: () => clockFault(clockWatch, store), mayMiss: clockWatch.mayMiss };
  const bot = composeBot({ deps, dialogs: true, files, trust });
  const { fetchFile, linkIsFor, uploads } = bot;
  const onTurn = telemetry.work('turn', bot.onTurn);
  const runJobs = telemetry.work('run', bot.runJobs);
  const server = await startServer({
    settings,
    adapter,
    onTurn,
    store,
    log,
    runJobs,
    fetchFile,
    linkIsFor,
    uploads,
    admit: openAdmission(),
    heard: ({ timestamp, from }) => {
      if (timestamp) clockWatch.heardTeams(timestamp, from.id);
    },
    notReady: async () => {
      const fault = await trust.fault();
      return [...(storeWatch.writable() ? [] : ['the store takes no writes']), ...(fault ? [fault] : [])];
    },
  });
  bot.start({ jobs: settings.jobs.inProcess });
  const endWatch = watchChains(deps);
  log.info('ready', { port: server.port, store: settings.store.kind });

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    await server.stop();
    endWatch();
    storeWatch.stop();
    await bot.stop();
    await drawing.close();
    await store.close();
    await telemetry.end();
    log.info('stopped');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

async function loadPlanFile(deps: Deps, file: string, log: Log): Promise<void> {
  const plan = Plan.safeParse(await readJson(file));
  if (!plan.success) {
    const faults = plan.error.issues.map((issue) => ({
      setting: 'PLAN_FILE',
      mend: `${file}, ${issue.path.join('.')}: ${issue.message}`,
    }));
    throw new SettingsError(faults);
  }
  const loaded = await loadPlan(deps, plan.data);
  log.info('plan-loaded', { programmeId: plan.data.id, created: loaded.created, known: loaded.known });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new SettingsError([
      {
        setting: 'PLAN_FILE',
        mend: `${file} cannot be read as JSON. Give the path of a plan file, or leave PLAN_FILE empty.`,
      },
    ]);
  }
}

start().catch((error: unknown) => {
  const known = error instanceof SettingsError || error instanceof ProductError;
  process.stderr.write(
    `${known ? (error as Error).message : `The assistant could not start: ${JSON.stringify(describeError(error))}`}\n`,
  );
  process.exitCode = 1;
});

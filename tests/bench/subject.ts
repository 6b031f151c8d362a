// The whole assistant in a process of its own: production's settings from the environment, as `main.ts` composes it, under a
// clock that begins on the day of the benchmarks. What one could get wrong: it logs as production does, and its jobs run when
// they are asked for.

import { readFile } from 'node:fs/promises';
import { composeBot } from '../../src/bot.js';
import { readProductionSettings } from '../../src/config.js';
import type { Deps } from '../../src/deps.js';
import { draw, openDrawing } from '../../src/exports/drawing.js';
import { returnWorkbook } from '../../src/exports/return-workbook.js';
import { openLog } from '../../src/log.js';
import { loadPlan, Plan } from '../../src/plans/plan-file.js';
import { startServer } from '../../src/server.js';
import { openStore } from '../../src/storage/open-store.js';
import { createTeamsAdapter } from '../../src/teams/adapter.js';
import { openMessenger } from '../../src/teams/messenger.js';
import { serveApart } from './apart.js';
import { BEGINS_AT } from './teams-side.js';

const ahead = Date.parse(process.env.BENCH_AT ?? BEGINS_AT) - Date.now();
const clock = { now: () => new Date(Date.now() + ahead) };
const settings = { ...readProductionSettings(process.env), host: '127.0.0.1' };
const log = openLog(settings.logLevel);
const store = await openStore(settings.store);
const adapter = createTeamsAdapter(settings, log);
const { drawAside } = openDrawing();
const deps: Deps = {
  store,
  clock,
  messenger: openMessenger(adapter, settings, log, clock),
  log,
  drawAside,
};
if (settings.planFile) await loadPlan(deps, Plan.parse(JSON.parse(await readFile(settings.planFile, 'utf8'))));
const files = { consent: true, key: 'a key for benchmarks of at least 32 letters', address: () => undefined };
const bot = composeBot({ deps, dialogs: true, files: { ...files, uploadHosts: settings.files.uploadHosts } });
const { onTurn, runJobs, fetchFile } = bot;
const server = await startServer({ settings, adapter, onTurn, store, log, runJobs, fetchFile });
bot.start({ jobs: false });

/** A register of 5,000 rows as a workbook, by the product's own maker of workbooks; gives its size. */
const column = (title: string, kind: 'text' | 'words' | 'day' | 'number') => ({ title, kind });
const register = {
  kind: 'table' as const,
  caption: 'Milestones',
  columns: [
    column('Ref', 'text'),
    column('Milestone', 'words'),
    column('Forecast', 'day'),
    column('Days late', 'number'),
  ],
  rows: Array.from({ length: 5_000 }, (_, n) => [`M${n}`, `Milestone ${n} of a very large plan`, '2027-03-31', n % 60]),
};
const makeExport = async (): Promise<number> => {
  const section = { number: 3, title: 'Milestones', restricted: false, blocks: [register] };
  const about = { ref: 'Q26273', programme: 'Plan', localArea: 'Area', quarter: 'Quarter 3 of 2026/27' };
  const content = { ...about, dueOn: '2027-01-22', asOfOn: '2026-11-26', sections: [section] };
  const document = { content, fingerprint: '', state: 'Draft', signatures: [], names: {} };
  return (await draw(deps, returnWorkbook, document)).byteLength;
};
serveApart(server.port, { jobs: runJobs, export: makeExport });

// `npm run app-package`: the zip to upload to Teams. What one could get wrong: the environment wins over the environment file,
// so a pipeline can set BOT_ID without editing anything. A developer's command: it needs packages that production leaves out.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { makeAppPackage, placeholdersOf } from './app-package.js';
import { projectPath } from './project-root.js';

const USAGE = `Usage:
  npm run app-package                  the Teams app package, from infra/env/.env.dev
  npm run app-package -- --env NAME    from infra/env/.env.NAME
  npm run app-package -- --out FILE    written there instead of .build/appPackage/appPackage.NAME.zip
A setting of the same name in the environment (TEAMS_APP_ID, BOT_ID, BOT_DOMAIN, DEVELOPER_...) wins over the file's.`;

async function run(): Promise<number> {
  const asked = readOptions();
  if (!asked) return complain(USAGE);
  const { env, out } = asked;
  const file = projectPath('infra', 'env', `.env.${env}`);
  if (!existsSync(file)) return complain(`There is no infra/env/.env.${env}. Copy infra/env/.env.dev and fill it in.`);
  const sources = {
    manifest: readFileSync(projectPath('appPackage', 'manifest.json'), 'utf8'),
    color: readFileSync(projectPath('appPackage', 'color.png')),
    outline: readFileSync(projectPath('appPackage', 'outline.png')),
  };
  const settings: Record<string, string | undefined> = parseEnv(readFileSync(file, 'utf8'));
  for (const name of placeholdersOf(sources.manifest)) if (process.env[name]) settings[name] = process.env[name];

  const made = await makeAppPackage(sources, settings);
  if ('faults' in made) {
    const next = `Set these in infra/env/.env.${env} or in the environment, and type the same command again.`;
    return complain(['No package was made.', ...made.faults.map((fault) => `  - ${fault}`), next].join('\n'));
  }
  const target = out ? resolve(out) : projectPath('.build', 'appPackage', `appPackage.${env}.zip`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, made.zip);
  const { name, version, manifestVersion } = made.manifest;
  process.stdout.write(
    `${target}\n${name.short} ${version}, ${made.zip.byteLength} bytes, valid by Teams’ schema ${manifestVersion}.\n`,
  );
  if (Object.values(settings).some((value) => value?.includes('//example.org')))
    process.stderr.write('Its developer addresses are still example.org: set DEVELOPER_* before anyone installs it.\n');
  return 0;
}

/** The options, or nothing when they are not understood. */
function readOptions(): { env: string; out?: string } | undefined {
  try {
    const { values } = parseArgs({ options: { env: { type: 'string' }, out: { type: 'string' } } });
    const env = values.env ?? process.env.TEAMSFX_ENV ?? 'dev';
    return /^[\w-]+$/.test(env) ? { env, out: values.out } : undefined;
  } catch {
    return undefined;
  }
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

run()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: NodeJS.ErrnoException) => {
    process.exitCode = complain(`The package could not be written (${error.code ?? error.name}).`);
  });

// What is wrong with settings taken together, which no single one shows. What one could get wrong: each says how to mend it and never shows a
// value, since that may be a secret put into the wrong line.

import { isLoopbackHost, tryUrl } from './setting-kinds.js';

/** One thing wrong with the configuration, and how to mend it. */
export interface SettingFault {
  setting: string;
  mend: string;
}

/** Faults no single setting shows: what excludes or needs what. */
export function contradictions(given: Record<string, string | undefined>): SettingFault[] {
  const faults: SettingFault[] = [];
  const fault = (setting: string, mend: string) => faults.push({ setting, mend });
  const type = given.MicrosoftAppType?.toLowerCase();
  if (type === 'singletenant' && !given.MicrosoftAppPassword)
    fault('MicrosoftAppPassword', 'Set it to the client secret: SingleTenant needs one.');
  if (type === 'userassignedmsi' && given.MicrosoftAppPassword)
    fault('MicrosoftAppPassword', 'Remove it: a managed identity has no password.');
  const cosmos = given.COSMOS_ENDPOINT || given.COSMOS_DATABASE;
  if (given.STORE_FILE && cosmos) fault('STORE_FILE', 'Choose one store: remove STORE_FILE, or the COSMOS_ settings.');
  if (!given.STORE_FILE && !cosmos)
    fault('STORE_FILE', 'Set it to a file for the embedded store, or set COSMOS_ENDPOINT and COSMOS_DATABASE.');
  if (given.COSMOS_ENDPOINT && !given.COSMOS_DATABASE) fault('COSMOS_DATABASE', 'Set it to the database’s name.');
  if (given.COSMOS_DATABASE && !given.COSMOS_ENDPOINT) fault('COSMOS_ENDPOINT', 'Set it to the account’s address.');
  if (given.COSMOS_KEY && !isLoopbackHost(tryUrl(given.COSMOS_ENDPOINT ?? '')?.hostname ?? ''))
    fault(
      'COSMOS_KEY',
      'Remove it: keys are for an emulator on this machine; an account is opened by managed identity.',
    );
  return faults;
}

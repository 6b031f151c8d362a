// How much one person may ask for. What one could get wrong: one who asks too much must not keep anybody else waiting.

import type { Activity } from 'botbuilder';
import { expect, it } from 'vitest';
import { openAdmission, senderOf } from '../../src/teams/admission.js';

const from = (aadObjectId: string) =>
  senderOf({ from: { id: '29:x', aadObjectId }, conversation: { tenantId: 't' } } as Activity);

it('lets so many in, then says how long to wait, and lets in again; each person for themselves', async () => {
  const admit = openAdmission({ points: 3, duration: 1 });
  for (let n = 0; n < 3; n += 1) expect(await admit(from('a'))).toBeUndefined();
  expect(await admit(from('a'))).toBe(1);
  expect(await admit(from('b'))).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await admit(from('a'))).toBeUndefined();
});

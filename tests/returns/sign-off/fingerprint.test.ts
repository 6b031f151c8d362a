// What is approved is exactly what was frozen. What one could get wrong: the record names a fingerprint and the content lies elsewhere, so
// whoever can write there must not be able to put other words under a signature.

import { beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../src/returns/content.js';
import { sendBack, signReturn } from '../../../src/returns/sign-off/actions.js';
import { readFrozen, requireFrozen } from '../../../src/returns/sign-off/frozen.js';
import { signForm } from '../../../src/returns/sign-off/views.js';
import type { World } from '../../support/world.js';
import { PROGRAMME } from '../../support/world.js';
import {
  approving,
  moveMilestone,
  prepare,
  REF,
  recordOf,
  returnHead,
  roundIn,
  sendWords,
  signedBy,
  writtenReturn,
} from './prepared.js';

let world: World;
beforeEach(async () => {
  world = await writtenReturn();
});

const sign = async (who: string, typed: Parameters<typeof approving>[1] = {}) =>
  signReturn(await world.turn(who), await approving(world, typed));

describe('a fingerprint', () => {
  it('other than the one prepared approves nothing and sends nothing back', async () => {
    await prepare(world);
    const stale = { fingerprint: 'a'.repeat(64), comment: 'Read.' };
    expect(await sign('s151', stale)).toMatchObject({ outcome: 'not now' });
    expect(await sendBack(await world.turn('s151'), await approving(world, stale))).toMatchObject({
      outcome: 'not now',
    });
    expect((await returnHead(world)).newest.version).toBe(1);
  });

  it('of the card that was open while it was prepared again is a conflict', async () => {
    await prepare(world);
    const open = await approving(world);
    await sendWords(world, 'asks', 'Something new.');
    await prepare(world);
    expect((await recordOf(world)).fingerprint).not.toBe(open.fingerprint);
    expect(await signReturn(await world.turn('s151'), open)).toMatchObject({ outcome: 'conflict' });
    expect((await recordOf(world)).approvals).toEqual([]);
  });
});

describe('the frozen content', () => {
  it('stays as it was however the registers move, and is the same document when prepared from the same', async () => {
    await signedBy(world, 1);
    const before = await readFrozen(world.deps, PROGRAMME, REF);
    await moveMilestone(world, 'M03', { commentary: 'Other words.' });
    expect(await readFrozen(world.deps, PROGRAMME, REF)).toEqual(before);
    expect(before && fingerprintOf(before.content)).toBe((await recordOf(world)).fingerprint);
    world = await writtenReturn();
    await prepare(world);
    const { fingerprint } = await recordOf(world);
    await prepare(world);
    expect((await recordOf(world)).fingerprint).toBe(fingerprint);
  });

  it('that was altered or is gone is shown to nobody, nor can it be read as if it were signed', async () => {
    await prepare(world);
    const { fingerprint } = await recordOf(world);
    const [partition, id] = [`returns:${PROGRAMME}`, `${REF}@${fingerprint}`];
    const kept = await world.deps.store.read<Record<string, unknown>>('return-content', partition, id);
    if (!kept) throw new Error('nothing was frozen');
    await world.deps.store.replace('return-content', { ...kept, body: { ...kept.body, localArea: 'Elsewhere' } });
    const altered = { code: 'MISSING', message: expect.stringContaining('missing or was altered') };
    await expect(requireFrozen(world.deps, PROGRAMME, REF, fingerprint)).rejects.toMatchObject(altered);
    await expect(readFrozen(world.deps, PROGRAMME, REF)).rejects.toMatchObject(altered);
    const card = signForm(await world.turn('s151'), await roundIn(world), await returnHead(world));
    await expect(card).rejects.toMatchObject(altered);
    await world.deps.store.delete('return-content', partition, id);
    await expect(readFrozen(world.deps, PROGRAMME, REF)).rejects.toMatchObject(altered);
  });
});

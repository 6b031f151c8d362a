// What a person gets back for a step: the form again with what was typed, where the return stands, or what keeps it. What one could get wrong:
// words that could not be saved are nowhere but on the card that says so.

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { sendBack, signReturn } from '../../../src/returns/sign-off/actions.js';
import { signOffCommands, signOffVerbs } from '../../../src/returns/sign-off/routes.js';
import { TWO_BREACHES } from '../../finance/world.js';
import { titlesOf, valuesOf, wordsOf } from '../../support/card-reader.js';
import { conversation } from '../../support/conversation.js';
import type { World } from '../../support/world.js';
import {
  approvedByAll,
  approving,
  prepare,
  recordKpi,
  sending,
  sentByOffice,
  setFinance,
  signedBy,
  writtenReturn,
} from './prepared.js';

const talk = conversation(signOffCommands, signOffVerbs);
const press = async (...sent: Parameters<typeof talk.press>) => (await talk.press(...sent)).card;
const type = async (...said: Parameters<typeof talk.type>) => (await talk.type(...said)).card;
const COMMENT = 'I have read section 14 with care.';

let world: World;
beforeEach(async () => {
  world = await writtenReturn();
});

describe('what was typed is given back', () => {
  it('beside the field that is wrong, with the rest of the form', async () => {
    await signedBy(world, 3);
    const form = await approving(world, { comment: 'x'.repeat(601) });
    const card = await press(world, 'chair', 'returns.take-chairs-action', { ...form });
    expect(wordsOf(card)).toContain('This has 601 characters; 600 is the most.');
    expect(valuesOf(card).comment).toBe('x'.repeat(601));
  });

  it('when the content moved before the signature', async () => {
    await prepare(world);
    const form = await approving(world, { comment: COMMENT });
    await recordKpi(world, 'K01', '58');
    const words = wordsOf(await press(world, 's151', 'returns.sign', { ...form }));
    expect(words).toContain('It has changed: nothing was approved');
    expect(words).toContain(`What you typed, not saved\n${COMMENT}`);
  });

  it('when somebody was first', async () => {
    await prepare(world);
    const form = await approving(world, { comment: 'Section 9 is thin.' });
    await sendBack(await world.turn('s151'), form);
    const card = await press(world, 's151', 'returns.sign', { ...form, form: randomUUID(), comment: COMMENT });
    expect(wordsOf(card)).toContain('Somebody was first');
    expect(wordsOf(card)).toContain(`What you typed, not saved\n${COMMENT}`);
  });

  it('when a difference keeps the S151 officer from signing', async () => {
    world = await writtenReturn({ assured: false });
    await prepare(world);
    const words = wordsOf(
      await press(world, 's151', 'returns.sign', { ...(await approving(world, { comment: COMMENT })) }),
    );
    expect(words).toContain('Not to be signed yet');
    expect(words).toContain('Section 251 return: not yet compared.');
    expect(words).toContain(COMMENT);
  });

  it('and nothing of the kind stands on a card after a step that was taken', async () => {
    await prepare(world);
    const form = await approving(world, { comment: COMMENT });
    const first = await press(world, 's151', 'returns.sign', { ...form });
    expect(wordsOf(first)).toContain('Approved');
    expect(wordsOf(first)).not.toContain('not saved');
    expect(await press(world, 's151', 'returns.sign', { ...form })).toEqual(first);
  });
});

describe('who is offered what', () => {
  it.each([
    ['s151', 'The return, for your signature as S151 officer'],
    ['icb-chief', 'Nothing waits for your signature'],
    ['chair', 'Nothing waits for your signature'],
  ])('%s types “sign” once it is prepared', async (who, heading) => {
    await prepare(world);
    expect(wordsOf(await type(world, who, 'sign'))).toContain(heading);
  });

  it('the office cannot take chair’s action, and sees why', async () => {
    await signedBy(world, 3);
    const card = await press(world, 'office', 'returns.open-sign', { programmeId: 'test-area', ref: 'Q26273' });
    expect(titlesOf(card)).not.toContain('Take chair’s action');
    expect(wordsOf(card)).toContain('the chair may take chair’s action and report it to the Board of 28 January 2027.');
  });

  it('only the office notes the sending and the answer', async () => {
    await approvedByAll(world);
    const which = { programmeId: 'test-area', ref: 'Q26273' };
    expect(titlesOf(await press(world, 'office', 'returns.open-sent', which))).toContain('Lock it as sent');
    expect(titlesOf(await press(world, 'chair', 'returns.open-sent', which))).not.toContain('Lock it as sent');
    const sent = { ...(await sending(world)) };
    expect(wordsOf(await press(world, 'office', 'returns.record-sent', sent))).toContain('Sent and locked');
    expect(titlesOf(await press(world, 'office', 'returns.open-feedback', which))).toContain('Note it');
  });

  it('the history says what stopped it in words, and how it went on', async () => {
    await signedBy(world, 2);
    await setFinance(world, 'eah', { ...TWO_BREACHES, eahDirect: '2.40m' });
    await recordKpi(world, 'K01', '58');
    await signReturn(await world.turn('la-chief'), await approving(world));
    await prepare(world);
    const which = { programmeId: 'test-area', ref: 'Q26273' };
    const words = wordsOf(await press(world, 's151', 'returns.show-return-history', which));
    expect(words).toContain('Stopped: it changed after it was prepared');
    expect(words).toContain('Finance 2026/27, K01');
    expect(words).toContain('Approved as ICB Chief Executive');
    expect(words).not.toContain('@');
  });

  it('a locked return says so to whoever still holds an old card', async () => {
    await prepare(world);
    const old = await approving(world);
    world = await writtenReturn();
    await sentByOffice(world);
    const words = wordsOf(await press(world, 's151', 'returns.sign', { ...old, opened: 6 }));
    expect(words).toContain('Sent to the DfE on 14 January 2027 and locked.');
  });
});

// Forms about decisions as a person would send them, with what a test wants to be otherwise. What one could get wrong: every
// call is a new form with an id of its own; keep one in a variable to send it twice.
import { randomUUID } from 'node:crypto';
import { PROGRAMME } from '../support/world.js';

type Sent = { programmeId: string; form: string };

export type AskForm = Sent & {
  text: string;
  body: string;
  byOn: string;
  workstream: string;
  concerns?: string;
};

type ChangeForm = Omit<AskForm, 'workstream' | 'concerns'> & {
  ref: string;
  opened: number;
  reason: string;
};

type TakeBackForm = Omit<ChangeForm, 'text' | 'body' | 'byOn'>;

/** Asked of the Board of 3 December 2026. */
export function askForm(more: Partial<AskForm> = {}): AskForm {
  return {
    programmeId: PROGRAMME,
    form: randomUUID(),
    text: 'Agree agency rates until March',
    body: 'Board',
    byOn: '2026-12-03',
    workstream: 'WS2',
    ...more,
  };
}

/** D01 as it was asked, a week later, because the papers are late. */
export function changeForm(opened: number, more: Partial<ChangeForm> = {}): ChangeForm {
  const { text, body } = askForm();
  return { ...record(opened), text, body, byOn: '2026-12-10', reason: 'The papers come late', ...more };
}

export function takeBackForm(opened: number, more: Partial<TakeBackForm> = {}): TakeBackForm {
  return { ...record(opened), reason: 'The agency has agreed to the old rates', ...more };
}

function record(opened: number) {
  return { programmeId: PROGRAMME, ref: 'D01', opened, form: randomUUID() };
}

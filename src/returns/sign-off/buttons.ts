// What a person can do next with a return, as the buttons of its card. Pure. What one could get wrong: a button is only an offer; the action
// asks again who presses it and where the return stands then.

import { type Button, link } from '../../cards/markup.js';
import type { Actor } from '../../programmes/actor.js';
import { isProgrammeOffice } from '../../programmes/rights.js';
import type { Head } from '../../storage/ledger.js';
import type { Round } from '../rounds.js';
import type { ReturnRecord } from './schema.js';
import { isReady, mayTake, turnOf } from './state.js';

/** The steps a person may take now. `stopping`: failed checks that keep it from being prepared. */
export function signOffButtons(
  { programmeId, member }: Actor,
  head: Head<ReturnRecord> | undefined,
  round: Round,
  stopping: number,
): Button[] {
  const record = head?.newest.state;
  const data = { programmeId, ref: round.ref };
  const office = isProgrammeOffice(member);
  const turn = turnOf(record);
  const prepare = record ? 'Prepare it again' : 'Prepare for signing';
  const first = (button: Button): Button => ({ ...button, style: 'positive' });
  return [
    ...(turn && mayTake(member, turn)
      ? [first(link(turn === 'Board' ? 'The Board’s agreement' : 'Read and sign', 'returns.open-sign', data))]
      : []),
    ...(office && isReady(record) ? [first(link('It was sent', 'returns.open-sent', data))] : []),
    ...(office && record?.sent ? [link('What the DfE said', 'returns.open-feedback', data)] : []),
    ...(office && !record?.sent && stopping === 0 ? [link(prepare, 'returns.open-prepare', data)] : []),
    ...(record ? [link('Signatures', 'returns.show-steps', data)] : []),
  ];
}

// What verification covers of each kind of document the store keeps, and what it cannot say of it: decided here for every kind, and printed by `verify`.
// Pitfall: a kind that is missing here does not compile; one that is covered by nothing must say why that is no loss.

import type { Kind } from '../storage/store.js';

/** `chain`: each entry is chained and named by others. `ledger`: the ledger keeps its fingerprint. `none`: not covered. */
export interface Coverage {
  by: 'chain' | 'ledger' | 'none';
  /** How it is covered, or why it is not, in words for an operator. */
  says: string;
  /** The programme that a partition belongs to; undefined for those of a tenant or of the whole store. */
  programmeOf(partition: string): string | undefined;
}

const itself = (partition: string) => partition;
const second = (partition: string) => partition.split(':')[1];
const tenants = () => undefined;

const chain: Coverage = {
  by: 'chain',
  says: 'every entry, its order, its trail and what it still owes',
  programmeOf: itself,
};

/** By kind. */
export const COVERAGE: Record<Kind, Coverage> = {
  programme: { ...chain, says: 'every entry: members and roles, settings, days off, bound places' },
  milestone: chain,
  risk: chain,
  issue: chain,
  decision: chain,
  action: chain,
  'change-request': chain,
  question: chain,
  confidence: chain,
  'check-in': chain,
  finance: chain,
  kpi: chain,
  return: chain,
  'return-section': chain,
  'board-pack': chain,
  'family-digest': chain,
  reading: chain,
  witness: { ...chain, says: 'every entry: the fingerprints of the directory and of the list of programmes' },
  entry: {
    by: 'chain',
    says: 'all of it, with the record it is of',
    programmeOf: (partition) => partition.slice(0, partition.indexOf(':')),
  },
  person: { by: 'ledger', says: 'who is which member, and by which address they are expected', programmeOf: tenants },
  registration: {
    by: 'ledger',
    says: 'that the programme is in the list, since when, in which tenant',
    programmeOf: tenants,
  },
  binding: { by: 'ledger', says: 'that each place the programme’s record names leads to it', programmeOf: tenants },
  'return-content': {
    by: 'ledger',
    says: 'the frozen content, by the fingerprint that was signed',
    programmeOf: second,
  },
  'board-pack-content': { by: 'ledger', says: 'the frozen content, by its fingerprint', programmeOf: second },
  anchor: { by: 'ledger', says: 'what each fingerprint stands for, held against the chains', programmeOf: second },
  picture: { by: 'ledger', says: 'what chairs were shown, by the entry that was saved next', programmeOf: second },
  access: {
    by: 'ledger',
    says: 'who saw and fetched what, by the line and the entry that came next',
    programmeOf: second,
  },
  conversation: {
    by: 'none',
    says: 'addresses are noted again from what Teams itself sends; the place that counts is in the programme’s record',
    programmeOf: (partition) => (partition.startsWith('people:') ? undefined : partition),
  },
  numbering: {
    by: 'none',
    says: 'a number is given once by the record itself; a wrong one only leaves a gap',
    programmeOf: itself,
  },
  form: {
    by: 'none',
    says: 'only recognises a second delivery of a form, and goes after 400 days',
    programmeOf: second,
  },
  draft: { by: 'none', says: 'what its author has not sent: it counts only once they send it', programmeOf: second },
  announcement: {
    by: 'none',
    says: 'what became of a card in a channel; the card itself is drawn from an entry',
    programmeOf: second,
  },
  delivery: {
    by: 'none',
    says: 'what is sent when, which the clock changes by itself; goes after 400 days',
    programmeOf: second,
  },
  run: { by: 'none', says: 'sums over deliveries; no right and no record rests on them', programmeOf: second },
};

// What somebody had typed on a card that could not be taken: kept behind *Try again* where that can succeed, and else shown, to be copied. Pitfall: the form
// itself is gone, since every answer takes its place; words that only a button's data holds are lost to a person.

import { link } from '../cards/markup.js';
import type { CardJson } from '../deps.js';
import { findInFields, isFarTooLong, OWN_FIELDS } from '../guard/fields.js';
import { notice } from '../programmes/cards.js';
import { verbOf } from '../programmes/references.js';
import { fits, type Outcome } from './router.js';

/** The card of a press that failed, with what was typed. `data`: what the press carried, its verb included. */
export function withTypedWords(outcome: Outcome, data: Record<string, unknown>): CardJson {
  const { fault, card } = outcome;
  if (!fault) return card;
  return fault.again ? withRetry(card, data) : withWords(fault, data);
}

/** A failed press keeps what was typed behind *Try again*, if it fits. */
export function withRetry(card: CardJson, data: Record<string, unknown>): CardJson {
  const { verb, ...typed } = data;
  const again = {
    type: 'ActionSet',
    actions: [{ type: 'Action.Execute', title: 'Try again', verb, data: typed, associatedInputs: 'none' }],
  };
  const offered = { ...card, body: [...(Array.isArray(card.body) ? card.body : []), again] };
  return fits(offered) ? offered : card;
}

/** A card from an older version, which would fail the same way for ever. */
function withWords({ sentence, reference }: NonNullable<Outcome['fault']>, data: Record<string, unknown>): CardJson {
  const words = wordsIn(data);
  const identifying = isFarTooLong(data) || Object.keys(findInFields(data)).length > 0;
  const { programmeId, ref } = data;
  const open = typeof ref === 'string' && typeof programmeId === 'string' ? openerOf(ref, programmeId) : undefined;
  const kept = words.length > 0 && !identifying;
  const sentences = [
    sentence,
    ...(kept ? ['What you typed was not saved. Copy it from here into the fresh form:'] : []),
    ...(identifying ? ['What you typed is not shown again: it may identify a child or family.'] : []),
  ];
  const more = { reference, quoted: kept ? words.join('\n') : '', buttons: open ? [open] : [] };
  return notice('Not saved: this card is from an older version', sentences, more).card;
}

/** What a person may have typed or chosen: every text of the form but what the product put there. Chosen codes and ids are no words. */
function wordsIn(data: Record<string, unknown>): string[] {
  return Object.entries(data)
    .filter(([field]) => !OWN_FIELDS.has(field))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string' && /\S\s+\S|[^\w:.@/-]/.test(value.trim()))
    .map((value) => value.trim());
}

function openerOf(ref: string, programmeId: string) {
  try {
    return /^[A-Z]{1,2}\d{1,5}$/.test(ref) ? link(`Open ${ref}`, verbOf(ref), { programmeId, ref }) : undefined;
  } catch {
    return undefined;
  }
}

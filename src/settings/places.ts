// The settings section of places: where cards are posted, and how the office stops that. Pure. Pitfall: a place is bound in the place
// itself, never from here, so this section only takes one away.

import { formatInstant } from '../calendar.js';
import { nameOf } from '../programmes/actor.js';
import { sayPurpose } from '../programmes/places.js';
import { type Programme, PURPOSES } from '../programmes/schema.js';
import type { Section } from './sections.js';

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The purposes that something may be bound for. Before places were kept in the record, that was the delivery group's alone. */
function boundIn({ places }: Programme) {
  return places ? PURPOSES.filter((purpose) => places[purpose]) : PURPOSES.slice(0, 1);
}

export const placesSection: Section = {
  id: 'places',
  title: 'Where cards are posted',
  say: (programme) => {
    const { places, zone } = programme;
    if (!places) return 'In the channel that was used before December 2026, if there is one';
    const said = PURPOSES.flatMap((purpose) => {
      const bound = places[purpose];
      if (!bound) return [];
      const by = `${formatInstant(bound.at, zone)}, ${nameOf(programme, bound.by)}`;
      return [`${capital(sayPurpose(purpose))}: a ${bound.kind} (${by})`];
    });
    return said.length === 0 ? 'Nowhere: type use this channel in the channel you choose' : said.join('; ');
  },
  fields: (programme) => [
    {
      id: 'stopPlace',
      kind: 'pick',
      label: 'Stop posting in the place of',
      missing: 'Choose one.',
      choices: boundIn(programme).map((purpose) => ({ title: capital(sayPurpose(purpose)), value: purpose })),
    },
  ],
  values: () => ({ stopPlace: '' }),
  check: (programme, { stopPlace = '' }) => {
    const purpose = boundIn(programme).find((one) => one === stopPlace);
    if (!purpose) return { problems: { stopPlace: 'Choose one that is in use.' } };
    const { [purpose]: _, ...left } = programme.places ?? {};
    return { next: { ...programme, places: left } };
  },
};

// Section 14: the figures of the return's financial year, as the register and its card have them. Pure. What one could get wrong: the
// card's own drawing of each section is used, so that the return and the card can never say different numbers.

import { NO_MARK } from '../../finance/cards.js';
import { findExceptions } from '../../finance/exceptions.js';
import { testSplit } from '../../finance/rules.js';
import { NOTHING_ENTERED } from '../../finance/schema.js';
import { drawSection } from '../../finance/section-views.js';
import { SECTION_IDS, SECTIONS } from '../../finance/sections.js';
import { figuresOf } from '../../finance/views.js';
import type { Block } from '../content.js';
import type { Facts } from '../facts.js';

/** What is beyond its limits first, then the figures section by section. */
export function financeBlocks({ finance, round, today }: Facts): Block[] {
  const known = figuresOf(finance);
  const { year } = round.quarter;
  const exceptions = findExceptions(known, year, today);
  return [
    ...exceptions.map(
      ({ word, text, more }): Block => ({ kind: 'fact', text: [`${word}: ${text}`, more].filter(Boolean).join(' ') }),
    ),
    ...splitBlocks(known.find((one) => one.year === year)?.state ?? NOTHING_ENTERED),
    ...SECTION_IDS.flatMap((id): Block[] => {
      const drawn = drawSection(id, known, year, today, { letters: 1000, charts: false });
      return [
        { kind: 'heading', text: SECTIONS[id].name },
        {
          kind: 'table',
          caption: '',
          columns: [
            { title: 'Figure', kind: 'text' },
            { title: 'Value', kind: 'text' },
            { title: 'State', kind: 'text' },
            { title: 'How sure, and where from', kind: 'words' },
          ],
          rows: drawn.rows.map((row) => [
            row.label,
            row.value,
            row.status === NO_MARK ? '' : row.status.word,
            row.facts,
          ]),
        },
        ...drawn.said.map(({ text }): Block => ({ kind: 'fact', text })),
        ...(drawn.note === '' ? [] : [{ kind: 'said' as const, label: 'Note', words: drawn.note, by: '' }]),
      ];
    }),
  ];
}

/** The parts of the grant in pounds, so that the workbook can add them up. */
function splitBlocks(state: Parameters<typeof testSplit>[0]): Block[] {
  const names = {
    direct: 'Direct delivery',
    administration: 'EAH administration',
    transformation: 'LA transformation',
    total: 'In total',
  };
  return [
    {
      kind: 'table',
      caption: 'Experts at Hand, full-year forecast',
      columns: [
        { title: 'Part', kind: 'text' },
        { title: 'Forecast', kind: 'money' },
        { title: 'Grant', kind: 'money' },
      ],
      rows: testSplit(state).map(({ part, pence, wholePence }) => [names[part], pence, wholePence]),
    },
  ];
}

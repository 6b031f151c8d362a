// What the programme office gives an auditor. What one could get wrong: the files are made when they are fetched, rights are asked then, and that they were
// fetched is in the next one.

import * as z from 'zod/v4';
import { link } from '../cards/markup.js';
import { draw } from '../exports/drawing.js';
import { notice } from '../programmes/cards.js';
import { isProgrammeOffice, requireProgrammeOffice } from '../programmes/rights.js';
import {
  type Answer,
  type Command,
  capture,
  defineFile,
  defineVerb,
  type FileMaker,
  type Turn,
  type Verb,
} from '../routes.js';
import type { RecordType } from '../storage/entry.js';
import { documentOf, readTrail, rowOf, tellLine, trailLines, trailWorkbook } from './trail.js';

const Which = z.object({ programmeId: z.string().min(1).max(80) });
const KINDS = {
  lines: { maker: 'audit.lines', name: 'Audit trail.jsonl', contentType: 'application/x-ndjson' },
  workbook: {
    maker: 'audit.workbook',
    name: 'Audit trail.xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
} as const;
type Kind = keyof typeof KINDS;

export const auditCommands: Command[] = [
  {
    name: 'audit',
    help: 'Everything that was ever done, checked, for an auditor',
    matches: (text) => capture(/^audit(?:\s+trail)?[.!?]?$/i, text),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'audit.show', fields: {}, label: 'The audit trail' }),
    run: async (turn) => show(turn),
  },
];

export const auditVerbs: Verb[] = [
  defineVerb('audit.show', Which, async (turn) => show(turn)),
  defineVerb('audit.offer-workbook', Which, async (turn) => offer(turn, 'workbook')),
  defineVerb('audit.offer-lines', Which, async (turn) => offer(turn, 'lines')),
];

/** The trail as files. `types`: every kind of record there is. */
export function auditFiles(types: readonly RecordType<never>[]): FileMaker[] {
  return (Object.keys(KINDS) as Kind[]).map((kind) =>
    defineFile(KINDS[kind].maker, Which, async (turn) => {
      requireOffice(turn);
      const { deps, actor } = turn;
      const tell = kind === 'lines' ? tellLine : rowOf(actor.programme);
      const trail = await readTrail(turn, types, tell);
      const bytes =
        kind === 'lines'
          ? await trailLines(trail)
          : await draw(deps, trailWorkbook, documentOf(actor.programme, trail, deps.clock.now().toISOString()));
      return { name: KINDS[kind].name, contentType: KINDS[kind].contentType, bytes };
    }),
  );
}

function requireOffice({ actor }: Turn): void {
  requireProgrammeOffice(
    actor.member,
    'The whole history is given out by the programme office. Ask them; history M18 shows that of one record.',
  );
}

function show(turn: Turn): Answer {
  requireOffice(turn);
  const data = { programmeId: turn.actor.programmeId };
  return notice(
    'The audit trail',
    [
      'Every entry of every record since the programme began: when, who, what changed and why; every file that was fetched and, by day, every restricted card that was seen, by whom.',
      'Whether all chains verify, and the fingerprint of the newest entries, stand at its beginning: they are checked as it is made.',
      'It has finance detail and everybody’s words in it. Give it to nobody but the auditor.',
    ],
    {
      buttons: [
        link('As a workbook', 'audit.offer-workbook', data),
        link('As lines of JSON', 'audit.offer-lines', data),
      ],
    },
  );
}

/** What Teams is told beforehand: it is made when it is fetched. */
const ABOUT_BYTES = 500_000;

function offer(turn: Turn, kind: Kind): Answer {
  requireOffice(turn);
  const { programmeId } = turn.actor;
  const shown = notice(
    'The audit trail',
    ['It is made when it is fetched, which takes a few seconds for a long history.'],
    {
      buttons: [link('Back', 'audit.show', { programmeId })],
    },
  );
  const { maker, name } = KINDS[kind];
  return {
    ...shown,
    file: { maker, data: { programmeId }, name, description: 'The whole history, checked.', bytes: ABOUT_BYTES },
  };
}

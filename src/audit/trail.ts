// Everything that was ever done in a programme, in order, for an auditor: as lines of JSON and as a workbook. What one could get wrong: it is the whole
// history, so it is for the programme office alone; whether chains verify is said first, by walking them now.

import type { Cell } from 'write-excel-file/node';
import { formatInstant } from '../calendar.js';
import { cellText } from '../exports/cells.js';
import type { Drawing } from '../exports/drawing.js';
import { type Access, listAccess } from '../programmes/access.js';
import { nameOf } from '../programmes/actor.js';
import type { Programme } from '../programmes/schema.js';
import { readable } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import { letOthersThrough } from '../slices.js';
import { anchorLines, fingerprint } from '../storage/anchor.js';
import { canonical, type Entry, type RecordType } from '../storage/entry.js';
import { listEntries } from '../storage/past.js';
import { verifyProgramme } from '../storage/verify.js';

/** A part of the trail as text, and where it stands in it. */
interface Told {
  at: string;
  ref: string;
  version: number;
  texts: string[];
}

export interface Trail {
  records: number;
  faults: string[];
  fingerprint: string;
  /** Entries of records that whoever asks may not read: they are not told. */
  leftOut: number;
  /** How many others there are. */
  entries: number;
  /** The texts of each, oldest first; of a history that is too long for a file, of the newest. */
  told: string[][];
  access: (Access & { at: string })[];
}

/** How much of a trail goes into a file: no more is held at once than twice of it. */
export interface Most {
  entries: number;
  /** Letters of all their texts. */
  letters: number;
}

/** Reads and checks everything, and tells each entry in texts. A query for every fifty entries, and one a record. */
export async function readTrail(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  types: readonly RecordType<never>[],
  tell: (entry: Entry<unknown>) => string[],
  most: Most = MOST,
): Promise<Trail> {
  const { programmeId } = actor;
  const { records, faults, heads } = await verifyProgramme(deps, types, programmeId);
  const shown = readable(actor, 'personal', heads);
  const hidden = heads.filter((head) => !shown.includes(head));
  let told: Told[] = [];
  let entries = 0;
  let letters = 0;
  for (const head of shown)
    for await (const entry of listEntries(deps, programmeId, head)) {
      const texts = tell(entry);
      told.push({ at: entry.at, ref: entry.ref, version: entry.version, texts });
      entries += 1;
      letters += lettersOf(texts);
      if (told.length <= 2 * most.entries && letters <= 2 * most.letters) continue;
      told = newestOf(told, most);
      letters = told.reduce((sum, one) => sum + lettersOf(one.texts), 0);
    }
  const access = await listAccess(deps, programmeId);
  return {
    records,
    faults,
    fingerprint: fingerprint(anchorLines(heads)),
    leftOut: hidden.reduce((sum, { newest }) => sum + newest.version, 0),
    entries,
    told: newestOf(told, most)
      .map(({ texts }) => texts)
      .reverse(),
    access,
  };
}

const MOST: Most = { entries: 20_000, letters: 48_000_000 };

/** Newest first, as many as go into a file. */
function newestOf(told: Told[], most: Most): Told[] {
  const inOrder = told.sort((a, b) => compareText(b.at, a.at) || compareText(b.ref, a.ref) || b.version - a.version);
  let letters = 0;
  const end = inOrder.findIndex(({ texts }, n) => {
    letters += lettersOf(texts);
    return n >= most.entries || letters > most.letters;
  });
  return end === -1 ? inOrder : inOrder.slice(0, end);
}

function lettersOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** By code units: instants and references need no alphabet, and tens of thousands of them no collation. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many entries there are, and that not all are told where that is so. */
export function sayEntries({ entries, told }: Trail): string {
  if (told.length === entries) return String(entries);
  return `${entries}, of which this file has the newest ${told.length}. A backup has all of them: ask whoever runs the assistant.`;
}

function leftOutLine(entries: number): [string, string] {
  return ['Left out', `${entries} entries of records that whoever fetched this may not read`];
}

/** An entry as a line of JSON. */
export function tellLine(entry: Entry<unknown>): string[] {
  return [JSON.stringify({ what: 'entry', ...entry })];
}

/** A line for what was checked, then one for each entry, each file fetched and each restricted card seen. */
export async function trailLines(trail: Trail): Promise<Uint8Array> {
  const { records, faults, fingerprint, entries, told, access } = trail;
  const given = told.length < entries && { given: told.length, note: `Entries: ${sayEntries(trail)}` };
  const lines = [
    JSON.stringify({ what: 'checked', records, faults, fingerprint, entries, ...given }),
    ...told.flat(),
    ...access.map(({ what: seen, ...one }) =>
      JSON.stringify({ what: one.name === '' ? 'seen' : 'file', seen, ...one }),
    ),
  ];
  const parts: Buffer[] = [];
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    parts.push(Buffer.from(`${lines.slice(from, from + LINES_AT_ONCE).join('\n')}\n`));
    await letOthersThrough();
  }
  return Buffer.concat(parts);
}

const LINES_AT_ONCE = 200;

/** The trail as rows of text, so that another thread can draw it. */
export interface TrailDocument {
  about: [string, string][];
  entries: string[][];
  access: string[][];
}

export const trailWorkbook: Drawing<TrailDocument> = {
  module: import.meta.url,
  name: 'makeTrailWorkbook',
  make: makeTrailWorkbook,
};

/** An entry as the workbook's row. */
export function rowOf(programme: Programme): (entry: Entry<unknown>) => string[] {
  return (entry) => [
    formatInstant(entry.at, programme.zone),
    nameOf(programme, entry.by),
    entry.kind,
    entry.ref,
    String(entry.version),
    entry.did,
    [
      ...Object.entries(entry.was).map(
        ([field, was]) => `${field}: ${canonical(was)} → ${canonical(Reflect.get(Object(entry.state), field) ?? null)}`,
      ),
      ...(entry.reworded.length > 0 ? [`reworded: ${entry.reworded.join(', ')}`] : []),
    ].join('\n'),
    entry.reason ?? '',
    entry.hash,
  ];
}

/** What the workbook shows of a trail whose entries are told as rows. */
export function documentOf(programme: Programme, trail: Trail, at: string): TrailDocument {
  const when = (instant: string) => formatInstant(instant, programme.zone);
  return {
    about: [
      ['Programme', `${programme.name}, ${programme.localArea}`],
      ['Made at', when(at)],
      ['Records', String(trail.records)],
      ['Entries', sayEntries(trail)],
      ...(trail.leftOut === 0 ? [] : [leftOutLine(trail.leftOut)]),
      ['Fingerprint of the newest entries', trail.fingerprint],
      [
        'Chains',
        trail.faults.length === 0 ? 'All verify' : `${trail.faults.length} faults: ${trail.faults.join('; ')}`,
      ],
    ],
    entries: trail.told,
    access: trail.access.map((one) => [
      when(one.at),
      nameOf(programme, one.by),
      one.name,
      one.what,
      Object.entries(one.asked)
        .map(([key, value]) => `${key}: ${value}`)
        .join(', '),
    ]),
  };
}

/** The workbook's bytes. The library is loaded only now. */
export async function makeTrailWorkbook({ about, entries, access }: TrailDocument): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const text = (value: string): Cell => ({ type: String, value: cellText(value), wrap: true, alignVertical: 'top' });
  const bold = (value: string): Cell => ({ ...Object(text(value)), fontWeight: 'bold', backgroundColor: '#E4E7EB' });
  const table = (sheet: string, titles: string[], rows: string[][], widths: number[]) => ({
    sheet,
    data: [titles.map(bold), ...rows.map((row) => row.map(text))],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  });
  const file = writeExcelFile([
    table('About', ['What', 'Is'], about, [34, 80]),
    table(
      'Entries',
      ['When', 'Who', 'Kind', 'Ref', 'Version', 'Did', 'What changed', 'Why', 'Hash'],
      entries,
      [24, 26, 16, 12, 10, 30, 70, 40, 68],
    ),
    table('Seen and fetched', ['When', 'Who', 'File', 'Made by', 'Of'], access, [24, 26, 44, 26, 50]),
  ]);
  return new Uint8Array(await file.toBuffer());
}

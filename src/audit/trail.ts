// Everything that was ever done in a programme, in order, for an auditor: as lines of JSON and as a workbook. What one could get wrong: it is the whole
// history, so it is for the programme office alone; whether chains verify is said first, by walking them now.

import type { Cell } from 'write-excel-file/node';
import { formatInstant } from '../calendar.js';
import type { Deps } from '../deps.js';
import { cellText } from '../exports/cells.js';
import type { Drawing } from '../exports/drawing.js';
import { type Access, listAccess } from '../programmes/access.js';
import { nameOf } from '../programmes/actor.js';
import type { Programme } from '../programmes/schema.js';
import { anchorLines, fingerprint } from '../storage/anchor.js';
import { canonical, type Entry, type RecordType } from '../storage/entry.js';
import { listEntries } from '../storage/past.js';
import { verifyProgramme } from '../storage/verify.js';

export interface Trail {
  records: number;
  faults: string[];
  fingerprint: string;
  /** Oldest first. */
  entries: Entry<unknown>[];
  access: (Access & { at: string })[];
}

/** Reads and checks everything. A query a record. */
export async function readTrail(deps: Deps, types: readonly RecordType<never>[], programmeId: string): Promise<Trail> {
  const { records, faults, heads } = await verifyProgramme(deps, types, programmeId);
  const entries: Entry<unknown>[] = [];
  for (const head of heads) for await (const entry of listEntries(deps, programmeId, head)) entries.push(entry);
  entries.sort((a, b) => a.at.localeCompare(b.at) || a.ref.localeCompare(b.ref) || a.version - b.version);
  const access = await listAccess(deps, programmeId);
  return { records, faults, fingerprint: fingerprint(anchorLines(heads)), entries, access };
}

/** A line for what was checked, then one for each entry, each file fetched and each restricted card seen. */
export function trailLines({ entries, access, ...checked }: Trail): string {
  return [
    JSON.stringify({ what: 'checked', ...checked, entries: entries.length }),
    ...entries.map((entry) => JSON.stringify({ what: 'entry', ...entry })),
    ...access.map(({ what: seen, ...one }) =>
      JSON.stringify({ what: one.name === '' ? 'seen' : 'file', seen, ...one }),
    ),
    '',
  ].join('\n');
}

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

/** What the workbook shows of a trail. */
export function documentOf(programme: Programme, trail: Trail, at: string): TrailDocument {
  const when = (instant: string) => formatInstant(instant, programme.zone);
  return {
    about: [
      ['Programme', `${programme.name}, ${programme.localArea}`],
      ['Made at', when(at)],
      ['Records', String(trail.records)],
      ['Entries', String(trail.entries.length)],
      ['Fingerprint of the newest entries', trail.fingerprint],
      [
        'Chains',
        trail.faults.length === 0 ? 'All verify' : `${trail.faults.length} faults: ${trail.faults.join('; ')}`,
      ],
    ],
    entries: trail.entries.map((entry) => [
      when(entry.at),
      nameOf(programme, entry.by),
      entry.kind,
      entry.ref,
      String(entry.version),
      entry.did,
      [
        ...Object.entries(entry.was).map(
          ([field, was]) =>
            `${field}: ${canonical(was)} → ${canonical(Reflect.get(Object(entry.state), field) ?? null)}`,
        ),
        ...(entry.reworded.length > 0 ? [`reworded: ${entry.reworded.join(', ')}`] : []),
      ].join('\n'),
      entry.reason ?? '',
      entry.hash,
    ]),
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

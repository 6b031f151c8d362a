// What people type, press and send about the plan itself. What one could get wrong: whoever sends a file may be in no programme yet, so what they may do is
// asked here each time: founding one is for those the operator named, changing one for its programme office.

import * as z from 'zod/v4';
import { dayOf, formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { draw } from '../exports/drawing.js';
import { readPerson, requireActor } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { isProgrammeOffice, requireProgrammeOffice } from '../programmes/rights.js';
import { mayRead } from '../records/may-read.js';
import {
  type Answer,
  type Command,
  capture,
  defineFile,
  defineVerb,
  defineVisit,
  type FileMaker,
  type TakeFile,
  type Turn,
  type Verb,
  type Visit,
} from '../routes.js';
import { applyChanges, foundProgramme } from './applying.js';
import { rowsOf } from './exporting.js';
import { readFile } from './reading/read-file.js';
import { readStanding } from './standing.js';
import { type Table, tablesFor } from './tables.js';
import { changesAnything, keepUpload, preview } from './uploads.js';
import { showDone, showPreview } from './views.js';
import { planWorkbook } from './workbook.js';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TEMPLATE = 'Plan template.xlsx';
const Which = z.object({ programmeId: z.string().max(80) });
const Nothing = z.object({});

export const planCommands: Command[] = [
  {
    name: 'plan',
    help: 'Put the plan in or change it by a workbook, or get it as one',
    matches: (text) => capture(/^(?:the\s+)?plan(?:\s+(?:import|check))?[.!?]?$/i, text),
    offeredTo: isProgrammeOffice,
    audience: 'me',
    opens: () => ({ verb: 'plans.show', fields: {}, label: 'The plan as a workbook' }),
    run: show,
  },
  {
    name: 'plan template',
    help: 'Get the empty workbook of a plan',
    matches: (text) => capture(/^plan\s+template[.!?]?$/i, text),
    offeredTo: () => false,
    audience: 'me',
    opens: () => ({ verb: 'plans.offer-template', fields: {}, label: 'The template of a plan' }),
    run: (turn) => offerTemplate(turn),
  },
  {
    name: 'plan export',
    help: 'Get the plan as a workbook',
    matches: (text) => capture(/^plan\s+export[.!?]?$/i, text),
    offeredTo: () => false,
    audience: 'me',
    opens: () => ({ verb: 'plans.offer', fields: {}, label: 'The plan as a workbook' }),
    run: offer,
  },
];

export const planVerbs: Verb[] = [
  defineVerb('plans.show', Which, show),
  defineVerb('plans.offer', Which, offer),
  defineVisit('plans.offer-template', Nothing, offerTemplate),
  defineVisit(
    'plans.confirm',
    z.object({
      upload: z.uuid(),
      print: z.string().regex(/^[0-9a-f]{16,32}$/),
      as: z
        .string()
        .max(40)
        .regex(/^[a-z0-9-]*$/)
        .default(''),
    }),
    confirm,
  ),
  defineVisit('plans.discard', z.object({ upload: z.uuid() }), async () =>
    notice('Left as it is', ['Nothing was changed. Send a file again whenever you want.']),
  ),
];

export const planFiles: FileMaker[] = [
  {
    ...defineFile('plans.template', z.object({ programmeId: z.string() }), ({ deps }) => makeTemplate(deps)),
    makeForAll: makeTemplate,
  },
  defineFile('plans.workbook', Which, async (turn) => {
    requireOffice(turn);
    const { bytes, name } = await makeWorkbook(turn);
    return { name, contentType: EXCEL, bytes };
  }),
];

async function makeTemplate(deps: Turn['deps']) {
  const bytes = await draw(deps, planWorkbook, { heading: 'A plan, to be filled in', rows: {} });
  return { name: TEMPLATE, contentType: EXCEL, bytes };
}

async function makeWorkbook({ deps, actor }: Turn) {
  const standing = await readStanding(deps, actor.tenantId, actor.programmeId);
  const day = dayOf(deps.clock.now(), actor.programme.zone);
  const heading = `${actor.programme.name}, ${actor.programme.localArea}, as it stands on ${formatDay(day)}`;
  const risks = new Map([...standing.risks].filter(([, risk]) => mayRead(actor, 'personal', 'risk', risk)));
  const bytes = await draw(deps, planWorkbook, { heading, rows: rowsOf({ ...standing, risks }) });
  return { bytes, name: `Plan ${day}.xlsx`, standing };
}

const OFFICE_ONLY = 'The plan as a whole is put in and taken out by the programme office. Ask them.';

function requireOffice({ actor }: Pick<Turn, 'actor'>): void {
  requireProgrammeOffice(actor.member, OFFICE_ONLY);
}

async function show(turn: Turn): Promise<Answer> {
  requireOffice(turn);
  const { programmeId } = turn.actor;
  const shown = notice(
    'The plan as a workbook',
    [
      'Get the workbook, change what you want in Excel, and send it to me here: attach it in our own chat, or upload it by the link below where there is one.',
      'You see first what would change, and what is to be fixed. Nothing is saved before you confirm.',
    ],
    {
      buttons: [
        link('Get the workbook', 'plans.offer', { programmeId }),
        link('Get the empty template', 'plans.offer-template', {}),
      ],
    },
  );
  return { ...shown, takesFile: true };
}

async function offer(turn: Turn): Promise<Answer> {
  requireOffice(turn);
  const { bytes, name, standing } = await makeWorkbook(turn);
  const { programmeId } = turn.actor;
  const told = `${standing.milestones.size} milestones, ${standing.risks.size} risks and ${standing.programme.members.length} people.`;
  const shown = notice('The plan as a workbook', [told, 'Put in again as it is, it changes nothing.']);
  const file = { maker: 'plans.workbook', data: { programmeId }, name, description: told, bytes: bytes.byteLength };
  return { ...shown, file };
}

async function offerTemplate({ deps }: Visit | Turn): Promise<Answer> {
  const { bytes } = await makeTemplate(deps);
  const shown = notice('The template of a plan', [
    'A sheet each for the programme, its workstreams, people, Boards and returns, milestones and risks. The line under the titles says what each column takes.',
  ]);
  const file = {
    maker: 'plans.template',
    data: { programmeId: '' },
    name: TEMPLATE,
    description: 'An empty plan, to be filled in.',
    bytes: bytes.byteLength,
  };
  return { ...shown, file, takesFile: true };
}

/** What somebody is told who is in no programme and may put one in; undefined for anybody else. */
export async function welcomeFounder({ deps, objectId }: Visit): Promise<Answer | undefined> {
  if (!deps.mayFound?.(objectId)) return undefined;
  const shown = notice(
    'Put a plan in',
    [
      'You are in no programme yet, and you may put one in.',
      '1. Get the template and fill it in: programme, workstreams, people, Boards and returns, milestones, risks.',
      '2. Send it to me: attach it here, or upload it by the link below where there is one.',
      '3. Look at what I understood, fix what I ask you to, and confirm.',
      'Never write anything that could identify a child or family.',
    ],
    { buttons: [link('Get the template', 'plans.offer-template', {})] },
  );
  return { ...shown, takesFile: true };
}

/** A file that somebody sent: kept for a day, and shown as what it would change. */
export const takePlanFile: TakeFile = async (visit, { name, read }) => {
  const { deps, tenantId, objectId } = visit;
  await requireMaySend(visit);
  const { tables, notes } = await readFile(name, await read());
  const programmeId = await programmeFor(visit, tables);
  const id = await keepUpload(deps, tenantId, { objectId, name, programmeId, tables, notes });
  return showPreview(await preview(deps, tenantId, objectId, id));
};

/** Throws UNKNOWN or FORBIDDEN unless this person may found a programme or is of the office of one, before anything of a file is read. */
async function requireMaySend({ deps, tenantId, objectId }: Visit): Promise<void> {
  if (deps.mayFound?.(objectId)) return;
  const ids = Object.keys((await readPerson(deps, tenantId, objectId))?.memberships ?? {});
  if (ids.length === 0) throw new ProductError('UNKNOWN', 'the directory does not know this person');
  const actors = await Promise.all(ids.map((id) => requireActor(deps, tenantId, objectId, id).catch(() => undefined)));
  if (!actors.some((actor) => actor && isProgrammeOffice(actor.member)))
    throw new ProductError('FORBIDDEN', 'not of the programme office', { advice: OFFICE_ONLY });
}

/** The programme a file is for: the one it names, else the one its sender means; null for a new one. */
async function programmeFor({ deps, tenantId, objectId }: Visit, tables: Table[]): Promise<string | null> {
  const named = String(tablesFor(tables, 'programme')[0]?.rows[0]?.cells.id ?? '').trim();
  const memberships = (await readPerson(deps, tenantId, objectId))?.memberships ?? {};
  const isOther = named !== '' && memberships[named] === undefined;
  const mayFound = deps.mayFound?.(objectId) ?? false;
  if (mayFound && (isOther || Object.keys(memberships).length === 0)) return null;
  const actor = await requireActor(deps, tenantId, objectId, isOther || named === '' ? undefined : named);
  requireOffice({ actor });
  return actor.programmeId;
}

async function confirm(visit: Visit, form: { upload: string; print: string; as: string }): Promise<Answer> {
  const { deps, tenantId, objectId } = visit;
  const looked = await preview(deps, tenantId, objectId, form.upload);
  const { checked, compared, standing, upload } = looked;
  if (!standing) return found(visit, form, looked);
  const actor = await requireActor(deps, tenantId, objectId, upload.programmeId ?? undefined);
  requireOffice({ actor });
  // Confirmed before, on another device or in another delivery: it is in.
  if (checked.faults || !compared || !changesAnything(compared)) return showPreview(looked);
  if (looked.print !== form.print) return showPreview(looked, { problem: CHANGED });
  await applyChanges(deps, standing, compared, { tenantId, objectId, memberId: actor.member.id, upload: looked.id });
  return showDone(looked, standing.id, false);
}

const CHANGED = 'Something changed since you looked. This is what the file would do now: look again, and confirm.';

async function found(
  { deps, tenantId, objectId }: Visit,
  form: { print: string; as: string },
  looked: Awaited<ReturnType<typeof preview>>,
): Promise<Answer> {
  if (!deps.mayFound?.(objectId))
    throw new ProductError('FORBIDDEN', 'not among those who may found a programme', {
      advice: 'A new programme is put in by those whom whoever runs this assistant has named. Ask them.',
    });
  const { checked } = looked;
  if (checked.faults) return showPreview(looked);
  const memberId = form.as;
  if (memberId === '') return showPreview(looked, { problem: 'Say who you are.' });
  await foundProgramme(deps, checked.planned, { tenantId, objectId, memberId, upload: looked.id });
  return showDone(looked, checked.planned.id, true);
}

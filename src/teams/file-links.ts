// Links to files, for where Teams takes none: signed, for one person, and gone after ten minutes. What one could get wrong: a link only says
// what is wanted and by whom; who they are and what they may read is asked again when it is opened.

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/v4';
import type { Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { describeError } from '../log.js';
import { noteAccess } from '../programmes/access.js';
import { requireActor } from '../programmes/actor.js';
import type { FileMaker, MadeFile, OfferedFile } from '../routes.js';

/** How long a link can be opened, milliseconds. */
export const LINK_MS = 10 * 60_000;
/** Letters of a token at most. */
export const MOST_TOKEN = 4_096;
/** Nobody waits longer than this for a file to be made. */
const MAKE_LIMIT_MS = 20_000;

const Wanted = z.strictObject({
  maker: z.string(),
  data: z.record(z.string(), z.unknown()),
  tenantId: z.string(),
  objectId: z.string(),
  programmeId: z.string(),
  /** UTC ISO. */
  until: z.iso.datetime(),
});

/** Who a link is for. */
export interface LinkFor {
  tenantId: string;
  objectId: string;
  programmeId: string;
}

/** `gone`: the link was real, and its time is over. `none`: nobody here signed it. `refused`: it is not for them any more. */
export type Fetched = { file: MadeFile } | { refused: 'none' | 'gone' | 'refused' | 'unavailable' };

export interface FileLinks {
  /** A link for one person; undefined where this installation has no address of its own, or it would be too long to be read. */
  linkTo(offered: OfferedFile, who: LinkFor): string | undefined;
  /** Whom a token was signed for, be it over or not. */
  isFor(token: string): { tenantId: string; objectId: string } | undefined;
  /** The file a token stands for. */
  fetch(token: string): Promise<Fetched>;
}

/** Links signed with a key. `address`: where people reach this assistant, asked for each time. */
export function openFileLinks(
  deps: Deps,
  makers: ReadonlyMap<string, FileMaker>,
  key: string,
  address: () => string | undefined,
): FileLinks {
  const sign = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    linkTo: ({ maker, data }, who) => {
      const base = address();
      if (base === undefined) return undefined;
      const until = new Date(deps.clock.now().getTime() + LINK_MS).toISOString();
      const body = Buffer.from(JSON.stringify({ maker, data, ...who, until })).toString('base64url');
      const token = `${body}.${sign(body).toString('base64url')}`;
      if (token.length > MOST_TOKEN) {
        deps.log.warn('link-too-long', { maker, letters: token.length });
        return undefined;
      }
      return `${base.replace(/\/$/, '')}/files/${token}`;
    },
    isFor: (token) => read(token, sign),
    fetch: async (token) => {
      const wanted = read(token, sign);
      if (!wanted) return { refused: 'none' };
      if (wanted.until < deps.clock.now().toISOString()) return { refused: 'gone' };
      const { tenantId, objectId, programmeId } = wanted;
      try {
        const file = await makeFile(deps, makers, wanted.maker, wanted.data, { tenantId, objectId, programmeId });
        deps.log.info('file', { maker: wanted.maker, how: 'link', bytes: file.bytes.byteLength });
        return { file };
      } catch (error) {
        deps.log.warn('file-not-made', { maker: wanted.maker, ...describeError(error) });
        if (isError(error, 'FORBIDDEN', 'UNKNOWN')) return { refused: 'refused' };
        // We signed it, so it is from before an update: a link made now will do.
        return { refused: isError(error, 'MALFORMED') ? 'gone' : 'unavailable' };
      }
    },
  };
}

/**
 * Makes a file for a person as they are now. Throws what the maker throws, UNKNOWN and FORBIDDEN for who they are, MALFORMED for data that no
 * maker takes, and UNAVAILABLE when it takes too long.
 */
export async function makeFile(
  deps: Deps,
  makers: ReadonlyMap<string, FileMaker>,
  name: string,
  data: unknown,
  who: LinkFor,
): Promise<MadeFile> {
  const maker = makers.get(name);
  const form = maker?.form.safeParse(data);
  if (!maker || !form?.success) throw new ProductError('MALFORMED', 'nobody makes a file of this');
  const make = async (): Promise<MadeFile> => {
    if (maker.makeForAll) return maker.makeForAll(deps);
    const actor = await requireActor(deps, who.tenantId, who.objectId, who.programmeId);
    const address = { conversationId: '', serviceUrl: '', tenantId: who.tenantId };
    const file = await maker.make({ deps, actor, origin: { where: 'personal', address } }, form.data);
    // Noted before it is handed over, so that nothing leaves unnoted.
    await noteAccess(deps, actor.programmeId, {
      by: actor.member.id,
      what: name,
      name: file.name,
      asked: askedOf(form.data),
    });
    return file;
  };
  return withinTime(make());
}

/** What a maker was asked for, in short. */
function askedOf(data: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Object(data))
      .filter(([key, value]) => key !== 'programmeId' && ['string', 'number'].includes(typeof value))
      .map(([key, value]) => [key, String(value).slice(0, 80)]),
  );
}

function read(token: string, sign: (body: string) => Buffer): z.infer<typeof Wanted> | undefined {
  if (token.length > MOST_TOKEN) return undefined;
  const [body, mark, ...more] = token.split('.');
  if (!body || !mark || more.length > 0) return undefined;
  const given = Buffer.from(mark, 'base64url');
  const expected = sign(body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const parsed = Wanted.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : undefined;
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProductError('UNAVAILABLE', 'making the file took too long')), MAKE_LIMIT_MS);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

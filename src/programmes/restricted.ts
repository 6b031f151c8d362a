// Restricted items: finance detail, and what stands in the council's corporate risk register. Who reads them in chat, summary and pack, and whether
// channel and digest get them, are settings of the programme. Pure. What one could get wrong: the settings are asked when something is shown or sent,
// never when it is saved, so that a change of them counts at once.

import * as z from 'zod/v4';
import { Role } from './roles.js';

/** How far one kind of restricted item reaches. */
export const Reach = z.object({
  /** Roles that read it in their own chat, in the summary and in the pack. */
  readers: z
    .array(Role)
    .min(1)
    .default(['workstream lead', 'finance lead', 'programme office', 'board chair', 'signatory']),
  /** Whether the channel is shown what changes in it. */
  channel: z.boolean().default(false),
  /** Whether the weekly digest tells of it. */
  digest: z.boolean().default(false),
});
export type Reach = z.infer<typeof Reach>;

export const RESTRICTED_ITEMS = ['finance', 'corporateRisks'] as const;
export type RestrictedItem = (typeof RESTRICTED_ITEMS)[number];

/** Absent: the defaults. */
export const Restricted = z.object({ finance: Reach.optional(), corporateRisks: Reach.optional() });
export type Restricted = z.infer<typeof Restricted>;

/** What reading asks of a programme. */
interface Settings {
  restricted?: Restricted | undefined;
}

/** How far a kind of item reaches in a programme. */
export function reachOf(programme: Settings, item: RestrictedItem): Reach {
  return programme.restricted?.[item] ?? Reach.parse({});
}

interface Reader {
  id: string;
  roles: readonly string[];
  leads: readonly string[];
  deputy?: string | undefined;
}

/** Whether a member reads a kind of item by role, or as the deputy of somebody who does. */
export function readsItem(
  programme: Settings & { members: readonly Reader[] },
  member: Reader,
  item: RestrictedItem,
): boolean {
  const { readers } = reachOf(programme, item);
  const reads = ({ roles, leads }: Reader) =>
    readers.some((role) => roles.includes(role) || (role === 'workstream lead' && leads.length > 0));
  return reads(member) || programme.members.some((other) => other.deputy === member.id && reads(other));
}

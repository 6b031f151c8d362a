// What people are in a programme. What one could get wrong: a role says what somebody may do; which workstreams they lead stands beside it.

import * as z from 'zod/v4';

export const ROLES = [
  'member',
  'milestone owner',
  'workstream lead',
  'finance lead',
  'programme office',
  'board chair',
  'signatory',
  'observer',
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

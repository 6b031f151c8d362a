// Teams' limits as a referee sees them: when each call reached the connector, and how many any window held at most. What one
// could get wrong: the windows slide, so every call is the end of one of its own.

import { PER_CONVERSATION, PER_TENANT } from '../../src/teams/pace.js';
import type { ConnectorCall } from './fake-connector.js';

/** The most of these moments (milliseconds, in any order) that lie in any `ms`, its beginning left out. */
export function mostIn(moments: readonly number[], ms: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [n, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - ms) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}

export interface Referee {
  /** Notes a call; true when it exceeds one of the published limits. */
  exceeds(call: ConnectorCall): boolean;
  /** Calls that did. */
  excess(): number;
  /** The most calls that any second held. */
  busiestSecond(): number;
}

/** Holds one bot's calls in one tenant against the limits that Teams publishes (platform.md 2.1). */
export function openReferee(): Referee {
  const seen = new Map<string, number[]>();
  let excess = 0;
  const full = (moments: readonly number[], now: number, limit: number, ms: number) =>
    moments.filter((at) => at > now - ms).length >= limit;
  const ofAll = 'all';
  return {
    exceeds: ({ path, body }) => {
      const now = performance.now();
      const [, named] = path.match(/^\/v3\/conversations\/([^/]+)/) ?? [];
      const conversation = named ? decodeURIComponent(named).split(';')[0] : body?.channelData?.channel?.id;
      const all = seen.get(ofAll) ?? [];
      const there = seen.get(`of ${conversation}`) ?? [];
      const tooMany =
        full(all, now, PER_TENANT, 1_000) ||
        (conversation !== undefined && PER_CONVERSATION.some(({ limit, ms }) => full(there, now, limit, ms)));
      seen.set(ofAll, [...all, now]);
      seen.set(`of ${conversation}`, [...there, now]);
      if (tooMany) excess += 1;
      return tooMany;
    },
    excess: () => excess,
    busiestSecond: () => mostIn(seen.get(ofAll) ?? [], 1_000),
  };
}

// One card, three places: a personal chat, a channel, a dialog. What one could get wrong: a card in a channel is read by
// everyone, so its buttons must open a dialog for whoever presses; they never change the card for that person alone.

import type { CardJson } from '../deps.js';

/**
 * `chat`: Action.Execute, answered by replacing the card, with an Action.Submit for clients without it. `channel`: the button opens a dialog (task/fetch). `dialog`:
 * Action.Submit, answered by the dialog's next card, since Teams knows no Action.Execute there.
 */
export type Surface = 'chat' | 'channel' | 'dialog';

/** A card with a second form of each button may have so many bytes; below what the messenger sends, since marks are added on the way. */
export const MOST_WITH_FALLBACKS = 38 * 1024;

/** The card with its actions as the surface needs them. `carried` goes into the data of each. */
export function forSurface(card: CardJson, surface: Surface, carried: Record<string, unknown> = {}): CardJson {
  const drawn = withActions(card, (action) => {
    const data = { ...(action.data as Record<string, unknown>), ...carried };
    if (surface === 'chat') return { ...action, data, fallback: submitting(action, data) };
    const opens = surface === 'channel' ? { msteams: { type: 'task/fetch' } } : {};
    return submitting(action, { ...data, ...opens });
  });
  if (surface !== 'chat' || Buffer.byteLength(JSON.stringify(drawn)) <= MOST_WITH_FALLBACKS) return drawn;
  // A card that Teams refuses is shown to nobody; an old client without its buttons still shows the words.
  return withActions(card, (action) => ({ ...action, data: { ...(action.data as object), ...carried } }));
}

function withActions(card: CardJson, action: (action: Record<string, unknown>) => unknown): CardJson {
  return rewrite(card, action) as CardJson;
}

/** The same button as Action.Submit. In a chat it is what clients send that know no Action.Execute: it comes as a message, whose `value` this is. */
function submitting(action: Record<string, unknown>, data: Record<string, unknown>): Record<string, unknown> {
  const { verb, type: _, ...rest } = action;
  return { ...rest, type: 'Action.Submit', data: { ...data, verb } };
}

function rewrite(part: unknown, action: (action: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => rewrite(item, action));
  if (part === null || typeof part !== 'object') return part;
  const element = part as Record<string, unknown>;
  if (element.type === 'Action.Execute') return action(element);
  // `data` is what people and forms carry: it is never structure.
  return Object.fromEntries(
    Object.entries(element).map(([key, value]) => [
      key,
      key === 'data' && !Array.isArray(value) ? value : rewrite(value, action),
    ]),
  );
}

// What an invoke is answered with, as Teams reads it. Pitfall: a card in an answer replaces the one pressed, for that person alone in a shared
// conversation and for good in their own chat.

import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { CardJson } from '../deps.js';

/** A card as Teams takes it in an answer. */
export function attachment(card: CardJson) {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
}

/** The card that takes the place of the one that was pressed. */
export function invokeCard(card: CardJson) {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** A sentence that is shown to whoever pressed, for a moment. */
export function invokeMessage(sentence: string) {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: sentence };
}

/** What Teams is told of a press that is nobody's. */
export function invokeError(code: string, message: string) {
  return { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code, message } };
}

/** Answers an invoke; anything but 200 makes Teams show a fault of its own. */
export async function respond(context: TurnContext, body: unknown, status = 200): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } });
}

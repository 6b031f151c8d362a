// What Teams and other clients may invoke that this product has nothing for: each is answered in the shape that its client reads. Pitfall: an answer that is
// not 200 shows "Something went wrong" in Teams, and an empty one shows nothing at all where a sentence is possible.

import { notice } from '../programmes/cards.js';

const SENTENCE = 'I cannot do this here yet. Write to me in our own chat, or mention me in your channel.';
const NOTHING = {};

const dialog = { task: { type: 'message', value: SENTENCE } };
const search = { composeExtension: { type: 'message', text: SENTENCE } };
/** No preview: a link stays a link. */
const noPreview = { composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [] } };
const tab = () => ({
  tab: { type: 'continue', value: { cards: [{ card: notice('Not here yet', [SENTENCE]).card }] } },
});

/**
 * By name; the shapes are those of the Bot Framework's invoke responses (botbuilder's `MessagingExtensionResponse`, `TaskModuleResponse`, `TabResponse`,
 * `ConfigResponse`, `HealthCheckResponse`).
 */
const ANSWERS: Record<string, () => unknown> = {
  'composeExtension/query': () => search,
  'composeExtension/selectItem': () => search,
  'composeExtension/querySettingUrl': () => search,
  'composeExtension/queryLink': () => noPreview,
  'composeExtension/anonymousQueryLink': () => noPreview,
  'composeExtension/fetchTask': () => dialog,
  'composeExtension/submitAction': () => dialog,
  'message/fetchTask': () => dialog,
  'config/fetch': () => ({ responseType: 'config', config: dialog.task }),
  'config/submit': () => ({ responseType: 'config', config: dialog.task }),
  'tab/fetch': tab,
  'tab/submit': tab,
  healthCheck: () => ({ healthResults: { success: true, messages: ['The assistant is running.'] } }),
};

/** The answer to an invoke that nothing serves: what its client can show, or nothing where it shows nothing. */
export function answerUnserved(name: string): unknown {
  return Object.hasOwn(ANSWERS, name) ? ANSWERS[name]?.() : NOTHING;
}

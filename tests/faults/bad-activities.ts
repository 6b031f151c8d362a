// Activities that no Teams client sends, made by hand: each breaks one thing a handler might rely on. What one could get
// wrong: `of` is a good submit by somebody who may make it, so whatever is changed here is all that stops it.

export type Json = Record<string, unknown>;

/** What is wrong, and the body that has it. A string is sent as it is, since it is no JSON or no activity. */
export type Bad = [wrong: string, body: Json | string];

/** A good card submit, from which all others are made. */
export type Good = { activity: Json; value: Json; action: Json; data: Json };

const DEEP = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** Sixty bad activities. */
export function badActivities({ activity, value, action, data }: Good): Bad[] {
  const without = (...fields: string[]) =>
    Object.fromEntries(Object.entries(activity).filter(([field]) => !fields.includes(field)));
  const withValue = (changed: unknown) => ({ ...activity, value: changed });
  const withAction = (changed: Json) => withValue({ ...value, action: { ...action, ...changed } });
  const withData = (changed: Json) => withAction({ data: { ...data, ...changed } });
  const withVerb = (verb: unknown) => withAction({ verb });
  const message = (changed: Json) => ({ ...without('name', 'value', 'replyToId'), type: 'message', ...changed });
  const conversation = activity.conversation as Json;
  return [
    ['no body', ''],
    ['no JSON', '{"type":"invoke"'],
    ['a number', '7'],
    ['null', 'null'],
    ['a string', '"invoke"'],
    ['a list of activities', JSON.stringify([activity])],
    ['nothing in it', '{}'],
    ['nested 40 deep', JSON.stringify(activity).replace('"manual"', DEEP(40))],
    ['nested 100,000 deep', DEEP(100_000)],
    ['a byte order mark before it', `\uFEFF{`],
    ['longer than 256 KB', { ...activity, padding: 'x'.repeat(300_000) }],
    ['no type', without('type')],
    ['an empty type', { ...activity, type: '' }],
    ['a type that is an object', { ...activity, type: { invoke: true } }],
    ['a type nobody knows', { ...activity, type: 'surprise' }],
    ['the type of an answer', { ...activity, type: 'invokeResponse' }],
    ['the end of the conversation', { ...activity, type: 'endOfConversation' }],
    ['no sender', without('from')],
    ['a sender without an object id', { ...activity, from: { id: '29:x' } }],
    ['a sender whose object id is a list', { ...activity, from: { id: '29:x', aadObjectId: ['a', 'b'] } }],
    ['a sender nobody knows', { ...activity, from: { id: '29:x', aadObjectId: 'nobody' } }],
    ['a sender called __proto__', { ...activity, from: { id: '29:x', aadObjectId: '__proto__' } }],
    ['a sender with a path for an id', { ...activity, from: { id: '29:x', aadObjectId: '../../people/1' } }],
    ['no recipient', without('recipient')],
    ['no conversation', without('conversation')],
    ['a conversation without an id', { ...activity, conversation: { ...conversation, id: undefined } }],
    ['a conversation whose id is a number', { ...activity, conversation: { ...conversation, id: 7 } }],
    ['no tenant at all', { ...without('channelData'), conversation: { ...conversation, tenantId: undefined } }],
    ['two tenants', { ...activity, channelData: { tenant: { id: '99999999-9999-4999-8999-999999999999' } } }],
    ['a tenant that is an object', { ...activity, conversation: { ...conversation, tenantId: { id: 'x' } } }],
    ['another channel', { ...activity, channelId: 'webchat' }],
    ['no channel', without('channelId')],
    ['no service address', without('serviceUrl')],
    ['a service address elsewhere', { ...activity, serviceUrl: 'https://evil.example/' }],
    ['a service address that is none', { ...activity, serviceUrl: 'not an address' }],
    ['a date that is none', { ...activity, timestamp: 'yesterday' }],
    ['an invoke without a name', without('name')],
    ['an invoke nobody answers', { ...activity, name: 'composeExtension/query' }],
    ['an invoke named constructor', { ...activity, name: 'constructor' }],
    ['a submit without a value', without('value')],
    ['a value that is text', withValue('milestones.post-update')],
    ['a value that is a list', withValue([{ action }])],
    ['an action that is null', withValue({ ...value, action: null })],
    ['no verb', withVerb(undefined)],
    ['a verb nobody knows', withVerb('milestones.delete-all')],
    ['a verb of every object', withVerb('__proto__')],
    ['a verb that is an object', withVerb({ toString: 'milestones.post-update' })],
    ['no data', withAction({ data: undefined })],
    ['data that is a list', withAction({ data: [data] as unknown as Json })],
    ['a reference nobody has', withData({ ref: 'M999' })],
    ['a reference with a path in it', withData({ ref: 'M01/../../person' })],
    ['a version that was never there', withData({ opened: 999 })],
    ['a version that is text', withData({ opened: 'newest' })],
    ['a form id that is none', withData({ form: 'again' })],
    ['another programme', withData({ programmeId: 'other-area' })],
    ['a programme called constructor', withData({ programmeId: 'constructor' })],
    ['an object where text is typed', withData({ commentary: { type: 'TextBlock', text: 'x' } })],
    ['a correction of an entry by someone else', withData({ corrects: 1, correctionReason: 'x' })],
    ['a dialog sent without its data', { ...activity, name: 'task/submit', value: {} }],
    ['a message without text', message({ text: null })],
  ];
}

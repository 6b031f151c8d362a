// What somebody typed, as Teams delivers it, made plain once before anything matches. Pitfall: Teams puts mentions, quotes, html and invisible characters
// into the text; everything here is one pass over a bounded text, since a message of `<at>` alone once took seconds.

import { decodeHTML } from 'entities';
import { asRecord } from './json.js';

/** What a message says: one line, without quotes, markup and invisible characters. */
export interface TypedText {
  /** Without anybody's mention: what commands are looked for in. */
  text: string;
  /** With the names of other people where they were mentioned: what is kept of a person's words. */
  named: string;
  /** Whether this assistant was mentioned. A channel's other messages come as well where an app was given leave to read them all. */
  toUs: boolean;
  /** Its first line, in both forms, where there are several. */
  firstLine?: Line;
}

/** Teams takes about 28,000 characters; mentions and markup come on top. */
const MOST_RAW = 40_000;
/** Characters that are looked at in the end. */
const MOST = 5_000;

/** The parts of an activity that a text is read from; anything may be in them. */
export interface TypedIn {
  text?: unknown;
  entities?: unknown;
  attachments?: unknown;
  recipient?: unknown;
}

/** Reads what was typed. Linear in the text's length, and never throws. */
export function readTyped(activity: TypedIn): TypedText {
  const ours = ownNames(activity);
  const raw = typeof activity.text === 'string' ? activity.text.slice(0, MOST_RAW) : '';
  const typed = linesOf(raw, ours);
  const toUs = namesUs(activity) || typed.toUs;
  const reply = replyBesideQuote(activity.attachments, ours);
  const lines = reply && endsWithLine(typed.lines, reply) ? reply : typed.lines;
  const [first] = lines;
  return { ...joined(lines), toUs, ...(first && lines.length > 1 && { firstLine: joined([first]) }) };
}

/** One line of it, in both forms. */
export type Line = Pick<TypedText, 'text' | 'named'>;

function joined(lines: readonly Line[]): Line {
  const join = (key: keyof Line) => oneLine(lines.map((line) => line[key]).join(' ')).slice(0, MOST);
  return { text: join('text'), named: join('named') };
}

/** The lines with something in them; quoted ones (`> …`) are left out where others remain. */
function linesOf(raw: string, ours: ReadonlySet<string>): { lines: Line[]; toUs: boolean } {
  let text = '';
  let named = '';
  let explained = false;
  let toUs = false;
  for (const piece of piecesOf(raw)) {
    if (piece.kind === 'text') {
      text += plain(piece.text);
      named += plain(piece.text);
      continue;
    }
    const name = oneLine(plain(piece.text));
    const own = ours.has(name.toLowerCase());
    // Whom a mention at the beginning is of, Teams need not say; a message begins with whom it is to.
    const leading = !explained && named.trim() === '';
    explained ||= own;
    toUs ||= own || leading;
    text += ' ';
    named += own || leading ? ' ' : ` ${name} `;
  }
  const names = named.split('\n');
  const all = text.split('\n').map((line, n) => ({ text: oneLine(line), named: oneLine(names[n] ?? '') }));
  toUs ||= all.some(({ text: line }) => withoutName(line, ours) !== line);
  const filled = all
    .map((line) => ({ text: withoutName(line.text, ours), named: withoutName(line.named, ours) }))
    .filter((line) => line.named !== '');
  const answers = filled.filter((line) => !/^>/.test(line.text));
  return { lines: answers.length > 0 ? answers : filled, toUs };
}

/** Without our own name where it was typed and not chosen from the list: "@Reform Delivery Assistant risks". */
function withoutName(line: string, ours: ReadonlySet<string>): string {
  if (!line.startsWith('@')) return line;
  const lower = line.slice(1).toLowerCase();
  const name = [...ours].find((one) => lower === one || lower.startsWith(`${one} `));
  return name === undefined ? line : line.slice(1 + name.length).trim();
}

/** The names that a mention of this assistant may have, in small letters. */
function ownNames({ entities, recipient }: TypedIn): ReadonlySet<string> {
  const bot = asRecord(recipient);
  const names = new Set<string>();
  const add = (name: unknown) => {
    if (typeof name === 'string' && name.length <= 200) names.add(oneLine(plain(name)).toLowerCase());
  };
  add(bot.name);
  for (const entity of (Array.isArray(entities) ? entities : []).slice(0, 100)) {
    const { mentioned, text } = asRecord(entity);
    const { id, name } = asRecord(mentioned);
    if (id === undefined || id !== bot.id) continue;
    add(name);
    if (typeof text === 'string')
      add(
        text
          .slice(0, 400)
          .replace(/<[^>]*>/g, '')
          .replace(/^@/, ''),
      );
  }
  names.delete('');
  return names;
}

/** Whether Teams says that this assistant is meant: mentioned, or sent to by a command of its own. */
function namesUs({ entities, recipient }: TypedIn): boolean {
  const { id, isTargeted } = asRecord(recipient);
  const mentioned = (Array.isArray(entities) ? entities : []).map((one) => asRecord(asRecord(one).mentioned).id);
  return isTargeted === true || (id !== undefined && mentioned.includes(id));
}

/** What an answer to a quoted message says, where only its html tells the two apart. */
function replyBesideQuote(attachments: unknown, ours: ReadonlySet<string>): Line[] | undefined {
  for (const one of (Array.isArray(attachments) ? attachments : []).slice(0, 10)) {
    const { contentType, content } = asRecord(one);
    if (contentType !== 'text/html' || typeof content !== 'string') continue;
    const html = content.slice(0, MOST_RAW);
    if (/<blockquote\b/i.test(html)) return linesOf(html, ours).lines;
  }
  return undefined;
}

function endsWithLine(typed: readonly Line[], reply: readonly Line[]): boolean {
  const [whole, end] = [joined(typed).text, joined(reply).text];
  return end !== '' && whole !== end && whole.endsWith(end);
}

interface Piece {
  kind: 'text' | 'mention';
  text: string;
}

const BREAKS = new Set(['br', 'div', 'p', 'li', 'tr', 'h1', 'h2', 'h3', 'ul', 'ol', 'table', 'hr']);
const MARKUP = new Set([
  ...[
    'a',
    'attachment',
    'b',
    'code',
    'em',
    'emoji',
    'font',
    'i',
    'img',
    'pre',
    'readonly',
    's',
    'span',
    'strong',
    'sub',
  ],
  ...['sup', 'tbody', 'td', 'th', 'u', 'blockquote', 'quoted', 'at'],
]);
/** What stands between these was not written here. */
const QUOTES = new Set(['blockquote', 'quoted']);
const TAG = /^<(\/?)([a-z][a-z0-9]*)(?=[\s/>])/i;

/** Words and mentions in order. What is no tag that Teams writes ("cost < 5") is text. */
function* piecesOf(raw: string): Generator<Piece> {
  const lower = raw.toLowerCase();
  const closes = new Map(['at', ...QUOTES].map((name) => [name, lower.lastIndexOf(`</${name}`)]));
  const closedLater = (name: string, at: number) => (closes.get(name) ?? -1) > at;
  let at = 0;
  let end = -1;
  /** The quote we are in, and where a mention's name began. */
  let quote: string | undefined;
  let name: string | undefined;
  const text = function* (words: string): Generator<Piece> {
    if (quote !== undefined || words === '') return;
    if (name === undefined) yield { kind: 'text', text: words };
    else name += words;
  };
  while (at < raw.length) {
    const open = raw.indexOf('<', at);
    if (open < 0) break;
    yield* text(raw.slice(at, open));
    if (end < open) end = raw.indexOf('>', open);
    if (end < 0) {
      at = open;
      break;
    }
    const next = raw.indexOf('<', open + 1);
    const tag = next >= 0 && next < end ? undefined : TAG.exec(raw.slice(open, Math.min(end + 1, open + 20)));
    const called = tag?.[2]?.toLowerCase() ?? '';
    if (!tag || !(BREAKS.has(called) || MARKUP.has(called))) {
      yield* text('<');
      at = open + 1;
      continue;
    }
    const closing = tag[1] === '/';
    const whole = raw[end - 1] === '/';
    at = end + 1;
    if (QUOTES.has(called)) {
      if (closing) quote = quote === called ? undefined : quote;
      else if (!whole && quote === undefined && closedLater(called, at)) quote = called;
      yield* text(' ');
    } else if (called === 'at') {
      if (name !== undefined && quote === undefined) yield { kind: closing ? 'mention' : 'text', text: name };
      name = !closing && closedLater('at', at) ? '' : undefined;
    } else if (BREAKS.has(called)) yield* text('\n');
  }
  if (name !== undefined && name !== '') yield { kind: 'text', text: name };
  name = undefined;
  yield* text(raw.slice(at));
}

const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** Format characters, except the joiner that holds an emoji together. */
const INVISIBLE = /(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|[^\P{Cf}\u200d]|\u034f|[\u115f\u1160\u3164\uffa0]/gu;

/** Entities read, invisible characters gone, dashes, quotation marks and full-width letters in their plain form. Lines stay. */
function plain(text: string): string {
  return decodeHTML(text)
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63]/g, '-')
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u2033]/g, '"')
    .replace(/[^\S\n]|(?!\n)\p{Cc}/gu, ' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

// What Teams delivers, made plain once before anything matches. What is read back is compared whole, so that a word too many is seen as well.
// Pitfall: processor time and not the clock is measured, since other work may share the machine.

import { describe, expect, it } from 'vitest';
import { readings } from '../../src/teams/readings.js';
import { readTyped, type TypedIn } from '../../src/teams/typed-text.js';

const BOT = { id: '28:bot', name: 'Reform Delivery Assistant' };
const JO = { id: '29:jo', name: 'Jo Smith' };
const AT = '<at>Reform Delivery Assistant</at>';
const mention = (mentioned = BOT, text: string | undefined = `<at>${mentioned.name}</at>`) => ({
  type: 'mention',
  mentioned,
  ...(text && { text }),
});
const read = (text: unknown, more: TypedIn = {}) => readTyped({ text, recipient: BOT, ...more });
const quoted = {
  contentType: 'text/html',
  content:
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="16"><strong>Reform Delivery Assistant</strong>' +
    '<p itemprop="preview">Your milestones</p></blockquote><p>update M02</p>',
};

describe('What was typed', () => {
  it.each<[string, unknown, string, TypedIn?]>([
    ['a mention first', `${AT} risks`, 'risks', { entities: [mention()] }],
    ['a mention and a no-break space', `${AT}&nbsp;risks\n`, 'risks', { entities: [mention()] }],
    ['a mention last', `summary ${AT}`, 'summary', { entities: [mention()] }],
    ['a mention with an id', '<at id="0">Reform Delivery Assistant</at> risks', 'risks', { entities: [mention()] }],
    ['a mention in two parts', '<at id="0">Reform Delivery</at>&nbsp;<at id="1">Assistant</at> risks', 'risks'],
    ['a mention whose entity has no text', `${AT} risks`, 'risks', { entities: [{ type: 'mention', mentioned: BOT }] }],
    ['a mention without entities', `${AT} risks`, 'risks', { entities: null }],
    ['odd entities', `${AT} risks`, 'risks', { entities: [null, 7, 'x', {}, { mentioned: null }, { mentioned: [] }] }],
    ['a name typed and not chosen', '@Reform Delivery Assistant risks', 'risks'],
    ['nothing but a mention', AT, '', { entities: [mention()] }],
    ['a mention that never ends', '<at>Reform update M01', 'Reform update M01'],
    ['a quoted message', '<quoted messageId="1772050244572"/> update M02', 'update M02'],
    ['a quoted message with its words', '<quoted messageId="1">update M07</quoted>update M02', 'update M02'],
    ['a quote and a mention', `<quoted messageId="1"/>${AT} risks`, 'risks', { entities: [mention()] }],
    ['a blockquote in the text', '<blockquote>Your milestones</blockquote><p>update M02</p>', 'update M02'],
    ['a blockquote beside the text', 'update M02', 'update M02', { attachments: [quoted] }],
    ['a quote that only its html tells apart', 'Your milestones update M02', 'update M02', { attachments: [quoted] }],
    ['a quote by lines', '> Your milestones\n> Red\n\nupdate M02', 'update M02'],
    ['nothing but a quote by lines', '> update', '> update'],
    ['html', '<div><div><strong>help</strong></div>\n</div>', 'help'],
    ['a line break', 'raise<br/>risk', 'raise risk'],
    ['a zero-width space', '\u200bhelp\u200b', 'help'],
    ['a direction mark', '\u200fupdate M02\u200e', 'update M02'],
    ['a direction embedding and a byte order mark', '\ufeff\u202aupdate\u202c M02', 'update M02'],
    ['a soft hyphen', 'mile\u00adstones', 'milestones'],
    ['full-width letters', '\uff35pdate \uff2d\uff10\uff12', 'Update M02'],
    ['a non-breaking hyphen', 'update M\u201102', 'update M-02'],
    ['smart quotation marks', '\u201cwhat\u2019s mine\u201d', '"what\'s mine"'],
    ['an ideographic and a thin space', 'board\u3000pack\u2009', 'board pack'],
    ['entities by name', 'Caf&eacute; &amp; R&D &lt;at&gt; &pound;2 &hellip;', 'Café & R&D <at> £2 …'],
    ['entities by number, beyond the basic plane', '&#163;2 &#xA3;3 &#128512; &#x1F600;', '£2 £3 😀 😀'],
    ['an entity that was written out', '&amp;lt;at&amp;gt;', '&lt;at&gt;'],
    ['an emoji of several characters', 'thanks 👩\u200d🏫', 'thanks 👩\u200d🏫'],
    ['what is no tag', 'cost < 5 and > 3, <M01>', 'cost < 5 and > 3, <M01>'],
    ['no text', undefined, ''],
    ['null', null, ''],
    ['a number', 7, ''],
  ])('%s', (_, text, expected, more) => {
    expect(read(text, more).text).toBe(expected);
  });

  it('keeps other people’s names in a person’s own words and out of commands', () => {
    const typed = read(`${AT} update M01 waits for <at>Jo Smith</at> to sign`, { entities: [mention(), mention(JO)] });
    expect(typed).toEqual({
      text: 'update M01 waits for to sign',
      named: 'update M01 waits for Jo Smith to sign',
      toUs: true,
    });
  });

  it('has the first line by itself where there are several', () => {
    const typed = read(`${AT}\n\nrisks\n\nSent from my phone`, { entities: [mention()] });
    expect(typed.firstLine).toEqual({ text: 'risks', named: 'risks' });
    expect(readings(typed).map(({ text }) => text)).toContain('risks');
  });

  it('is bounded, and read in time that grows with its length alone', () => {
    const parts = [
      '<at>',
      '<',
      '</at>',
      '<quoted>',
      '&#',
      '<at',
      'a>',
      '<b>',
      '<blockquote>x</at>',
      '"!',
      ' .',
      'm 1 ',
    ];
    for (const part of [...parts, '\u200d', '> \n', '@', '<at>x</at>', '&amp', 'ws 1']) {
      const began = process.cpuUsage();
      const found = readings(read(part.repeat(250_000 / part.length), { attachments: [quoted] }));
      const { user } = process.cpuUsage(began);
      expect(user / 1_000, part).toBeLessThan(1_000);
      for (const { text } of found) expect(text.length).toBeLessThanOrEqual(5_000);
    }
  });
});

describe('A reference is M01 however it was written', () => {
  it.each([
    ...[
      'M1',
      'm01.',
      'M 01',
      'M-01',
      'milestone M01',
      'Milestone m 1',
      '(M01)',
      'M\u201101',
      'please show M01',
      'm001!',
    ],
  ])('%s', (text) => {
    expect(readings(read(text)).map((one) => one.text)).toContain('M01');
  });

  it.each([
    ['update m1 slips to 25 January.', 'update M01 slips to 25 January.'],
    ['update M-01: slips', 'update M01 slips'],
    ['history of k 2', 'history of K02'],
    ['raise a new risk to m1', 'raise a new risk to M01'],
    ['change request for m-1', 'change request for M01'],
    ['ask about R4?', 'ask about R04'],
    ['check in ws 2', 'check in WS2'],
    ['update a 2 week delay', 'update a 2 week delay'],
    ['update I 2 am away', 'update I 2 am away'],
    ['summary on 3 December', 'summary on 3 December'],
    ['return Q3', 'return Q3'],
    ['update M01 waits for r 2', 'update M01 waits for r 2'],
  ])('%s', (text, expected) => {
    expect(readings(read(text)).map((one) => one.text)).toContain(expected);
  });
});

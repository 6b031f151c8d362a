// Binding a template to its view. What one could get wrong: these tests use a real template, programmes/notice, since what
// is promised is about expansion itself.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { defineCard } from '../../src/cards/define-card.js';
import { noticeCard } from '../../src/programmes/cards.js';
import { texts } from './walk.js';

const view = { heading: 'Done', paragraphs: [{ text: 'Saved.' }], quoted: '', reference: '', buttons: [] };
const shown = (card: unknown) => texts(card).map(({ text }) => text);

describe('a card', () => {
  it('shows what the view holds', () => {
    expect(shown(noticeCard.render(view))).toEqual(expect.arrayContaining(['Done', 'Saved.']));
  });

  it('refuses a view that lacks a field of its schema', () => {
    const { quoted: _, ...lacking } = view;
    expect(() => noticeCard.render(lacking as typeof view)).toThrow(/quoted/);
  });

  it('refuses to draw when the template names a field that the view does not have', () => {
    const narrow = defineCard('programmes/notice', z.object({ heading: z.string() }));
    expect(() => narrow.render({ heading: 'Done' })).toThrow();
  });

  it('refuses an object where a text is meant, so that data never becomes card structure', () => {
    const smuggled = { ...view, quoted: { type: 'Image', url: 'https://evil.example/pixel.png' } as unknown as string };
    expect(() => noticeCard.render(smuggled)).toThrow(/quoted/);
  });

  it('expands once: an expression inside the data stays the text it is', () => {
    const typed = '${heading} ${$root.reference} ${if(true, 1, 2)}';
    expect(shown(noticeCard.render({ ...view, quoted: typed }))).toContain(typed);
  });

  it('stays literal when what was drawn is shown again as words', () => {
    const first =
      shown(noticeCard.render({ ...view, quoted: '${heading}' })).find((text) => text.startsWith('${')) ?? '';
    expect(shown(noticeCard.render({ ...view, quoted: first }))).toContain('${heading}');
  });

  it('draws anew each time: one drawing leaves nothing in the next', () => {
    noticeCard.render({ ...view, quoted: 'for one person only' });
    expect(shown(noticeCard.render(view)).join(' ')).not.toContain('for one person only');
  });
});

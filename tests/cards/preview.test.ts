// The previewer's pages, without a port. What one could get wrong: it shows what is on disk now, so these tests look for
// the cards there are rather than for particular ones.
import { describe, expect, it } from 'vitest';
import { alonePage } from '../../src/cards/preview/pages.js';
import { readSample, templateNames } from '../../src/cards/preview/samples.js';
import { showPage } from '../../src/cards/preview/site.js';

describe('the card preview', () => {
  it('links every card from its first page', () => {
    const { status, body } = showPage('GET', '/');
    expect(status).toBe(200);
    for (const name of templateNames()) expect(body).toContain(`href="/?card=${name}"`);
  });

  it('shows a card in three themes and two widths, each in its own frame', () => {
    const { body } = showPage('GET', '/?card=programmes/notice');
    expect(body.match(/<iframe /g)).toHaveLength(6);
    expect(body).toContain('?card=programmes/notice&amp;theme=contrast&amp;width=320');
  });

  it('draws every sample without a fault', () => {
    expect(templateNames().flatMap((name) => readSample(name).faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  });

  it('says what is wrong with a card that cannot be drawn', () => {
    expect(readSample('programmes/nothing').faults).toEqual([
      'There is no sample: write cards/programmes/nothing.data.json.',
    ]);
  });

  it('keeps a text that closes a script inside the data', () => {
    const card = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '</script><script>alert(1)</script>' }] };
    const body = alonePage({ name: 'a/b', card, bytes: 0, unknown: [], faults: [] }, 'dark', 320);
    expect(body).not.toContain('</script><script>alert');
  });

  it.each(['/?card=../../package', '/?card=__proto__', '/etc/passwd', '/constructor'])(
    'knows nothing at %s',
    (address) => {
      expect(showPage('GET', address).status).toBe(404);
    },
  );

  it('takes an unknown theme or width for the usual one', () => {
    expect(showPage('GET', '/?card=programmes/notice&theme=toString&width=9').body).toContain('light, 640 pixels');
  });
});

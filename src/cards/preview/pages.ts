// The previewer's pages as HTML. What one could get wrong: card JSON goes into a script element, so every `<` in it is
// escaped, or a sample holding `</script>` would end the page.

import { CARD_BYTES } from '../define-card.js';
import { hostConfig, THEMES, type Theme, WIDTHS } from './host-configs.js';
import type { Sample } from './samples.js';

/** All cards, by feature, with what is wrong with any of them. */
export function indexPage(samples: Sample[]): string {
  const features = [...new Set(samples.map((sample) => sample.name.split('/')[0] ?? ''))];
  const line = (sample: Sample) =>
    `<li><a href="${at(sample.name)}">${escapeHtml(sample.name.split('/')[1] ?? sample.name)}</a>${faultList(sample)}</li>`;
  const groups = features.map((feature) => {
    const own = samples.filter((sample) => sample.name.startsWith(`${feature}/`));
    return `<section><h2>${escapeHtml(feature)}</h2><ul class="cards">${own.map(line).join('')}</ul></section>`;
  });
  return page(
    'Cards',
    `<h1>Cards</h1><p>Every card under <code>cards/</code> with its sample, as Teams draws it in three themes and two widths. Edit a template, then reload.</p>${groups.join('')}`,
  );
}

/** One card in every theme and width. */
export function galleryPage(sample: Sample, names: string[]): string {
  const place = names.indexOf(sample.name);
  const neighbour = (name: string | undefined, word: string) =>
    name === undefined ? '' : `<a href="${at(name)}">${word}: ${escapeHtml(name)}</a>`;
  const frames = Object.entries(THEMES).map(([theme, themeWord]) => {
    const own = [...WIDTHS].map(([width, widthWord]) => {
      const address = `${at(sample.name)}&amp;theme=${theme}&amp;width=${width}`;
      const title = `${themeWord}, ${widthWord}`;
      return `<figure><figcaption><a href="${address}">${title}</a></figcaption><div class="scroll"><iframe title="${escapeHtml(sample.name)}: ${title}" src="${address}" width="${width}" height="400"></iframe></div></figure>`;
    });
    return `<section><h2>${themeWord}</h2><div class="frames">${own.join('')}</div></section>`;
  });
  return page(
    sample.name,
    `<nav aria-label="Cards"><a href="/">All cards</a>${neighbour(names[place - 1], 'Previous')}${neighbour(names[place + 1], 'Next')}</nav>
<h1>${escapeHtml(sample.name)}</h1>
<p>${sample.bytes.toLocaleString('en-GB')} of ${CARD_BYTES.toLocaleString('en-GB')} bytes. Markdown is not rendered here. Pressing a button says what it would send. <a href="/?card=${encodeURIComponent(sample.name)}&amp;flat">The template with its parts put in</a>, as the Designer takes it.</p>
${fallbackNote(sample)}${faultList(sample)}
${frames.join('')}`,
    '<script src="/frames.js" defer></script>',
  );
}

/** One card alone, for screenshots. */
export function alonePage(sample: Sample, theme: Theme, width: number): string {
  const title = `${sample.name}, ${THEMES[theme].toLowerCase()}, ${width} pixels`;
  const drawn =
    sample.card === undefined
      ? faultList(sample)
      : `<script type="application/json" id="given">${embed({ card: sample.card, hostConfig: hostConfig(theme) })}</script>
<script src="/adaptivecards.js" defer></script><script src="/draw.js" defer></script>`;
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/card.css"></head>
<body class="${theme}"><main style="width:${width}px"><h1 class="unseen">${escapeHtml(title)}</h1><div id="card"></div></main>
<p id="sent" role="status"></p>${drawn}</body></html>`;
}

/** What to say when the address names no card. */
export function missingPage(): string {
  return page('No such card', '<h1>No such card</h1><p><a href="/">See all cards</a>.</p>');
}

function page(title: string, body: string, scripts = ''): string {
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · card preview</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">${scripts}</head><body><main>${body}</main></body></html>`;
}

function fallbackNote({ unknown }: Sample): string {
  if (unknown.length === 0) return '';
  return `<p class="note"><strong>Shown by fallback:</strong> ${escapeHtml(unknown.join(', '))}. Teams on the desktop draws these itself; this renderer, and phones that cannot, show what you see here.</p>`;
}

function faultList({ faults }: Sample): string {
  if (faults.length === 0) return '';
  return `<ul class="faults">${faults.map((fault) => `<li><strong>Fault:</strong> ${escapeHtml(fault)}</li>`).join('')}</ul>`;
}

function at(name: string): string {
  return `/?card=${escapeHtml(name)}`;
}

function embed(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

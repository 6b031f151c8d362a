// What the previewer answers to each address. Pitfall: cards are chosen from the list of templates, never by a path from the
// address, so nothing outside cards/ can be asked for.

import { readFileSync } from 'node:fs';
import { projectPath } from '../../project-root.js';
import { readTemplate } from '../read-template.js';
import { CARD_CSS, DRAW_JS, FRAMES_JS, PAGE_CSS } from './assets.js';
import { THEMES, type Theme, WIDTHS } from './host-configs.js';
import { alonePage, galleryPage, indexPage, missingPage } from './pages.js';
import { readSample, templateNames } from './samples.js';

export interface Page {
  status: number;
  type: string;
  body: string;
}

/** The page at an address such as `/?card=milestones/posted&theme=dark&width=320`. Files are read anew each time. */
export function showPage(method: string, address: string): Page {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: 'text/plain', body: 'GET only' };
  const url = new URL(address, 'http://127.0.0.1');
  const file = files[url.pathname];
  if (file) return { status: 200, type: file.type, body: file.read() };
  if (url.pathname !== '/') return html(missingPage(), 404);
  const names = templateNames();
  const name = url.searchParams.get('card');
  if (name === null) return html(indexPage(names.map(readSample)));
  if (!names.includes(name)) return html(missingPage(), 404);
  if (url.searchParams.has('flat'))
    return { status: 200, type: 'application/json', body: JSON.stringify(readTemplate(name), null, 2) };
  const theme = url.searchParams.get('theme');
  const width = url.searchParams.get('width');
  if (theme === null && width === null) return html(galleryPage(readSample(name), names));
  const pixels = WIDTHS.has(Number(width)) ? Number(width) : 640;
  return html(alonePage(readSample(name), isTheme(theme) ? theme : 'light', pixels));
}

const files: Record<string, { type: string; read: () => string }> = {
  '/page.css': { type: 'text/css', read: () => PAGE_CSS },
  '/card.css': { type: 'text/css', read: () => CARD_CSS },
  '/draw.js': { type: 'text/javascript', read: () => DRAW_JS },
  '/frames.js': { type: 'text/javascript', read: () => FRAMES_JS },
  '/adaptivecards.js': {
    type: 'text/javascript',
    read: () => readFileSync(projectPath('node_modules/adaptivecards/dist/adaptivecards.js'), 'utf8'),
  },
};

function html(body: string, status = 200): Page {
  return { status, type: 'text/html', body };
}

function isTheme(text: string | null): text is Theme {
  return text !== null && Object.hasOwn(THEMES, text);
}

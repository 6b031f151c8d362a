// `npm run cards`: a local page that draws every card with its sample in Teams' themes and widths. What one could get
// wrong: it is a designer's tool on 127.0.0.1 and no part of the bot; it needs the dev dependencies.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { projectPath } from '../project-root.js';
import { CARD_CSS, DRAW_JS, FRAMES_JS, PAGE_CSS } from './preview/assets.js';
import { THEMES, type Theme, WIDTHS } from './preview/host-configs.js';
import { alonePage, galleryPage, indexPage, missingPage } from './preview/pages.js';
import { readSample, templateNames } from './preview/samples.js';

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

const wanted = Number(process.env.PORT ?? 3980);
listen(Number.isInteger(wanted) && wanted >= 0 && wanted < 65536 ? wanted : 3980, 50);

/** Listens on the wanted port or the next free one above it. */
function listen(port: number, tries: number): void {
  const server = createServer(answer);
  server.once('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code === 'EADDRINUSE' && tries > 0) {
      say(`Port ${port} is in use; trying ${port + 1}.`);
      listen(port + 1, tries - 1);
      return;
    }
    say(`The card preview cannot listen on port ${port}: ${problem.code ?? problem.name}. Choose another with PORT.`);
    process.exitCode = 1;
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    say(`Cards: http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/ (Ctrl-C stops)`);
  });
}

interface Page {
  status?: number;
  type?: string;
  body: string;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { status = 200, type = 'text/html', body } = choose(request);
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; frame-src 'self'",
  });
  response.end(body);
}

function choose(request: IncomingMessage): Page {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, type: 'text/plain', body: 'GET only' };
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const file = files[url.pathname];
  if (file) return { type: file.type, body: file.read() };
  if (url.pathname !== '/') return { status: 404, body: missingPage() };
  const names = templateNames();
  const name = url.searchParams.get('card');
  if (name === null) return { body: indexPage(names.map(readSample)) };
  if (!names.includes(name)) return { status: 404, body: missingPage() };
  const theme = url.searchParams.get('theme');
  const width = url.searchParams.get('width');
  if (theme === null && width === null) return { body: galleryPage(readSample(name), names) };
  const pixels = width !== null && width in WIDTHS ? Number(width) : 640;
  return { body: alonePage(readSample(name), isTheme(theme) ? theme : 'light', pixels) };
}

function isTheme(text: string | null): text is Theme {
  return text !== null && text in THEMES;
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

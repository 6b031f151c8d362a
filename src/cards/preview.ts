// `npm run cards`: a local page that draws every card with its sample in Teams' themes and widths. What one could get
// wrong: it is a designer's tool on 127.0.0.1 and no part of the bot; it needs the dev dependencies.

import { createServer } from 'node:http';
import { showPage } from './preview/site.js';

const wanted = Number(process.env.PORT ?? 3980);
listen(Number.isInteger(wanted) && wanted >= 0 && wanted < 65536 ? wanted : 3980, 50);

/** Listens on the wanted port or the next free one above it. */
function listen(port: number, tries: number): void {
  const server = createServer((request, response) => {
    const { status, type, body } = showPage(request.method ?? 'GET', request.url ?? '/');
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; frame-src 'self'",
    });
    response.end(body);
  });
  server.once('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code === 'EADDRINUSE' && tries > 0) {
      say(`Port ${port} is in use; trying ${port + 1}.`);
      listen(port + 1, tries - 1);
      return;
    }
    say(`The card preview cannot listen on port ${port} (${problem.code ?? problem.name}). Choose another with PORT.`);
    process.exitCode = 1;
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    say(`Cards: http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/ (Ctrl-C stops)`);
  });
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

// The page that takes a file by a link from the chat. What one could get wrong: it is the only page there is; its script and style carry a mark of this one
// answer, it says only what the server's own words and the file's are, as text, and a file is read within bounds whatever its length claims to be.

import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'restify';
import type { Log } from './log.js';
import { MOST_BYTES } from './routes.js';
import { Refusal } from './teams/caller.js';
import { requireFileName, type UploadLinks } from './teams/upload-links.js';

const STATUS = { none: 404, gone: 410 } as const;
const BODY_LIMIT_MS = 60_000;

/** The page itself. */
export function sendUploadPage(
  uploads: UploadLinks,
  request: Request,
  response: Response,
  refuse: (response: Response, status: number) => void,
): undefined {
  const checked = uploads.check(String(request.params.token ?? ''));
  if ('refused' in checked) {
    refuse(response, STATUS[checked.refused]);
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  });
  response.end(request.method === 'HEAD' ? undefined : PAGE.replaceAll('NONCE', nonce));
}

/** Takes the file that the page sends, and says what became of it. Throws Refusal: 400 no name, 408 too slow, 413 too large, 415 not sent by the page. */
export async function takeUpload(
  uploads: UploadLinks,
  log: Log,
  request: Request,
  response: Response,
  refuse: (response: Response, status: number) => void,
): Promise<void> {
  const checked = uploads.check(String(request.params.token ?? ''));
  if ('refused' in checked) return refuse(response, STATUS[checked.refused]);
  // A form of another site cannot send this type, and a script of one is not let through to us.
  if (request.headers['content-type'] !== 'application/octet-stream') throw new Refusal(415, 'not json');
  const name = nameIn(request.headers['x-file-name']);
  const bytes = await readBytes(request);
  log.info('file-sent', { bytes: bytes.byteLength });
  const said = await uploads.take(checked.allowed, { name, read: async () => bytes });
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(said));
}

function nameIn(header: string | string[] | undefined): string {
  try {
    return requireFileName(decodeURIComponent(String(header ?? '')));
  } catch {
    throw new Refusal(400, 'not an activity');
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw new Refusal(413, 'too large');
  const chunks: Buffer[] = [];
  let bytes = 0;
  const late = setTimeout(() => request.destroy(new Refusal(408, 'too slow')), BODY_LIMIT_MS);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new Refusal(413, 'too large');
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks);
}

const PAGE = `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Send a plan workbook</title>
<style nonce="NONCE">
  :root { color-scheme: light dark; --ink: #1b1f24; --soft: #56606b; --paper: #fff; --line: #c9d0d8; --act: #3b4bb8; --on: #fff; --bad: #a3161f; }
  @media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #b1bac4; --paper: #16191d; --line: #4a535d; --act: #aab4ff; --on: #101218; --bad: #ff9aa0; } }
  body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; font: 1rem/1.5 "Segoe UI", system-ui, sans-serif; color: var(--ink); background: var(--paper); }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
  h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; }
  p { margin: .25rem 0 .75rem; }
  label { display: block; font-weight: 600; margin: 1.25rem 0 .35rem; }
  input { font: inherit; max-width: 100%; padding: .6rem; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; }
  button { font: inherit; font-weight: 600; margin-top: 1rem; padding: .6rem 1.4rem; min-height: 44px; border: 2px solid var(--act); border-radius: 6px; background: var(--act); color: var(--on); cursor: pointer; }
  button:disabled { opacity: .6; cursor: default; }
  :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
  #problem { color: var(--bad); font-weight: 600; }
  ol { list-style: none; margin: 0; padding: 0; }
  li { border-top: 1px solid var(--line); padding: .6rem 0; overflow-wrap: anywhere; }
  li strong { display: block; }
  .soft { color: var(--soft); }
</style>
</head>
<body>
<main>
<h1>Send a plan workbook</h1>
<p>An Excel workbook (.xlsx), one sheet of it as .csv, or .json; 5 MB at most. Nothing is saved before you confirm in the chat.</p>
<p class="soft">Never send anything that could identify a child or family.</p>
<form id="form" novalidate>
  <label for="file">The file</label>
  <input id="file" type="file" accept=".xlsx,.csv,.json" aria-describedby="problem">
  <p id="problem" role="alert"></p>
  <button id="send" type="submit">Send it</button>
</form>
<section id="result" aria-live="polite" tabindex="-1" hidden>
  <h2 id="heading"></h2>
  <ol id="lines"></ol>
</section>
</main>
<noscript><p>This page needs scripts. Attach the file in the chat instead.</p></noscript>
<script nonce="NONCE">
  const by = (id) => document.getElementById(id);
  const problem = (text) => { by('problem').textContent = text; };
  const show = ({ heading, lines }) => {
    by('heading').textContent = heading;
    by('lines').replaceChildren(...lines.map(({ label, text }) => {
      const item = document.createElement('li');
      const strong = document.createElement(text ? 'strong' : 'span');
      strong.textContent = label;
      item.append(strong, text);
      return item;
    }));
    by('result').hidden = false;
    by('result').focus();
  };
  by('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    problem('');
    by('result').hidden = true;
    const [file] = by('file').files;
    if (!file) return problem('Choose the file first.');
    if (file.size > ${MOST_BYTES}) return problem('This file is larger than 5 MB. Leave out pictures and other sheets.');
    by('send').disabled = true;
    by('send').textContent = 'Sending…';
    try {
      const response = await fetch(location.pathname, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) },
        body: await file.arrayBuffer(),
      });
      if (response.status === 410 || response.status === 404) problem('This link is over. Type plan in the chat for a new one.');
      else if (!response.ok) problem('It was not taken (' + response.status + '). Try again in a minute.');
      else show(await response.json());
    } catch {
      problem('It did not arrive. If you changed the file after choosing it, choose it again; otherwise try again in a minute.');
    } finally {
      by('send').disabled = false;
      by('send').textContent = 'Send it';
    }
  });
</script>
</body>
</html>
`;

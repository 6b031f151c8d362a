// A file as an answer to its link. What one could get wrong: the name is people's own, so it is written as RFC 8187 has it, and the browser is
// told to keep the file and never to run or remember it.

import type { Request, Response } from 'restify';
import type { Fetched } from './teams/file-links.js';

const STATUS = { none: 404, gone: 410, refused: 403, unavailable: 503 } as const;

/** Sends the file of a token, or says no in plain words through `refuse`. */
export async function sendFile(
  fetchFile: (token: string) => Promise<Fetched>,
  request: Request,
  response: Response,
  refuse: (response: Response, status: number) => void,
): Promise<void> {
  const fetched = await fetchFile(String(request.params.token ?? ''));
  if ('refused' in fetched) return refuse(response, STATUS[fetched.refused]);
  const { name, contentType, bytes } = fetched.file;
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': String(bytes.byteLength),
    'content-disposition': `attachment; filename="${plainName(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
  });
  response.end(request.method === 'HEAD' ? undefined : Buffer.from(bytes));
}

/** The name for clients that read no other: letters that no header can be broken with. */
function plainName(name: string): string {
  return name.replace(/[^\w .,()-]/g, '_');
}

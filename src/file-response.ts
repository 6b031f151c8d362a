// A file as an answer to its link. What one could get wrong: the browser is told to keep the file and never to run or remember it, and every
// header stands before the first byte.

import type { Request, Response } from 'restify';
import type { Fetched } from './teams/file-links.js';
import { contentDisposition } from './teams/file-names.js';

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
    'content-disposition': contentDisposition(name),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  });
  response.end(request.method === 'HEAD' ? undefined : Buffer.from(bytes));
}

// Drawing a document beside the thread that answers people: a long workbook takes a good part of a second of processor time. What one could get
// wrong: what goes to the other thread is copied, so a document is data alone, with no function in it.

import { Tinypool } from 'tinypool';
import type { Deps, DrawAside } from '../deps.js';

/** A maker of documents by the module that exports it, so that another thread can find it. */
export interface Drawing<Document> {
  /** `import.meta.url` of its module. */
  module: string;
  /** The name it is exported under. */
  name: string;
  make(document: Document): Promise<Uint8Array>;
}

/** The document's bytes, made in the thread for documents where there is one. */
export async function draw<Document>(
  { drawAside }: Deps,
  { module, name, make }: Drawing<Document>,
  document: Document,
): Promise<Uint8Array> {
  return drawAside ? drawAside(module, name, document) : make(document);
}

/** A minute without documents ends the thread, which takes its libraries with it. */
const IDLE_MS = 60_000;

/** Opens the thread for documents: one, since a second would take the processor from those who answer. Started by its first document. */
export function openDrawing(): { drawAside: DrawAside; close(): Promise<void> } {
  const pool = new Tinypool({
    runtime: 'worker_threads',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });
  return {
    drawAside: (filename, name, document) => pool.run(document, { filename, name }),
    close: () => pool.destroy(),
  };
}

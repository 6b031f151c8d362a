// Reading an XML part as it is unpacked, element by element.
// Pitfall: nothing of it is kept but what the reader keeps; document types, and with them entities of its own and outside ones, are refused.

import sax from 'sax';
import { BOUNDS, unreadable } from './bounds.js';

export interface XmlReader {
  /** `name` without its prefix; `at` gives an attribute by its local name. Return `false` to read no further. */
  open?(name: string, at: (attribute: string) => string | undefined): unknown;
  close?(name: string): unknown;
  /** A text may come in several pieces. */
  text?(piece: string): unknown;
}

/** Runs a part through a reader. Throws MALFORMED with advice when it is no XML, or more nested than any workbook is. */
export async function readXml(part: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  const parser = sax.parser(true, {});
  let depth = 0;
  let goes = true;
  const note = (said: unknown) => {
    if (said === false) goes = false;
  };
  parser.ondoctype = () => {
    throw unreadable(
      'This workbook holds a document type with entities, which Excel never writes, so I do not open it.',
    );
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth > BOUNDS.depth)
      throw unreadable('This workbook is broken: its elements are nested far deeper than Excel writes them.');
    if (goes && reader.open) note(reader.open(local(name), (key) => attributeOf(attributes, key)));
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    if (goes && reader.close) note(reader.close(local(name)));
  };
  parser.ontext = parser.oncdata = (piece) => {
    if (goes && reader.text) note(reader.text(piece));
  };
  parser.onerror = (error) => {
    throw unreadable(
      `This workbook is damaged: a part of it is not well-formed (${error.message.split('\n')[0]?.slice(0, 80)}). Open it in Excel, let it repair the file, and save it.`,
    );
  };
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of part) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    parser.write(decoder.decode(chunk, { stream: true }));
    if (!goes) return;
  }
  parser.write(decoder?.decode() ?? '').close();
}

function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? 'utf-16be' : 'utf-8';
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributeOf(attributes: Record<string, string | { value: string }>, key: string): string | undefined {
  for (const name in attributes) if (name === key || name.endsWith(`:${key}`)) return String(attributes[name]);
  return undefined;
}

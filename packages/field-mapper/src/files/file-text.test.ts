import { expect, test } from 'vitest';
import { fileText } from './file-text.ts';

async function read(bytes: Uint8Array, size: number) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let text = '';
  try {
    for await (const chunk of fileText(chunks())) text += chunk;
  } catch (error) {
    return { text, refused: error instanceof Error ? error.message : String(error) };
  }
  return { text };
}

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const notUtf8 = (line: number) => `line ${line}: not UTF-8: save the file as UTF-8`;
const nul = (line: number) =>
  `line ${line}: holds a NUL character; a UTF-16 file needs a byte order mark, or save it as UTF-8`;
const long = 'é\n'.repeat(600);

test.each<[string, Uint8Array, { text: string; refused?: string }]>([
  [
    'a byte that is no text',
    Buffer.from([...Buffer.from(long), 0xff, 0x41]),
    { text: long, refused: notUtf8(601) },
  ],
  ['a NUL before it', Buffer.from([...Buffer.from(long), 0, 0x41, 0xff]), { text: long, refused: nul(601) }],
  ['a NUL behind it', Buffer.from([...Buffer.from(long), 0xff, 0]), { text: long, refused: notUtf8(601) }],
  [
    'half a character at the end',
    Buffer.from(`${long}🙂`).subarray(0, -1),
    { text: long, refused: notUtf8(601) },
  ],
  [
    'a replacement character of its own',
    Buffer.from([...Buffer.from(`\ufffd\n${long}`), 0xff]),
    { text: `\ufffd\n${long}`, refused: notUtf8(602) },
  ],
  ['UTF-16', utf16(`${long}🙂`), { text: `${long}🙂` }],
  [
    'half a pair of UTF-16',
    utf16(`${long}\ud83d`),
    { text: long, refused: 'line 601: not UTF-16LE: save the file as UTF-8' },
  ],
  ['a second byte order mark', Buffer.from(`\ufeff\ufeff${long}`), { text: `\ufeff${long}` }],
])('%s: the same comes of it wherever chunks end', async (_, bytes, expected) => {
  for (const size of [1, 2, 3, 5, 513, 1_000, bytes.length])
    expect({ size, ...(await read(bytes, size)) }).toEqual({ size, ...expected });
});

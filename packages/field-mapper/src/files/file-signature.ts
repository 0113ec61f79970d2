// What a file is when it is no list of images: told by its first bytes or signs, never by its name. Each answer is the
// words a person is refused with.
import { afterBlanks } from '../linear-text.ts';

/** So many first bytes are enough to tell. */
export const signatureLength = 512;

const words = {
  gzip: 'packed with gzip: unpack it first',
  zip: 'a ZIP archive: unpack it first',
  workbook: 'an Excel workbook: save the sheet as CSV (UTF-8)',
  packed: (by: string) => `packed with ${by}: unpack it first`,
  picture: (of: string) => `a picture (${of}), and no list of images`,
} as const;

/** First bytes in hex, and what begins so. */
const signatures: readonly (readonly [start: string, words: string])[] = [
  ['1f8b', words.gzip],
  ['d0cf11e0a1b11ae1', words.workbook],
  ['425a68', words.packed('bzip2')],
  ['fd377a585a00', words.packed('xz')],
  ['28b52ffd', words.packed('zstd')],
  ['377abcaf271c', words.packed('7-Zip')],
  ['526172211a07', words.packed('RAR')],
  ['255044462d', 'a PDF, and no list of images'],
  ['53514c69746520666f726d6174203300', 'an SQLite database, and no list of images'],
  ['50415231', 'a Parquet file, and no JSON or CSV'],
  ['ffd8ff', words.picture('JPEG')],
  ['89504e470d0a1a0a', words.picture('PNG')],
  ['47494638', words.picture('GIF')],
];

/** What the first bytes say of a file that is not text; undefined where nothing speaks against text. */
export function signatureOf(start: Uint8Array): string | undefined {
  const hex = Buffer.from(start.subarray(0, 16)).toString('hex');
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) {
    const names = Buffer.from(start).toString('latin1');
    return /\[Content_Types\]\.xml|\bxl\/|_rels\/|mimetypeapplication\/vnd\.oasis/.test(names)
      ? words.workbook
      : words.zip;
  }
  const found = signatures.find(([bytes]) => hex.startsWith(bytes));
  // `BZh` may begin a word as well; behind it a packed file says its level and a magic number.
  if (found?.[0] === '425a68' && !/^425a683[1-9]314159265359/.test(hex)) return undefined;
  return found?.[1];
}

/** What a text is that begins with a tag; undefined for any other. */
export function markupOf(start: string): string | undefined {
  const from = afterBlanks(start);
  const begun = start.slice(from, from + markupLength);
  if (!/^<[!?a-z]/i.test(begun)) return undefined;
  HTML.lastIndex = afterProlog(begun);
  if (HTML.test(begun)) {
    const title = titleOf(begun);
    return `an HTML page${title === '' ? '' : ` that says "${title}"`}, and no answer of V2 or V3`;
  }
  return 'XML: `map` reads JSON, JSON Lines and product CSV; ask V2 with "Accept: application/json", or export as CSV';
}

/** So much of a text that begins with a tag is enough to tell, in characters. */
export const markupLength = 4_096;

const HTML = /<(?:!doctype\s+html|html|head|body|table|title|meta|center|h1|p|div)\b/iy;

/** Where the first tag begins behind XML declarations and comments; each of them ends at its first end. */
function afterProlog(markup: string): number {
  let at = 0;
  for (;;) {
    const [opening, closing] = markup.startsWith('<!--', at) ? ['<!--', '-->'] : ['<?xml', '>'];
    if (markup.slice(at, at + opening.length).toLowerCase() !== opening) return at;
    const end = markup.indexOf(closing, at + opening.length);
    if (end < 0) return at;
    at = afterBlanks(markup, end + closing.length);
  }
}

/** What stands in the first `<title>`, on one line; '' where there is none. */
function titleOf(page: string): string {
  const opened = page.search(/<title/i);
  const from = page.indexOf('>', opened) + 1;
  if (opened < 0 || from === 0) return '';
  const [title = ''] = page.slice(from, from + TITLE_LENGTH_MAX).split('<', 1);
  return title.trim().replace(/\s+/g, ' ');
}

const TITLE_LENGTH_MAX = 80;

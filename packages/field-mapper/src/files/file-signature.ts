// What a file is when it is no list of images: told by its first bytes or signs, never by its name. Each answer is the
// words a person is refused with.

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
  const begun = start.trimStart();
  if (!/^<[!?a-z]/i.test(begun)) return undefined;
  if (
    /^(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|title|meta|center|h1|p|div)\b/is.test(
      begun,
    )
  ) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(begun)?.[1]?.trim();
    const says = title === undefined || title === '' ? '' : ` that says "${title.replace(/\s+/g, ' ')}"`;
    return `an HTML page${says}, and no answer of V2 or V3`;
  }
  return 'XML: `map` reads JSON, JSON Lines and product CSV; ask V2 with "Accept: application/json", or export as CSV';
}

// A file of any of the known kinds as image rows. Which kind it is, its first signs tell: a bracket is JSON, headings
// are CSV. Knows neither what rows are used for nor what a bad row means to the user.

import { Headings } from './csv-headings.ts';
import { createLegacyReader, isLegacy } from './csv-legacy.ts';
import { type CsvReader, createModernReader, isModern } from './csv-modern.ts';
import { csvRecords } from './csv-records.ts';
import { isImageHeading } from './csv-unplaced.ts';
import { UnreadableFileError } from './file-problem.ts';
import { markupLength, markupOf } from './file-signature.ts';
import { FileStart } from './file-start.ts';
import { fileText } from './file-text.ts';
import type { FileRow } from './image-row.ts';
import { jsonElements } from './json-elements.ts';
import { jsonImageRows } from './json-image-rows.ts';
import { jsonLines } from './json-lines.ts';

/** `json`: an array, an envelope or objects, of V2 or V3 images. `jsonl`: one of them a line. `csv`: modern or legacy. */
export type FileKind = 'json' | 'jsonl' | 'csv';

/** The most that one JSON element may hold, in characters: a V3 product with its 1,000 images is about one million. */
export const elementLengthMax = 4_194_304;

/** The rows of a file in its order; throws {@link UnreadableFileError} where it cannot be read on. */
export async function* fileRows(
  bytes: AsyncIterable<Uint8Array>,
  kind: FileKind | 'auto',
): AsyncGenerator<FileRow> {
  const told = await recognised(fileText(bytes), kind);
  if (told.kind === 'csv') yield* csvRows(told.text);
  else {
    const elements = told.kind === 'json' ? jsonElements : jsonLines;
    for await (const element of elements(told.text, elementLengthMax)) yield* jsonImageRows(element);
  }
}

async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let reader: CsvReader | undefined;
  for await (const record of csvRecords(text)) {
    if (reader !== undefined) {
      yield* reader.read(record);
      continue;
    }
    // Excel's own line above the headings: it says what divides the cells, which was seen already.
    if (record.cells.length === 2 && /^sep=$/i.test(record.cells[0] ?? '')) continue;
    const headings = new Headings(record, isImageHeading);
    if (isModern(headings)) reader = createModernReader(headings);
    else if (isLegacy(headings)) reader = createLegacyReader(headings);
    else {
      const reason = 'not the headings of a BigCommerce product CSV with images';
      throw new UnreadableFileError({ line: record.line, reason, isOtherKind: true });
    }
  }
  if (reader !== undefined) yield* reader.end();
}

/** Reads as far as it takes to tell the kind, and gives the text back from its start. */
async function recognised(
  text: AsyncGenerator<string>,
  expected: FileKind | 'auto',
): Promise<{ kind: FileKind; text: AsyncIterable<string> }> {
  const start = new FileStart();
  let kind: FileKind | undefined;
  let isAll = false;
  while (kind === undefined && !isAll) {
    const next = await text.next();
    if (next.done !== true) start.add(next.value);
    isAll = next.done === true;
    if (start.sign === '') {
      if (start.length > BLANKS_MAX)
        throw ofAnotherKind(`the file begins with more than ${BLANKS_MAX} blanks`);
      if (isAll && expected !== 'auto') kind = expected;
      continue;
    }
    if (start.sign === '<') {
      // A tag is told from its first signs, but an HTML page's title needs a few more.
      if (!isAll && start.length < markupLength) continue;
      const markup = markupOf(start.whole());
      if (markup !== undefined) throw ofAnotherKind(markup);
    }
    kind = expected === 'auto' ? kindOf(start, isAll || start.length > elementLengthMax) : expected;
  }
  // Nothing at all is what a failed download leaves behind; to take it for a store without images would be a guess.
  if (kind === undefined) throw ofAnotherKind('the file is empty');
  return { kind, text: continued(start.whole(), text) };
}

/** No file of images has so many blanks before its first sign; what stands there is held until the kind is told. */
const BLANKS_MAX = 1_048_576;

const ofAnotherKind = (reason: string): UnreadableFileError =>
  new UnreadableFileError({ line: 1, reason, isOtherKind: true });

/**
 * An object alone on its first line is JSON Lines, unless it is an envelope; one that goes on over lines is a document.
 * A first line that is broken, with another object on the next, is JSON Lines too: only that line is lost.
 */
function kindOf(start: FileStart, isAll: boolean): FileKind | undefined {
  if (start.sign === '[') return 'json';
  if (start.sign !== '{') return 'csv';
  if (start.secondSign === '' && !isAll) return undefined;
  const [first = ''] = start.whole().trimStart().split('\n', 1);
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === 'object' && value !== null && 'data' in value ? 'json' : 'jsonl';
  } catch {
    return start.secondSign === '{' && first.trim() !== '{' ? 'jsonl' : 'json';
  }
}

async function* continued(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* rest;
}

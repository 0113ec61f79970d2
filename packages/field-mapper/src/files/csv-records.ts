// CSV text as records of cells with the line where each begins. The parsing is csv-parse's; here is what makes it safe
// for a foreign file: limits, and refusals that name the line. Invariant: memory does not grow with the file.
import { CsvError, type Parser, parse } from 'csv-parse';
import { LineWatch, recordLengthMax } from './csv-line-watch.ts';
import { UnreadableFileError } from './file-problem.ts';

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The records of a CSV text, blank lines left out; throws {@link UnreadableFileError} behind the last sound one. */
export async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const chunks = text[Symbol.asyncIterator]();
  const { start, delimiter } = await begun(chunks);
  const watch = new LineWatch(delimiter);
  const found: CsvRecord[] = [];
  // Records are taken as they are found and not read from the stream: what came before a fault is kept that way.
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 2 * recordLengthMax,
    on_record: (cells) => {
      found.push({ line: watch.nextStart(), cells });
      return null;
    },
  });
  parser.on('error', () => {
    // Told by the write that failed.
  });
  try {
    for await (const chunk of continued(start, chunks)) {
      const sound = watch.see(chunk);
      const fault = (await written(parser, chunk.slice(0, sound), watch)) ?? watch.fault;
      yield* found.splice(0);
      if (fault !== undefined) throw fault;
    }
    watch.end();
    const fault = watch.fault ?? (await ended(parser, watch));
    yield* found.splice(0);
    if (fault !== undefined) throw fault;
  } finally {
    parser.destroy();
  }
}

/** What may stand between two cells; spreadsheets write semicolons where the comma is the decimal sign. */
const DELIMITERS = [',', '\t', ';'] as const;
/** No heading is longer: some 5,000 columns of short names. */
const HEADING_LENGTH_MAX = 131_072;

/** Reads the first line, which tells what divides the cells: the sign that stands there most often outside quotes. */
async function begun(chunks: AsyncIterator<string>): Promise<{ start: string; delimiter: string }> {
  const read: string[] = [];
  let length = 0;
  const line = new HeadingLine();
  while (!line.isOver && length <= HEADING_LENGTH_MAX) {
    const next = await chunks.next();
    if (next.done === true) break;
    read.push(next.value);
    length += next.value.length;
    line.see(next.value);
  }
  const start = read.join('');
  const heading = start.slice(0, line.isOver ? line.length : undefined);
  const bare = heading.replace(/"[^"]*"?/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  const most = counts.reduce((best, each) => (each.count > best.count ? each : best));
  return { start, delimiter: most.delimiter };
}

/** Looks for the end of the first line that is not blank; ends of line within quotes are none. */
class HeadingLine {
  /** How much was seen until it was over, the blank lines before it included. */
  length = 0;
  isOver = false;
  #isBegun = false;
  #inQuotes = false;

  see(chunk: string): void {
    for (const sign of chunk) {
      if (sign === '"') this.#inQuotes = !this.#inQuotes;
      this.#isBegun ||= sign.trim() !== '';
      this.isOver = this.#isBegun && !this.#inQuotes && (sign === '\n' || sign === '\r');
      if (this.isOver) return;
      this.length += sign.length;
    }
  }
}

async function* continued(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function written(parser: Parser, text: string, watch: LineWatch): Promise<Error | undefined> {
  return await new Promise((resolve) => {
    parser.write(text, (error) => resolve(readable(error, watch)));
  });
}

async function ended(parser: Parser, watch: LineWatch): Promise<Error | undefined> {
  return await new Promise((resolve) => {
    parser.once('error', (error) => resolve(readable(error, watch)));
    parser.once('end', () => resolve(undefined));
    parser.resume();
    parser.end();
  });
}

function readable(error: Error | null | undefined, watch: LineWatch): Error | undefined {
  if (!(error instanceof CsvError)) return error ?? undefined;
  const line = watch.presentStart;
  const column = typeof error['column'] === 'number' ? { column: error['column'] + 1 } : {};
  if (error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE') {
    return new UnreadableFileError({
      line,
      ...column,
      reason: 'a quote stands in the middle of a cell; quotes in text are doubled',
    });
  }
  return new UnreadableFileError({ line, ...column, reason: error.message.slice(0, 200) });
}

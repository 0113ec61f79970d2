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
  let start = '';
  let heading: string | undefined;
  while (heading === undefined) {
    const next = await chunks.next();
    if (next.done !== true) start += next.value;
    heading = firstLine(start, next.done === true || start.length > HEADING_LENGTH_MAX);
  }
  const bare = heading.replace(/"[^"]*"?/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  const most = counts.reduce((best, each) => (each.count > best.count ? each : best));
  return { start, delimiter: most.delimiter };
}

/** The first line that is not blank, ends of line within quotes included; undefined while its end was not read. */
function firstLine(start: string, isAll: boolean): string | undefined {
  const line = /^\s*(?:[^"\r\n]|"[^"]*")+(?=[\r\n])/.exec(start)?.[0];
  return line ?? (isAll ? start : undefined);
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

// `map`: files or standard input in, V3's shape out, a row at a time; no network, no journal. A row that cannot be read
// is named and left out, and makes the exit code 2; the rest is still mapped.
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createMapper, type MapError, type MapperOptions, type MapRecord } from '@cutover/field-mapper';
import type { Context, RunCommand } from '../context.ts';
import { CutoverError, problemOf } from '../errors.ts';
import { counted } from '../reporters/progress-text.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { toJsonLine, visible } from '../reporters/visible.ts';

/** How many unreadable rows are told one by one before the rest is only counted. */
const toldMax = 100;

const kinds = { auto: 'auto', v2: 'v2-json', jsonl: 'jsonl', csv: 'csv' } as const satisfies Record<
  string,
  NonNullable<MapperOptions['from']>
>;

export const runMap: RunCommand = async (context) => {
  const { options, operands, io } = context;
  if (operands.length === 0 && io.stdin.isTTY === true)
    throw new CutoverError(
      'wrong-usage',
      'There is nothing to read: no file is named, and standard input is a terminal.',
      'Name a file, or pipe one in.',
    );
  const files = operands.length === 0 ? ['-'] : operands;
  let file = '';
  let unreadable = 0;
  const tellError = (error: MapError): void => {
    unreadable += 1;
    if (unreadable <= toldMax) tellUnreadable(context, file, error);
  };
  const mapper = createMapper({ from: kinds[options.from], onBadRow: 'skip', onError: tellError });
  for (const path of files) {
    file = path;
    try {
      for await (const record of mapper.map(bytesOf(context, path))) {
        context.stopping.signal.throwIfAborted();
        tellRecord(context, record);
        await context.out.drained();
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      tellError(error);
    }
  }
  return outcomeOf(mapper.counts().records, unreadable);
};

function outcomeOf(mapped: number, unreadable: number): Outcome {
  const facts = { mapped, unreadable };
  if (unreadable === 0) return { exitCode: 0, images: mapped, facts };
  const why = `${counted(unreadable, 'row')} could not be read; ${counted(mapped, 'row')} mapped.`;
  return {
    exitCode: 2,
    images: mapped,
    facts,
    problem: problemOf('unreadable-input', why, 'Mend the rows named above and run it again.'),
  };
}

function tellRecord({ reporter, out, options }: Context, { kind, record, line, warnings }: MapRecord): void {
  const words = warnings.map(({ field, reason }) => `${field}: ${reason}`);
  reporter.line('mapped', { kind, line, record, warnings: words }, toJsonLine(record));
  if (options.verbose) for (const word of words) out.say(`line ${line}: ${visible(word)}`);
}

function tellUnreadable(
  { reporter, out, options }: Context,
  file: string,
  { line, column, field, reason }: MapError,
): void {
  const place = `${file === '-' ? '' : `${file}, `}line ${line}${(column ?? field) === undefined ? '' : `, ${column === undefined ? field : `column ${column}`}`}`;
  out.warn(`${visible(place)}: ${visible(reason)}`);
  if (options.json) reporter.line('unreadable', { line, field, reason }, '');
}

async function* bytesOf({ io, stopping }: Context, path: string): AsyncGenerator<Uint8Array> {
  const stream = path === '-' ? io.stdin : createReadStream(resolve(io.cwd, path));
  const stop = (): void => {
    stream.destroy(stopping.signal.reason instanceof Error ? stopping.signal.reason : undefined);
  };
  stopping.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unusable(path, error);
  }
}

/** The system does not always say which file it was. */
function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const why = error.code === 'EISDIR' ? 'is a folder' : `cannot be read (${String(error.code)})`;
  return new CutoverError(
    'file-not-usable',
    `${path === '-' ? 'Standard input' : path} ${why}.`,
    'Name a file that can be read.',
    error,
  );
}

/** A whole file that cannot be read on, as its reader tells it: a place and a reason. */
const isUnreadable = (error: unknown): error is Error & MapError =>
  error instanceof Error && error.name === 'UnreadableFileError' && 'line' in error && 'reason' in error;

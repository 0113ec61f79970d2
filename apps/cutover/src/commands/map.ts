// `map`: files or standard input in, V3's shape out, a row at a time; no network, no journal. A row that cannot be read
// is named and left out, and makes the exit code 2; a picture that has no counterpart in V3 makes it 4. The rest is still
// mapped.
import { resolve } from 'node:path';
import type {
  MapCounts,
  MapError,
  MapperOptions,
  MapRecord,
  MapRemarks,
  MapWarning,
} from '@cutover/field-mapper';
import { everywhere } from '../command-line/option-sets.ts';
import { spellOption } from '../command-line/spelled.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError, problemOf } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { counted, number } from '../terminal/quantities.ts';
import { toJsonLine, visible } from '../terminal/visible.ts';

/** How many unreadable rows are told one by one before the rest is only counted. */
const toldMax = 100;

const kinds = { auto: 'auto', v2: 'v2-json', jsonl: 'jsonl', csv: 'csv' } as const satisfies Record<
  string,
  NonNullable<MapperOptions['from']>
>;

export const map: Command = {
  name: 'map',
  summary: 'turn V2 data into V3 shape, without a network',
  about: [
    'Reads V2 JSON, JSON Lines, or a product CSV (modern or legacy export, known by its headings; divided by commas, tabs or semicolons) from files or standard input and writes the V3 shape as JSON Lines to standard output.',
    'Rows that cannot be read are named with their line on stderr, and the exit code is 2. A picture that V3 has no counterpart for (a path of the import folder, a resized copy whose original is not known) is left out of its record and counted on stderr, and the exit code is 4. Warnings are counted, and listed one by one with --verbose.',
  ],
  operands: '[FILE...]',
  options: ['from', ...everywhere],
  examples: [
    ['cutover map images.json > v3.jsonl', 'a saved V2 answer'],
    ['cutover map --from csv < export.csv', 'a product export'],
  ],
  exitCodes: [0, 2, 4, 130],
  readsOnly: true,
  async run(context) {
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
    let ofAnotherKind = 0;
    const tellError = (error: MapError): void => {
      unreadable += 1;
      if (error.isOtherKind === true) ofAnotherKind += 1;
      if (unreadable <= toldMax) tellUnreadable(context, file, error);
    };
    const products = createProductCount();
    const { createMapper } = await import('@cutover/field-mapper');
    const mapper = createMapper({
      from: kinds[options.from],
      onBadRow: 'skip',
      onError: tellError,
      onRemark: (line, warning) => tellWarnings(context, placeIn(file, line), [warning]),
    });
    for (const path of files) {
      file = path;
      try {
        for await (const record of mapper.map(bytesOf(context, path))) {
          context.stopping.signal.throwIfAborted();
          tellRecord(context, file, record);
          products.add(record.product);
          await context.out.drained();
        }
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        tellError(error);
      }
    }
    for (const text of remarksText(context, mapper.counts(), mapper.remarks()))
      context.out.warn(visible(text));
    return outcomeOf(mapper.counts(), { products: products.count(), unreadable, ofAnotherKind });
  },
};

const causes = {
  'no-counterpart':
    'the file names a path or a kind of address that has no counterpart in V3; give a public http address, or upload the picture',
  rendition: 'the address is that of a resized copy, and does not say where the original is',
  'no-place': 'V3 has no place for it, or more than one that may be meant',
};

/** How many there are, and what they are about. */
function warningsText(count: number, warned: MapRemarks['warned']): string {
  const [field, ...others] = warned.keys();
  const about =
    others.length === 0
      ? `, about ${field}`
      : `: ${[...warned].map(([name, times]) => `${number(times)} about ${name}`).join(', ')}`;
  return `${counted(count, 'warning')}${about}.`;
}

/** A line each; nobody is sent to look for what is shown anyway. */
function remarksText(
  { options }: Context,
  counts: MapCounts,
  { leftOut, warned, others }: MapRemarks,
): readonly string[] {
  const { withoutProduct, warnings } = counts;
  const aside = options.json ? '' : `; with ${spellOption('json')} the product stands beside each`;
  return [
    ...[...leftOut].map(([cause, count]) => `${counted(count, 'picture')} left out: ${causes[cause]}.`),
    ...others.map((reason) => `${reason}.`),
    ...(withoutProduct > 0
      ? [
          `${counted(withoutProduct, 'record')} without product_id: the file gives no id of the product${aside}.`,
        ]
      : []),
    ...(warnings > 0 ? [warningsText(warnings, warned)] : []),
    ...(!options.verbose && warnings + counts.leftOut > 0
      ? [`${spellOption('verbose')} shows each with its line.`]
      : []),
  ];
}

function outcomeOf(
  { records, leftOut, warnings }: MapCounts,
  {
    products,
    unreadable,
    ofAnotherKind,
  }: { readonly products: number; readonly unreadable: number; readonly ofAnotherKind: number },
): Outcome {
  const told = { products, images: records, facts: { mapped: records, unreadable, leftOut, warnings } };
  if (unreadable === 0) return { ended: leftOut > 0 ? 'incomplete' : 'done', ...told };
  const rows = unreadable - ofAnotherKind;
  const what = [
    ...(ofAnotherKind > 0
      ? [
          `${counted(ofAnotherKind, 'part')} of the input ${ofAnotherKind === 1 ? 'holds' : 'hold'} nothing to map`,
        ]
      : []),
    ...(rows > 0 ? [`${counted(rows, 'row')} could not be read`] : []),
  ].join(', ');
  const why = `${what}; ${counted(records, 'row')} mapped.`;
  const next =
    rows > 0
      ? 'Correct the rows named above and run it again.'
      : 'Give it JSON or JSON Lines of V2 or V3, or a product CSV.';
  return { ...told, problem: problemOf('unreadable-input', why, next) };
}

/** How many products the records are of; what a file says of none is told apart by its line. Keeps one key a product. */
function createProductCount() {
  const seen = new Set<string | number>();
  return {
    add({ id, sku, name, line }: MapRecord['product']): void {
      const words =
        sku === undefined ? (name === undefined ? `line ${line ?? 0}` : `name ${name}`) : `sku ${sku}`;
      seen.add(id ?? words);
    },
    count: () => seen.size,
  };
}

function tellRecord(
  context: Context,
  file: string,
  { kind, record, product, line, warnings }: MapRecord,
): void {
  const words = warnings.map(({ field, reason }) => `${field}: ${reason}`);
  if (context.options.json)
    context.reporter.line('mapped', { kind, line, product, record, warnings: words }, '');
  // A row of JSON, also on a terminal.
  else context.out.data(toJsonLine(record));
  tellWarnings(context, placeIn(file, line), warnings);
}

function tellWarnings({ out, options }: Context, place: string, warnings: readonly MapWarning[]): void {
  if (!options.verbose) return;
  for (const { field, reason } of warnings) out.say(visible(`${place}: ${field}: ${reason}`));
}

function tellUnreadable(
  { reporter, out, options }: Context,
  file: string,
  { line, column, field, reason }: MapError,
): void {
  const place = `${placeIn(file, line)}${(column ?? field) === undefined ? '' : `, ${column === undefined ? field : `column ${column}`}`}`;
  out.warn(`${visible(place)}: ${visible(reason)}`);
  if (options.json) reporter.line('unreadable', { line, field, reason }, '');
}

const placeIn = (file: string, line: number): string => `${file === '-' ? '' : `${file}, `}line ${line}`;

async function* bytesOf({ io, stopping }: Context, path: string): AsyncGenerator<Uint8Array> {
  const { bytesOfInput, piecesOf, whyNotRead } = await import('../files/input-file.ts');
  try {
    if (path === '-') yield* piecesOf(io.stdin, stopping.signal);
    else yield* bytesOfInput(resolve(io.cwd, path), stopping.signal);
  } catch (error) {
    throw unusable(path, error, whyNotRead(error));
  }
}

/** The system does not always say which file it was. */
function unusable(path: string, error: unknown, why: string | undefined): unknown {
  if (why === undefined) return error;
  return new CutoverError(
    'file-not-usable',
    `${path === '-' ? 'Standard input' : path} ${why}.`,
    'Name a file that can be read, or pipe it in.',
    error,
  );
}

/** A whole file that cannot be read on, as its reader tells it: a place and a reason. */
const isUnreadable = (error: unknown): error is Error & MapError =>
  error instanceof Error && error.name === 'UnreadableFileError' && 'line' in error && 'reason' in error;

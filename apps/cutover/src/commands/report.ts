// `report`: the findings and actions of one run, streamed from the journal to a file or to stdout.
import { resolve } from 'node:path';
import type { Journal, Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { createWholeFile } from '../reporters/whole-file.ts';
import { chosenRun, isCarriedOut, journalToRead } from '../runs/chosen-run.ts';
import { filesOfJournal, journalPathOf } from '../runs/journal-path.ts';
import { storesNamed } from '../runs/open-to-read.ts';
import type { ReportEntry } from '../runs/report-rows.ts';
import { counted } from '../terminal/quantities.ts';
import { toJsonLine, visible } from '../terminal/visible.ts';

export const report: Command = {
  name: 'report',
  summary: 'the findings and actions of a run, as CSV or JSON Lines',
  about: [
    'Writes the findings and actions of one run. CSV cells that a spreadsheet would take for a formula get an apostrophe in front. A file appears whole or not at all.',
    'The first row sums the run up. A row `finding` is what was found, a row `action` a change that was planned or made because of it: an image that was missing has one of each.',
  ],
  options: ['format', 'out', 'journal', 'run', 'source', 'target', ...everywhere],
  examples: [
    ['cutover report --out findings.csv', 'the newest run, for a spreadsheet'],
    ['cutover report --format jsonl --run ID', 'one run, to standard output'],
  ],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { options } = context;
    const isToFile = options.out !== undefined && options.out !== '-';
    if (options.json && !isToFile && formatOf(options) === 'csv')
      throw new CutoverError(
        'wrong-usage',
        'Under --json nothing but JSON Lines goes to stdout, and the report is CSV.',
        'Name a file with --out, or take --format jsonl.',
      );
    refuseOtherEnding(options);
    const journal = await journalToRead(context);
    try {
      const run = runToReport(context, journal);
      const rows = isToFile
        ? await writeFile(context, journal, run, options.out ?? '')
        : await writeOut(context, journal, run);
      const summary = isToFile ? [`${counted(rows, 'row')} of run ${run.id} in ${options.out}`] : [];
      return { exitCode: 0, run: run.id, facts: { lines: rows }, summary };
    } finally {
      await journal.close();
    }
  },
};

/** What the name of a file says is in it should be in it. */
function refuseOtherEnding(options: Context['options']): void {
  const ending = /\.(csv|jsonl|ndjson|html?|md)$/i.exec(options.out ?? '')?.[1]?.toLowerCase();
  if (ending === undefined) return;
  const named = ending === 'ndjson' ? 'jsonl' : ending;
  if (named === formatOf(options)) return;
  throw new CutoverError(
    'wrong-usage',
    named === 'csv' || named === 'jsonl'
      ? `--out ends with .${ending}, and --format is ${formatOf(options)}.`
      : `There is no report as .${ending}: reports are CSV or JSON Lines.`,
    'Name a file that ends with .csv or .jsonl, and leave --format out.',
  );
}

/** The run named; else the newest that was carried out, or, where there is none, the newest of all. */
function runToReport(context: Context, journal: Journal): Run {
  const named = context.options.run !== undefined;
  const isAny = journal.runs(storesNamed(context)).some(isCarriedOut);
  return chosenRun(context, journal, named || !isAny ? undefined : isCarriedOut);
}

/** What was asked for; else what the name of the file says; else CSV. */
const formatOf = ({ format, out }: Context['options']): 'csv' | 'jsonl' =>
  format ?? (/\.(?:jsonl|ndjson)$/i.test(out ?? '') ? 'jsonl' : 'csv');

async function writeFile(context: Context, journal: Journal, run: Run, path: string): Promise<number> {
  refuseToReplace(journalPathOf(context), journalPathOf({ io: context.io, options: { journal: path } }));
  const file = await createWholeFile(resolve(context.io.cwd, path));
  try {
    const rows = await writeRows(context, journal, run, (line) =>
      file.write(context.secrets.redact(`${line}\n`)),
    );
    await file.finish();
    return rows;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A report takes the place of the file that it is named after. */
function refuseToReplace(journal: string, path: string): void {
  if (!filesOfJournal(journal).includes(path)) return;
  throw new CutoverError(
    'file-not-usable',
    `${path} belongs to the journal, and would be replaced.`,
    'Name another file with --out.',
  );
}

async function writeOut(context: Context, journal: Journal, run: Run): Promise<number> {
  return writeRows(context, journal, run, async (line) => {
    context.out.data(line);
    await context.out.drained();
  });
}

async function writeRows(
  { options, io, stopping }: Context,
  journal: Journal,
  run: Run,
  write: (line: string) => Promise<void>,
): Promise<number> {
  const { cellsOf, columns, guardFormula, jsonFieldsOf, reportEntries } = await import(
    '../runs/report-rows.ts'
  );
  const csv = formatOf(options) === 'csv' ? await csvLines() : undefined;
  // A file and a pipe get the data as they are; a terminal would obey them.
  const isOnTerminal = io.stdout.isTTY === true && (options.out === undefined || options.out === '-');
  const shown = (text: string): string => (isOnTerminal ? visible(text) : text);
  const line = (entry: ReportEntry): string =>
    csv === undefined
      ? toJsonLine({ type: entry.type, time: new Date(io.now()).toISOString(), ...jsonFieldsOf(entry) })
      : csv(cellsOf(entry).map((cell) => (typeof cell === 'string' ? shown(guardFormula(cell)) : cell)));
  if (csv !== undefined) await write(csv(columns));
  let rows = 0;
  for (const entry of reportEntries(journal, run)) {
    stopping.signal.throwIfAborted();
    await write(line(entry));
    rows += 1;
  }
  return rows;
}

/** Loaded for CSV alone. */
async function csvLines(): Promise<(cells: readonly (string | number)[]) => string> {
  const { stringify } = await import('csv-stringify/sync');
  return (cells) => stringify([[...cells]], { record_delimiter: '\n' }).slice(0, -1);
}

// `report`: the findings and actions of one run, streamed from the journal to a file or to stdout.
import { resolve } from 'node:path';
import type { Journal, Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { chosenFormat, isToFile } from '../formats/chosen-format.ts';
import type { ReportFormat } from '../formats/format.ts';
import { formatTable } from '../formats/format-table.ts';
import { createWholeFile } from '../reporters/whole-file.ts';
import { journalToRead, runToReport } from '../runs/chosen-run.ts';
import { filesOfJournal, journalPathOf } from '../runs/journal-path.ts';
import { counted } from '../terminal/quantities.ts';

export const report: Command = {
  name: 'report',
  summary: 'the findings and actions of a run, as CSV or JSON Lines',
  about: [
    'Writes the findings and actions of one run: without --run of the last that was carried out, never of a dry, declined or refused one. CSV cells that a spreadsheet would take for a formula get an apostrophe in front. A file appears whole or not at all.',
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
    const format = chosenFormat(options, formatTable);
    const journal = await journalToRead(context);
    try {
      const run = runToReport(context, journal);
      const rows = isToFile(options)
        ? await writeFile(context, journal, run, format)
        : await writeOut(context, journal, run, format);
      const summary = isToFile(options) ? [`${counted(rows, 'row')} of run ${run.id} in ${options.out}`] : [];
      const { readIn } = await import('../runs/run-summary.ts');
      return { exitCode: 0, run: run.id, ...readIn(journal, run), facts: { lines: rows }, summary };
    } finally {
      await journal.close();
    }
  },
};

async function writeFile(
  context: Context,
  journal: Journal,
  run: Run,
  format: ReportFormat,
): Promise<number> {
  const path = context.options.out ?? '';
  refuseToReplace(journalPathOf(context), journalPathOf({ io: context.io, options: { journal: path } }));
  const file = await createWholeFile(resolve(context.io.cwd, path));
  try {
    const rows = await writeRows(context, journal, run, format, (line) =>
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

async function writeOut(context: Context, journal: Journal, run: Run, format: ReportFormat): Promise<number> {
  return writeRows(context, journal, run, format, async (line) => {
    context.out.data(line);
    await context.out.drained();
  });
}

async function writeRows(
  { options, io, stopping }: Context,
  journal: Journal,
  run: Run,
  format: ReportFormat,
  write: (line: string) => Promise<void>,
): Promise<number> {
  const { cellsOf, columns, jsonFieldsOf, reportEntries } = await import('../runs/report-rows.ts');
  const makeLines = await format.load();
  const isOnTerminal = io.stdout.isTTY === true && !isToFile(options);
  const { head, line } = makeLines({ columns, isOnTerminal });
  for (const text of head) await write(text);
  let rows = 0;
  for (const entry of reportEntries(journal, run)) {
    stopping.signal.throwIfAborted();
    const fields = { type: entry.type, time: new Date(io.now()).toISOString(), ...jsonFieldsOf(entry) };
    await write(line({ cells: cellsOf(entry), fields }));
    rows += 1;
  }
  return rows;
}

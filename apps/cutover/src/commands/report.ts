// `report`: what one run has found and done, streamed from the journal to a file or to stdout.
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Journal, Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import { version } from '../command-line/version.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { chosenFormat, isToFile } from '../formats/chosen-format.ts';
import type { LinesFormat, PageFormat, ReportFormat } from '../formats/format.ts';
import { formatTable } from '../formats/format-table.ts';
import { alternatives, takesLogo, takesPictures, takesTitle, titlesOf } from '../formats/format-titles.ts';
import { isWholeSvg, type LogoType, logoAddress, logoBytesMax, logoType } from '../formats/logo.ts';
import type { PeopleReport } from '../formats/people-report.ts';
import type { PictureFolder } from '../reporters/picture-folder.ts';
import { journalToRead, runToReport, runWithIds, stillWhole } from '../runs/chosen-run.ts';
import { filesOfJournal, journalPathOf } from '../runs/journal-path.ts';
import { sameCommand, withCommands } from '../runs/next-command.ts';
import { isCarriedOut, lastWorkedOnFirst } from '../runs/work-done.ts';
import { counted } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

export const report: Command = {
  name: 'report',
  summary: `what a run found and did, as ${titlesOf(formatTable)}`,
  about: [
    'Reports on one run: the one that --run names, or else the last one that was carried out, never a dry run or one that was declined or refused. HTML is a single file that loads nothing else: a summary, then image by image what failed, what needs a decision and what was done, to search and filter. Markdown is the summary and the first 50 images that need attention. A file is written whole or not at all.',
    'Only the journal is read, and no store is asked, unless --pictures is given: then the pictures of both sides are shown side by side, with a slider and with what differs. Pictures that were kept before they were removed come from this machine, the rest from the addresses in the journal, without a token: at most 3,000 pictures and 10 minutes. Where a picture cannot be shown, the report says why. A journal may come from somebody else, so pictures on a private network, the sandbox’s too, are fetched only with --allow-private-hosts.',
    'In CSV and JSON Lines a row `finding` is what was found, a row `action` a change that was planned or made because of it: an image that was missing has one of each. A plan that several runs have carried out stands whole in the report of each, and `by_run` names the run that made a change. The first line of JSON Lines sums the run up. CSV cells that a spreadsheet would take for a formula get an apostrophe in front.',
  ],
  options: [
    'format',
    'out',
    'ids',
    'title',
    'logo',
    'reportPictures',
    'allowPrivateHosts',
    'journal',
    'run',
    'source',
    'target',
    ...everywhere,
  ],
  examples: [
    ['cutover report --out report.html', 'the newest run, for the client'],
    ['cutover report --out report.html --pictures inline', 'with the pictures of both sides'],
    ['cutover report --out findings.csv', 'the same, for a spreadsheet'],
    ['cutover report --format md --run ID', 'one run, for a ticket'],
    ['cutover report --ids old-new.csv', 'which new product image stands for which old one'],
  ],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { options } = context;
    const format = chosenFormat(options, formatTable);
    refuseWhatItHasNoPlaceFor(context, format);
    refuseOddIds(context);
    const isIdsOnly = options.ids !== undefined && options.out === undefined && options.format === undefined;
    const journal = await journalToRead(context);
    try {
      const run = stillWhole(
        journal,
        isIdsOnly ? runWithIds(context, journal) : runToReport(context, journal),
      );
      const summary: string[] = [];
      let lines = 0;
      if (!isIdsOnly) {
        const told: string[] = [];
        lines = isToFile(options)
          ? await writeWithPictures(context, (folder) =>
              writeFile(context, options.out ?? '', (write) =>
                writeReport(context, journal, run, {
                  format,
                  write,
                  folder,
                  tell: (words) => told.push(words),
                }),
              ),
            )
          : await writeReport(context, journal, run, {
              format,
              write: toStdout(context),
              tell: (words) => told.push(words),
            });
        if (isToFile(options)) summary.push(writtenWords(run, format, lines, options.out ?? ''), ...told);
        if (format.is !== 'page')
          await tellWhoHasRows(context, journal, run, lines - (format.hasSummary ? 1 : 0));
      }
      if (options.ids !== undefined) {
        const { ids, words } = await writeIdMap(context, journal, options.ids);
        summary.push(words);
        if (isIdsOnly) lines = ids;
      }
      const { readIn } = await import('../runs/run-summary.ts');
      return { ended: 'done', run: run.id, ...readIn(journal, run), facts: { lines }, summary };
    } finally {
      await journal.close();
    }
  },
};

/** After a verify that found nothing wrong people look for what the migration before it did. */
async function tellWhoHasRows(context: Context, journal: Journal, run: Run, rows: number): Promise<void> {
  if (rows > 0) return;
  const { hasRows } = await import('../report/report-rows.ts');
  const { source, target } = run;
  const other = lastWorkedOnFirst(journal.runs({ source, target })).find(
    (one) => one.id !== run.id && one.pruned === undefined && isCarriedOut(one) && hasRows(journal, one),
  );
  const nothing = `Run ${run.id} (${run.command}) has no findings and no changes, so no rows`;
  if (other === undefined) return context.out.say(`${nothing}.`);
  const flags = new Map([...context.flags, ['run', [other.id]] as const]);
  context.out.say(
    `${nothing}; those of run ${other.id} (${other.command}): ${sameCommand({ ...context, flags })}`,
  );
}

/** A page says more than it lists: that it lists nothing is no empty report. */
function writtenWords(run: Run, format: ReportFormat, lines: number, path: string): string {
  if (format.is === 'page') {
    const whole = `Report of run ${run.id} in ${path}`;
    if (!format.listsAll) return whole;
    return `${whole}, ${lines === 0 ? 'with nothing to list' : `with ${counted(lines, 'row')}`}`;
  }
  const [rows, summary] = format.hasSummary ? [lines - 1, ' and the summary'] : [lines, ''];
  return `${counted(rows, 'row')}${summary} of run ${run.id} in ${path}`;
}

/** What was asked for and would be left out is refused. */
function refuseWhatItHasNoPlaceFor({ options }: Context, format: ReportFormat): void {
  const { title, logo, reportPictures } = options;
  const asked = { title, logo, pictures: reportPictures === 'none' ? undefined : reportPictures };
  for (const [option, takes] of [
    ['title', takesTitle],
    ['logo', takesLogo],
    ['pictures', takesPictures],
  ] as const) {
    if (asked[option] === undefined || takes(format)) continue;
    const others = Object.values<ReportFormat>(formatTable).filter(takes);
    throw new CutoverError(
      'wrong-usage',
      `A report as ${format.title} has no place for --${option}.`,
      `Leave --${option} out, or name a file that ends with ${alternatives(others.map(({ endings }) => `.${endings[0]}`))}.`,
    );
  }
  if (asked.pictures === 'folder' && !isToFile(options))
    throw new CutoverError(
      'wrong-usage',
      'A folder of pictures is made beside a file, and this report goes to standard output.',
      'Name a file with --out, or use --pictures inline.',
    );
}

/** The map of ids is CSV, and a file of its own. */
function refuseOddIds({ io, options }: Context): void {
  const { ids, out } = options;
  if (ids === undefined) return;
  const placeOf = (path: string): string => journalPathOf({ io, options: { journal: path } });
  if (isToFile(options) && placeOf(ids) === placeOf(out ?? ''))
    throw new CutoverError(
      'wrong-usage',
      `--out and --ids name the same file, ${ids}: one would replace the other.`,
      'Name two files.',
    );
  const other = Object.values<ReportFormat>(formatTable).find(
    ({ title, endings }) =>
      title !== formatTable.csv.title && endings.some((ending) => ids.toLowerCase().endsWith(`.${ending}`)),
  );
  if (other !== undefined)
    throw new CutoverError(
      'wrong-usage',
      `--ids ends as a file of ${other.title} does, and what it writes is CSV.`,
      'Name a file that ends with .csv.',
    );
}

type Write = (text: string) => Promise<void>;

const toStdout =
  ({ out }: Context): Write =>
  async (text) => {
    out.data(text);
    await out.drained();
  };

async function writeFile(
  context: Context,
  path: string,
  work: (write: Write) => Promise<number>,
): Promise<number> {
  refuseToReplace(journalPathOf(context), journalPathOf({ io: context.io, options: { journal: path } }));
  const { createWholeFile } = await import('../reporters/whole-file.ts');
  const file = await createWholeFile(resolve(context.io.cwd, path));
  try {
    const rows = await work((text) => file.write(`${text}\n`));
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
    'Name another file.',
  );
}

/** How a report is written, and what is said of it beside it. */
interface Way<Format = ReportFormat> {
  readonly format: Format;
  readonly write: Write;
  /** Beside the file; absent where it goes to stdout. */
  readonly folder?: PictureFolder | undefined;
  readonly tell: (words: string) => void;
}

async function writeReport(context: Context, journal: Journal, run: Run, way: Way): Promise<number> {
  const { format } = way;
  return format.is === 'page'
    ? await writePage(context, journal, run, { ...way, format })
    : await writeRows(context, journal, run, format, way.write);
}

/** The folder `report-pictures` beside `report.html`. */
const folderPathOf = ({ options, io }: Context): string =>
  resolve(io.cwd, (options.out ?? '').replace(/\.[a-z]+$/i, '') + '-pictures');

async function writeWithPictures<T>(
  context: Context,
  work: (folder: PictureFolder | undefined) => Promise<T>,
): Promise<T> {
  const { reportPictures: where } = context.options;
  if (where === 'none') return await work(undefined);
  const { createPictureFolder } = await import('../reporters/picture-folder.ts');
  const folder = createPictureFolder(folderPathOf(context));
  if (where === 'folder') await folder.check();
  try {
    const done = await work(folder);
    await folder.finish();
    return done;
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

/** @returns how many entries it lists, or would without its own limit. */
async function writePage(
  context: Context,
  journal: Journal,
  run: Run,
  { format, write, folder, tell }: Way<PageFormat>,
): Promise<number> {
  const { options, io, stopping } = context;
  const logo =
    options.logo === undefined ? undefined : await readLogo(resolve(io.cwd, options.logo), stopping.signal);
  const [{ reportForPeople }, { journalOwner, runUnderWay }] = await Promise.all([
    import('../report/report-for-people.ts'),
    import('../runs/run-under-way.ts'),
  ]);
  const owner = journalOwner(journalPathOf(context), io);
  const report = reportForPeople(journal, run, {
    title: options.title,
    madeBy: `Cutover ${version}`,
    madeAt: new Date(io.now()).toISOString(),
    // Taken out before anything is escaped: a token that is spelled otherwise would not be found any more.
    clean: cleanIn(context),
    spell: (text) => withCommands(context, text),
    isUnderWay: runUnderWay(owner, journal.runs()) === run.id,
  });
  const pictures = options.reportPictures === 'none' ? undefined : await picturesOf(context, report, folder);
  if (pictures !== undefined) tell(pictures.summary);
  const page = await format.load();
  for (const part of page(report, { logo, pictures })) {
    stopping.signal.throwIfAborted();
    await write(part);
  }
  return Object.values(report.entryCounts).reduce((sum, count) => sum + count, 0);
}

const cleanIn =
  ({ secrets }: Context) =>
  (text: string): string =>
    visible(secrets.redact(text));

async function picturesOf(context: Context, report: PeopleReport, folder: PictureFolder | undefined) {
  const { options, stopping } = context;
  const [{ openPictureSources }, { reportPictures }] = await Promise.all([
    import('../wiring/picture-sources.ts'),
    import('../report/report-pictures.ts'),
  ]);
  const sources = openPictureSources(context);
  const address = encodeURIComponent(basename(folderPathOf(context)));
  try {
    return await reportPictures(report, {
      sources,
      isInline: options.reportPictures === 'inline',
      save: folder === undefined ? undefined : async (webp) => `./${address}/${await folder.save(webp)}`,
      clean: cleanIn(context),
      stopping: stopping.signal,
    });
  } finally {
    await sources.close();
  }
}

async function readLogo(path: string, signal: AbortSignal): Promise<string> {
  const there = await stat(path);
  // A device says that it is empty and never ends.
  const isFit = there.isFile() && there.size <= logoBytesMax;
  const bytes = isFit ? await readFile(path) : new Uint8Array();
  const type = logoType(bytes);
  const fault =
    type === undefined
      ? `is ${isFit ? 'no PNG, JPEG or SVG' : there.isFile() ? 'larger than 256 KB' : 'no file'}`
      : await whyNotShown(bytes, type, signal);
  if (type === undefined || fault !== undefined)
    throw new CutoverError(
      'file-not-usable',
      `${path} ${fault}.`,
      'Name another picture with --logo, or leave it out.',
    );
  return logoAddress(bytes, type);
}

/** The first bytes make no picture, and no browser shows one that does not decode. */
async function whyNotShown(
  bytes: Uint8Array,
  type: LogoType,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (type === 'image/svg+xml') return isWholeSvg(bytes) ? undefined : 'is an SVG that is cut short';
  const { fingerprint, PictureError } = await import('@cutover/image-content');
  try {
    await fingerprint(bytes, { signal });
    return undefined;
  } catch (error) {
    if (error instanceof PictureError) return `cannot be shown: ${error.message}`;
    throw error;
  }
}

async function writeRows(
  { options, io, stopping, secrets }: Context,
  journal: Journal,
  run: Run,
  format: LinesFormat,
  write: Write,
): Promise<number> {
  const { cellsOf, columns, jsonFieldsOf, reportEntries } = await import('../report/report-rows.ts');
  const makeLines = await format.load();
  const isOnTerminal = io.stdout.isTTY === true && !isToFile(options);
  const { head, line } = makeLines({ columns, isOnTerminal, isToFile: isToFile(options) });
  for (const text of head) await write(text);
  let rows = 0;
  for (const entry of reportEntries(journal, run)) {
    stopping.signal.throwIfAborted();
    if (entry.type === 'summary' && !format.hasSummary) continue;
    const fields = { type: entry.type, time: new Date(io.now()).toISOString(), ...jsonFieldsOf(entry) };
    await write(secrets.redact(line({ cells: cellsOf(entry), fields })));
    rows += 1;
  }
  return rows;
}

async function writeIdMap(
  context: Context,
  journal: Journal,
  path: string,
): Promise<{ readonly ids: number; readonly words: string }> {
  const { runsOfIds } = await import('../report/id-map.ts');
  const runs = runsOfIds(journal, stillWhole(journal, runWithIds(context, journal)));
  const ids = await writeFile(context, path, (write) => writeIds(context, journal, runs, write));
  const [last, ...before] = runs.map(({ id }) => id);
  const whose = [`run ${last ?? ''}`, ...before].join(' and, before it, ');
  return { ids, words: `${counted(ids, 'image')} of ${whose} with the ids of both sides in ${path}` };
}

async function writeIds(
  { stopping, secrets }: Context,
  journal: Journal,
  runs: readonly Run[],
  write: Write,
): Promise<number> {
  const { idColumns, idRows } = await import('../report/id-map.ts');
  const makeLines = await formatTable.csv.load();
  const { head, line } = makeLines({ columns: idColumns, isOnTerminal: false, isToFile: true });
  for (const text of head) await write(text);
  let rows = 0;
  for (const cells of idRows(journal, runs)) {
    stopping.signal.throwIfAborted();
    await write(secrets.redact(line({ cells, fields: {} })));
    rows += 1;
  }
  return rows;
}

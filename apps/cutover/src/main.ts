// One command from its arguments to its exit code. Whatever happens in between, the last line on stdout under --json is
// the result, every problem has a code of the table, and what has none is a bug with a crash file.
import { resolve } from 'node:path';
import { commandAt } from './command-line/command-row.ts';
import { exitCodeOf } from './command-line/exit-codes.ts';
import { helpOn } from './command-line/help.ts';
import { flagName, type Options } from './command-line/option-table.ts';
import { type CommandLine, readCommandLine } from './command-line/read-command-line.ts';
import { type Flags, resolveOptions } from './command-line/resolve.ts';
import { version } from './command-line/version.ts';
import { wantsJson } from './command-line/wants-json.ts';
import { commandTable } from './commands/command-table.ts';
import type { Command, Context, RequestTally } from './context.ts';
import { CutoverError, problemOf } from './errors.ts';
import type { ExitCode } from './problem.ts';
import type { writeCrashFile } from './reporters/crash.ts';
import { createJsonLines } from './reporters/json-reporter.ts';
import type { LogFile } from './reporters/log-file.ts';
import { problemText, withSpelled } from './reporters/problem-text.ts';
import { exitCodeOfOutcome, type Outcome, type Reporter } from './reporters/reporter.ts';
import { filesOfJournal, journalPathOf } from './runs/journal-path.ts';
import { sameCommand, withCommands } from './runs/next-command.ts';
import { explain } from './sayings/explain.ts';
import { canRewrite, columnsOf } from './terminal/abilities.ts';
import type { Environment, Io } from './terminal/io.ts';
import { createOutput, type Output } from './terminal/output.ts';
import { paletteFor } from './terminal/palette.ts';
import { createSecrets, type Secrets } from './terminal/secrets.ts';
import { createStopping } from './terminal/stopping.ts';
import { visible } from './terminal/visible.ts';
import { signsOf, wrappedLine } from './terminal/wrapped-by.ts';

const noFlags: Flags = new Map();

/** Runs the command in `args` (what stands behind the program's name) and returns its exit code. */
export async function main(args: readonly string[], environment: Environment, io: Io): Promise<ExitCode> {
  const secrets = createSecrets();
  const program = programOf(environment);
  // A token may turn up where it was not asked for, in an address or as a store's hash, and is then quoted in an error.
  for (const name of ['CUTOVER_SOURCE_TOKEN', 'CUTOVER_TARGET_TOKEN'])
    secrets.add(environment[name]?.trim() ?? '');
  const voice = { quiet: false, widthOf: signsOf, flags: noFlags };
  const spell = (text: string): string =>
    withCommands({ program, commands: commandTable, io, flags: voice.flags }, text);
  const out = createOutput({
    stdout: io.stdout,
    stderr: io.stderr,
    secrets,
    quiet: () => voice.quiet,
    canLive: canRewrite(io, args, environment),
    spell,
    wrap: (text, columns) => wrappedLine(text, columns, { program, widthOf: voice.widthOf }),
  });
  const process: Process = { args, environment, io, out, secrets, program, spell };
  let line: CommandLine<Command>;
  try {
    line = await readCommandLine(args, commandTable);
    if (line.kind === 'version') {
      return await tellVersion(process);
    }
    if (line.kind === 'help') return await tellHelp(line.topic, process);
  } catch (error) {
    const named = commandAt(commandTable, args)?.name ?? args.find((arg) => !arg.startsWith('-'));
    return endEarly(error, named ?? '', process);
  }
  voice.flags = line.flags;
  let options: Options;
  let log: LogFile | undefined;
  try {
    const resolved = resolveOptions(line.command.options, line.flags, environment, io);
    // Who listens hears escape sequences.
    options = resolved.accessible ? { ...resolved, noColor: true } : resolved;
    if (options.logFile !== undefined) {
      const { openLogFile } = await import('./reporters/log-file.ts');
      log = openLogFile(logPathOf(options.logFile, { io, options }), { out, secrets, now: io.now });
    }
  } catch (error) {
    return endEarly(error, line.command.name, process);
  }
  voice.quiet = options.quiet;
  // Only lines of a terminal are broken, and what measures them takes its time to load.
  if ([io.stdout, io.stderr].some((stream) => columnsOf(stream) !== undefined)) {
    const { cellWidth } = await import('./terminal/width.ts');
    voice.widthOf = cellWidth;
  }
  return runCommand(line, options, log, process);
}

/** How a person calls us. Whatever is in there stands in front of each command to paste. */
function programOf(environment: Environment): string {
  const calledAs = environment['CUTOVER_CALLED_AS'] ?? 'cutover';
  return visible(calledAs) === calledAs ? calledAs : 'cutover';
}

/** Where the log goes; never into the journal. */
function logPathOf(named: string, { io, options }: { io: Io; options: Options }): string {
  const path = resolve(io.cwd, named);
  const real = journalPathOf({ io, options: { journal: named } });
  if (!filesOfJournal(journalPathOf({ io, options })).includes(real)) return path;
  throw new CutoverError(
    'file-not-usable',
    `The log would be written into ${path}, which belongs to the journal.`,
    'Name another with --log-file, or leave it out.',
  );
}

interface Process {
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly io: Io;
  readonly out: Output;
  readonly secrets: Secrets;
  readonly program: string;
  /** A text with its commands as they can be pasted. */
  readonly spell: (text: string) => string;
}

async function runCommand(
  line: CommandLine<Command> & { kind: 'run' },
  options: Options,
  log: LogFile | undefined,
  process: Process,
): Promise<ExitCode> {
  const { io, out, secrets, environment, program } = process;
  if (log !== undefined) out.onSaid(log.said);
  let wasAsking = false;
  const stopping = createStopping(
    io,
    () => {
      wasAsking = out.isAsking;
      if (!out.isHeld && !wasAsking) out.warn('Stopping safely; press Ctrl-C again to end at once.');
    },
    () => tellLeaving(line, process),
  );
  if (line.command.readsOnly) out.onClosed(stopping.readerGone);
  const requests = createTally();
  const reporter = await reporterFor(options, log, process);
  const context: Context = {
    command: line.command.name,
    commands: commandTable,
    options,
    flags: line.flags,
    operands: line.operands,
    environment,
    io,
    out,
    reporter,
    secrets,
    stopping,
    requests,
    program,
    logCause: (error) => log?.cause(error),
  };
  // An error that nobody caught ends the command as the bug it is, with a crash file that holds no token.
  const fault = Promise.withResolvers<never>();
  fault.promise.catch(() => undefined);
  const offFault = io.onFault(fault.reject);
  let outcome: Outcome;
  try {
    outcome = await Promise.race([line.command.run(context), fault.promise]);
  } catch (error) {
    context.logCause(error);
    outcome = await outcomeOf(error, line, process, reporter);
  }
  stopping.close();
  offFault();
  reporter.close();
  if (wasAsking && outcome.problem?.code === 'stopped') outcome = stoppedAtQuestion(outcome);
  const cutShort = async (): Promise<Outcome> => await outcomeOf(out.failure, line, process, reporter);
  const finish = (how: Outcome): void => reporter.finish(line.command.name, how, requests);
  return await ended(outcome, {
    out,
    cutShort,
    finish,
    ...line.command,
    isGone: stopping.reason === 'closed',
  });
}

async function reporterFor(
  { json, verbose, noColor, wait }: Options,
  log: LogFile | undefined,
  { io, out, environment, spell }: Process,
): Promise<Reporter> {
  const { createReporter } = await import('./reporters/create-reporter.ts');
  return createReporter({
    out,
    json,
    verbose,
    onTerminal: io.stdout.isTTY === true,
    columns: columnsOf(io.stdout),
    stdoutPalette: paletteFor(io.stdout, environment, noColor),
    stderrPalette: paletteFor(io.stderr, environment, noColor),
    log: log?.line,
    waitedOutMs: wait,
    now: io.now,
    every,
    spell,
  });
}

interface Ending {
  readonly out: Output;
  readonly cutShort: () => Promise<Outcome>;
  readonly finish: (outcome: Outcome) => void;
  readonly readsOnly: boolean;
  /** Its reader has gone, or stdout could not be written. */
  readonly isGone: boolean;
}

/** Says how it went. Where stdout could not be written whole, a command that only reads has failed; one that writes has not. */
async function ended(
  outcome: Outcome,
  { out, cutShort, finish, readsOnly, isGone }: Ending,
): Promise<ExitCode> {
  const wasWhole = await isWritten(out);
  if (wasWhole && isGone) return 0;
  const how = wasWhole || !readsOnly ? outcome : await cutShort();
  finish(how);
  if ((await isWritten(out)) || how !== outcome) return exitCodeOfOutcome(how);
  out.warn(`stdout ends before it was whole: ${out.failure?.message}`);
  return exitCodeOfOutcome(readsOnly ? await cutShort() : outcome);
}

/** What a file refuses is heard of a turn after it was written. */
async function isWritten(out: Output): Promise<boolean> {
  await new Promise(setImmediate);
  return out.failure === undefined;
}

/** Who is still asked has begun nothing, so there is nothing to tell and nothing to go on with. */
const stoppedAtQuestion = ({
  problem: _told,
  ended: _ended,
  summary: _counts,
  remarks: _words,
  ...outcome
}: Outcome): Outcome => ({
  ...outcome,
  problem: { ...problemOf('stopped', '', ''), title: 'Stopped; nothing was begun.' },
});

/** A second signal ends the process at once, so the command that continues is named now. */
function tellLeaving(
  { command, flags, operands }: CommandLine<Command> & { kind: 'run' },
  { io, out, program }: Process,
): void {
  // Runs over products go on where they were stopped; the other commands are simply run again.
  if (!command.options.includes('products')) return;
  const same = sameCommand({ program, command: command.name, commands: commandTable, flags, operands, io });
  out.warn('Ended at once; nothing is lost. To continue:');
  out.warn(`  ${same}`);
}

async function outcomeOf(
  error: unknown,
  line: CommandLine<Command> & { kind: 'run' },
  { io, secrets }: Process,
  reporter: Reporter,
): Promise<Outcome> {
  reporter.close();
  const problem = explain(error);
  if (problem !== undefined) return { problem, ...runOf(error) };
  const flags = [...line.flags.keys()].map((key) => `--${flagName(key)}`);
  const path = await crashFileOf(error, { command: line.command.name, flags, io, secrets });
  const why =
    error instanceof Error ? `${error.name}: ${error.message}` : 'Something that is no error was thrown.';
  const next =
    path === undefined
      ? 'Please report it; no crash file could be written.'
      : `Please report it with the file ${path}; the journal is safe.`;
  return { problem: problemOf('bug', why, next), ...runOf(error) };
}

/** Where nothing can be read any more, not even what writes the file, there is none. */
const crashFileOf: typeof writeCrashFile = async (error, about) => {
  try {
    const crash = await import('./reporters/crash.ts');
    return await crash.writeCrashFile(error, about);
  } catch {
    return undefined;
  }
};

const runOf = (error: unknown): { run?: string } =>
  error instanceof Error && 'run' in error && typeof error.run === 'string' ? { run: error.run } : {};

/** Ends before there is a reporter: the arguments or the configuration were wrong. */
async function endEarly(
  error: unknown,
  command: string,
  { args, environment, io, out, secrets, spell }: Process,
): Promise<ExitCode> {
  const palette = paletteFor(io.stderr, environment, args.includes('--no-color'));
  const path =
    explain(error) === undefined ? await crashFileOf(error, { command, flags: [], io, secrets }) : undefined;
  const problem =
    explain(error) ??
    problemOf(
      'bug',
      String(error),
      path === undefined ? 'Please report it.' : `Please report it with the file ${path}.`,
    );
  for (const text of problemText(problem, palette)) out.warn(text);
  if (wantsJson(args, environment, io))
    createJsonLines(out.data, io.now).finish(
      command,
      { problem: withSpelled(problem, spell) },
      { v2: 0, v3: 0, content: 0 },
    );
  return problem.exitCode;
}

async function tellVersion({ args, environment, io, out }: Process): Promise<ExitCode> {
  const json = wantsJson(args, environment, io);
  const text = `cutover ${version}`;
  if (json) out.warn(text);
  else out.line(text);
  if (json)
    createJsonLines(out.data, io.now).finish(
      'version',
      { ended: 'done', facts: { version } },
      { v2: 0, v3: 0, content: 0 },
    );
  return 0;
}

async function tellHelp(
  topic: string,
  { args, environment, io, out, program, spell }: Process,
): Promise<ExitCode> {
  const json = wantsJson(args, environment, io);
  // Asked for, it is an answer; given because no command was named, it is wrong usage. JSON Lines are never mixed with it.
  const ended = args.length === 0 ? 'unnamed' : 'done';
  // It is laid out for 80 columns wherever it goes, and a narrower terminal gets no more than it has.
  const columns = Math.min(80, columnsOf(ended === 'done' ? io.stdout : io.stderr) ?? 80);
  const wrap = (text: string): string[] =>
    wrappedLine(spell(text.replace(/^( +|Usage: )cutover /, `$1${program} `)), columns, {
      program,
      widthOf: signsOf,
    });
  for (const text of await helpOn(topic, commandTable, { wrap })) {
    if (json || ended !== 'done') out.warn(text);
    else out.line(text);
  }
  if (json) createJsonLines(out.data, io.now).finish('help', { ended }, { v2: 0, v3: 0, content: 0 });
  return exitCodeOf(ended);
}

function createTally(): RequestTally {
  const tally = { v2: 0, v3: 0, content: 0 };
  return {
    get v2() {
      return tally.v2;
    },
    get v3() {
      return tally.v3;
    },
    get content() {
      return tally.content;
    },
    count(kind) {
      tally[kind] += 1;
    },
  };
}

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}

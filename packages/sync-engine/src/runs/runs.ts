// Which run a command opens or continues. The same command with the same stores, products, match and policy continues
// what stopped; with other options it refuses and says how to go on, so that two plans never mix.
import { createHash } from 'node:crypto';
import { type Command, isOfPlan, laterLook, type Run, writingCommands } from '@cutover/journal';
import type { Choices, Engine, Means, SharedChoice, WhichRun } from '../engine.ts';
import { EngineError } from '../engine-error.ts';

/** What a store showed earlier than this is read again rather than believed. */
const FRESH_MS = 3_600_000;
const READS_AFRESH: ReadonlySet<Command> = new Set(['verify', 'audit']);

export interface Opened {
  readonly run: Run;
  readonly resumed: boolean;
}

export interface OpenOptions {
  readonly command: Command;
  /** What has to be equal for a run to be continued. */
  readonly choices: Choices;
  readonly which: WhichRun;
  /** What else has to be equal for a run to be continued (level and sample of a verify). */
  readonly also?: Readonly<Record<string, string | number | boolean>>;
  /** Of a command that writes: what an unfinished run is continued with alone, though the plan is the same with any. */
  readonly means?: Pick<Means, 'allowRenditions'>;
  /** What else is kept with a new run, and counts whatever the command says that continues it. */
  readonly kept?: Readonly<Record<string, string | number | boolean>>;
  readonly dryRun?: boolean;
  /** Opened beside whatever is unfinished, and never continued: part of another command's work. */
  readonly beside?: boolean;
  /** For a new `migrate`: the finished diff whose plan it carries out. */
  readonly planRun?: string | undefined;
  /** For a `repair`: the verify run whose findings it fixes. */
  readonly verifyRun?: string | undefined;
  /** For a `revert`: the run that it takes back. */
  readonly revertsRun?: string | undefined;
}

/** What runs mean that are from before it was kept. */
const unsaid: Readonly<Record<string, number>> = { sample: 1 };

/** With nothing said, it is as it was before there was a choice. */
const valueOf = ({ value, before = '' }: SharedChoice, choices: Choices): string => value(choices) ?? before;
const wordsOf = (row: SharedChoice, choices: Choices): string =>
  row.words?.(choices) ?? valueOf(row, choices);

export function optionsKeyOf(choices: Choices, { shared }: Pick<WhichRun, 'shared'>): string {
  const said = shared.flatMap((row) => {
    const value = valueOf(row, choices);
    return value === row.before ? [] : [value];
  });
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** The same as a run keeps it, for people and for the command that continues it. */
function keptChoices(choices: Choices, { shared }: Pick<WhichRun, 'shared'>): Record<string, string> {
  return Object.fromEntries(
    shared.flatMap((row) => {
      const value = row.value(choices);
      return [
        ...(value === undefined ? [] : [[row.option, value]]),
        ...(row.keptAs === undefined ? [] : [[row.keptAs, wordsOf(row, choices)]]),
      ];
    }),
  );
}

export async function openOrResume(engine: Engine, options: OpenOptions): Promise<Opened> {
  const { journal } = engine;
  const { choices, which } = options;
  if (options.dryRun !== true) refuseBesideOthers(engine, options);
  if (options.dryRun !== true && options.beside !== true && which.startNew)
    await closeUnfinished(engine, options.command);
  const earlier =
    options.dryRun === true || options.beside === true || which.startNew
      ? undefined
      : await earlierRun(engine, options);
  if (earlier !== undefined) {
    const run = await journal.resumeRun(earlier.id);
    announce(engine, { ...run, planRun: run.planRun ?? options.planRun }, true);
    return { run, resumed: true };
  }
  const run = await journal.openRun({
    command: options.command,
    mode: engine.mode,
    optionsKey: optionsKeyOf(choices, which),
    options: {
      ...keptChoices(choices, which),
      ...which.origin,
      ...(options.means?.allowRenditions === true ? { allowRenditions: true } : {}),
      ...options.also,
      ...options.kept,
      ...(options.beside === true ? { beside: true } : {}),
    },
    dryRun: options.dryRun ?? false,
    verifyRun: options.verifyRun,
    revertsRun: options.revertsRun,
  });
  announce(engine, { ...run, planRun: options.planRun }, false);
  return { run, resumed: false };
}

/** Two plans must not take turns on one target: what an unfinished run has begun comes to its end first, or is given up. */
function refuseBesideOthers({ journal }: Engine, options: OpenOptions): void {
  if (!isOfPlan(options) || options.which.startNew) return;
  const other = journal
    .runs({ limit: 100 })
    .find(
      (run) =>
        isOfPlan(run) &&
        run.command !== options.command &&
        run.id !== options.revertsRun &&
        !run.dryRun &&
        (run.phase === 'applying' || run.phase === 'settling'),
    );
  if (other === undefined) return;
  const { id, command, revertsRun } = other;
  throw new EngineError({ code: 'run-unfinished', run: id, command, revertsRun });
}

/** What `--new` leaves behind is over: it would be continued by the next command otherwise, with what it read then. */
async function closeUnfinished({ journal }: Engine, command: Command): Promise<void> {
  for (const one of isOfPlan({ command }) ? writingCommands : [command]) {
    for (let old = journal.unfinished(one); old !== undefined; ) {
      await journal.finishRun(old.id, 'abandoned');
      old = journal.unfinished(one);
    }
  }
}

async function earlierRun(engine: Engine, options: OpenOptions): Promise<Run | undefined> {
  const { journal } = engine;
  const { command, which, also } = options;
  if (which.runId !== undefined) return named(engine, options, which.runId);
  let found = journal.unfinished(command);
  while (found?.options['beside'] === true) {
    await journal.finishRun(found.id, 'abandoned');
    found = journal.unfinished(command);
  }
  if (found === undefined) return undefined;
  if (!isOfSameOptions(found, options)) {
    if (holds(engine, found)) throw otherOptions(options, found);
    await journal.finishRun(found.id, 'abandoned');
    return undefined;
  }
  const askedTheSame = Object.entries(also ?? {}).every(
    ([name, value]) => (found.options[name] ?? unsaid[name]) === value,
  );
  if (!askedTheSame && isOfPlan({ command }) && holds(engine, found)) throw ofAnotherRun(found);
  // A level or a sample is not worth a refusal, and what a store showed long ago or before we wrote proves nothing now.
  if (askedTheSame && (READS_AFRESH.has(command) ? isFresh(engine, found) : isOfToday(engine, found)))
    return found;
  await journal.finishRun(found.id, 'abandoned');
  return undefined;
}

function isOfSameOptions(run: Run, { choices, which, means }: OpenOptions): boolean {
  return (
    run.optionsKey === optionsKeyOf(choices, which) && allowedRenditions(run) === allowsRenditions(means)
  );
}

const allowedRenditions = ({ options }: Run): boolean => options['allowRenditions'] === true;
const allowsRenditions = (means: OpenOptions['means']): boolean => means?.allowRenditions === true;

/** The run that a command goes on with: the one that is named, or the unfinished one, if it has something to lose. */
export function runGoneOnWith(
  journal: Engine['journal'],
  command: Command,
  runId: string | undefined,
): Run | undefined {
  if (runId !== undefined) return journal.run(runId);
  const run = journal.unfinished(command);
  return run !== undefined && run.options['beside'] !== true && holds({ journal }, run) ? run : undefined;
}

/** What is said of a run whose findings and plan were let go. */
export const prunedError = ({ journal }: Pick<Engine, 'journal'>, run: Run): EngineError =>
  new EngineError({
    code: 'run-pruned',
    run: run.id,
    command: run.command,
    later: laterLook(journal.runs(), run)?.id,
  });

/** True when a run has something to lose: pages that were read, or writes that were approved. */
function holds({ journal }: Pick<Engine, 'journal'>, run: Run): boolean {
  if (isOfPlan(run)) return run.phase === 'applying' || run.phase === 'settling';
  return (['source', 'target'] as const).some(
    (side) => (journal.snapshotOf(run.id, side)?.products ?? 0) > 0,
  );
}

/** What was read for a plan that nobody has approved is worth nothing once somebody has written to the target. */
function isOfToday(engine: Engine, run: Run): boolean {
  return (isOfPlan(run) && holds(engine, run)) || !hasWrittenSince(engine.journal, run);
}

/** Stopped within the hour, and no run has written to this target since it began to read. */
function isFresh({ journal, clock }: Engine, run: Run): boolean {
  if (clock.now() - Date.parse(run.updatedAt) > FRESH_MS) return false;
  // Fields are compared in no time once both sides are read: then it is better to read them again.
  const isRead = (['source', 'target'] as const).every(
    (side) => journal.snapshotOf(run.id, side)?.complete === true,
  );
  if (isRead && run.options['level'] === 'fields') return false;
  return !hasWrittenSince(journal, run);
}

function hasWrittenSince(journal: Engine['journal'], run: Run): boolean {
  return journal
    .runs({ limit: 50 })
    .some(
      (other) =>
        other.id !== run.id &&
        isOfPlan(other) &&
        !other.dryRun &&
        other.updatedAt > run.startedAt &&
        journal.writtenProducts(other.id, 0, 1).length > 0,
    );
}

function ofAnotherRun({ id, command, revertsRun, verifyRun }: Run): EngineError {
  const about = revertsRun ?? verifyRun ?? '';
  return new EngineError({ code: 'refused-other-run', run: id, command, about });
}

export function otherOptions(
  { choices, which, means }: Pick<OpenOptions, 'choices' | 'which' | 'means'>,
  run: Run,
): EngineError {
  const differing = which.shared.flatMap((row) => {
    const { option, keptAs = option, before = '' } = row;
    const [given, begunWith] = [wordsOf(row, choices), String(run.options[keptAs] ?? before)];
    return given === begunWith ? [] : [{ option, begunWith, given }];
  });
  // A plan has no word of it.
  const before = allowedRenditions(run);
  const now = means === undefined ? before : allowsRenditions(means);
  const also =
    before === now ? [] : [{ option: 'allowRenditions', begunWith: said(before), given: said(now) }];
  return new EngineError({
    code: 'refused-other-options',
    run: run.id,
    otherOptions: [...differing, ...also],
  });
}

const said = (isGiven: boolean): string => (isGiven ? 'yes' : '');

/** The run that `--run` names, if this command may continue it; undefined when it only names a plan or a finished run. */
function named(engine: Engine, options: OpenOptions, runId: string): Run | undefined {
  const run = ofThesePair(engine, runId);
  if (run.command !== options.command || run.finishedAt !== undefined) return undefined;
  if (run.dryRun) throw new EngineError({ code: 'refused-dry-run', run: runId });
  if (!isOfSameOptions(run, options)) throw otherOptions(options, run);
  return run;
}

export function ofThesePair({ journal, mode, source, target }: Engine, runId: string): Run {
  const run = journal.run(runId);
  if (run === undefined) throw new EngineError({ code: 'unknown-run', named: runId });
  if (run.source === source.hash && run.target === target.hash && run.mode === mode) return run;
  const { mode: ofMode, source: from, target: to, options } = run;
  throw new EngineError({
    code: 'refused-other-stores',
    run: runId,
    mode: ofMode,
    source: from,
    target: to,
    options,
  });
}

export function announce(engine: Engine, run: Run, resumed: boolean): void {
  engine.emit({
    type: 'run',
    run: run.id,
    command: run.command,
    mode: run.mode,
    resumed,
    ...(run.planRun === undefined ? {} : { planRun: run.planRun }),
    ...(run.verifyRun === undefined ? {} : { verifyRun: run.verifyRun }),
    ...(run.revertsRun === undefined ? {} : { revertsRun: run.revertsRun }),
  });
}

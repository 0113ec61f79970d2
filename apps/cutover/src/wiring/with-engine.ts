// Everything around one verb: the stores, the locks, the journal, the engine, and putting all of it away again in the
// reverse order, whatever happened. The commands themselves only choose the verb and tell its result.
import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openArchive } from '@cutover/image-content';
import { type Journal, journalOfPair, openJournal } from '@cutover/journal';
import { systemClock } from '@cutover/store-http';
import type { Engine, EngineEvent, Notice } from '@cutover/sync-engine';
import { checkProxies } from '../command-line/proxy.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { countsSoFar } from '../runs/counts-so-far.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { keptRequests } from '../runs/kept-requests.ts';
import { noticeWords } from '../sayings/notice-words.ts';
import { sayingWords } from '../sayings/saying-words.ts';
import { createPauseGate, type PauseGate } from '../terminal/pause.ts';
import { counted } from '../terminal/quantities.ts';
import { type Asked, askedBy } from './asked.ts';
import { createCleanup } from './cleanup.ts';
import { failedOutcome } from './failed-outcome.ts';
import { kindsMeant } from './kinds-meant.ts';
import { takeLocks } from './locks.ts';
import { openStores, storesOf } from './open-stores.ts';
import { createScreenDoor, type ScreenDoor } from './screen-door.ts';
import { createSpellRecorder } from './spells.ts';
import { filePrefix, isFile, type NamedStores, nameStores, pairOf } from './stores.ts';
import { withNames } from './with-names.ts';

export interface Work {
  readonly engine: Engine;
  readonly asked: Asked;
  /** All that it holds, of other stores too: which command comes next depends on that. */
  readonly journal: Journal;
  readonly named: NamedStores;
  readonly screen: ScreenDoor;
}

/** Does the work with an engine; `writes`: it may write to the target store, which is then locked. */
export async function withEngine(
  context: Context,
  writes: boolean,
  work: (work: Work) => Promise<Outcome>,
): Promise<Outcome> {
  for (const password of checkProxies(context.environment)) context.secrets.add(password);
  const [report, named] = [await context.reporter.listen(), await nameStores(context)];
  await using cleanup = createCleanup();
  if (isFile(named.source)) cleanup.defer(named.source.file.close);
  const { patience, ...given } = await askedBy(context, isFile(named.source));
  const journalPath = placeOfJournal(context);
  const locks = takeLocks(context, writes && !isFile(named.target) ? named.target : undefined);
  cleanup.defer(locks.release);
  const made = filesToBeMade(journalPath);
  // While it is still locked, so that nobody else has begun to use it. The lock file stays: removed, it would make two.
  cleanup.defer(made.removeUseless);
  const journal = openWithoutSecrets(journalPath, named);
  cleanup.defer(() => journal.close());

  const kinds = kindsMeant(context, named, journal);
  const asked: Asked = { ...given, selection: { ...given.selection, kinds } };
  if (writes) refuseDoubtsOfOtherFiles(journal, named);
  const spells = createSpellRecorder(journal, context.io.now);
  const gate = createPauseGate(context.stopping.signal, spells.paused);
  const screen = createScreenDoor(context, { journal, named, gate, stores: () => ports });
  cleanup.defer(() => screen.close());
  const withPictureNames = withNames(journal);
  const told = createTelling(
    (heard, run) => {
      // A wait is a sign of life, too.
      locks.heartbeat(run);
      spells.event(heard);
      const event = withPictureNames(heard);
      for (const hear of [report, screen.event]) hear(event);
    },
    named,
    context.command,
  );
  const ports = openStores(context, named, cleanup, told);
  const engine: Engine = {
    mode: named.mode,
    journal: journalOfPair(journal, pairOf(named)),
    source: ports.source,
    target: ports.target,
    content: ports.content,
    // Made with the first picture; it belongs to the journal and lies beside it.
    archive: openArchive(`${journalPath}.pictures`),
    clock: systemClock,
    random: Math.random,
    control: controlOf(context, gate),
    patience,
    emit: told.tell,
    words: sayingWords,
  };
  try {
    const outcome = withRowsNotUsed(await work({ engine, asked, journal, named, screen }), named);
    told.ended(outcome);
    return await withRequestsKept(context, journal, told.run(), outcome);
  } catch (error) {
    context.logCause(error);
    const failed = failedOutcome(context, error, named, told.run());
    told.ended(failed);
    const kept = await keptOutcome(context, journal, told.run(), failed);
    made.areUselessWithoutRunsOf(journal);
    return await withCountsKept(context, journal, told, kept);
  } finally {
    await screen.close();
    await spells.close(...told.ending());
  }
}

/** What a person wants, and how fast he reads; who wants to stop is not kept by what he has not read. */
const controlOf = ({ stopping, out }: Context, gate: PauseGate): Engine['control'] => ({
  stopping: stopping.signal,
  whileNotPaused: gate.whileNotPaused,
  whileUnread: async () => await out.drained(stopping.signal),
});

/** Kept for reports, as the result says them: what cannot be kept stops nothing. */
async function withRequestsKept(
  { requests }: Context,
  journal: Journal,
  /** None was opened: what the outcome is about is another command's. */
  begun: string | undefined,
  outcome: Outcome,
): Promise<Outcome> {
  if (begun === undefined || outcome.run === undefined) return outcome;
  try {
    await journal.setCounts(outcome.run, keptRequests(requests));
  } catch {
    // A disk that is full has been said to be so.
  }
  return outcome;
}

/** So long, in ms, steps of actions side by side wait to share a commit: little beside a request to a store. */
const GATHER_MS = 14;

/** The journal is the one file that outlives the process, so it has to know what may never stand in it. */
const openWithoutSecrets = (path: string, named: NamedStores): Journal =>
  openJournal(path, {
    secrets: [...new Set(storesOf(named).map(({ token }) => token))],
    gatherMs: GATHER_MS,
  });

/** Hands on what is news, and knows the run that the command is about. */
function createTelling(
  hear: (event: EngineEvent, run: string | undefined) => void,
  { mode, source }: NamedStores,
  command: string,
) {
  let begun: (EngineEvent & { type: 'run' }) | undefined;
  let heldBack: Notice | undefined;
  let ending: readonly [word: string, isRefusal: boolean] = ['bug', false];
  const isNews = noticesOnce();
  const tell = (event: EngineEvent): void => {
    // A repair ends with a verify, which has a run of its own.
    if (event.type === 'run') begun ??= event;
    // One store's V2 is the half of a comparison: without it the command fails, and says so itself. And an audit that V2
    // answers nothing else either says that.
    if (event.type === 'notice' && event.code === 'v2-gone' && (mode === 'parity' || command === 'audit')) {
      heldBack = mode === 'parity' ? { code: 'v2-uncounted', store: source.hash } : { code: 'v2-gone' };
      return;
    }
    if (event.type === 'notice' && event.code === 'v2-unheard') heldBack = undefined;
    if (isNews(event)) hear(event, begun?.run);
  };
  const notice = (facts: Notice): void => tell({ type: 'notice', run: begun?.run ?? '', ...facts });
  return {
    tell,
    notice,
    ended(outcome: Outcome): void {
      ending = endingOf(outcome);
      if (heldBack !== undefined && outcome.problem?.code !== 'v2-gone')
        hear({ type: 'notice', run: begun?.run ?? '', ...heldBack }, begun?.run);
    },
    ending: () => ending,
    run: () => begun?.run,
    planRun: () => begun?.planRun,
  };
}

/** In one word, for the journal; a run that is finished has its own. And whether it is a refusal: of what was asked for, or of the question. */
const endingOf = ({ problem }: Outcome): readonly [word: string, isRefusal: boolean] => [
  problem?.code ?? 'ended',
  problem?.exitCode === 2 || problem?.exitCode === 7,
];

/** The journal's files that are not there yet: of a journal that is new and holds no run nothing is left behind. */
function filesToBeMade(journalPath: string) {
  const made = ['', '.seq', '-wal', '-shm'].filter((end) => !existsSync(`${journalPath}${end}`));
  let areUseless = false;
  return {
    areUselessWithoutRunsOf(journal: Journal): void {
      areUseless = made.includes('') && journal.runs({ limit: 1 }).length === 0;
    },
    removeUseless(): void {
      if (areUseless) for (const end of made) rmSync(`${journalPath}${end}`, { force: true });
    },
  };
}

/** With what was done so far; a journal that has failed is not asked again. */
async function withCountsKept(
  context: Context,
  journal: Journal,
  told: Pick<ReturnType<typeof createTelling>, 'run' | 'planRun'>,
  outcome: Outcome,
): Promise<Outcome> {
  const counted = withCounts(context, journal, outcome, told.planRun());
  return await withRequestsKept(context, journal, told.run(), counted);
}

function withCounts(
  { command, options }: Context,
  journal: Journal,
  outcome: Outcome,
  planRun: string | undefined,
): Outcome {
  const retried = command === 'retry' ? { reason: options.reason } : undefined;
  const { run, problem } = outcome;
  return run === undefined || problem?.exitCode === 9
    ? outcome
    : { ...outcome, ...countsSoFar(journal, run, planRun, retried) };
}

/** A file that has changed is another source: it would not know what the former one has sent and nobody has answered. */
function refuseDoubtsOfOtherFiles(journal: Journal, { source, target }: NamedStores): void {
  if (!isFile(source)) return;
  const other = journal
    .runs({ target: target.hash })
    .find(
      (run) =>
        run.source !== source.hash && run.source.startsWith(filePrefix) && journal.doubts(run).length > 0,
    );
  if (other === undefined) return;
  throw new CutoverError(
    'run-unfinished',
    `Run ${other.id} was made from another file, or from this one before it changed, and left writes in doubt on store ${target.hash}.`,
    'Continue it with the file as it was, or say with `cutover settle` what has become of them.',
  );
}

/** Rows of a file that were not used are pictures that nobody has looked at. */
function withRowsNotUsed(outcome: Outcome, { source }: NamedStores): Outcome {
  const notUsed = isFile(source) ? source.notUsed : 0;
  if (notUsed === 0) return outcome;
  const ended: Outcome = outcome.ended === 'done' ? { ...outcome, ended: 'incomplete' } : outcome;
  return {
    ...ended,
    facts: { ...outcome.facts, rowsNotUsed: notUsed },
    remarks: [...(outcome.remarks ?? []), `Not used: ${counted(notUsed, 'row')} of the file`],
  };
}

/** What is counted at the end, ends a run, or may come to the same again after it was something else. */
const saidEachTime: ReadonlySet<Notice['code']> = new Set([
  'product-moved',
  'enough-failures',
  'pace-changed',
]);

/** Holds for all but a notice that was given before: what both stores have in common is said once. */
function noticesOnce(): (event: EngineEvent) => boolean {
  const given = new Set<string>();
  return (event) => {
    if (event.type !== 'notice' || saidEachTime.has(event.code)) return true;
    const words = noticeWords(event);
    if (given.has(words)) return false;
    given.add(words);
    return true;
  };
}

/** The outcome without its run, where that is not kept. */
async function keptOutcome(
  { out }: Context,
  journal: Journal,
  run: string | undefined,
  outcome: Outcome,
): Promise<Outcome> {
  if (!(await forgetIfNothingCame(journal, run, outcome))) return outcome;
  out.say(`Run ${run ?? ''} is not kept: nothing was read.`);
  return { ...outcome, run: undefined };
}

/** A store or token that was mistyped leaves no run behind: one is forgotten where a store was refused before anything of it was read. */
async function forgetIfNothingCame(
  journal: Journal,
  name: string | undefined,
  { problem }: Outcome,
): Promise<boolean> {
  const run = name === undefined ? undefined : journal.run(name);
  if (run === undefined || run.resumes > 0 || (problem?.exitCode !== 2 && problem?.exitCode !== 5))
    return false;
  // It stands at its question, as one that was answered with no.
  if (problem?.code === 'needs-yes' || problem?.code === 'needs-confirm') return false;
  const sides = (['source', 'target'] as const).flatMap((side) => journal.snapshotOf(run.id, side) ?? []);
  if (sides.length > 0 && sides.every(({ cursor }) => cursor !== undefined)) return false;
  return (await journal.forgetRun(run.id)) === 'forgotten';
}

/** A folder that is not there is a mistyped one more often than one to be made. */
function placeOfJournal(context: Context): string {
  const journalPath = journalPathOf(context);
  const folder = dirname(journalPath);
  if (existsSync(folder)) return journalPath;
  throw new CutoverError(
    'file-not-usable',
    `The journal cannot be made: there is no folder ${folder}.`,
    'Make the folder, or correct --journal.',
  );
}

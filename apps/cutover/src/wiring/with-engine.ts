// Everything around one verb: the stores, the locks, the journal, the engine, and putting all of it away again in the
// reverse order, whatever happened. The commands themselves only choose the verb and tell its result.
import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openArchive } from '@cutover/image-content';
import { type Journal, journalOfPair, openJournal } from '@cutover/journal';
import {
  createContentHttp,
  hostAndPort,
  type LongWait,
  type RequestEvent,
  systemClock,
  type WaitEvent,
} from '@cutover/store-http';
import type { Engine, EngineEvent, Notice } from '@cutover/sync-engine';
import { checkProxies } from '../command-line/proxy.ts';
import { spellOption } from '../command-line/spelled.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { explain } from '../explain.ts';
import { noticeWords } from '../notice-words.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import { sameCommand } from '../runs/next-command.ts';
import { createPauseGate } from '../terminal/pause.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { engineSettings } from './engine-settings.ts';
import { takeLocks } from './locks.ts';
import { ofStore } from './problem-of-store.ts';
import { createScreenDoor, type ScreenDoor } from './screen-door.ts';
import { openStore, userAgent } from './store-port.ts';
import { type NamedStores, nameStores } from './stores.ts';

export interface Work {
  readonly engine: Engine;
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
  const named = await nameStores(context);
  const settings = await engineSettings(context);
  const journalPath = journalPathOf(context);
  refuseMissingFolder(journalPath);
  const locks = takeLocks(context, writes ? named.target : undefined);
  await using cleanup = createCleanup();
  cleanup.defer(locks.release);
  const made = ['', '.seq', '-wal', '-shm'].filter((end) => !existsSync(`${journalPath}${end}`));
  let isUseless = false;
  // While it is still locked, so that nobody else has begun to use it. The lock file stays: removed, it would make two.
  cleanup.defer(() => {
    if (!isUseless) return;
    for (const end of made) rmSync(`${journalPath}${end}`, { force: true });
  });
  // The journal is the one file that outlives the process, so it is told what must never stand in it.
  const journal = openJournal(journalPath, {
    secrets: [...new Set([named.source.token, named.target.token])],
  });
  cleanup.defer(() => journal.close());

  const gate = createPauseGate(context.stopping.signal);
  const screen = createScreenDoor(context, { journal, named, gate, pacer: () => ports.pacers() });
  cleanup.defer(() => screen.close());
  let run: string | undefined;
  const isNews = noticesOnce();
  const tell = (event: EngineEvent): void => {
    // A repair ends with a verify, which has a run of its own.
    if (event.type === 'run') run ??= event.run;
    if (!isNews(event)) return;
    // A wait is a sign of life, too.
    locks.heartbeat(run);
    context.reporter.event(event);
    screen.event(event);
  };
  const notice = (facts: Notice): void => tell({ type: 'notice', run: run ?? '', ...facts });
  const ports = openStores(context, named, cleanup, { tell, notice });
  const engine: Engine = {
    mode: named.mode,
    journal: journalOfPair(journal, named.source.hash, named.target.hash),
    source: ports.source,
    target: ports.target,
    content: ports.content,
    // Made with the first picture; it belongs to the journal and lies beside it.
    archive: openArchive(`${journalPath}.pictures`),
    clock: systemClock,
    random: Math.random,
    control: { stopping: context.stopping.signal, whileNotPaused: gate.whileNotPaused },
    settings,
    emit: tell,
    spell: spellOption,
  };
  try {
    return await work({ engine, journal, named, screen });
  } catch (error) {
    context.logCause(error);
    const outcome = failedOutcome(context, error, named, run);
    const told = await keptOutcome(context, journal, run, outcome);
    isUseless = made.includes('') && journal.runs({ limit: 1 }).length === 0;
    return told;
  } finally {
    await screen.close();
  }
}

/** Holds for all but a notice that was given before: what both stores have in common is said once. */
function noticesOnce(): (event: EngineEvent) => boolean {
  const given = new Set<string>();
  return (event) => {
    if (event.type !== 'notice' || event.code === 'enough-failures') return true;
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
  { exitCode, problem }: Outcome,
): Promise<boolean> {
  const run = name === undefined ? undefined : journal.run(name);
  if (run === undefined || run.resumes > 0 || (exitCode !== 2 && exitCode !== 5)) return false;
  // It stands at its question, as one that was answered with no.
  if (problem?.code === 'needs-yes') return false;
  const sides = (['source', 'target'] as const).flatMap((side) => journal.snapshotOf(run.id, side) ?? []);
  if (sides.length > 0 && sides.every(({ cursor }) => cursor !== undefined)) return false;
  return (await journal.forgetRun(run.id)) === 'forgotten';
}

/** A folder that is not there is a mistyped one more often than one to be made. */
function refuseMissingFolder(journalPath: string): void {
  const folder = dirname(journalPath);
  if (existsSync(folder)) return;
  throw new CutoverError(
    'file-not-usable',
    `The journal cannot be made: there is no folder ${folder}.`,
    'Make the folder, or correct --journal.',
  );
}

/** A problem of the table, with the run it belongs to and the command that continues it; bugs go on up. */
function failedOutcome(
  context: Context,
  error: unknown,
  named: NamedStores,
  run: string | undefined,
): Outcome {
  const told = explain(error);
  if (told === undefined) throw error;
  const problem = ofStore(told, error, named, context.environment);
  // A V2 that is gone does not come back by trying.
  const continues = (problem.exitCode === 8 && problem.code !== 'v2-gone') || problem.exitCode === 130;
  return {
    exitCode: problem.exitCode,
    run,
    problem: continues ? { ...problem, next: sameCommand(context) } : problem,
  };
}

function openStores(
  context: Context,
  named: NamedStores,
  cleanup: Cleanup,
  { tell, notice }: { tell: (event: EngineEvent) => void; notice: (facts: Notice) => void },
) {
  const { options, requests, out } = context;
  const common = {
    quotaShare: options.quotaShare,
    concurrency: options.concurrency,
    outageMs: options.wait,
    stopping: context.stopping.signal,
  };
  const onRequest =
    (side: string) =>
    ({ version, method, path, status, durationMs, sent }: RequestEvent): void => {
      if (sent) requests.count(version);
      if (options.verbose)
        out.say(`${side} ${method} ${path} ${status ?? 'no answer'} ${Math.round(durationMs)} ms`);
    };
  const onWait =
    (store: string) =>
    ({ reason, by, ms, why }: WaitEvent): void =>
      tell({ type: 'wait', waitsFor: reason, by, store, ms, ...(why === undefined ? {} : { why }) });
  const onLongWait =
    (store: string) =>
    ({ askedMs, believedMs }: LongWait): void =>
      notice({ code: 'long-wait', store, askedMs, believedMs });
  const source = openStore(named.source, {
    ...common,
    onWait: onWait(named.source.hash),
    onLongWait: onLongWait(named.source.hash),
    originals: options.sourceOriginals,
    onRequest: onRequest(named.mode === 'parity' ? 'store' : 'source'),
  });
  cleanup.defer(source.close);
  const target =
    named.mode === 'parity'
      ? source
      : openStore(named.target, {
          ...common,
          originals: [],
          onRequest: onRequest('target'),
          onWait: onWait(named.target.hash),
          onLongWait: onLongWait(named.target.hash),
        });
  if (target !== source) cleanup.defer(target.close);
  const content = createContentHttp({
    allowPrivateHosts: options.allowPrivateHosts,
    // A store on a private network (the sandbox) serves its own pictures from there too; nobody else may.
    allowedHosts: [named.source.api, named.target.api].map((api) => hostAndPort(new URL(api))),
    userAgent,
    onRequest(event) {
      requests.count('content');
      if (options.verbose)
        out.say(
          `${event.method} picture at ${event.host} ${event.status ?? 'no answer'} ${Math.round(event.durationMs)} ms`,
        );
    },
  });
  cleanup.defer(() => content.close());
  const pacers = () => ({ source: source.snapshot(), target: target.snapshot() });
  return { source: source.port, target: target.port, content, pacers };
}

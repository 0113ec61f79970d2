// Decides whether there is a screen, and when it opens: on a terminal that can show one, after every question.
import type { Command, Journal } from '@cutover/journal';
import { type EngineEvent, ownCounts, planCounts } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { nameOfSourceFile, sourceWords } from '../sayings/stores-words.ts';
import type { Before, PacerPair, ScreenFacts, ShownScreen, Standing } from '../screen/index.ts';
import { canColour, canDraw } from '../terminal/abilities.ts';
import type { PauseGate } from '../terminal/pause.ts';
import { localMinute } from '../terminal/quantities.ts';
import type { RunPace } from './run-pace.ts';
import { type NamedStores, pairOf } from './stores.ts';

export interface ScreenDoor {
  /** Opens the screen, if there is to be one; later calls do nothing. */
  open(): Promise<void>;
  /** Passes an event on to the screen; what came before it opened is told when it opens. */
  event(event: EngineEvent): void;
  close(): Promise<void>;
}

const closedDoor: ScreenDoor = {
  open: async () => undefined,
  event: () => undefined,
  close: async () => undefined,
};

/** Commands that have a screen; whatever writes is shown as a migration. */
const asScreen: Readonly<Record<string, ScreenFacts['command'] | undefined>> = {
  audit: 'audit',
  diff: 'diff',
  migrate: 'migrate',
  verify: 'verify',
  retry: 'migrate',
  repair: 'migrate',
  revert: 'migrate',
} satisfies Readonly<Record<Command | 'retry', ScreenFacts['command']>>;

type Seen = Pick<Context, 'command' | 'out' | 'io' | 'stopping' | 'options' | 'environment'>;

/** What a screen shows besides the events, and what its keys act on. */
export interface Behind {
  readonly journal: Journal;
  readonly named: NamedStores;
  readonly gate: PauseGate;
  readonly stores: () => {
    readonly pacers: () => PacerPair;
    readonly pace: Pick<RunPace, 'now' | 'press'>;
  };
}

export function createScreenDoor(context: Seen, { journal, named, gate, stores }: Behind): ScreenDoor {
  const { out, io, stopping } = context;
  const command = asScreen[context.command];
  if (command === undefined || !wantsScreen(context)) return closedDoor;
  const listeners = new Set<(event: EngineEvent) => void>();
  const missed: EngineEvent[] = [];
  let begun: RunEvent | undefined;
  let foundBefore: Readonly<Record<string, number>> | undefined;
  let shown: ShownScreen | undefined;
  let giveBack = (): void => undefined;
  let offExit = (): void => undefined;
  let opening: Promise<void> | undefined;
  const show = async (before: Before | undefined): Promise<void> => {
    const { showScreen } = await import('../screen/index.ts');
    giveBack = out.hold();
    shown = showScreen({
      command,
      facts: {
        title: context.command,
        source: sourceWords({
          source: named.source.hash,
          options: { sourceName: nameOfSourceFile(context.io.cwd, context.options.sourceFile ?? '') },
        }),
        target: named.target.hash,
        mode: named.mode,
        level: command === 'verify' ? context.options.level : undefined,
      },
      subscribe(listener) {
        listeners.add(listener);
        for (const event of missed.splice(0)) listener(event);
        return () => listeners.delete(listener);
      },
      pacer: () => stores().pacers(),
      pace: () => stores().pace.now(),
      standing: () => ({ ...standingOf(journal, begun?.run), foundBefore }),
      before,
      onPace: (key) => stores().pace.press(key),
      onPause: gate.pause,
      onResume: gate.resume,
      onStop: () => stopping.interrupt('SIGINT'),
      onForceStop: () => stopping.interrupt('SIGINT'),
      stopping: stopping.signal,
      stdout: io.stdout,
      stdin: io.stdin,
      now: io.now,
      color: canColour(io.stdout, context.environment, context.options.noColor),
    });
    // The second Ctrl-C: what was said meanwhile, the command that continues among it, is not lost behind the screen.
    offExit = stopping.beforeExit(() => {
      shown?.leave();
      giveBack();
    });
  };
  // Read at once: every action told from here on comes on top of it.
  const open = (): Promise<void> =>
    (opening ??= show(
      begun !== undefined && command === 'migrate' ? doneBefore(journal, begun, named) : undefined,
    ));
  return {
    open,
    event(event) {
      // A run that goes on with writing has been approved before and asks nothing.
      const isWork = event.type === 'progress' && (event.phase === 'writing' || event.phase === 'settling');
      // A repair ends with a verify: it is still the repair that is shown.
      if (event.type === 'run' && begun !== undefined) return;
      if (event.type === 'run') {
        begun = event;
        if (command === 'audit' && event.resumed) foundBefore = journal.findingCounts(event.run).bySeverity;
      }
      if (isWork && (event.total ?? 1) > 0) void open();
      if (listeners.size === 0) remember(missed, event, opening !== undefined);
      else for (const listener of listeners) listener(event);
    },
    async close() {
      await opening;
      await shown?.close();
      offExit();
      giveBack();
    },
  };
}

type RunEvent = EngineEvent & { type: 'run' };

/** Before the screen opens, only what it would still show matters: the run, the newest progress, and waits that are not over. */
function remember(missed: EngineEvent[], event: EngineEvent, isOpening: boolean): void {
  if (!isOpening && (event.type === 'finding' || event.type === 'action')) return;
  // Only how things stand counts, not how they came to that.
  const at = missed.findIndex((one) =>
    one.type === 'wait'
      ? event.type === 'wait' && one.by === event.by && one.store === event.store
      : one.type === 'progress' && event.type === 'progress',
  );
  if (at >= 0) missed.splice(at, 1);
  if (event.type === 'wait' && event.ms === undefined) return;
  missed.push(event);
}

/** As the run's own result counts it: what an earlier run has done of the same plan is no part of it. */
function doneBefore(journal: Journal, begun: RunEvent, named: NamedStores): Before {
  const run = journal.run(begun.run);
  const all = planCounts(journal.actionCounts(begun.planRun ?? begun.run));
  const { created, updated, removed, set, failed } = run === undefined ? all : ownCounts(all, run);
  return {
    applied: { create: created, update: updated, remove: removed, set },
    failed,
    // Nothing is on the wire yet: what is open was left so by an earlier process.
    doubts: journal.doubts(pairOf(named)).map(({ id: action }) => action),
  };
}

/** As the run's own result counts it. */
function standingOf(journal: Journal, id: string | undefined): Standing {
  const run = id === undefined ? undefined : journal.run(id);
  if (run === undefined) return {};
  const { checked = 0, extra = 0 } = run.counts;
  return {
    checked: checked + extra,
    counts: run.counts,
    begunAt: localMinute(run.startedAt),
    isFinished: run.finishedAt !== undefined,
  };
}

/** A terminal that can be drawn on, and nobody who asked for plain lines. */
function wantsScreen({ options, environment, io }: Seen): boolean {
  return canDraw(io.stdout, environment) && !options.json && !options.accessible && !options.quiet;
}

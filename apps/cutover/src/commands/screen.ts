// Decides whether there is a screen, and when it opens: on a terminal that can show one, after every question.
import type { EngineEvent } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import type { NamedStores } from '../options/stores.ts';
import type { PauseGate } from '../pause.ts';
import { noColours, paletteFor } from '../reporters/palette.ts';
import type { PacerPair } from '../ui/index.ts';

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

export function createScreenDoor(
  context: Context,
  named: NamedStores,
  gate: PauseGate,
  pacer: () => PacerPair,
): ScreenDoor {
  const { out, io, stopping } = context;
  // What was left of a migration is carried out as one.
  const command = context.command === 'retry' ? 'migrate' : context.command;
  if ((command !== 'migrate' && command !== 'verify') || !wantsScreen(context)) return closedDoor;
  const listeners = new Set<(event: EngineEvent) => void>();
  const missed: EngineEvent[] = [];
  let shown: { close(): Promise<void> } | undefined;
  let giveBack = (): void => undefined;
  let opening: Promise<void> | undefined;
  const show = async (): Promise<void> => {
    const { showScreen } = await import('../ui/index.ts');
    giveBack = out.hold();
    shown = showScreen({
      command,
      facts: { source: named.source.hash, target: named.target.hash, mode: named.mode },
      subscribe(listener) {
        listeners.add(listener);
        for (const event of missed.splice(0)) listener(event);
        return () => listeners.delete(listener);
      },
      pacer,
      onPause: gate.pause,
      onResume: gate.resume,
      onStop: () => stopping.interrupt('SIGINT'),
      onForceStop: () => stopping.interrupt('SIGINT'),
      stopping: stopping.signal,
      stdout: io.stdout,
      stdin: io.stdin,
      now: io.now,
      color: paletteFor(io.stdout, context.environment, context.options.noColor) !== noColours,
    });
  };
  const open = (): Promise<void> => (opening ??= show());
  return {
    open,
    event(event) {
      // A run that goes on with writing has been approved before and asks nothing.
      if (event.type === 'progress' && (event.phase === 'writing' || event.phase === 'settling')) void open();
      if (listeners.size === 0) remember(missed, event);
      else for (const listener of listeners) listener(event);
    },
    async close() {
      await opening;
      await shown?.close();
      giveBack();
    },
  };
}

/** Before the screen opens, only what it would still show matters: the run, and the newest progress. */
function remember(missed: EngineEvent[], event: EngineEvent): void {
  if (event.type === 'finding' || event.type === 'action') return;
  const last = missed.at(-1);
  if (event.type === 'progress' && last?.type === 'progress') missed.pop();
  missed.push(event);
}

/** A terminal that can be drawn on, and nobody who asked for plain lines. */
function wantsScreen({ options, environment, io }: Context): boolean {
  return (
    io.stdout.isTTY === true &&
    !options.json &&
    !options.accessible &&
    !options.quiet &&
    (environment['ACCESSIBLE'] ?? '') === '' &&
    environment['CI'] === undefined &&
    environment['TERM'] !== 'dumb'
  );
}

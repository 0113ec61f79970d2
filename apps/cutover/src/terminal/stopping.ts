// Signals: the first asks the work to stop, the second ends the process at once. A reader who closes stdout early
// (`| head`) stops commands that only read, and is no failure.
import { CutoverError } from '../errors.ts';
import type { Io } from './io.ts';

export interface Stopping {
  readonly signal: AbortSignal;
  /** What asked for the stop: a signal's name, or `closed` for a stdout without a reader. */
  readonly reason: string | undefined;
  /** As if this signal had come: raw terminals hand Ctrl-C over as a key. */
  interrupt(name: string): void;
  /** Called at the second signal, before the process ends: what gives the terminal back. Returns what takes it off. */
  beforeExit(listener: () => void): () => void;
  /** Stops because nobody reads the results any more. */
  readonly readerGone: () => void;
  close(): void;
}

/**
 * Listens to signals. The first calls `onFirst`, so that a person sees that Ctrl-C was understood; the second calls
 * `onSecond` and ends the process.
 */
export function createStopping(
  io: Pick<Io, 'onSignal' | 'exitNow'>,
  onFirst: () => void,
  onSecond: () => void = () => undefined,
): Stopping {
  const controller = new AbortController();
  const leaving = new Set<() => void>();
  let signals = 0;
  let reason: string | undefined;
  const interrupt = (name: string): void => {
    signals += 1;
    if (signals > 1) {
      for (const leave of leaving) leave();
      onSecond();
      io.exitNow(130);
      return;
    }
    reason = name;
    onFirst();
    controller.abort(stoppedError());
  };
  const close = io.onSignal(interrupt);
  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    interrupt,
    beforeExit(listener) {
      leaving.add(listener);
      return () => leaving.delete(listener);
    },
    readerGone() {
      reason ??= 'closed';
      controller.abort(stoppedError());
    },
    close,
  };
}

/** What ends a command that was stopped before it had a run to continue. */
export const stoppedError = (): CutoverError =>
  new CutoverError(
    'stopped',
    'Nothing is lost.',
    'Run the same command again; it continues where it stopped.',
  );

/** Resolves when the work is asked to stop. */
export const whenStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

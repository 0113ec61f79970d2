// Pausing: work that passes the gate waits while it is closed. A stop opens it, so that nobody waits for ever.
export interface PauseGate {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Resolves at once, or when the pause has ended. */
  readonly whileNotPaused: () => Promise<void>;
}

/** `changed` hears when a pause begins and when it is over. */
export function createPauseGate(
  stopping: AbortSignal,
  changed: (isPaused: boolean) => void = () => undefined,
): PauseGate {
  let waiting: (() => void)[] | undefined;
  const resume = (): void => {
    const released = waiting ?? [];
    if (waiting !== undefined) changed(false);
    waiting = undefined;
    for (const go of released) go();
  };
  stopping.addEventListener('abort', resume, { once: true });
  return {
    pause() {
      if (stopping.aborted || waiting !== undefined) return;
      waiting = [];
      changed(true);
    },
    resume,
    whileNotPaused() {
      if (waiting === undefined) return Promise.resolve();
      return new Promise((resolve) => waiting?.push(resolve));
    },
  };
}

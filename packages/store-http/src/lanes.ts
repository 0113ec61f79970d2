export interface Lanes {
  /** Resolves to the function that leaves again; rejects with the signal's reason when aborted before. */
  enter(signal: AbortSignal | undefined): Promise<() => void>;
}

/** At most `lanesMax` at a time, first come, first served. */
export function createLanes(lanesMax: number): Lanes {
  let busy = 0;
  const waiting = new Set<() => void>();
  const leave = (): void => {
    busy -= 1;
    for (const next of waiting) {
      waiting.delete(next);
      next();
      return;
    }
  };
  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (busy >= lanesMax) {
        await new Promise<void>((resolve, reject) => {
          const go = (): void => {
            signal?.removeEventListener('abort', stop);
            resolve();
          };
          const stop = (): void => {
            waiting.delete(go);
            reject(signal?.reason);
          };
          waiting.add(go);
          signal?.addEventListener('abort', stop, { once: true });
        });
      }
      busy += 1;
      return leave;
    },
  };
}

// How many pictures are asked for at a time. Each host has lanes of its own, a few at first: more while it answers as fast
// as with few, fewer where it slows down, half where it says that it is too much. Invariant: never more than the bound in all,
// and first come, first served within a host.

export interface Lanes {
  /** Resolves when there is a lane; rejects with the signal's reason when aborted before. */
  enter(host: string, signal: AbortSignal | undefined): Promise<Lane>;
  /** From now on so many at most; who is in a lane comes to the end. */
  bound(most: number): void;
}

export interface Lane {
  /** @param like names requests that take equally long on a host that is not at its limits. */
  answered(tookMs: number, like: string): void;
  /** The host has refused for load, or has not answered. */
  burdened(): void;
  leave(): void;
}

const LANES_AT_START = 6;
/** So many times as long as with few lanes, and a host slows down. */
const SLOWER = 2;
/** What a busy machine of ours adds says nothing of a host. */
const NOISE_MS = 20;
/** Means are over about so many requests. */
const REQUESTS_OF_MEAN = 8;

/** @param most lanes of all hosts together. */
export function createLanes(most: number): Lanes {
  let mostNow = most;
  const hosts = new Map<string, Host>();
  let busy = 0;

  function hostOf(name: string): Host {
    const host = hosts.get(name) ?? createHost(() => mostNow);
    hosts.set(name, host);
    return host;
  }

  function pump(): void {
    for (const host of hosts.values()) {
      while (busy < mostNow && host.busy < host.width()) {
        const [next] = host.waiting;
        if (next === undefined) break;
        host.waiting.delete(next);
        busy += 1;
        host.busy += 1;
        next();
      }
    }
  }

  function laneOf(host: Host): Lane {
    return {
      answered: host.answered,
      burdened: host.burdened,
      leave() {
        busy -= 1;
        host.left();
        pump();
      },
    };
  }

  return {
    async enter(name, signal) {
      signal?.throwIfAborted();
      const host = hostOf(name);
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const stop = (): void => {
          host.waiting.delete(go);
          reject(signal?.reason);
        };
        host.waiting.add(go);
        signal?.addEventListener('abort', stop, { once: true });
        pump();
      });
      return laneOf(host);
    },
    bound(to) {
      mostNow = to;
      pump();
    },
  };
}

interface Host {
  busy: number;
  readonly waiting: Set<() => void>;
  width(): number;
  answered(this: void, tookMs: number, like: string): void;
  burdened(this: void): void;
  left(): void;
}

function createHost(most: () => number): Host {
  const times = new Map<string, { meanMs: number; fewMs: number }>();
  let lanes = LANES_AT_START;
  /** Nothing has told of a limit yet: twice as many with each round. */
  let isDoubling = true;
  /** Those under way when the lanes were halved: they say the same of one bad moment. */
  let pardoned = 0;

  function isSlower(tookMs: number, like: string): boolean {
    const known = times.get(like) ?? { meanMs: tookMs, fewMs: tookMs };
    const meanMs = known.meanMs + (tookMs - known.meanMs) / REQUESTS_OF_MEAN;
    // A host that has become slower, whatever we do, gets no fewer than at the start, and is measured again there.
    const fewMs = lanes <= LANES_AT_START ? meanMs : Math.min(known.fewMs, meanMs);
    times.set(like, { meanMs, fewMs });
    return meanMs > SLOWER * fewMs + NOISE_MS;
  }

  const host: Host = {
    busy: 0,
    waiting: new Set(),
    width: () => Math.max(1, Math.floor(Math.min(lanes, most()))),
    answered(tookMs, like) {
      if (isSlower(tookMs, like)) {
        isDoubling = false;
        if (lanes > LANES_AT_START) lanes -= 1 / lanes;
      } else if (host.busy >= host.width()) lanes = Math.min(most(), lanes + (isDoubling ? 1 : 1 / lanes));
    },
    burdened() {
      if (pardoned > 0) return;
      pardoned = host.busy;
      isDoubling = false;
      lanes = Math.max(1, Math.min(lanes, most()) / 2);
    },
    left() {
      host.busy -= 1;
      pardoned = Math.max(0, pardoned - 1);
    },
  };
  return host;
}

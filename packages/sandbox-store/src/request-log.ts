/** What a store was asked, in order, for tests that check what a client did rather than what it says it did. */
import type { FaultName } from './faults/fault-table.ts';

/** One request that reached a store or its CDN. */
export interface LoggedRequest {
  /** Wall-clock milliseconds. */
  readonly at: number;
  readonly store: string;
  readonly version: 'v2' | 'v3' | 'cdn';
  readonly method: string;
  /** Path with its query, from `/stores/` or `/cdn/` on. */
  readonly path: string;
  /** The status answered; 0 where the client got none. */
  readonly status: number;
  /**
   * `none`: a read, or a write that the store refused. `ok`: a write that was done and answered.
   * `before`: a fault came before the write could take effect. `after`: it took effect, and the client was not told so.
   */
  readonly effect: 'none' | 'before' | 'after' | 'ok';
  /** How often a write took effect. */
  readonly applied: number;
  readonly fault?: FaultName;
  /** Names of the fields in a write's body. */
  readonly bodyFields?: readonly string[];
}

const keptMax = 200_000;

export interface RequestLog {
  /** Writes the entry down; the entry may still be amended through the function given back. */
  add(entry: LoggedRequest): (change: Partial<LoggedRequest>) => void;
  all(): LoggedRequest[];
  reset(): void;
}

/** Creates a log of the newest 200,000 requests. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add(entry) {
      let current = entry;
      if (entries.length >= keptMax) entries = entries.slice(keptMax / 10);
      entries.push(entry);
      return (change) => {
        const at = entries.indexOf(current);
        current = { ...current, ...change };
        if (at >= 0) entries[at] = current;
      };
    },
    all: () => [...entries],
    reset() {
      entries = [];
    },
  };
}

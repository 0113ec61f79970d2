// The stores of a benchmark as its parent process sees them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface StoreAddress {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}
/** The first message: where everything is. */
export interface Served {
  readonly stores: readonly StoreAddress[];
  /** API base that answers reads from memory. */
  readonly replay: string;
  readonly products: number;
  readonly images: number;
  readonly rounds: number;
}
/** What one store has answered, pictures apart, and holds. */
export interface Tally {
  readonly hash: string;
  readonly requests: number;
  readonly images: number;
}

export interface Serving extends Served {
  store(hash: string): StoreAddress;
  tally(hash: string): Promise<Tally>;
  close(): void;
}

/** Starts the process that serves the stores. */
export async function startStores(): Promise<Serving> {
  const child = fork(fileURLToPath(new URL('./stores.ts', import.meta.url)));
  const [served]: [Served] = await firstMessage(child);
  return {
    ...served,
    store(hash) {
      const found = served.stores.find(({ store }) => store === hash);
      if (found === undefined) throw new RangeError(`There is no store ${hash}.`);
      return found;
    },
    async tally(hash) {
      child.send(hash);
      const [tally]: [Tally] = await firstMessage(child);
      return tally;
    },
    close: () => child.disconnect(),
  };
}

// The child is this folder's own file; what it sends needs no further proof.
async function firstMessage<Message>(child: ReturnType<typeof fork>): Promise<[Message]> {
  const over = new AbortController();
  const ended = once(child, 'exit', { signal: over.signal }).then(() => {
    throw new Error('the stores have ended');
  });
  try {
    return (await Promise.race([once(child, 'message', { signal: over.signal }), ended])) as [Message];
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}

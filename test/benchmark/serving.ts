// The stores of a benchmark as its parent process sees them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface StoreAddress {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}
/** Where the stores are. */
export interface Growing {
  readonly stores: readonly StoreAddress[];
}
/** The first message: where everything is. */
export interface Served extends Growing {
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

/** The same of the stores whose pictures are looked at. */
export interface AuditStores extends Growing {
  /** Of the large one. */
  readonly products: number;
  readonly images: number;
  /** How many each of the other two holds. */
  readonly photos: number;
}

interface Open {
  store(hash: string): StoreAddress;
  close(): void;
}
export interface Serving extends Served, Open {
  tally(hash: string): Promise<Tally>;
}

/** Starts the process that serves the stores. */
export async function startStores(): Promise<Serving> {
  const { child, ...open } = await startServing<Served>('./stores.ts', []);
  return {
    ...open,
    async tally(hash) {
      child.send(hash);
      const [tally]: [Tally] = await firstMessage(child);
      return tally;
    },
  };
}

/** Starts the one whose pictures are looked at. @param sizes products and images of the large store; photographs. */
export async function startAuditStores(
  ...sizes: readonly [number, number, number]
): Promise<AuditStores & Open> {
  const { child: _child, ...open } = await startServing<AuditStores>('./audit-stores.ts', sizes.map(String));
  return open;
}

/** Starts the one for stores of different sizes. @param areAlike the target holds what the source does; else none of it. */
export async function startGrowthStores(products: number, images: number, areAlike: boolean): Promise<Open> {
  const words = [String(products), String(images), ...(areAlike ? ['alike'] : [])];
  return await startServing<Growing>('./growth-stores.ts', words);
}

async function startServing<Told extends Growing>(file: string, words: readonly string[]) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), words);
  const [served]: [Told] = await firstMessage(child);
  return {
    ...served,
    child,
    store(hash: string): StoreAddress {
      const found = served.stores.find(({ store }) => store === hash);
      if (found === undefined) throw new RangeError(`There is no store ${hash}.`);
      return found;
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

// The same creates with the writes to disk that Cutover makes for them, and nothing else: an intent that is durable before
// its request leaves, and a record before the next one. Raw better-sqlite3; writes of one turn share a commit, as there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'undici';
import { type BareCreate, firstBytes, inLanes, post } from './bare.ts';
import type { StoreAddress } from './serving.ts';

/**
 * Milliseconds.
 * @param before what is done before each intent; default: nothing.
 */
export async function journaledPosts(
  target: StoreAddress,
  creates: readonly BareCreate[],
  concurrency: number,
  before?: (create: BareCreate) => Promise<void>,
): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const journal = openBare(path.join(folder, 'bare.db'));
  try {
    return await inLanes(target, creates, concurrency, async (pool, create) => {
      await before?.(create);
      await journal.intent(create);
      const id = await post(pool, target, create);
      await journal.applied(create, id);
    });
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same requests as a migration sends: it looks at the first bytes of each original, too. Milliseconds. */
export async function journaledAlike(
  source: StoreAddress,
  target: StoreAddress,
  creates: readonly BareCreate[],
  concurrency: number,
): Promise<number> {
  const cdn = new Pool(source.api, { connections: concurrency });
  try {
    return await journaledPosts(target, creates, concurrency, async ({ imageUrl }) => {
      await firstBytes(cdn, imageUrl);
    });
  } finally {
    await cdn.close();
  }
}

function openBare(file: string) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE actions (path TEXT, body TEXT, status TEXT, image INTEGER, started TEXT, ended TEXT,
    PRIMARY KEY (path, body)) STRICT`);
  const insert = database.prepare('INSERT INTO actions VALUES (?, ?, ?, NULL, ?, NULL)');
  const update = database.prepare(
    'UPDATE actions SET status = ?, image = ?, ended = ? WHERE path = ? AND body = ?',
  );
  let queue: (() => void)[] = [];
  let turn: NodeJS.Immediate | undefined;
  const all = database.transaction((writes: readonly (() => void)[]) => {
    for (const write of writes) write();
  });
  function durable(write: () => void): Promise<void> {
    return new Promise((resolve) => {
      queue.push(write);
      waiting.push(resolve);
      turn ??= setImmediate(flush);
    });
  }
  let waiting: (() => void)[] = [];
  function flush(): void {
    const [writes, over] = [queue, waiting];
    [queue, waiting, turn] = [[], [], undefined];
    all(writes);
    for (const resolve of over) resolve();
  }
  const now = (): string => new Date().toISOString();
  return {
    intent: async ({ path: to, body }: BareCreate) =>
      await durable(() => insert.run(to, body, 'started', now())),
    applied: async ({ path: to, body }: BareCreate, id: number) =>
      await durable(() => update.run('applied', id, now(), to, body)),
    close: () => database.close(),
  };
}

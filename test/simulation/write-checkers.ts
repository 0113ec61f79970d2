// What must be true of the writes that a store has seen: each had an intent in the journal, and the quota was kept. The
// journal is read as the file that it is, past the code that wrote it.
import type { LoggedRequest, StoreControl } from '@cutover/sandbox-store';
import Database from 'better-sqlite3';

const kinds: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', DELETE: 'remove' };

/** Writes that the target saw although the journal holds no attempt for them. */
export function writesWithoutIntent(journalPath: string, target: StoreControl): string[] {
  const database = new Database(journalPath, { readonly: true });
  try {
    const attempts = new Map(
      database
        .prepare<[], { what: string; number: number }>(
          `select kind || ' on product ' || target_product_id as what, count(*) as number
           from attempts join actions using (action) group by kind, target_product_id`,
        )
        .all()
        .map(({ what, number }) => [what, number]),
    );
    const seen = new Map<string, number>();
    for (const { method, path, version } of target.requests()) {
      const kind = kinds[method];
      const product = /\/catalog\/products\/(\d+)\/images/.exec(path)?.[1];
      if (kind === undefined || version !== 'v3' || product === undefined) continue;
      const what = `${kind} on product ${product}`;
      seen.set(what, (seen.get(what) ?? 0) + 1);
    }
    return [...seen].flatMap(([what, number]) => {
      const intents = attempts.get(what) ?? 0;
      return number > intents ? [`${number} requests to ${what}, and ${intents} intents`] : [];
    });
  } finally {
    database.close();
  }
}

/** Requests over the quota: refused by the store although no fault was to blame. */
export function overQuota(requests: readonly LoggedRequest[]): number {
  return requests.filter(({ status, fault }) => status === 429 && fault === undefined).length;
}

/** Writes that the store knows of: creates, their effects, and the rest. */
export function writesOf(target: StoreControl): { posts: number; effects: number; others: number } {
  const log = target.requests().filter((one) => one.version === 'v3');
  const posts = log.filter((one) => one.method === 'POST');
  return {
    posts: posts.length,
    effects: posts.reduce((sum, one) => sum + one.applied, 0),
    others: log.filter((one) => one.method === 'PUT' || one.method === 'DELETE').length,
  };
}

/**
 * The line that says a store exists in the state, and whether its catalog is there in full.
 * A process that ends while it plants leaves that unsaid, and the next one plants from the beginning.
 */
import type { Connection } from './database.ts';

export interface StoreRecord {
  readonly token: string;
  readonly readOnlyToken: string;
  readonly isPlanted: boolean;
}
interface Wanted {
  readonly token?: string | undefined;
  readonly readOnlyToken?: string | undefined;
  /** For a store that is given none and has none yet. */
  readonly newToken: (scope: 'full' | 'read') => string;
  readonly firstIds: { readonly product: number; readonly image: number };
}

/** Finds the store in the state or enters it, emptied where planting was cut short. Tokens given win over kept ones. */
export function claimStore(
  connection: Connection,
  hash: string,
  { token, readOnlyToken, newToken, firstIds }: Wanted,
): StoreRecord {
  const kept = connection
    .prepare<[string], { token: string; read_only_token: string; is_planted: number }>(
      'SELECT * FROM store WHERE hash=?',
    )
    .get(hash);
  const tokens = {
    token: token ?? kept?.token ?? newToken('full'),
    readOnlyToken: readOnlyToken ?? kept?.read_only_token ?? newToken('read'),
  };
  if (kept?.is_planted === 1) return { ...tokens, isPlanted: true };
  connection.transaction(() => {
    for (const table of ['product', 'variant', 'rule', 'image', 'import_file', 'thing_id']) {
      connection.prepare<[string]>(`DELETE FROM ${table} WHERE store=?`).run(hash);
    }
    connection
      .prepare<[string, string, string, number, number]>('INSERT OR REPLACE INTO store VALUES (?,?,?,?,?,0)')
      .run(hash, tokens.token, tokens.readOnlyToken, firstIds.image, firstIds.product);
  })();
  return { ...tokens, isPlanted: false };
}

/** Says that the store's catalog is there in full. */
export function markPlanted(connection: Connection, hash: string): void {
  connection.prepare<[string]>('UPDATE store SET is_planted=1 WHERE hash=?').run(hash);
}

// Schema version 5: a removal that is the second half of a replacement is found by its product, so that one that failed
// or was never reached is remembered by every later run.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

export const fifthSchema: readonly Compilable[] = [
  query.schema
    .createIndex('actions_replacing')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`kind = 'remove' and replaces = 1`),
];

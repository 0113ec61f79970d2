// Schema version 13: how many actions of a plan stand where, and how many have failed of what, is counted in an index, and so
// are the renditions that were handed over.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

export const thirteenthSchema: readonly Compilable[] = [
  // Partial in no more than its words, so that SQLite takes it for nothing but the statements that say them: it would
  // prefer it to the index by product otherwise.
  schema
    .createIndex('actions_standing')
    .on('actions')
    .columns(['plan_run', 'status', 'kind', 'failure_code'])
    .where(sql<boolean>`plan_run <> ''`),
  schema
    .createIndex('actions_rendered')
    .on('actions')
    .column('plan_run')
    .where(sql<boolean>`status = 'applied' and rendition <> ''`),
];

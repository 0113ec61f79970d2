// Schema version 5: a run keeps what it has come to in words, of which the exit code is only one telling; a failed action
// keeps the code of its failure apart from its words; and a removal that
// is the second half of a replacement is found by its product, so that one that failed or was never reached is remembered
// by every later run.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

const codes: Compilable = {
  compile: () =>
    sql`update actions set failure_code = trim(substr(reason, 1, instr(reason || ':', ':') - 1))
      where status = 'failed'`.compile(query),
};

const inWords: Compilable = {
  compile: () =>
    sql`update runs set outcome = case exit_code when 0 then 'done' when 3 then 'differs' when 7 then 'abandoned'
      when 4 then 'incomplete' end`.compile(query),
};

export const fifthSchema = (): readonly Compilable[] => [
  schema
    .alterTable('runs')
    .addColumn('outcome', 'text', (column) =>
      column.check(sql<boolean>`outcome in ('done', 'differs', 'incomplete', 'abandoned')`),
    ),
  inWords,
  schema.alterTable('runs').dropColumn('exit_code'),
  schema.alterTable('actions').addColumn('failure_code', 'text'),
  codes,
  schema
    .createIndex('actions_replacing')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`kind = 'remove' and replaces = 1`),
];

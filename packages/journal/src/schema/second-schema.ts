// Schema version 2: runs that repair and revert, and what taking a write back needs to know of it. SQLite cannot change
// a column's check, so the runs are copied to a table that has the new one; the rows of the other tables stay where
// they are. Foreign keys are off while it runs (see connection.ts), or dropping the old table would look for its rows.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { runPhases } from '../transitions.ts';
import { oneOf, query } from './statements.ts';

const { schema } = query;

const runs = (): CreateTableBuilder<string> =>
  schema
    .createTable('runs_upgraded')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('run', 'text', (column) => column.notNull().unique())
    .addColumn('command', 'text', (column) =>
      column.notNull().check(oneOf('command', ['audit', 'diff', 'migrate', 'verify', 'repair', 'revert'])),
    )
    .addColumn('mode', 'text', (column) => column.notNull().check(oneOf('mode', ['parity', 'transfer'])))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('options_key', 'text', (column) => column.notNull())
    .addColumn('options', 'text', (column) => column.notNull())
    .addColumn('dry_run', 'integer', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull().check(oneOf('phase', runPhases)))
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('exit_code', 'integer')
    .addColumn('resumes', 'integer', (column) => column.notNull())
    .addColumn('plan_run', 'text', (column) => column.references('runs.run'))
    .addColumn('verify_run', 'text', (column) => column.references('runs.run'))
    .addColumn('march_cursor', 'integer')
    .addColumn('marched', 'integer', (column) => column.notNull())
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('actions_planned', 'integer', (column) => column.notNull())
    .addColumn('unclean', 'integer', (column) => column.notNull())
    // Last, so that the columns before it are version 1's in version 1's order.
    .addColumn('reverts_run', 'text', (column) => column.references('runs.run'))
    .modifyEnd(sql`strict`);

const copied: Compilable = {
  compile: () => sql`insert into runs_upgraded select *, null from runs`.compile(query),
};

export const secondSchema = (): readonly Compilable[] => [
  runs(),
  copied,
  schema.dropTable('runs'),
  schema.alterTable('runs_upgraded').renameTo('runs'),
  schema.createIndex('runs_pair').on('runs').columns(['source', 'target', 'command', 'number']),
  schema.alterTable('actions').addColumn('archive', 'text'),
  schema.alterTable('actions').addColumn('replaces', 'integer', (column) => column.notNull().defaultTo(0)),
  schema.alterTable('actions').addColumn('before', 'text'),
  schema.alterTable('actions').addColumn('archived', 'text'),
  schema.alterTable('actions').addColumn('source_file', 'text'),
  schema
    .createIndex('actions_updated')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`kind = 'update' and status = 'applied'`),
];

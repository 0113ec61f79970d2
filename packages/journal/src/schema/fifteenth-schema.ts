// Schema version 15: the journal stays small. A run says that its rows were let go; findings that are not kept row by row are
// counted; one row stands for all images of a product that are the same on both sides; and a snapshot has models, an image and
// the address of a slot, from which the addresses of the others differ. A snapshot without them keeps addresses whole, as before.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

/** '' where a finding has none, since a key holds no null. */
const counted = (): CreateTableBuilder<string> =>
  schema
    .createTable('findings_counted')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('sign', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('suppressed', 'integer', (column) => column.notNull())
    .addColumn('known', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('findings_counted_key', [
      'run',
      'sign',
      'rule',
      'severity',
      'suppressed',
      'known',
    ])
    .modifyEnd(sql`strict, without rowid`);

export const fifteenthSchema = (): readonly Compilable[] => [
  schema.alterTable('runs').addColumn('pruned', 'integer', (column) => column.notNull().defaultTo(0)),
  schema.alterTable('snapshots').addColumn('model', 'text'),
  schema.alterTable('snapshots').addColumn('slot_model', 'text'),
  schema.alterTable('findings').addColumn('alike', 'text'),
  schema.alterTable('findings').addColumn('number', 'integer', (column) => column.notNull().defaultTo(1)),
  counted(),
];

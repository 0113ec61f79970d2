// Schema version 9: what an audit knows besides. A product may be hidden from shoppers; a finding may be set aside by the
// merchant's word, or known from an earlier report; and of each picture that was looked at whole there is a digest, so that
// one which several products show is found without holding all of them in memory.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

const pictures = (): CreateTableBuilder<string> =>
  schema
    .createTable('pictures')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('side', 'text', (column) => column.notNull().check(sql<boolean>`side in ('source', 'target')`))
    .addColumn('product_id', 'integer', (column) => column.notNull())
    .addColumn('image_id', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pictures_key', ['run', 'side', 'product_id', 'image_id'])
    .modifyEnd(sql`strict, without rowid`);

export const ninthSchema = (): readonly Compilable[] => [
  schema
    .alterTable('snapshot_products')
    .addColumn('is_hidden', 'integer', (column) => column.notNull().defaultTo(0)),
  schema.alterTable('findings').addColumn('suppressed', 'text'),
  schema.alterTable('findings').addColumn('known', 'integer', (column) => column.notNull().defaultTo(0)),
  pictures(),
  schema.createIndex('pictures_digest').on('pictures').columns(['run', 'side', 'digest', 'product_id']),
];

// Schema version 6: an action says of which kind of picture it is, and a slot (a place that holds one picture without an id
// of its own) can be set. SQLite cannot change a column's check, so the actions are copied to a table that has the new
// one. Foreign keys are off while it runs (see connection.ts).
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { oneOf, query } from './statements.ts';

const { schema } = query;

const actions = (): CreateTableBuilder<string> =>
  schema
    .createTable('actions_upgraded')
    .addColumn('action', 'text', (column) => column.primaryKey())
    .addColumn('plan_run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['create', 'update', 'remove', 'set'])),
    )
    .addColumn('status', 'text', (column) =>
      column
        .notNull()
        .check(oneOf('status', ['pending', 'started', 'applied', 'failed', 'blocked', 'superseded'])),
    )
    .addColumn('source_product_id', 'integer')
    .addColumn('source_image_id', 'integer')
    .addColumn('target_product_id', 'integer', (column) => column.notNull())
    .addColumn('target_image_id', 'integer')
    .addColumn('sku', 'text')
    .addColumn('wanted', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('candidates', 'text', (column) => column.notNull())
    .addColumn('result_image_id', 'integer')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('archive', 'text')
    .addColumn('replaces', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('before', 'text')
    .addColumn('archived', 'text')
    .addColumn('source_file', 'text')
    .addColumn('shown', 'text')
    .addColumn('failure_code', 'text')
    // Last, so that the columns before them are version 5's in version 5's order.
    .addColumn('of', 'text', (column) =>
      column.notNull().check(oneOf('of', ['product-image', 'variant-image', 'modifier-image', 'swatch'])),
    )
    .addColumn('source_slot', 'text')
    .addColumn('target_slot', 'text')
    .addCheckConstraint(
      'actions_result',
      sql`(result_image_id is not null) = (kind = 'create' and status = 'applied')`,
    )
    .addCheckConstraint('actions_slot', sql`(target_slot is not null) = (kind = 'set')`)
    .modifyEnd(sql`strict, without rowid`);

const copied: Compilable = {
  compile: () =>
    sql`insert into actions_upgraded select *, 'product-image', null, null from actions`.compile(query),
};

const ofProduct = ['target', 'target_product_id'];
const index = (name: string, columns: readonly string[], where: string): Compilable =>
  schema
    .createIndex(name)
    .on('actions')
    .columns([...columns])
    .where(sql<boolean>`${sql.raw(where)}`);

export const sixthSchema = (): readonly Compilable[] => [
  actions(),
  copied,
  schema.dropTable('actions'),
  schema.alterTable('actions_upgraded').renameTo('actions'),
  schema.createIndex('actions_product').on('actions').columns(['plan_run', 'target_product_id', 'position']),
  index('actions_pending', ['plan_run', 'target_product_id'], "status = 'pending'"),
  index('actions_doubt', ['source', ...ofProduct], "status in ('started', 'blocked')"),
  schema
    .createIndex('actions_claim')
    .unique()
    .on('actions')
    .columns(['target', 'result_image_id'])
    .where(sql<boolean>`result_image_id is not null`),
  index('actions_claimed', ofProduct, 'result_image_id is not null'),
  index('actions_updated', ofProduct, "kind = 'update' and status = 'applied'"),
  index('actions_removed', ofProduct, "kind = 'remove' and status = 'applied'"),
  index('actions_replacing', ofProduct, "kind = 'remove' and replaces = 1"),
];

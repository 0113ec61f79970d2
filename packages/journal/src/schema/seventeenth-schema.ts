// Schema version 17: rows that hold texts and lists of images lie in tables of their own kind. A table without row ids is an
// index, in which a row of more than a quarter of a page takes a page of its own for what is above: an action with a long text,
// and what was seen of a product with five images, took twice the room. What such a row is found by is an index beside it. And
// one row of findings may stand for images of many products, which no earlier version can read.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { renderedOnly } from './fourteenth-schema.ts';
import { countingActions, failedOnly } from './sixteenth-schema.ts';
import { oneOf, query } from './statements.ts';

const { schema } = query;

const actions = (): CreateTableBuilder<string> =>
  schema
    .createTable('actions_upgraded')
    .addColumn('action', 'text', (column) => column.primaryKey().notNull())
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
    .addColumn('of', 'text', (column) =>
      column.notNull().check(oneOf('of', ['product-image', 'variant-image', 'modifier-image', 'swatch'])),
    )
    .addColumn('source_slot', 'text')
    .addColumn('target_slot', 'text')
    .addColumn('handed_over', 'text')
    .addColumn('failure_words', 'text')
    .addCheckConstraint(
      'actions_result',
      sql`(result_image_id is not null) = (kind = 'create' and status = 'applied')`,
    )
    .addCheckConstraint('actions_slot', sql`(target_slot is not null) = (kind = 'set')`)
    .modifyEnd(sql`strict`);

const sightings = (): CreateTableBuilder<string> =>
  schema
    .createTable('sightings_upgraded')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('moment', 'text', (column) => column.notNull().check(oneOf('moment', ['before', 'after'])))
    .addColumn('target_product_id', 'integer', (column) => column.notNull())
    .addColumn('images', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sightings_key', ['run', 'moment', 'target_product_id'])
    .modifyEnd(sql`strict`);

const copied = (table: string, key: string): Compilable => ({
  // In the order of the key, so that neighbours stay neighbours.
  compile: () =>
    sql`insert into ${sql.table(`${table}_upgraded`)} select * from ${sql.table(table)} order by ${sql.raw(key)}`.compile(
      query,
    ),
});

const moved = (table: string, key: string, made: () => CreateTableBuilder<string>): readonly Compilable[] => [
  made(),
  copied(table, key),
  schema.dropTable(table),
  schema.alterTable(`${table}_upgraded`).renameTo(table),
];

const index = (name: string, columns: readonly string[], where: string, isUnique = false): Compilable => {
  const builder = schema
    .createIndex(name)
    .on('actions')
    .columns([...columns])
    .where(sql<boolean>`${sql.raw(where)}`);
  return isUnique ? builder.unique() : builder;
};

const ofProduct = ['target', 'target_product_id'];

export const seventeenthSchema = (): readonly Compilable[] => [
  ...moved('actions', 'action', actions),
  schema.createIndex('actions_product').on('actions').columns(['plan_run', 'target_product_id', 'position']),
  index('actions_pending', ['plan_run', 'target_product_id'], "status = 'pending'"),
  index('actions_doubt', ['source', ...ofProduct], "status in ('started', 'blocked')"),
  index('actions_claim', ['target', 'result_image_id'], 'result_image_id is not null', true),
  index('actions_claimed', ofProduct, 'result_image_id is not null'),
  index('actions_updated', ofProduct, "kind = 'update' and status = 'applied'"),
  index('actions_removed', ofProduct, "kind = 'remove' and status = 'applied'"),
  index('actions_replacing', ofProduct, "kind = 'remove' and replaces = 1"),
  index('actions_set', ofProduct, "kind = 'set'"),
  index('actions_rendered', ['plan_run'], renderedOnly),
  index('actions_failed', ['plan_run', 'failure_code', 'action'], failedOnly),
  ...countingActions(),
  ...moved('sightings', 'run, moment, target_product_id', sightings),
  schema.createIndex('sightings_product').on('sightings').column('target_product_id'),
];

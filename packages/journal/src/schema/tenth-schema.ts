// Schema version 10: a snapshot holds slots, too: pictures of variants (and, later, of values), which have no id of their
// own. What earlier runs have set in them is asked for by product.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { oneOf, query } from './statements.ts';

const { schema } = query;

const slots = (): CreateTableBuilder<string> =>
  schema
    .createTable('snapshot_slots')
    .addColumn('snapshot', 'integer', (column) => column.notNull())
    .addColumn('product_id', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['variant-image', 'modifier-image', 'swatch'])),
    )
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('choices', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('snapshot_slots_key', ['snapshot', 'product_id', 'kind', 'slot'])
    .modifyEnd(sql`strict, without rowid`);

export const tenthSchema = (): readonly Compilable[] => [
  slots(),
  schema
    .createIndex('actions_set')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`kind = 'set'`),
];

// Schema version 3: what a run that writes saw of a target product before its first write there and after its last. Who
// takes a run back, or comes again weeks later, tells by it what that run has changed and what somebody else has since.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

const sightings = (): CreateTableBuilder<string> =>
  schema
    .createTable('sightings')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('moment', 'text', (column) =>
      column.notNull().check(sql<boolean>`moment in ('before', 'after')`),
    )
    .addColumn('target_product_id', 'integer', (column) => column.notNull())
    .addColumn('images', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sightings_key', ['run', 'moment', 'target_product_id'])
    .modifyEnd(sql`strict, without rowid`);

export const thirdSchema = (): readonly Compilable[] => [
  sightings(),
  schema.createIndex('sightings_product').on('sightings').column('target_product_id'),
  schema
    .createIndex('actions_removed')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`kind = 'remove' and status = 'applied'`),
];

// The tables of schema version 1. Invariants that SQLite itself keeps: one open attempt for an action, one action for
// a target image, known words only in the columns that hold words. Snapshot rows carry no foreign key: they are the
// bulk of the file, written only through a snapshot that exists.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { runPhases } from '../transitions.ts';
import { oneOf, query } from './statements.ts';

const { schema } = query;
const strict = sql`strict`;
const strictWithoutRowid = sql`strict, without rowid`;

const about = (): CreateTableBuilder<string> =>
  schema
    .createTable('journal')
    .addColumn('only', 'integer', (column) => column.primaryKey().check(sql`only = 1`))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('dirty', 'integer', (column) => column.notNull())
    .modifyEnd(strict);

const runs = (): CreateTableBuilder<string> =>
  schema
    .createTable('runs')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('run', 'text', (column) => column.notNull().unique())
    .addColumn('command', 'text', (column) =>
      column.notNull().check(oneOf('command', ['audit', 'diff', 'migrate', 'verify'])),
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
    .modifyEnd(strict);

const snapshots = (): CreateTableBuilder<string> =>
  schema
    .createTable('snapshots')
    .addColumn('snapshot', 'integer', (column) => column.primaryKey())
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('side', 'text', (column) => column.notNull().check(oneOf('side', ['source', 'target'])))
    .addColumn('store', 'text', (column) => column.notNull())
    .addColumn('via', 'text', (column) => column.notNull().check(oneOf('via', ['v2', 'v3', 'file'])))
    .addColumn('cursor', 'integer')
    .addColumn('complete', 'integer', (column) => column.notNull())
    .addColumn('products', 'integer', (column) => column.notNull())
    .addColumn('images', 'integer', (column) => column.notNull())
    .addColumn('expected_images', 'integer')
    .addUniqueConstraint('snapshots_run_side', ['run', 'side'])
    .modifyEnd(strict);

const snapshotProducts = (): CreateTableBuilder<string> =>
  schema
    .createTable('snapshot_products')
    .addColumn('snapshot', 'integer', (column) => column.notNull())
    .addColumn('product_id', 'integer', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('match_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('snapshot_products_key', ['snapshot', 'product_id'])
    .modifyEnd(strictWithoutRowid);

const snapshotImages = (): CreateTableBuilder<string> =>
  schema
    .createTable('snapshot_images')
    .addColumn('snapshot', 'integer', (column) => column.notNull())
    .addColumn('product_id', 'integer', (column) => column.notNull())
    .addColumn('image_id', 'integer', (column) => column.notNull())
    .addColumn('image_file', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('is_thumbnail', 'integer', (column) => column.notNull())
    .addColumn('sort_order', 'integer', (column) => column.notNull())
    .addColumn('url_zoom', 'text', (column) => column.notNull())
    .addColumn('url_standard', 'text', (column) => column.notNull())
    .addColumn('url_thumbnail', 'text', (column) => column.notNull())
    .addColumn('url_tiny', 'text', (column) => column.notNull())
    .addColumn('date_created', 'text')
    .addColumn('date_modified', 'text')
    .addPrimaryKeyConstraint('snapshot_images_key', ['snapshot', 'product_id', 'image_id'])
    .modifyEnd(strictWithoutRowid);

const findings = (): CreateTableBuilder<string> =>
  schema
    .createTable('findings')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('sign', 'text', (column) => column.check(oneOf('sign', ['=', '~', '+', '-', '!'])))
    .addColumn('rule', 'text')
    .addColumn('severity', 'text', (column) =>
      column.check(oneOf('severity', ['fatal', 'critical', 'warning', 'info'])),
    )
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['product-image', 'variant-image', 'modifier-image', 'swatch'])),
    )
    .addColumn('source', 'text')
    .addColumn('target', 'text')
    .addColumn('fields', 'text')
    .addColumn('message', 'text', (column) => column.notNull())
    .modifyEnd(strict);

const actions = (): CreateTableBuilder<string> =>
  schema
    .createTable('actions')
    .addColumn('action', 'text', (column) => column.primaryKey())
    .addColumn('plan_run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(oneOf('kind', ['create', 'update', 'remove'])),
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
    .addCheckConstraint(
      'actions_result',
      sql`(result_image_id is not null) = (kind = 'create' and status = 'applied')`,
    )
    .modifyEnd(strictWithoutRowid);

const bases = (): CreateTableBuilder<string> =>
  schema
    .createTable('bases')
    .addColumn('basis', 'integer', (column) => column.primaryKey())
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('target_product_id', 'integer', (column) => column.notNull())
    .addColumn('image_ids', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .modifyEnd(strict);

const attempts = (): CreateTableBuilder<string> =>
  schema
    .createTable('attempts')
    .addColumn('attempt', 'integer', (column) => column.primaryKey())
    .addColumn('action', 'text', (column) => column.notNull().references('actions.action'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('basis', 'integer', (column) => column.notNull().references('bases.basis'))
    .addColumn('sent_name', 'text', (column) => column.notNull())
    .addColumn('sent_via', 'text', (column) =>
      column.notNull().check(oneOf('sent_via', ['url', 'upload', 'fields', 'none'])),
    )
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) =>
      column.check(oneOf('outcome', ['answered', 'found', 'already', 'not-done', 'failed'])),
    )
    .addColumn('reason', 'text')
    .addColumn('closed_at', 'text')
    .addUniqueConstraint('attempts_number', ['action', 'number'])
    .modifyEnd(strict);

const originals = (): CreateTableBuilder<string> =>
  schema
    .createTable('originals')
    .addColumn('store', 'text', (column) => column.notNull())
    .addColumn('image_id', 'integer', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('content_length', 'integer')
    .addPrimaryKeyConstraint('originals_key', ['store', 'image_id'])
    .modifyEnd(strictWithoutRowid);

// A partial index serves only queries that repeat its condition word for word, hence the literals there as here.
const indexes = (): readonly Compilable[] => [
  schema.createIndex('runs_pair').on('runs').columns(['source', 'target', 'command', 'number']),
  schema.createIndex('snapshot_products_match').on('snapshot_products').columns(['snapshot', 'match_key']),
  schema.createIndex('snapshot_products_sku').on('snapshot_products').columns(['snapshot', 'sku']),
  schema.createIndex('findings_run').on('findings').columns(['run', 'seq']),
  schema.createIndex('actions_product').on('actions').columns(['plan_run', 'target_product_id', 'position']),
  schema
    .createIndex('actions_pending')
    .on('actions')
    .columns(['plan_run', 'target_product_id'])
    .where(sql<boolean>`status = 'pending'`),
  schema
    .createIndex('actions_doubt')
    .on('actions')
    .columns(['source', 'target', 'target_product_id'])
    .where(sql<boolean>`status in ('started', 'blocked')`),
  schema
    .createIndex('actions_claim')
    .unique()
    .on('actions')
    .columns(['target', 'result_image_id'])
    .where(sql<boolean>`result_image_id is not null`),
  schema
    .createIndex('actions_claimed')
    .on('actions')
    .columns(['target', 'target_product_id'])
    .where(sql<boolean>`result_image_id is not null`),
  schema
    .createIndex('attempts_open')
    .unique()
    .on('attempts')
    .column('action')
    .where(sql<boolean>`outcome is null`),
];

export const firstSchema = (): readonly Compilable[] => [
  about(),
  runs(),
  snapshots(),
  snapshotProducts(),
  snapshotImages(),
  findings(),
  actions(),
  bases(),
  attempts(),
  originals(),
  ...indexes(),
];

// Schema version 16: how many actions of a plan stand where, and have failed of what, is kept and not counted. SQLite itself
// keeps it, in the transaction that adds, moves or deletes the action, so that it is the same in every process and true after
// any stop. The index that was counted in held every action, and changed with each of its steps; what is left of it holds
// those that have failed.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

/** '' where an action has no failure, since a key holds no null. */
const counted = (): CreateTableBuilder<string> =>
  schema
    .createTable('actions_counted')
    .addColumn('plan_run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('failure_code', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('actions_counted_key', ['plan_run', 'status', 'kind', 'failure_code'])
    .modifyEnd(sql`strict, without rowid`);

const statement = (text: string): Compilable => ({ compile: () => sql.raw(text).compile(query) });

const more = `insert into actions_counted values (new.plan_run, new.status, new.kind, ifnull(new.failure_code, ''), 1)
  on conflict do update set number = number + 1;`;
const less = `update actions_counted set number = number - 1 where plan_run = old.plan_run and status = old.status
  and kind = old.kind and failure_code = ifnull(old.failure_code, '');`;

// Said once more by the statements that are to use this index, since SQLite uses a partial one for nothing else.
export const failedOnly = "status = 'failed'";

export const countingActions = (): readonly Compilable[] => [
  statement(`create trigger actions_added after insert on actions begin ${more} end`),
  statement(
    `create trigger actions_moved after update of status, failure_code on actions begin ${less} ${more} end`,
  ),
  statement(`create trigger actions_deleted after delete on actions begin ${less} end`),
];

export const sixteenthSchema = (): readonly Compilable[] => [
  // Where originals were found: each change says that of its own picture.
  schema.dropTable('originals'),
  counted(),
  // In the words of the index that goes, which holds all that is asked here.
  statement(`insert into actions_counted select plan_run, status, kind, ifnull(failure_code, ''), count(*) from actions
    where plan_run <> '' group by 1, 2, 3, 4`),
  schema.dropIndex('actions_standing'),
  schema
    .createIndex('actions_failed')
    .on('actions')
    .columns(['plan_run', 'failure_code'])
    .where(sql<boolean>`${sql.raw(failedOnly)}`),
  ...countingActions(),
];

// Schema version 11: how a run went by, in some hundred rows at most: when a process worked at it, what was waited for, and
// how many images were done meanwhile.
import { type Compilable, type CreateTableBuilder, sql } from 'kysely';
import { oneOf, query } from './statements.ts';

const { schema } = query;

const spells = (): CreateTableBuilder<string> =>
  schema
    .createTable('spells')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.run'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('is', 'text', (column) => column.notNull().check(oneOf('is', ['sitting', 'wait', 'pace'])))
    .addColumn('word', 'text', (column) => column.notNull())
    .addColumn('store', 'text', (column) => column.notNull())
    .addColumn('began_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text', (column) => column.notNull())
    .addColumn('times', 'integer', (column) => column.notNull())
    .addColumn('ms', 'integer', (column) => column.notNull())
    .addColumn('images', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('spells_key', ['run', 'number'])
    .modifyEnd(sql`strict, without rowid`);

export const eleventhSchema = (): readonly Compilable[] => [spells()];

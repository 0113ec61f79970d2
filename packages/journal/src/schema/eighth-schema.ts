// Schema version 8: the journal keeps the highest number of a run that was forgotten, so that it is not another one's later.
import type { Compilable } from 'kysely';
import { query } from './statements.ts';

export const eighthSchema = (): readonly Compilable[] => [
  query.schema
    .alterTable('journal')
    .addColumn('runs_numbered', 'integer', (column) => column.notNull().defaultTo(0)),
];

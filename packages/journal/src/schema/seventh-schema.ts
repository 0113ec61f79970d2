// Schema version 7: a finding keeps the values that differ, whole, so that reports can show both.
import type { Compilable } from 'kysely';
import { query } from './statements.ts';

export const seventhSchema: readonly Compilable[] = [
  query.schema.alterTable('findings').addColumn('field_values', 'text'),
];

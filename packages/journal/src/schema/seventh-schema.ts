// Schema version 7: a finding keeps the values that differ, whole, so that reports can show both; an image of a snapshot
// keeps which of its fields the store has shown as something they cannot be.
import type { Compilable } from 'kysely';
import { query } from './statements.ts';

export const seventhSchema = (): readonly Compilable[] => [
  query.schema.alterTable('findings').addColumn('field_values', 'text'),
  query.schema.alterTable('snapshot_images').addColumn('odd', 'text'),
];

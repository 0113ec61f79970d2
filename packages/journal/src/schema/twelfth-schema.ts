// Schema version 12: an action keeps which copy made smaller was handed over in place of an original that nobody could reach.
import type { Compilable } from 'kysely';
import { query } from './statements.ts';

export const twelfthSchema = (): readonly Compilable[] => [
  query.schema.alterTable('actions').addColumn('rendition', 'text'),
];

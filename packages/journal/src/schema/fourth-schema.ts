// Schema version 4: what the store itself said of an image right after a write: a store may keep another text or place than
// it was sent, and only its own word tells that from what somebody has edited since.
import type { Compilable } from 'kysely';
import { query } from './statements.ts';

export const fourthSchema = (): readonly Compilable[] => [
  query.schema.alterTable('actions').addColumn('shown', 'text'),
];

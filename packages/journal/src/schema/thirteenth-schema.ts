// Schema version 13: an action keeps what was handed over, be it an original or a copy made smaller; until now it was the
// latter alone. What is no JSON stays as it is, and is damage to whoever reads it.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

const asRenditions: Compilable = {
  compile: () =>
    sql`update actions set handed_over = json_set(handed_over, '$.is', 'rendition') where json_valid(handed_over)`.compile(
      query,
    ),
};

export const thirteenthSchema: readonly Compilable[] = [
  query.schema.alterTable('actions').renameColumn('rendition', 'handed_over'),
  asRenditions,
];

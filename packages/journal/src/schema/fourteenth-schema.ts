// Schema version 14: an action keeps what was handed over, be it an original or a copy made smaller; until now it was the
// latter alone. What is no JSON stays as it is, and is found damaged when it is read.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

const asRenditions: Compilable = {
  compile: () =>
    sql`update actions set handed_over = json_set(handed_over, '$.is', 'rendition') where json_valid(handed_over)`.compile(
      query,
    ),
};

// Said once more by the statement that is to use this index.
export const renderedOnly =
  "status = 'applied' and case when json_valid(handed_over) then json_extract(handed_over, '$.is') end = 'rendition'";

export const fourteenthSchema = (): readonly Compilable[] => [
  schema.dropIndex('actions_rendered'),
  schema.alterTable('actions').renameColumn('rendition', 'handed_over'),
  asRenditions,
  schema
    .createIndex('actions_rendered')
    .on('actions')
    .column('plan_run')
    .where(sql<boolean>`${sql.raw(renderedOnly)}`),
];

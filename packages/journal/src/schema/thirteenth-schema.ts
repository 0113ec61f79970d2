// Schema version 13: a failed action keeps the words of its failure apart from the code, as it keeps the code already; and how
// many actions of a plan stand where, how many have failed of what, and how many renditions were handed over is counted in
// an index.
import { type Compilable, sql } from 'kysely';
import { query } from './statements.ts';

const { schema } = query;

/** Code and words stood together in the reason, as `code: words`, or as the code alone. */
const apart: Compilable = {
  compile: () =>
    sql`update actions set
        failure_code = ifnull(failure_code, ''),
        failure_words = case
          when reason is null or reason = failure_code then ''
          when substr(reason, 1, length(failure_code) + 2) = failure_code || ': ' then substr(reason, length(failure_code) + 3)
          else reason
        end,
        reason = null
      where status = 'failed'`.compile(query),
};

// Partial in no more than its words: it would be preferred to the index by product otherwise.
const isCounted = sql<boolean>`plan_run <> ''`;
const renderedOnly = "status = 'applied' and rendition <> ''";

export const thirteenthSchema = (): readonly Compilable[] => [
  schema.alterTable('actions').addColumn('failure_words', 'text'),
  apart,
  schema
    .createIndex('actions_standing')
    .on('actions')
    .columns(['plan_run', 'status', 'kind', 'failure_code'])
    .where(isCounted),
  schema
    .createIndex('actions_rendered')
    .on('actions')
    .column('plan_run')
    .where(sql<boolean>`${sql.raw(renderedOnly)}`),
];

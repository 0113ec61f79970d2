// Why actions have failed: a code and words, which lie apart. They are counted by code, and found by the code of each or by
// words of its reason.

import { sql } from 'kysely';
import type { Failure } from '../journal.ts';
import { failedOnly } from '../schema/sixteenth-schema.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { ActionsTable } from '../schema/tables.ts';

/** Code and words as one line, for people and for scripts. */
export function reasonOf({ code, words }: Failure): string {
  return words === '' ? code : `${code}: ${words}`;
}

/** Undefined: it has not failed. */
export function failureIn(row: Pick<ActionsTable, 'failure_code' | 'failure_words'>): Failure | undefined {
  const { failure_code: code, failure_words: words } = row;
  return code === null ? undefined : { code, words: words ?? '' };
}

const hasFailed = sql<boolean>`${sql.raw(failedOnly)}`;

interface Failed extends Failure {
  readonly action: string;
}

export function createFailures({ prepare }: Statements) {
  const failed = prepare((p: { planRun: string }) =>
    query
      .selectFrom('actions')
      .select(['action', 'failure_code', 'failure_words'])
      .where('plan_run', '=', p.planRun)
      .where(hasFailed)
      // By a bare name SQLite counts on an order that the wrong index has, and reads the whole plan.
      .orderBy(sql`+action`),
  );
  // In the order in which each was first met with.
  const byCode = prepare(
    (p: { planRun: string }) =>
      query
        .selectFrom('actions_counted as counted')
        .select((e) => ['counted.failure_code', e.fn.sum<number>('counted.number').as('number')])
        .where('counted.plan_run', '=', p.planRun)
        .where('counted.status', '=', 'failed')
        .where('counted.number', '<>', 0)
        .groupBy('counted.failure_code')
        .orderBy((e) =>
          e
            .selectFrom('actions')
            .select((of) => of.fn.min('action').as('first'))
            .where('plan_run', '=', p.planRun)
            .where(hasFailed)
            .whereRef('actions.failure_code', '=', 'counted.failure_code'),
        ),
    'our words',
  );

  function meant(planRun: string, asked: string | undefined): readonly Failed[] {
    const all = failed.all({ planRun }).map(
      (row): Failed => ({
        action: row.action,
        code: row.failure_code ?? '',
        words: row.failure_words ?? '',
      }),
    );
    return failuresMeant(all, asked);
  }

  return {
    /** The actions that a person means by `asked`; undefined: all that have failed. */
    meant: (planRun: string, asked?: string): readonly string[] =>
      meant(planRun, asked).map(({ action }) => action),
    counts(planRun: string, asked?: string): Record<string, number> {
      if (asked === undefined)
        return Object.fromEntries(
          byCode.all({ planRun }).map(({ failure_code: code, number }) => [code, number]),
        );
      const counts: Record<string, number> = {};
      for (const { code } of meant(planRun, asked)) counts[code] = (counts[code] ?? 0) + 1;
      return counts;
    },
  };
}

/** Those with exactly that code; where none has it, those whose reason contains it, in whatever case. */
function failuresMeant<F extends Failure>(failed: readonly F[], asked: string | undefined): readonly F[] {
  if (asked === undefined) return failed;
  const exact = failed.filter(({ code }) => code === asked.trim());
  const part = asked.trim().toLowerCase();
  return exact.length > 0
    ? exact
    : failed.filter((failure) => reasonOf(failure).toLowerCase().includes(part));
}

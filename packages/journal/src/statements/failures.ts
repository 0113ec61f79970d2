// Why actions have failed: a code and words, which lie apart. They are counted by code, and found by the code of each or by
// words of its reason.
import type { Failure } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { ActionsTable } from '../schema/tables.ts';
import { isCounted } from '../schema/thirteenth-schema.ts';

/** Code and words as one line, for people and for scripts. */
export function reasonOf({ code, words }: Failure): string {
  return words === '' ? code : `${code}: ${words}`;
}

/** Undefined: it has not failed. */
export function failureIn(row: Pick<ActionsTable, 'failure_code' | 'failure_words'>): Failure | undefined {
  const { failure_code: code, failure_words: words } = row;
  return code === null ? undefined : { code, words: words ?? '' };
}

interface Failed extends Failure {
  readonly action: string;
}

export function createFailures({ prepare }: Statements) {
  const failed = prepare((p: { planRun: string }) =>
    query
      .selectFrom('actions')
      .select(['action', 'failure_code', 'failure_words'])
      .where('plan_run', '=', p.planRun)
      .where(isCounted)
      .where('status', '=', 'failed')
      .orderBy('action'),
  );
  const byCode = prepare(
    (p: { planRun: string }) =>
      query
        .selectFrom('actions')
        .select((e) => ['failure_code', e.fn.countAll<number>().as('number')])
        .where('plan_run', '=', p.planRun)
        .where(isCounted)
        .where('status', '=', 'failed')
        .groupBy('failure_code')
        .orderBy((e) => e.fn.min('action')),
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
          byCode.all({ planRun }).map(({ failure_code: code, number }) => [code ?? '', number]),
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

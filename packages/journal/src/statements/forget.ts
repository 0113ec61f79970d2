// Takes a run out of the journal, with all that only it has: a dry run, one that was declined or mistyped, a comparison
// that is over. Invariant: nothing is forgotten that a later run needs to know what stands on a store: no write in doubt,
// nothing that a run has made or changed, nothing that another run refers to. Its long rows go a few thousand at a time; a
// run that is forgotten in part is over, and is forgotten further by the same call.
import type { Forgotten } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { createFindings } from './findings.ts';
import { createBulk, createWhyKept } from './prune.ts';

interface OfRun {
  readonly run: string;
}

/** Its number stays taken: another run of that number would be taken for it. */
const keepNumber = (p: OfRun) =>
  query.updateTable('journal').set((e) => ({
    runs_numbered: e.fn<number>('max', [
      'runs_numbered',
      e.selectFrom('runs').select('number').where('run', '=', p.run).$asScalar(),
    ]),
  }));

export function createForget(
  statements: Statements,
  { time, findings }: { readonly time: () => string; readonly findings: ReturnType<typeof createFindings> },
) {
  const { prepare } = statements;
  const whyKept = createWhyKept(statements);
  const dropSome = createBulk(statements);
  const users = prepare((p: OfRun) =>
    query
      .selectFrom('runs')
      .select('run')
      .where((e) =>
        e.or([e('plan_run', '=', p.run), e('verify_run', '=', p.run), e('reverts_run', '=', p.run)]),
      )
      .where('run', '!=', p.run)
      .limit(1),
  );
  const isBegun = prepare((p: OfRun) =>
    query.selectFrom('runs').select('run').where('run', '=', p.run).where('pruned', '>', 0),
  );
  // From the first row on that goes, nothing may go on with it.
  const give = (p: OfRun & { readonly time: string }) =>
    query
      .updateTable('runs')
      .set((e) => ({
        pruned: 1,
        phase: 'finished' as const,
        outcome: e.fn.coalesce('outcome', e.val('abandoned' as const)),
        finished_at: e.fn.coalesce('finished_at', e.val(p.time)),
      }))
      .where('run', '=', p.run);
  const givenUp = prepare(give);
  /** Few, and what the long rows hang on. */
  const atOnce = [
    prepare((p: OfRun) =>
      query
        .deleteFrom('attempts')
        .where('action', 'in', query.selectFrom('actions').select('action').where('plan_run', '=', p.run)),
    ),
    prepare((p: OfRun) =>
      query.deleteFrom('actions').where('plan_run', '=', p.run).where('attempts', '>', 0),
    ),
    prepare((p: OfRun) => query.deleteFrom('bases').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('sightings').where('run', '=', p.run)),
  ];
  const last = [
    prepare(keepNumber),
    prepare((p: OfRun) => query.deleteFrom('spells').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('findings_counted').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('actions_counted').where('plan_run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('snapshots').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('runs').where('run', '=', p.run)),
  ];

  /** Takes away some `rowsMax` rows; `more` asks to be called again. */
  return (run: string, rowsMax: number): Forgotten | 'more' => {
    const why = whyKept(run) ?? (users.get({ run }) === undefined ? undefined : 'in-use');
    if (why !== undefined) return why;
    if (isBegun.get({ run }) === undefined) {
      givenUp.run({ run, time: time() });
      for (const removal of atOnce) removal.run({ run });
    }
    const counted = findings.countOnly(run, rowsMax);
    const gone = counted < rowsMax ? counted + dropSome(run, rowsMax - counted) : counted;
    if (gone >= rowsMax) return 'more';
    for (const removal of last) removal.run({ run });
    return 'forgotten';
  };
}

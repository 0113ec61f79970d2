// Takes a run out of the journal, with all that only it has: a dry run, one that was declined or mistyped, a comparison
// that is over. Invariant: nothing is forgotten that a later run needs to know what stands on a store: no write in doubt,
// nothing that a run has made or changed, nothing that another run refers to.
import type { Forgotten } from '../journal.ts';
import { query, type Statements } from '../schema/statements.ts';

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

export function createForget({ prepare }: Statements) {
  const ofOwnActions = (p: OfRun) =>
    query.selectFrom('actions').select('action').where('plan_run', '=', p.run);
  const ofSnapshots = (p: OfRun) => query.selectFrom('snapshots').select('snapshot').where('run', '=', p.run);

  const written = prepare((p: OfRun) =>
    query
      .selectFrom('actions')
      .select('status')
      .distinct()
      .where('plan_run', '=', p.run)
      .where('status', 'in', ['started', 'blocked', 'applied']),
  );
  const attemptsElsewhere = prepare((p: OfRun) =>
    query
      .selectFrom('attempts')
      .innerJoin('actions', 'actions.action', 'attempts.action')
      .select('actions.status')
      .distinct()
      .where('attempts.run', '=', p.run)
      .where('actions.plan_run', '!=', p.run),
  );
  const attemptsByOthers = prepare((p: OfRun) =>
    query
      .selectFrom('attempts')
      .select('run')
      .where('run', '!=', p.run)
      .where('action', 'in', ofOwnActions(p))
      .limit(1),
  );
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
  const removals = [
    prepare(keepNumber),
    prepare((p: OfRun) => query.deleteFrom('attempts').where('action', 'in', ofOwnActions(p))),
    prepare((p: OfRun) => query.deleteFrom('bases').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('sightings').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('actions').where('plan_run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('spells').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('pictures').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('findings').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('snapshot_images').where('snapshot', 'in', ofSnapshots(p))),
    prepare((p: OfRun) => query.deleteFrom('snapshot_slots').where('snapshot', 'in', ofSnapshots(p))),
    prepare((p: OfRun) => query.deleteFrom('snapshot_products').where('snapshot', 'in', ofSnapshots(p))),
    prepare((p: OfRun) => query.deleteFrom('snapshots').where('run', '=', p.run)),
    prepare((p: OfRun) => query.deleteFrom('runs').where('run', '=', p.run)),
  ];

  return (run: string): Forgotten => {
    const statuses = [...written.all({ run }), ...attemptsElsewhere.all({ run })].map((row) => row.status);
    if (statuses.some((status) => status === 'started' || status === 'blocked')) return 'in-doubt';
    if (statuses.length > 0) return 'has-written';
    if (users.get({ run }) !== undefined || attemptsByOthers.get({ run }) !== undefined) return 'in-use';
    for (const removal of removals) removal.run({ run });
    return 'forgotten';
  };
}

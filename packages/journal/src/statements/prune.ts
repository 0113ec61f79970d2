// Lets go the rows that a run no longer needs: what it read, found and planned, a few thousand at a time, so that no
// transaction is long and memory stays flat. Invariants: whether a run may be pruned is decided once, before its first row
// goes, and noted with that row, so that a run which is pruned in part is never read as a whole one; nothing goes by which a
// later run knows what stands on a store; and what was counted of it stays true at each step.
import { type Compilable, type RawBuilder, sql } from 'kysely';
import type { Forgotten, Pruned, Side } from '../journal.ts';
import { JournalError } from '../journal-error.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { createFindings } from './findings.ts';

interface OfRun {
  readonly run: string;
}
interface Some extends OfRun {
  readonly rows: number;
}
interface SomeOfSnapshot {
  readonly snapshot: number;
  readonly rows: number;
}

export type Kept = Exclude<Forgotten, 'forgotten'>;

/** What only reads, and so may lose what it has read once it is finished and another one has looked at the same. */
const lookingCommands: ReadonlySet<string> = new Set(['audit', 'diff', 'verify']);

/** Why the rows of a run have to stay; undefined: they do not. */
export function createWhyKept({ prepare }: Statements) {
  const ofOwnActions = (p: OfRun) =>
    query.selectFrom('actions').select('action').where('plan_run', '=', p.run);
  const written = prepare((p: OfRun) =>
    query
      .selectFrom('actions_counted')
      .select('status')
      .distinct()
      .where('plan_run', '=', p.run)
      .where('status', 'in', ['started', 'blocked', 'applied'])
      .where('number', '<>', 0),
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
  return (run: string): Kept | undefined => {
    const statuses = [...written.all({ run }), ...attemptsElsewhere.all({ run })].map((row) => row.status);
    if (statuses.some((status) => status === 'started' || status === 'blocked')) return 'in-doubt';
    if (statuses.length > 0) return 'has-written';
    return attemptsByOthers.get({ run }) === undefined ? undefined : 'in-use';
  };
}

/**
 * Deletes the first rows of a table, in the order of a column that the key or an index goes on with: each step reads no more
 * than it takes away. What has the same value there goes together, such as the images of a product.
 */
const dropFirst = (
  table: 'actions' | 'pictures' | 'snapshot_images' | 'snapshot_slots' | 'snapshot_products',
  column: string,
  which: RawBuilder<unknown>,
  rows: number,
): Compilable => ({
  compile: () =>
    sql`delete from ${sql.table(table)} where ${which} and ${sql.ref(column)} <= (
          select max(${sql.ref(column)}) from (
            select ${sql.ref(column)} from ${sql.table(table)} where ${which}
            order by ${sql.ref(column)} limit ${rows}))`.compile(query),
});

/** The long rows of a run, by table, in the order in which they go; each takes away some and returns how many these were. */
export function createBulk({ prepare }: Statements) {
  const snapshots = prepare((p: OfRun) =>
    query.selectFrom('snapshots').select('snapshot').where('run', '=', p.run),
  );
  const ofSnapshot = (table: 'snapshot_images' | 'snapshot_slots' | 'snapshot_products') =>
    prepare((p: SomeOfSnapshot) => dropFirst(table, 'product_id', sql`snapshot = ${p.snapshot}`, p.rows));
  const ofSnapshots = [
    ofSnapshot('snapshot_images'),
    ofSnapshot('snapshot_slots'),
    ofSnapshot('snapshot_products'),
  ];
  const pictures = prepare((p: Some & { readonly side: Side }) =>
    dropFirst('pictures', 'product_id', sql`run = ${p.run} and side = ${p.side}`, p.rows),
  );
  const actions = prepare((p: Some) =>
    dropFirst('actions', 'target_product_id', sql`plan_run = ${p.run}`, p.rows),
  );

  /** Returns how many went; fewer than `rows`: none is left. */
  return (run: string, rows: number): number => {
    const steps = [
      (most: number) => actions.run({ run, rows: most }),
      ...(['source', 'target'] as const).map(
        (side) => (most: number) => pictures.run({ run, side, rows: most }),
      ),
      ...snapshots
        .all({ run })
        .flatMap(({ snapshot }) =>
          ofSnapshots.map((some) => (most: number) => some.run({ snapshot, rows: most })),
        ),
    ];
    let gone = 0;
    for (const step of steps) {
      if (gone >= rows) break;
      gone += step(rows - gone);
    }
    return gone;
  };
}

export function createPrune(statements: Statements, findings: ReturnType<typeof createFindings>) {
  const { prepare } = statements;
  const about = prepare((p: OfRun) =>
    query
      .selectFrom('runs')
      .select(['command', 'phase', 'outcome', 'pruned', 'source', 'target', 'number'])
      .where('run', '=', p.run),
  );
  const note = prepare((p: OfRun & { readonly pruned: number }) =>
    query.updateTable('runs').set({ pruned: p.pruned }).where('run', '=', p.run),
  );
  // A repair that has come to its end has taken up what its verify found.
  const users = prepare((p: OfRun) =>
    query
      .selectFrom('runs')
      .select('run')
      .where((e) =>
        e.or([
          e.and([e('plan_run', '=', p.run), e('dry_run', '=', 0)]),
          e('reverts_run', '=', p.run),
          e.and([e('verify_run', '=', p.run), e('phase', '!=', 'finished')]),
        ]),
      )
      .where('run', '!=', p.run)
      .limit(1),
  );
  // Most migrations have written: that is seen at the first row, and not after a look at all.
  const begun = prepare((p: OfRun) =>
    query
      .selectFrom('actions')
      .select('status')
      .where('plan_run', '=', p.run)
      .where('attempts', '>', 0)
      .limit(1),
  );
  // What was on the target before the first plan is known from the first that has seen the product.
  const firstSeen = prepare((p: OfRun & { source: string; target: string; number: number }) =>
    query
      .selectFrom('snapshots as own')
      .innerJoin('snapshot_products as product', 'product.snapshot', 'own.snapshot')
      .select('product.product_id')
      .where('own.run', '=', p.run)
      .where('own.side', '=', 'target')
      .where((product) =>
        product.not(
          product.exists(
            product
              .selectFrom('runs as earlier')
              .innerJoin('snapshots as seen', 'seen.run', 'earlier.plan_run')
              .innerJoin('snapshot_products as before', 'before.snapshot', 'seen.snapshot')
              .select('before.product_id')
              .where('earlier.command', '=', 'migrate')
              .where('earlier.dry_run', '=', 0)
              .where('earlier.source', '=', p.source)
              .where('earlier.target', '=', p.target)
              .where('earlier.number', '<', p.number)
              .where('seen.side', '=', 'target')
              .where('seen.complete', '=', 1)
              .whereRef('before.product_id', '=', 'product.product_id'),
          ),
        ),
      )
      .limit(1),
  );
  const whyKept = createWhyKept(statements);
  const dropSome = createBulk(statements);

  function found(run: string) {
    const row = about.get({ run });
    if (row === undefined) throw new JournalError('unknown-run', `There is no run ${run} in this journal.`);
    return row;
  }

  /** Why the run stays whole; undefined: it may be pruned, or is being. */
  function whyWhole(run: string): Kept | undefined {
    const about = found(run);
    const { command, phase, outcome, pruned } = about;
    if (pruned > 0) return undefined;
    const isIdle = command === 'migrate' && outcome === 'done';
    if (phase !== 'finished' || (!isIdle && !lookingCommands.has(command))) return 'in-use';
    if (isIdle && begun.get({ run }) !== undefined) return whyKept(run) ?? 'has-written';
    const why = whyKept(run) ?? (users.get({ run }) === undefined ? undefined : 'in-use');
    if (why !== undefined || !isIdle) return why;
    return firstSeen.get({ run, ...about }) === undefined ? undefined : 'in-use';
  }

  return {
    /** Asked before a step, which would be a commit for nothing. */
    whyWhole,
    step(run: string, rowsMax: number): Pruned {
      const why = whyWhole(run);
      if (why !== undefined) return why;
      const { pruned } = found(run);
      if (pruned === 2) return 'pruned';
      if (pruned === 0) note.run({ run, pruned: 1 });
      const counted = findings.countOnly(run, rowsMax);
      const gone = counted < rowsMax ? counted + dropSome(run, rowsMax - counted) : counted;
      if (gone >= rowsMax) return 'more';
      note.run({ run, pruned: 2 });
      return 'pruned';
    },
  };
}

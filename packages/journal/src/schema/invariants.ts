// What must be true of a journal's rows beyond what SQLite keeps, as questions that name the rows of which it is not.
// They ask only what every schema version has, or say since which; and nothing of the code that writes: a mistake there must
// show here.

export interface Invariant {
  /** Stable name of the problem. */
  readonly code: string;
  /** What is wrong, in words. */
  readonly says: string;
  /** Answers with one row, `what`, for each thing that is wrong. */
  readonly wrong: string;
  /** The schema version from which on it can be asked; default: the first. */
  readonly since?: number;
}

/** The schema version from which on a run says whether its rows were let go. */
const PRUNES_FROM = 15;
const isWhole = '{pruned} = 0';

/** The question as it is asked of a journal of that version. */
export const questionOf = ({ wrong }: Invariant, version: number): string =>
  wrong.replaceAll('{pruned}', version < PRUNES_FROM ? '0' : 'pruned');

export const invariants: readonly Invariant[] = [
  {
    code: 'claimed-twice',
    says: 'target images that are the result of more than one action',
    wrong: `select target || ' ' || result_image_id as what from actions
            where result_image_id is not null group by target, result_image_id having count(*) > 1`,
  },
  {
    code: 'result-missing',
    says: 'applied creates that do not name the image they made, or others that name one',
    wrong: `select action as what from actions
            where (result_image_id is not null) <> (kind = 'create' and status = 'applied')`,
  },
  {
    code: 'attempt-missing',
    says: 'actions in doubt without an open attempt, or applied without any',
    wrong: `select action as what from actions
            where status in ('started', 'blocked')
              and not exists (select 1 from attempts where attempts.action = actions.action and outcome is null)
            union all
            select action from actions
            where status = 'applied' and not exists (select 1 from attempts where attempts.action = actions.action)`,
  },
  {
    code: 'attempt-left-open',
    says: 'attempts left open although their action is settled',
    wrong: `select attempts.action as what from attempts left join actions on actions.action = attempts.action
            where outcome is null and coalesce(actions.status, '') not in ('started', 'blocked')`,
  },
  {
    code: 'attempts-miscounted',
    says: 'actions whose number of attempts is not the number in the journal',
    wrong: `select actions.action as what from actions left join attempts on attempts.action = actions.action
            group by actions.action having count(attempts.attempt) <> actions.attempts`,
  },
  {
    code: 'run-missing',
    says: 'actions of a run that is not here',
    wrong: `select action as what from actions where plan_run not in (select run from runs)`,
  },
  {
    code: 'numbers-reused',
    says: 'runs that would give the number of an action again',
    wrong: `select run as what from runs where actions_planned < coalesce(
              (select max(cast(substr(action, length(run) + 2) as integer)) from actions where plan_run = run), 0)`,
  },
  {
    code: 'cursor-behind',
    says: 'snapshots with products beyond their cursor, or runs that marched further than was read',
    // A selection is read in the order in which it was given.
    wrong: `select 'snapshot ' || snapshot as what from snapshots join runs on runs.run = snapshots.run
            where ${isWhole} and coalesce(json_extract(options, '$.products'), '') = '' and coalesce(cursor, -1) <
              (select max(product_id) from snapshot_products p where p.snapshot = snapshots.snapshot)
            union all
            select runs.run from runs where ${isWhole} and march_cursor >
              coalesce((select max(product_id) from snapshot_products p join snapshots s on s.snapshot = p.snapshot
                where s.run = runs.run and (side = 'source' or command = 'audit')), 0)
              and exists (select 1 from snapshots s where s.run = runs.run and side = 'source')`,
  },
  {
    code: 'snapshot-miscounted',
    says: 'snapshots that count other products or images than they hold',
    wrong: `select 'snapshot ' || snapshot as what from snapshots join runs on runs.run = snapshots.run
            where ${isWhole}
              and (products <> (select count(*) from snapshot_products p where p.snapshot = snapshots.snapshot)
                or images <> (select count(*) from snapshot_images i where i.snapshot = snapshots.snapshot))`,
  },
  {
    code: 'pruned-in-use',
    says: 'runs whose rows were let go although they have written, are not over, or their plan was carried out',
    since: PRUNES_FROM,
    wrong: `select run as what from runs where pruned > 0 and (phase <> 'finished'
              or exists (select 1 from actions where plan_run = runs.run and (status in ('started', 'blocked', 'applied') or attempts > 0))
              or exists (select 1 from runs r where r.plan_run = runs.run and r.run <> runs.run and r.dry_run = 0))`,
  },
  {
    code: 'rows-left',
    says: 'runs whose rows were let go, and that still hold some',
    since: PRUNES_FROM,
    wrong: `select run as what from runs where pruned = 2 and (
              exists (select 1 from findings where findings.run = runs.run)
              or exists (select 1 from actions where plan_run = runs.run)
              or exists (select 1 from snapshots s join snapshot_products p on p.snapshot = s.snapshot where s.run = runs.run)
              or exists (select 1 from snapshots s join snapshot_images i on i.snapshot = s.snapshot where s.run = runs.run))`,
  },
  {
    code: 'word-unknown',
    says: 'actions or runs in a state that there is not',
    wrong: `select action as what from actions where kind not in ('create', 'update', 'remove', 'set')
              or status not in ('pending', 'started', 'applied', 'failed', 'blocked', 'superseded')
            union all
            select run from runs
            where phase not in ('scanning', 'planned', 'applying', 'settling', 'verifying', 'finished')
               or (phase = 'finished') <> (finished_at is not null)`,
  },
  {
    code: 'failure-missing',
    says: 'failed actions that do not say why, or others that say why they have failed',
    since: 13,
    wrong: `select action as what from actions
            where (status = 'failed') <> (failure_code is not null) or (status = 'failed') <> (failure_words is not null)
               or (status = 'failed' and reason is not null)`,
  },
  {
    code: 'actions-miscounted',
    says: 'plans that count other actions than they hold',
    since: 16,
    wrong: `select rtrim(plan_run || ' ' || kind || ' ' || status || ' ' || code) as what from (
              select plan_run, kind, status, ifnull(failure_code, '') as code, 1 as number from actions
              union all
              select plan_run, kind, status, failure_code, -number from actions_counted)
            group by plan_run, kind, status, code having sum(number) <> 0`,
  },
];

/** From this version on a row of findings may stand for several. */
const PUTS_FINDINGS_TOGETHER_FROM = 15;

/** How much there is of what; shown with the verdict, so that an empty journal is not taken for a whole one. */
export const factsQuery = (version: number): string => `select
  (select seq from journal) as seq,
  (select count(*) from runs) as runs,
  (select count(*) from runs where phase <> 'finished') as unfinished,
  (select count(*) from actions) as actions,
  (select count(*) from actions where status in ('started', 'blocked')) as inDoubt,
  (select count(*) from attempts) as attempts,
  (select ${version < PUTS_FINDINGS_TOGETHER_FROM ? 'count(*)' : 'coalesce(sum(number), 0)'} from findings) as findings,
  (select count(*) from snapshots) as snapshots,
  (select count(*) from snapshot_products) as products,
  (select count(*) from snapshot_images) as images`;

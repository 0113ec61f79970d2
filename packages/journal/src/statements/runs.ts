// Runs: what a command does and how far it has come. Invariant: a phase only moves forward,
// and a finished run changes no more (see transitions.ts).
import type { NewRun, Run, RunOutcome, RunPhase } from '../journal.ts';
import { JournalError } from '../journal-error.ts';
import { runName } from '../run-name.ts';
import { query, type Statements } from '../schema/statements.ts';
import type { RunsTable } from '../schema/tables.ts';
import { phaseStep } from '../transitions.ts';
import { countsColumn } from './json-column.ts';
import { toRun } from './run-search.ts';

export interface RunsOptions {
  /** Wall clock as ISO 8601. */
  readonly time: () => string;
  readonly random: () => number;
  /** Runs that a lost tail of the journal may have held; their numbers are not given again. */
  readonly numbersUsed: number;
  /** True while this owner must look before it writes; the runs it opens stay marked until they finish. */
  readonly unclean: boolean;
}

export function createRuns({ prepare }: Statements, options: RunsOptions) {
  const highest = prepare(() =>
    query.selectFrom('runs').select((e) => e.fn.coalesce(e.fn.max('number'), e.lit(0)).as('number')),
  );
  const forgotten = prepare(() => query.selectFrom('journal').select('runs_numbered as number'));
  const insert = prepare((p: RunsTable) =>
    query.insertInto('runs').values({
      number: p.number,
      run: p.run,
      command: p.command,
      mode: p.mode,
      source: p.source,
      target: p.target,
      options_key: p.options_key,
      options: p.options,
      dry_run: p.dry_run,
      phase: p.phase,
      started_at: p.started_at,
      updated_at: p.updated_at,
      resumes: 0,
      plan_run: p.plan_run,
      verify_run: p.verify_run,
      reverts_run: p.reverts_run,
      marched: 0,
      counts: p.counts,
      actions_planned: 0,
      unclean: p.unclean,
      pruned: p.pruned,
    }),
  );
  const byName = prepare((p: { run: string }) =>
    query.selectFrom('runs').selectAll().where('run', '=', p.run),
  );
  const resume = prepare((p: { run: string; time: string; unclean: number }) =>
    query
      .updateTable('runs')
      .set((e) => ({
        resumes: e('resumes', '+', 1),
        updated_at: p.time,
        unclean: e.fn<number>('max', ['unclean', e.val(p.unclean)]),
      }))
      .where('run', '=', p.run)
      .where('phase', '!=', 'finished'),
  );
  const move = prepare((p: { run: string; from: RunPhase; to: RunPhase; time: string }) =>
    query
      .updateTable('runs')
      .set({ phase: p.to, updated_at: p.time })
      .where('run', '=', p.run)
      .where('phase', '=', p.from),
  );
  const finish = prepare((p: { run: string; outcome: RunOutcome; counts: string; time: string }) =>
    query
      .updateTable('runs')
      .set({
        phase: 'finished',
        outcome: p.outcome,
        counts: p.counts,
        finished_at: p.time,
        updated_at: p.time,
        unclean: 0,
      })
      .where('run', '=', p.run)
      .where('phase', '!=', 'finished'),
  );
  const usePlan = prepare((p: { run: string; planRun: string; time: string }) =>
    query
      .updateTable('runs')
      .set({ plan_run: p.planRun, updated_at: p.time })
      .where('run', '=', p.run)
      .where('phase', '!=', 'finished'),
  );
  const count = prepare((p: { run: string; counts: string; time: string }) =>
    query
      .updateTable('runs')
      .set({ counts: p.counts, updated_at: p.time })
      .where('run', '=', p.run)
      .where('phase', '!=', 'finished'),
  );
  const recount = prepare((p: { run: string; counts: string }) =>
    query.updateTable('runs').set({ counts: p.counts }).where('run', '=', p.run),
  );
  const march = prepare((p: { run: string; cursor: number; marched: number; counts: string; time: string }) =>
    query
      .updateTable('runs')
      .set({ march_cursor: p.cursor, marched: p.marched, counts: p.counts, updated_at: p.time })
      .where('run', '=', p.run)
      .where('phase', '!=', 'finished'),
  );
  const reserve = prepare((p: { run: string; actions: number }) =>
    query
      .updateTable('runs')
      .set((e) => ({ actions_planned: e('actions_planned', '+', p.actions) }))
      .where('run', '=', p.run),
  );

  function find(run: string): RunsTable {
    const row = byName.get({ run });
    if (row === undefined) throw new JournalError('unknown-run', `There is no run ${run} in this journal.`);
    return row;
  }

  /** The row behind `run`, refused when the run is finished. */
  function open(run: string): RunsTable {
    const row = find(run);
    if (row.phase !== 'finished') return row;
    throw new JournalError('transition', `Run ${run} is finished; it takes no more changes.`);
  }

  function added(row: RunsTable, counts: Readonly<Record<string, number>>): string {
    const sum = countsColumn(row.counts);
    for (const [name, value] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
    return JSON.stringify(sum);
  }

  return {
    openRun(wanted: NewRun): Run {
      const number =
        Math.max(highest.get({})?.number ?? 0, forgotten.get({})?.number ?? 0, options.numbersUsed) + 1;
      const run = runName(number, options.random);
      const time = options.time();
      insert.run({
        number,
        run,
        command: wanted.command,
        mode: wanted.mode,
        source: wanted.source,
        target: wanted.target,
        options_key: wanted.optionsKey,
        options: JSON.stringify(wanted.options),
        dry_run: wanted.dryRun ? 1 : 0,
        phase: 'scanning',
        started_at: time,
        updated_at: time,
        finished_at: null,
        outcome: null,
        resumes: 0,
        plan_run: wanted.planRun ?? null,
        verify_run: wanted.verifyRun ?? null,
        reverts_run: wanted.revertsRun ?? null,
        march_cursor: null,
        marched: 0,
        counts: '{}',
        actions_planned: 0,
        unclean: options.unclean ? 1 : 0,
        pruned: 0,
      });
      return toRun(find(run));
    },
    resumeRun(run: string): Run {
      open(run);
      resume.run({ run, time: options.time(), unclean: options.unclean ? 1 : 0 });
      return toRun(find(run));
    },
    setPhase(run: string, to: RunPhase): void {
      const { phase: from } = find(run);
      const step = phaseStep(from, to);
      if (step === 'stay') return;
      if (step === 'refused' || move.run({ run, from, to, time: options.time() }) !== 1) {
        throw new JournalError('transition', `Run ${run} is ${from} and cannot become ${to}.`);
      }
    },
    setPlanRun(run: string, planRun: string): void {
      open(run);
      find(planRun);
      usePlan.run({ run, planRun, time: options.time() });
    },
    addCounts(run: string, counts: Readonly<Record<string, number>>): void {
      count.run({ run, counts: added(open(run), counts), time: options.time() });
    },
    setCounts(run: string, counts: Readonly<Record<string, number>>): void {
      recount.run({ run, counts: JSON.stringify({ ...countsColumn(find(run).counts), ...counts }) });
    },
    finishRun(run: string, outcome: RunOutcome, counts: Readonly<Record<string, number>> = {}): void {
      finish.run({ run, outcome, counts: added(open(run), counts), time: options.time() });
    },
    moveMarch(run: string, cursor: number, done: boolean, counts: Readonly<Record<string, number>>): void {
      const row = open(run);
      march.run({ run, cursor, marched: done ? 1 : 0, counts: added(row, counts), time: options.time() });
    },
    /** Sets numbers aside for actions of this run and returns the first of them. */
    reserveActions(run: string, actions: number): RunsTable {
      const row = find(run);
      reserve.run({ run, actions });
      return row;
    },
  };
}

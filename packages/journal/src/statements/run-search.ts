// Which runs there are, and which one a command would continue or use: questions only, all answered newest first.
import { sql } from 'kysely';
import type { Command, Run } from '../journal.ts';
import { everyRow, query, type Statements } from '../schema/statements.ts';
import type { RunsTable } from '../schema/tables.ts';
import { believedRun } from './believed.ts';
import { countsColumn, optionsColumn } from './json-column.ts';

interface Filter {
  readonly command?: Command;
  readonly source?: string;
  readonly target?: string;
  readonly limit?: number;
}

export function createRunSearch({ prepare }: Statements) {
  const byName = prepare((p: { run: string }) =>
    query.selectFrom('runs').selectAll().where('run', '=', p.run),
  );
  const byNumber = prepare((p: { number: number }) =>
    query.selectFrom('runs').selectAll().where('number', '=', p.number),
  );
  const newest = prepare((p: { [K in 'command' | 'source' | 'target']: string | null } & { limit: number }) =>
    query
      .selectFrom('runs')
      .selectAll()
      .where(sql<boolean>`(${p.command} is null or command = ${p.command})`)
      .where(sql<boolean>`(${p.source} is null or source = ${p.source})`)
      .where(sql<boolean>`(${p.target} is null or target = ${p.target})`)
      .orderBy('number', 'desc')
      .limit(p.limit),
  );
  const newestUnfinished = prepare((p: { command: Command; source: string; target: string }) =>
    query
      .selectFrom('runs')
      .selectAll()
      .where('source', '=', p.source)
      .where('target', '=', p.target)
      .where('command', '=', p.command)
      .where('phase', '!=', 'finished')
      .where('dry_run', '=', 0)
      .orderBy('number', 'desc')
      .limit(1),
  );
  const newestDiff = prepare((p: { source: string; target: string; optionsKey: string }) =>
    query
      .selectFrom('runs')
      .selectAll()
      .where('source', '=', p.source)
      .where('target', '=', p.target)
      .where('command', '=', 'diff')
      .where('options_key', '=', p.optionsKey)
      .where('phase', '=', 'finished')
      .where('marched', '=', 1)
      .where('pruned', '=', 0)
      .orderBy('number', 'desc')
      .limit(1),
  );
  const usersOfPlan = prepare((p: { run: string }) =>
    query
      .selectFrom('runs')
      .select('run')
      .where('plan_run', '=', p.run)
      .where('command', '=', 'migrate')
      .where('dry_run', '=', 0)
      .limit(1),
  );

  return {
    run(run: string): Run | undefined {
      const short = /^r(\d{1,9})$/u.exec(run)?.[1];
      const row =
        byName.get({ run }) ?? (short === undefined ? undefined : byNumber.get({ number: Number(short) }));
      return row === undefined ? undefined : toRun(row);
    },
    runs: ({ command, source, target, limit }: Filter = {}): Run[] =>
      newest
        .all({
          command: command ?? null,
          source: source ?? null,
          target: target ?? null,
          limit: limit ?? everyRow,
        })
        .map(toRun),
    unfinished(command: Command, source: string, target: string): Run | undefined {
      const row = newestUnfinished.get({ command, source, target });
      return row === undefined ? undefined : toRun(row);
    },
    freshPlan(source: string, target: string, optionsKey: string): Run | undefined {
      const row = newestDiff.get({ source, target, optionsKey });
      return row === undefined || usersOfPlan.get({ run: row.run }) !== undefined ? undefined : toRun(row);
    },
  };
}

export function toRun(read: RunsTable): Run {
  const row = believedRun(read);
  return {
    id: row.run,
    command: row.command,
    mode: row.mode,
    source: row.source,
    target: row.target,
    optionsKey: row.options_key,
    options: optionsColumn(row.options),
    dryRun: row.dry_run === 1,
    phase: row.phase,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at ?? undefined,
    outcome: row.outcome ?? undefined,
    resumes: row.resumes,
    planRun: row.plan_run ?? undefined,
    verifyRun: row.verify_run ?? undefined,
    revertsRun: row.reverts_run ?? undefined,
    marchCursor: row.march_cursor ?? undefined,
    marched: row.marched === 1,
    counts: countsColumn(row.counts),
    ...(row.pruned === 0 ? {} : { pruned: row.pruned === 1 ? ('in-part' as const) : ('whole' as const) }),
  };
}

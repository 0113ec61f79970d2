// A run summed up: what was looked at, with what result, when and on which stores, so that a report without a single finding
// still says what it proves.

import type { Journal, Run } from '@cutover/journal';
import {
  countsUntil,
  imagesSeen,
  leftOutOfPlan,
  ownCounts,
  planCounts,
  renditionCounts,
  verifyCounts,
} from '@cutover/sync-engine/light';
import { exitCodeOf } from '../command-line/exit-codes.ts';

export interface RunSummary {
  readonly run: string;
  readonly command: string;
  readonly mode: string;
  readonly source: string;
  readonly target: string;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  readonly exitCode: number | undefined;
  /** Of a verify: how deep, and which share of the images. */
  readonly level?: string;
  readonly sample?: number;
  readonly counts: Readonly<Record<string, number>>;
}

export function runSummary(journal: Journal, run: Run): RunSummary {
  const { level, sample } = run.options;
  return {
    run: run.id,
    command: run.command,
    mode: run.mode,
    source: run.source,
    target: run.target,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    exitCode: run.outcome === undefined ? undefined : exitCodeOf(run.outcome),
    ...(typeof level === 'string' ? { level } : {}),
    ...(typeof sample === 'number' ? { sample } : {}),
    counts: { ...readIn(journal, run), ...results(journal, run) },
  };
}

/** What a migration has not read itself stands with the diff whose plan it carries out. */
export const readerOf = (journal: Journal, run: Run): Run =>
  (run.planRun === undefined ? undefined : journal.run(run.planRun)) ?? run;

/** How much was read for this run. */
export function readIn(journal: Journal, run: Run): { readonly products: number; readonly images: number } {
  const reader = readerOf(journal, run);
  return { products: reader.counts['products'] ?? 0, images: imagesSeen(journal, reader) };
}

function results(journal: Journal, run: Run): Record<string, number> {
  const count = (name: string): number => run.counts[name] ?? 0;
  switch (run.command) {
    case 'audit':
      // As the result of the command: a severity that nothing has is 0, and not left out.
      return { fatal: 0, critical: 0, warning: 0, info: 0, ...journal.findingCounts(run.id).bySeverity };
    case 'diff':
      return Object.fromEntries(
        ['same', 'changed', 'missing', 'extra', 'error', 'unmatchedProducts'].map((name) => [
          name,
          count(name),
        ]),
      );
    case 'verify':
      return { ...verifyCounts(journal, run) };
    case 'migrate':
    case 'repair':
    case 'revert': {
      const all = planCounts(journal.actionCounts(run.planRun ?? run.id));
      const later = takenUpBy(journal, run);
      // Of a plan that it is only about to carry out, nothing is its own yet.
      const own = journal.run(run.id) ?? run;
      const { open: _, ...counts } = ownCounts(later === undefined ? all : countsUntil(all, later), own);
      // As the result of the command counts them: a doubt that an earlier run has left is no less open.
      return {
        ...counts,
        inDoubt: journal.doubts(run).length,
        ...unmatchedIn(journal, run),
        ...leftOutOfPlan(journal, run, run.planRun),
        ...renditionCounts(journal, own, run.planRun, later),
      };
    }
  }
}

/** The first run after this one that has taken up the same plan: what it has done is its own. */
function takenUpBy(journal: Journal, { id, planRun, startedAt, source, target }: Run): Run | undefined {
  if (planRun === undefined) return undefined;
  return journal
    .runs({ command: 'migrate', source, target })
    .findLast(
      (one) =>
        one.planRun === planRun &&
        one.id !== id &&
        one.startedAt > startedAt &&
        one.counts['createdBefore'] !== undefined,
    );
}

/** Of a repair, the verify whose complaints it takes up has met them. */
function unmatchedIn(journal: Journal, run: Run): { readonly unmatchedProducts?: number } {
  const verify = run.verifyRun === undefined ? undefined : journal.run(run.verifyRun);
  const ofRuns = [readerOf(journal, run), verify].map((one) => one?.counts['unmatchedProducts'] ?? 0);
  const unmatchedProducts = Math.max(...ofRuns);
  return unmatchedProducts === 0 ? {} : { unmatchedProducts };
}

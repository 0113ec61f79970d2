// The first of the two readings of a run for a report for people: how many entries each group will have, and when its writes
// were done. It keeps counts alone, so that memory grows neither with the store nor with what was found; the second reading
// lists the entries (`people-entries.ts`).
import type { Journal, Run } from '@cutover/journal';
import type { EntryGroup, PeopleReport, Progress } from '../formats/people-report.ts';
import { actionPages, doubtsElsewhere, findingPages, findingRunsOf } from '../runs/run-pages.ts';
import { timesContinued } from '../runs/times-continued.ts';
import { moment } from '../terminal/quantities.ts';
import { actionsOfReport, groupNames, groupOfAction, groupOfFinding } from './people-entries.ts';

const stepCount = 60;

/** How many entries each group has; of a run that writes, also when its writes were done. */
export function countEntries(
  journal: Journal,
  run: Run,
): Pick<PeopleReport, 'entryCounts' | 'unlisted' | 'progress'> {
  const found: Partial<Record<EntryGroup, number>> = {};
  const add = (group: EntryGroup | undefined): void => {
    if (group !== undefined) found[group] = (found[group] ?? 0) + 1;
  };
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  // Of what CSV and JSON Lines have a row for.
  let listed = 0;
  let rows = doubtsElsewhere(journal, run).length;
  for (const page of actionPages(journal, run)) rows += page.length;
  for (const { of, actions } of actionsOfReport(journal, run))
    for (const action of actions) {
      const group = groupOfAction(action);
      add(group);
      if (of === run && group !== undefined) listed += 1;
      const at = of === run ? writtenAt(run, action) : undefined;
      if (at !== undefined) [from, to] = [Math.min(from, at), Math.max(to, at)];
    }
  for (const id of findingRunsOf(run))
    for (const page of findingPages(journal, id))
      for (const finding of page) {
        const group = groupOfFinding(run, finding);
        add(group);
        rows += 1;
        if (group !== undefined) listed += 1;
      }
  const entryCounts = Object.fromEntries(
    groupNames.flatMap((group) => (found[group] === undefined ? [] : [[group, found[group]]])),
  );
  return {
    entryCounts,
    unlisted: rows - listed,
    ...(to - from < 1_000 ? {} : { progress: progressOf(journal, run, from, to) }),
  };
}

/** The moment of a write of this run, by the wall clock; others that the plan has seen are not its own. */
function writtenAt(run: Run, action: { status: string; updatedAt: string }): number | undefined {
  return action.status === 'applied' && action.updatedAt >= run.startedAt
    ? Date.parse(action.updatedAt)
    : undefined;
}

function progressOf(journal: Journal, run: Run, from: number, to: number): Progress {
  const steps = Array.from({ length: stepCount }, () => 0);
  for (const page of actionPages(journal, run))
    for (const action of page) {
      const at = writtenAt(run, action);
      if (at === undefined) continue;
      const step = Math.min(stepCount - 1, Math.floor(((at - from) / (to - from)) * stepCount));
      steps[step] = (steps[step] ?? 0) + 1;
    }
  let sum = 0;
  return {
    from: moment(from),
    to: moment(to),
    done: steps.map((count) => (sum += count)),
    interruptions: timesContinued(journal, run),
  };
}

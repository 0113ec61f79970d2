// A run as a report for people tells it: everything but its looks. Read twice, first to count and then to list, so that
// memory grows neither with the store nor with what was found.
import type { Journal, Run } from '@cutover/journal';
import { pictureShapes } from '@cutover/sync-engine';
import { reportCommand } from '../command-line/report-command.ts';
import { spelled } from '../command-line/spelled.ts';
import type { PeopleReport, Point, RuleCount, Shares } from '../formats/people-report.ts';
import { findingRunsOf } from '../runs/run-pages.ts';
import { runSummary } from '../runs/run-summary.ts';
import { sourceWords } from '../sayings/stores-words.ts';
import { moment, number } from '../terminal/quantities.ts';
import { countEntries } from './count-entries.ts';
import { factsOf } from './facts-of-run.ts';
import { type Clean, peopleEntries, ruleRow } from './people-entries.ts';
import { partsOf } from './people-words.ts';
import { countsOf, resultsOf } from './result-numbers.ts';
import { timelineOf } from './timeline.ts';
import { verdictOf } from './verdict-words.ts';

export interface Wish {
  readonly title: string | undefined;
  readonly madeBy: string;
  readonly madeAt: string;
  /** A text with the commands in its backticks as they can be pasted; default: as they are. */
  readonly spell?: (text: string) => string;
  readonly clean: Clean;
  /** A process is at work on the run just now. */
  readonly isUnderWay?: boolean;
}

export function reportForPeople(
  journal: Journal,
  run: Run,
  { title, madeBy, madeAt, clean, spell = (text) => text, isUnderWay = false }: Wish,
): PeopleReport {
  const { counts: read, exitCode } = runSummary(journal, run);
  const counts = countsOf(journal, run, read);
  const pasted = <One extends Point>(point: One): One => ({
    ...point,
    means: spell(point.means),
    todo: spell(point.todo),
  });
  const rules = rulesOf(journal, run, clean).map(pasted);
  const told = { journal, run, counts, rules, clean, isUnderWay };
  const { entryCounts, unlisted, progress } = countEntries(journal, run);
  const [source, target] = [clean(sourceWords(run)), clean(run.target)];
  const isParity = run.mode === 'parity';
  const stores = isParity ? `store ${source}` : `${source} → ${target}`;
  return {
    whole: spell(`\`${reportCommand(run.id)}\``).slice(1, -1),
    title: title === undefined ? `${names[run.command]} of ${stores}` : clean(title),
    madeBy,
    madeAt: moment(madeAt),
    verdict: verdictOf(told),
    facts: factsOf(journal, run, exitCode, clean),
    comparesSides: run.command !== 'audit',
    sides: isParity ? ['V2', 'V3'] : ['Source', 'Target'],
    results: resultsOf(journal, run, counts),
    parts: partsOf(told).map((part) => ({
      ...part,
      sentences: part.sentences.map((words) => clean(spell(words))),
      points: part.points.map(pasted),
    })),
    rules,
    shares: sharesOf(run, clean),
    progress,
    timeline: timelineOf(journal.spells(run.id), run, clean),
    entryCounts,
    unlisted,
    entries: () => peopleEntries(journal, run, entryCounts, clean),
  };
}

const names: Readonly<Record<Run['command'], string>> = {
  audit: 'Audit',
  diff: 'Comparison',
  migrate: 'Migration',
  verify: 'Verification',
  repair: 'Repair',
  revert: 'Revert',
};

function rulesOf(journal: Journal, run: Run, clean: Clean): RuleCount[] {
  const all: Record<string, number> = {};
  for (const id of findingRunsOf(run))
    for (const [rule, count] of Object.entries(journal.findingCounts(id).byRule))
      all[rule] = (all[rule] ?? 0) + count;
  return Object.entries(all)
    .map(([rule, count]) => {
      const row = ruleRow(rule);
      const severity = run.command === 'audit' ? (row?.inAudit ?? row?.severity) : row?.severity;
      return {
        what: clean(rule),
        count,
        severity: severity ?? '',
        means: spelled(row?.means ?? ''),
        todo: spelled(row?.todo ?? ''),
        ...(run.command === 'audit' ? { field: `byRule.${clean(rule)}` } : {}),
      };
    })
    .toSorted((a, b) => b.count - a.count);
}

/** Which pictures an audit has met on the source, those that slots show included. */
function sharesOf({ counts }: Run, clean: Clean): Shares[] {
  const shapes = pictureShapes(counts);
  if (shapes === undefined) return [];
  const all: readonly Shares[] = [
    {
      title: 'Pictures by format',
      heads: ['Format', 'Pictures'],
      rows: shapes.formats.map(({ format, count }) => ({
        what: format === 'webp' ? 'WebP' : clean(format.toUpperCase()),
        count,
      })),
    },
    {
      title: 'Pictures by size',
      heads: ['Longer side, in pixels', 'Pictures'],
      rows: shapes.sizes.map(({ from, to, count }) => ({
        what:
          to === undefined
            ? `${number(from)} and more`
            : from === 0
              ? `under ${number(to)}`
              : `${number(from)} to ${number(to - 1)}`,
        count,
      })),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

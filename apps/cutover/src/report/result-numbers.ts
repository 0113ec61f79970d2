// The numbers of a run's result as a report for people shows them: what each is called where its name does not say it, and
// how bad it is. They are those that the command itself has given, by the same names, so that a page and a script agree.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import type { ResultNumber, Tone } from '../formats/people-report.ts';
import { leftByRevert } from '../runs/left-by-revert.ts';
import { extraWords, missingWords, ownWords } from '../runs/side-words.ts';
import { NOT_ON_SOURCE, notOnSourceIn } from '../runs/unpaired-words.ts';
import { counted, number } from '../terminal/quantities.ts';

/** @param read what the run itself has come to (`runSummary`). */
export function countsOf(
  journal: Journal,
  run: Run,
  read: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return { ...read, ...conflictsOf(journal, run), ...leftOf(run), ...setAsideOf(journal, run) };
}

/** As the result of the command counts them: those of the plan, and those met while it was carried out. */
function conflictsOf(journal: Journal, run: Run): Readonly<Record<string, number>> {
  if (!isOfPlan(run)) return {};
  const plan = journal.run(run.planRun ?? run.id);
  return { conflicts: (plan?.counts['conflicts'] ?? 0) + (run.counts['conflictsMet'] ?? 0) };
}

/** A revert leaves alone what somebody has changed since, and what cannot be put back. */
function leftOf({ command, counts }: Run): Readonly<Record<string, number>> {
  return command === 'revert' ? { left: counts['left'] ?? 0 } : {};
}

function setAsideOf(journal: Journal, run: Run): Readonly<Record<string, number>> {
  if (run.command !== 'audit') return {};
  const { suppressed, known } = journal.openFindings(run.id);
  return { suppressed, known };
}

const severities: ReadonlySet<string> = new Set(['fatal', 'critical', 'warning', 'info']);

const WITHOUT_COUNTERPART = 'products without a counterpart';

/** One number for scripts, of products that are left out for one reason or another. */
function unmatchedIn(journal: Pick<Journal, 'run'>, run: Run, unmatchedProducts: number): string {
  const absent = notOnSourceIn(journal, run);
  if (absent === 0) return WITHOUT_COUNTERPART;
  return absent >= unmatchedProducts
    ? `products ${NOT_ON_SOURCE}`
    : `${WITHOUT_COUNTERPART}, or ${NOT_ON_SOURCE}`;
}

/** What a number is called where its name does not say it, and how bad it is where it is not 0. */
const numbers: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  same: ['the same', 'good'],
  changed: ['differ', 'warn'],
  missing: ['missing on the target', 'warn'],
  extra: ['only on the target', 'warn'],
  error: ['unknown', 'bad'],
  unmatchedProducts: [WITHOUT_COUNTERPART, 'bad'],
  unmatchedSlots: ['pictures of variants or values without a counterpart', 'bad'],
  created: ['created', 'good'],
  updated: ['updated', 'good'],
  set: ['pictures of variants or values set', 'good'],
  failed: ['failed', 'bad'],
  remaining: ['not begun', 'warn'],
  inDoubt: ['in doubt', 'bad'],
  conflicts: ['edited on the target, left alone', 'warn'],
  renditions: ['renditions, because no original could be reached', 'warn'],
  renditionsKept: ['renditions of earlier runs, still', 'warn'],
  left: ['left as it is', 'warn'],
  checked: ['checked', 'good'],
  unchecked: ['not checked', 'warn'],
  mismatched: ['wrong', 'bad'],
  onlyOnTarget: [ownWords.transfer, 'warn'],
  fatal: ['fatal', 'bad'],
  critical: ['critical', 'bad'],
  warning: ['warnings', 'warn'],
  info: ['for information', 'plain'],
  suppressed: ['of these set aside, with a reason', 'plain'],
  known: ['of these already known', 'plain'],
};

/** Where two views of one store are compared, neither is a target. */
const ofMode: Readonly<Record<string, typeof extraWords>> = {
  missing: missingWords,
  extra: extraWords,
  onlyOnTarget: ownWords,
};

/** A revert has no side that is preferred, looks at the target alone, and leaves things for two reasons. */
function ofRevert(
  journal: Pick<Journal, 'findingCounts'>,
  { id }: Run,
  name: string,
  value: number,
): string | undefined {
  if (name === 'images') return 'images on the products that were looked at';
  if (name === 'conflicts') return 'waiting for a decision';
  if (name !== 'left' || value === 0) return undefined;
  const { changed, kept } = leftByRevert(journal, id, value);
  return `left as they are: ${number(changed)} changed since or gone, ${counted(kept, 'picture')} that V3 cannot remove`;
}

export function resultsOf(
  journal: Pick<Journal, 'run' | 'findingCounts'>,
  run: Run,
  counts: Readonly<Record<string, number>>,
): ResultNumber[] {
  return Object.entries(counts).map(([name, value]) => {
    const [usual, tone] = numbers[name] ?? [name, 'plain'];
    const words =
      name === 'unmatchedProducts'
        ? unmatchedIn(journal, run, value)
        : ((run.command === 'revert' ? ofRevert(journal, run, name, value) : undefined) ??
          ofMode[name]?.[run.mode] ??
          usual);
    const isSeverity = run.command === 'audit' && severities.has(name);
    return { field: isSeverity ? `findings.${name}` : name, value, words, tone };
  });
}

// What is left of a run: what `status` says would happen next.

import type { Action, Command, Journal, Run } from '@cutover/journal';
import { countsWith, isOfPlan } from '@cutover/journal/light';
import type { Upcoming } from '../reporters/json-lines.ts';
import { counted, duration, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { ageSeconds, setsText, slotWords } from './action-words.ts';

const doubtsShown = 5;

/** Changes still to make, doubts of its stores and their age, and failures of its plan by reason. */
export function upcomingOf(journal: Journal, run: Run, nowMs: number): Upcoming {
  const planRun = planOf(journal, run);
  const { set, ...others } = countsWith(journal.actionCounts(planRun), 'pending');
  return {
    run: run.id,
    pending: { ...others, ...(set === 0 ? {} : { set }) },
    inDoubt: doubtsOf(journal, run, nowMs),
    failed: journal.failures(planRun),
  };
}

/** At the end of a command: what of these stores nobody can tell, and that it is left alone until somebody says. */
export function doubtsText(journal: Journal, run: Run, nowMs: number): string[] {
  const inDoubt = doubtsOf(journal, run, nowMs);
  if (inDoubt.length === 0) return [];
  return [
    inDoubt.length === 1
      ? 'A write is in doubt; its product is left alone until that is settled:'
      : `${number(inDoubt.length)} writes are in doubt; their products are left alone until that is settled:`,
    ...doubtLines(inDoubt, doubtNames(journal, run)),
  ];
}

/** What the writes in doubt are called, and which command looks at those that got no answer. */
export interface DoubtNames {
  /** By action. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly looksNext: Command;
}

/** @param run its stores are meant; while it is unfinished its own command is the next that looks. */
export function doubtNames(journal: Pick<Journal, 'doubts'>, run: Run): DoubtNames {
  return {
    pictures: new Map(journal.doubts(run).map((action) => [action.id, writeName(action)])),
    looksNext: isOfPlan(run) && run.finishedAt === undefined && !run.dryRun ? run.command : 'migrate',
  };
}

/** `MUG-01 image 12`: by its source, where it has one, as a list of the plan names it. */
function writeName(action: Action): string {
  const { sku = '', subject } = action;
  const product = sku === '' ? `product ${subject.productId}` : visible(sku);
  if ('slot' in subject) return `${product} ${slotWords(subject.slot)}`;
  const made = 'putBack' in action && 'imageId' in action.putBack ? action.putBack.imageId : undefined;
  const own = 'imageId' in subject ? subject.imageId : made;
  const image = ('from' in action ? action.from?.imageId : undefined) ?? own;
  return image === undefined ? product : `${product} image ${image}`;
}

const doubtsOf = (journal: Journal, run: Run, nowMs: number): Upcoming['inDoubt'] =>
  journal.doubts(run).map((action) => ({
    action: action.id,
    status: action.status === 'blocked' ? 'blocked' : 'started',
    ageSeconds: ageSeconds(action, nowMs),
  }));

function doubtLines(inDoubt: Upcoming['inDoubt'], { pictures, looksNext }: DoubtNames): string[] {
  const hidden = inDoubt.length - doubtsShown;
  return [
    ...inDoubt.slice(0, doubtsShown).map(({ action, status, ageSeconds: age }) => {
      const since = duration(age * 1_000, 'age');
      const how =
        status === 'blocked'
          ? `blocked for ${since}, waits for \`cutover settle\``
          : `sent ${since} ago, no answer; the next ${looksNext} looks`;
      return `  ${pictures.get(action) ?? action}: ${how}`;
    }),
    ...(hidden > 0 ? [`  and ${number(hidden)} more in doubt: \`cutover settle\``] : []),
  ];
}

/** While a run is at work its writes are on their way, and it settles by itself what gets no answer. */
function sentLines(inDoubt: Upcoming['inDoubt'], names: DoubtNames): string[] {
  const blocked = inDoubt.filter(({ status }) => status === 'blocked');
  const sent = inDoubt.length - blocked.length;
  return [
    ...(sent === 0 ? [] : [`  sent and not answered yet: ${counted(sent, 'write')}`]),
    ...doubtLines(blocked, names),
  ];
}

/** The plan of a run: until one is approved its own, or the newest that nobody has carried out. */
export function planOf(journal: Journal, run: Run): string {
  if (run.planRun !== undefined) return run.planRun;
  if (run.marched || run.command !== 'migrate') return run.id;
  return journal.freshPlan(run, run.optionsKey)?.id ?? run.id;
}

/** Both stores are read, and what is to be done stands in the journal; until then nobody knows how much it is. */
export function isPlanMade(journal: Journal, run: Run): boolean {
  return run.phase !== 'scanning' || planOf(journal, run) !== run.id || !plans.has(run.command);
}

const plans: ReadonlySet<Run['command']> = new Set(['diff', 'migrate', 'repair', 'revert']);

/** The same in words; `left`: how much is left where its plan is not made yet, which no number can say. */
export function upcomingText(
  { run, pending, inDoubt, failed }: Upcoming,
  names: DoubtNames,
  { left, isUnderWay = false }: { left?: string | undefined; isUnderWay?: boolean } = {},
): string[] {
  const failures = Object.entries(failed).toSorted(([, a], [, b]) => b - a);
  const planned = `${counted(pending.create, 'image')} to create, ${number(pending.update)} to update, ${number(pending.remove)} to remove${setsText(pending.set ?? 0)}`;
  return [
    '',
    `Left of ${run}: ${left ?? planned}`,
    ...(isUnderWay ? sentLines(inDoubt, names) : doubtLines(inDoubt, names)),
    ...failures.map(([code, count]) => `  failed: ${number(count)} × ${visible(code)}`),
  ];
}

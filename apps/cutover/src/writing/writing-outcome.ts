// What a command that writes tells at its end: the counts of its plan for scripts, and the same in words.

import type { Journal } from '@cutover/journal';
import { countsWith } from '@cutover/journal/light';
import type { Estimate, MigrateResult } from '@cutover/sync-engine';
import { setsText } from '../runs/action-words.ts';
import { seeRule } from '../runs/named-rules.ts';
import { timesContinued } from '../runs/times-continued.ts';
import { unpairedWords } from '../runs/unpaired-words.ts';
import { slotPictures } from '../sayings/slot-counts.ts';
import { counted, duration, number } from '../terminal/quantities.ts';
import { leftOutSlots, slotsLeftOut } from './left-out-words.ts';

export function writingFacts(result: MigrateResult, isDryRun: boolean): Readonly<Record<string, unknown>> {
  const { created, updated, removed, set, failed, remaining, inDoubt, conflicts, estimate } = result;
  const { unmatchedProducts, unmatchedSlots, unchecked, renditions, renditionsKept } = result;
  return {
    created,
    updated,
    removed,
    set,
    failed,
    remaining,
    inDoubt,
    conflicts,
    ...(unmatchedProducts === 0 ? {} : { unmatchedProducts }),
    ...(unmatchedSlots === undefined ? {} : { unmatchedSlots }),
    ...(unchecked === undefined ? {} : { unchecked }),
    ...(renditions === undefined ? {} : { renditions }),
    ...(renditionsKept === undefined ? {} : { renditionsKept }),
    ...(isDryRun ? { estimate } : {}),
  };
}

/** `42 s (11 s to 71 s)`; a store that answers slowly may take longer than any of them. */
export function timeWords({ seconds, secondsMin, secondsMax }: Estimate): string {
  const words = (some: number): string => duration(some * 1_000, 'cost');
  const most = words(secondsMax);
  return `${words(seconds)} (${secondsMin === 0 ? 'up to' : `${words(secondsMin)} to`} ${most})`;
}

export function dryRunText(journal: Journal, { run, estimate, remaining }: MigrateResult): string {
  if (remaining === 0) return 'Dry run: there is nothing to do. Nothing was written.';
  const cost =
    estimate === undefined || estimate.requests === 0
      ? ''
      : `; about ${counted(estimate.requests, 'request')}, ${timeWords(estimate)}`;
  const counts = journal.actionCounts(journal.run(run)?.planRun ?? run);
  const { create, update, remove, set } = countsWith(counts, 'pending', 'started');
  return `Dry run: ${counted(create, 'image')} to create, ${number(update)} to update, ${number(remove)} to remove${setsText(set)}${cost}. Nothing was written.`;
}

/** What its plan leaves out, so that it would end with "in part". */
export function dryRunRemarks(journal: Journal, { run, unmatchedProducts }: MigrateResult): string[] {
  const products = unpairedWords(journal, journal.run(run), unmatchedProducts).map(({ what }) => what);
  const slots = slotsLeftOut(journal, run).map(({ what }) => what);
  return [...products, ...slots].map((what) => `Left out: ${what}.`);
}

/** @param nothing what to say when there was nothing to do. */
export function writingText(journal: Journal, result: MigrateResult, nothing: string): string[] {
  const { created, updated, removed, failed, remaining, inDoubt } = result;
  const isNothing = result.outcome === 'done' && created + updated + removed + result.set === 0;
  return [
    ...(result.stoppedAfterFailures === undefined
      ? []
      : [`Stopped after ${counted(result.stoppedAfterFailures, 'failure')}; the rest was not begun.`]),
    isNothing
      ? nothing
      : `${number(created)} created, ${number(updated)} updated, ${number(removed)} removed${result.set === 0 ? '' : `, ${slotPictures(result.set)} set`}${inAll(journal, result)}`,
    ...(failed + remaining + inDoubt === 0
      ? []
      : [`${number(failed)} failed, ${number(remaining)} remaining, ${number(inDoubt)} in doubt`]),
  ];
}

/** What was left out or moved otherwise than meant, and why. */
export function writingRemarks(journal: Journal, result: MigrateResult): string[] {
  const { conflicts, unmatchedProducts, unchecked = 0 } = result;
  return [
    ...unreachableText(journal, result),
    ...renditionsText(result),
    ...unpairedWords(journal, journal.run(result.run), unmatchedProducts).map(
      ({ what, todo, namedBy }) => `Left out: ${what}; the report of ${namedBy} says why. ${todo}`,
    ),
    ...leftOutSlots(journal, result),
    ...(conflicts === 0
      ? []
      : [
          `Left alone: ${counted(conflicts, 'place')} on the target where an image was edited, or that ${conflicts === 1 ? 'shows' : 'show'} a picture that no run has set. ${seeRule('edited-on-target')}, then decide with --prefer source or --prefer target.`,
        ]),
    ...(unchecked === 0
      ? []
      : [`Could not be compared: ${counted(unchecked, 'image')}, marked ! in the report of this run.`]),
  ];
}

/** What failed for want of an original, where a smaller copy was not allowed to take its place. */
function unreachableText(journal: Journal, { run: id }: MigrateResult): string[] {
  const run = journal.run(id);
  if (run?.command !== 'migrate' || run.options['allowRenditions'] === true) return [];
  const { 'original-unreachable': unreachable = 0, 'picture-broken': broken = 0 } = journal.failures(
    run.planRun ?? id,
  );
  const count = unreachable + broken;
  return count === 0
    ? []
    : [
        `No original could be reached: ${counted(count, 'picture')}. Where the store still shows a smaller copy, \`cutover retry --failed --allow-renditions\` copies that.`,
      ];
}

/** Pictures that are no originals: those of this run, and those that it has found and could not better. */
function renditionsText({ renditions = 0, renditionsKept = 0 }: MigrateResult): string[] {
  return [
    ...(renditions === 0
      ? []
      : [
          `Renditions, because no original could be reached: ${counted(renditions, 'picture')}. ${seeRule('rendition-copied')}.`,
        ]),
    ...(renditionsKept === 0
      ? []
      : [
          `Still renditions, because no original can be reached: ${counted(renditionsKept, 'picture')}. ${seeRule('rendition-copied')}.`,
        ]),
  ];
}

/** The counts are of the whole run, whichever of its processes did it. */
function inAll(journal: Journal, { run }: MigrateResult): string {
  const kept = journal.run(run);
  const times = kept === undefined ? 0 : timesContinued(journal, kept);
  return times === 0
    ? ''
    : ` in all; the run was continued ${times === 1 ? 'once' : `${number(times)} times`}`;
}

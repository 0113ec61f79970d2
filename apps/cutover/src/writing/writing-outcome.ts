// What a command that writes tells at its end: the counts of its plan for scripts, and the same in words.
import type { Estimate, MigrateResult } from '@cutover/sync-engine';
import { counted, duration, number } from '../terminal/quantities.ts';

export function writingFacts(result: MigrateResult, isDryRun: boolean): Readonly<Record<string, unknown>> {
  const { created, updated, removed, set, failed, remaining, inDoubt, conflicts, estimate } = result;
  return {
    created,
    updated,
    removed,
    set,
    failed,
    remaining,
    inDoubt,
    conflicts,
    ...(isDryRun ? { estimate } : {}),
  };
}

/** `11 s to 71 s`. */
export function timeWords({ secondsMin, secondsMax }: Estimate): string {
  const words = (seconds: number): string => duration(seconds * 1_000, 'cost');
  return secondsMin === 0 ? `at most ${words(secondsMax)}` : `${words(secondsMin)} to ${words(secondsMax)}`;
}

export function dryRunText({ estimate, remaining }: MigrateResult): string {
  if (remaining === 0) return 'Dry run: there is nothing to do. Nothing was written.';
  const cost =
    estimate === undefined ? '' : `: about ${counted(estimate.requests, 'request')}, ${timeWords(estimate)}`;
  return `Dry run: ${counted(remaining, 'change')} planned${cost}. Nothing was written.`;
}

/** @param nothing what to say when there was nothing to do. */
export function writingText(result: MigrateResult, nothing: string): string[] {
  const { created, updated, removed, failed, remaining, inDoubt, conflicts, unmatchedProducts } = result;
  const isNothing = result.outcome === 'done' && created + updated + removed + result.set === 0;
  return [
    ...(result.stoppedAfterFailures === undefined
      ? []
      : [`Stopped after ${counted(result.stoppedAfterFailures, 'failure')}; the rest was not begun.`]),
    isNothing
      ? nothing
      : `${number(created)} created, ${number(updated)} updated, ${number(removed)} removed`,
    ...(failed + remaining + inDoubt + unmatchedProducts === 0
      ? []
      : [
          `${number(failed)} failed, ${number(remaining)} remaining, ${number(inDoubt)} in doubt, ${counted(unmatchedProducts, 'product')} without a counterpart`,
        ]),
    ...(unmatchedProducts === 0
      ? []
      : ['Pair those products in a file with --products, or by something else with --match.']),
    ...(conflicts === 0
      ? []
      : [
          `Left alone, because edited on the target since: ${counted(conflicts, 'image')}. See rule edited-on-target in \`cutover report\`, then decide with --prefer source or --prefer target.`,
        ]),
  ];
}

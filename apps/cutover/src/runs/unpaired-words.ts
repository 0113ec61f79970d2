// Which products a run has left out, in words: those that have no counterpart on the target, and those that the products
// file names and the source does not have. To scripts both are `unmatchedProducts`; what somebody does about them differs.
import type { Journal, Run } from '@cutover/journal';
import { counted } from '../terminal/quantities.ts';

/** Of the products that a run counts as unmatched, those that the source does not have. */
export function notOnSourceIn(journal: Pick<Journal, 'run'>, run: Run | undefined): number {
  // What a migration has not read itself stands with the diff whose plan it carries out; a repair takes up what a verify met.
  const of = [run?.planRun, run?.verifyRun].map((id) => (id === undefined ? undefined : journal.run(id)));
  return Math.max(...[run, ...of].map((one) => one?.counts['notOnSource'] ?? 0));
}

export interface Unpaired {
  /** `2 products without a counterpart` */
  readonly what: string;
  /** What somebody may do about them, as a sentence. */
  readonly todo: string;
  /** Whose report names them: `this run`, or `run ID`. */
  readonly namedBy: string;
}

/** @param unmatchedProducts how many the run has left out in all. */
export function unpairedWords(
  journal: Pick<Journal, 'run'>,
  run: Run | undefined,
  unmatchedProducts: number,
): Unpaired[] {
  const absent = Math.min(unmatchedProducts, notOnSourceIn(journal, run));
  const unpaired = unmatchedProducts - absent;
  // A repair reads what was found wrong, and none of these.
  const isOfVerify = run?.verifyRun !== undefined && (run.counts['unmatchedProducts'] ?? 0) === 0;
  const namedBy = isOfVerify ? `run ${run.verifyRun}` : 'this run';
  return [
    ...(unpaired === 0
      ? []
      : [
          {
            what: `${counted(unpaired, 'product')} without a counterpart`,
            todo: `Pair ${unpaired === 1 ? 'it' : 'them'} in a file with --products, or by something else with --match.`,
            namedBy,
          },
        ]),
    ...(absent === 0
      ? []
      : [
          {
            what: `${counted(absent, 'product')} ${NOT_ON_SOURCE}`,
            todo: `Correct ${absent === 1 ? 'its line' : 'their lines'} there.`,
            namedBy,
          },
        ]),
  ];
}

/** What a count of them is called. */
export const NOT_ON_SOURCE = 'of the products file that the source does not have';

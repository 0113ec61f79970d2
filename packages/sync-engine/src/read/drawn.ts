// Which products a run of a share looks at. Invariants: a run that is continued has drawn the same ones, whatever became of
// other runs meanwhile; and it has drawn one at least, if there are any.
import type { Run } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { sampleOf } from '../sample.ts';

/** What a run was asked for; 1: all products. */
export const shareOf = ({ options: { sample } }: Pick<Run, 'options'>): number =>
  typeof sample === 'number' ? sample : 1;

export interface Drawn {
  /** Whether the run looks at a source product: turn after turn at others, until all were looked at. */
  has(productId: number): boolean;
  /**
   * Draws one of these where the share holds none of them. They are the first that are read, so that it is settled before
   * V2 is asked for a list, and with no need to know all; those behind them are drawn by the share alone.
   */
  startWith(productIds: readonly number[]): Promise<void>;
}

export async function drawnBy({ journal }: Engine, run: Run): Promise<Drawn> {
  const share = shareOf(run);
  if (share >= 1) return { has: () => true, startWith: () => Promise.resolve() };
  const { [TURN]: kept, [INSTEAD]: keptInstead } = journal.run(run.id)?.counts ?? {};
  const turn = kept ?? turnOf(journal, run);
  if (kept === undefined) await journal.addCounts(run.id, { [TURN]: turn });
  const sample = sampleOf(share, turn);
  let instead = keptInstead;
  return {
    has: (productId) => productId === instead || sample.has(productId),
    async startWith(productIds) {
      if (instead !== undefined) return;
      instead = sample.instead(productIds);
      if (instead !== undefined) await journal.addCounts(run.id, { [INSTEAD]: instead });
    },
  };
}

const TURN = 'sampleTurn';
/** The id of the product that was drawn because the share held none. */
const INSTEAD = 'sampleInstead';

/** How many runs that looked at the same, of the same command, level and share, came to their end before this one. */
function turnOf(journal: Engine['journal'], { id, command, startedAt, options, optionsKey }: Run): number {
  return journal.runs({ command }).filter(
    (other) =>
      other.id !== id &&
      // What looks at the products of a repair takes the turn that comes next, whatever these are.
      (options['beside'] === true || other.optionsKey === optionsKey) &&
      other.startedAt <= startedAt &&
      // Part of another command's work, it has looked at a few products.
      other.options['beside'] !== true &&
      (other.outcome === 'done' || other.outcome === 'differs' || other.outcome === 'incomplete') &&
      other.options['level'] === options['level'] &&
      other.options['sample'] === options['sample'],
  ).length;
}

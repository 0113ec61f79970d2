// Which products a run of a share looks at. Invariant: a run that is continued has drawn the same ones, whatever became of
// other runs meanwhile.
import type { Run } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { sampleOf } from '../sample.ts';

/** What a run was asked for; 1: all products. */
export const shareOf = ({ options: { sample } }: Pick<Run, 'options'>): number =>
  typeof sample === 'number' ? sample : 1;

/** Whether the run looks at a source product: turn after turn at others, until all were looked at. */
export async function drawnBy({ journal }: Engine, run: Run): Promise<(productId: number) => boolean> {
  const share = shareOf(run);
  if (share >= 1) return () => true;
  const { [TURN]: kept } = journal.run(run.id)?.counts ?? {};
  const turn = kept ?? turnOf(journal, run);
  if (kept === undefined) await journal.addCounts(run.id, { [TURN]: turn });
  return sampleOf(share, turn);
}

const TURN = 'sampleTurn';

/** How many runs that looked at the same, of the same command, level and share, came to their end before this one. */
function turnOf(journal: Engine['journal'], { id, command, startedAt, options, optionsKey }: Run): number {
  return journal.runs({ command }).filter(
    (other) =>
      other.id !== id &&
      other.optionsKey === optionsKey &&
      other.startedAt <= startedAt &&
      // Part of another command's work, it has looked at a few products.
      other.options['beside'] !== true &&
      (other.outcome === 'done' || other.outcome === 'differs' || other.outcome === 'incomplete') &&
      other.options['level'] === options['level'] &&
      other.options['sample'] === options['sample'],
  ).length;
}

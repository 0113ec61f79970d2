// Slots of the source that show a picture and have no counterpart on the target, or two: found as a comparison finds them, and
// said as an audit says it.

import type { Run } from '@cutover/journal';
import { carries, kindOfWord, type OfKinds, slotKindsCarried } from '../carried.ts';
import { slotFinding } from '../compare/slot-findings.ts';
import type { With } from '../engine.ts';
import type { Found } from '../found.ts';
import { pairSlots } from '../match/pair-slots.ts';
import { unpaired } from '../plan/unpaired.ts';
import type { Sides } from '../read/both-sides.ts';
import type { Counterpart } from '../read/pairing.ts';
import { isReadWithSlots } from '../read/slots-of-scan.ts';
import { readTargetValues } from '../read/target-values.ts';
import { showsPicture } from '../slots.ts';

export async function slotsWithoutCounterpart(
  engine: With<OfKinds>,
  run: Run,
  { source, target }: Pick<Sides, 'source' | 'target'>,
  paired: readonly Counterpart[],
): Promise<Found[]> {
  const { journal } = engine;
  const pairs = paired.flatMap((pair) => ('rule' in pair ? [] : [pair]));
  const ids = pairs.map((pair) => ({
    sourceProductId: pair.source.productId,
    targetProductId: pair.target.productId,
  }));
  const snapshots = { sourceSnapshot: source.snapshot, targetSnapshot: target.snapshot };
  if (!isReadWithSlots(run, target)) await readTargetValues({ engine, ...snapshots }, ids);
  return slotKindsCarried
    .filter((kind) => carries(engine, kind))
    .flatMap((word) => {
      const kind = kindOfWord[word];
      const ours = journal.slots(
        source.snapshot,
        kind,
        ids.map(({ sourceProductId }) => sourceProductId),
      );
      const theirs = journal.slots(
        target.snapshot,
        kind,
        ids.map(({ targetProductId }) => targetProductId),
      );
      return pairs.flatMap((pair) =>
        pairSlots(ours.get(pair.source.productId) ?? [], theirs.get(pair.target.productId) ?? []).flatMap(
          (one): Found[] => {
            if (!('why' in one) || !showsPicture(one.source.address)) return [];
            const { sign: _sign, ...finding } = slotFinding(unpaired(one), { kind, rows: [], ...pair });
            return [finding];
          },
        ),
      );
    });
}

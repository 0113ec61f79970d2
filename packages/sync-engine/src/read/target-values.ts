// Values of the target's modifiers and options, read once it is known where the source shows a picture of theirs: they make
// pages of ten, and most products have none. They are added to the target's snapshot, so that who asks it finds them there.
import type { SnapshotSlot } from '@cutover/journal';
import { carries, kindOfWord, type OfKinds } from '../carried.ts';
import type { With } from '../engine.ts';
import { showsPicture } from '../slots.ts';
import { productsWithValues } from './products-with-values.ts';
import { kindsOfValues, slotReadings } from './slot-readings.ts';

export interface ValuesRequest {
  readonly engine: With<OfKinds>;
  readonly sourceSnapshot: number;
  readonly targetSnapshot: number;
}

/** Of products that are each other's counterpart. */
export async function readTargetValues(
  { engine, sourceSnapshot, targetSnapshot }: ValuesRequest,
  pairs: readonly { readonly sourceProductId: number; readonly targetProductId: number }[],
): Promise<void> {
  const { journal, target } = engine;
  const kinds = engine.mode === 'transfer' ? kindsOfValues.filter((kind) => carries(engine, kind)) : [];
  const sourceIds = pairs.map(({ sourceProductId }) => sourceProductId);
  const shown = new Set(
    kinds.flatMap((kind) =>
      [...journal.slots(sourceSnapshot, kindOfWord[kind], sourceIds)].flatMap(([productId, slots]) =>
        slots.some(({ address }) => showsPicture(address)) ? [productId] : [],
      ),
    ),
  );
  const ids = pairs.flatMap(({ sourceProductId, targetProductId }) =>
    shown.has(sourceProductId) ? [targetProductId] : [],
  );
  const include = kinds.map((kind) => slotReadings[kind].include);
  if (ids.length === 0) return;
  const products = await productsWithValues(engine, target, ids, include);
  const slots: SnapshotSlot[] = [];
  for (const kind of kinds) slots.push(...(await slotReadings[kind].slotsOf(engine, target, products)));
  await journal.addSlots(targetSnapshot, slots);
}

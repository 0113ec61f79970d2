// The goal of `migrate` and `repair`: the target product is to show what the source's snapshot holds.
import { type NewAction, type Slot, sourceOf } from '@cutover/journal';
import type { Choices, With } from '../engine.ts';
import { slotsOfProducts } from '../kinds/kinds.ts';
import { actionKey } from '../plan/actions.ts';
import type { ProductAtHand } from '../plan/considered.ts';
import type { SlotLook } from '../plan/looked.ts';
import { isSettled, settledOn } from '../plan/settled.ts';
import { shownOnSource } from '../read/shown-on-source.ts';
import { isSameSlot } from '../slots.ts';
import type { Goal, Plans } from './goal.ts';

/** @param mayDo what is left out of every plan when it says no; default: nothing. */
export function sourceGoal(
  { engine, run, planRun, kinds }: Omit<Plans, 'goal'> & { readonly engine: With<Choices> },
  mayDo: (action: NewAction) => boolean = () => true,
): Goal {
  const { journal } = engine;
  return {
    atLeast(productIds) {
      const snapshot = journal.snapshotOf(planRun, 'target');
      if (snapshot === undefined) return new Map();
      const before = journal.images(snapshot.snapshot, productIds);
      return new Map([...before].map(([id, images]) => [id, images.length]));
    },
    lookedAt(kind, productIds) {
      return kind.ridesWithProducts ? productIds : shownOnSource(journal, planRun, kind.name, productIds);
    },
    async wanted({ productId, images, slots }, actions, only) {
      const known = actions.find((action) => sourceOf(action) !== undefined);
      const sourceProductId = known === undefined ? undefined : sourceOf(known)?.productId;
      const snapshot = journal.snapshotOf(planRun, 'source');
      if (known === undefined || sourceProductId === undefined || snapshot === undefined)
        return { actions: [], conflicts: [] };
      // The pictures were looked at when the plan was made. What it has not got rid of is outdated still: the text of a
      // picture that could not be made is not for the one that stays.
      const outdated = new Set(
        actions.flatMap((action) =>
          action.verb === 'remove' && action.replaces ? [action.subject.imageId] : [],
        ),
      );
      const moment = { at: 'look', run: run.id, actions } as const;
      const about = {
        product: {
          sourceProductId,
          targetProductId: productId,
          sku: known.sku ?? '',
          source: journal.images(snapshot.snapshot, [sourceProductId]).get(sourceProductId) ?? [],
          target: images,
          targetSlots: slots,
          sourceSlots: slotsOfProducts(engine, kinds)(snapshot, [sourceProductId]).get(sourceProductId) ?? [],
        },
        settled: settledOn(engine, [productId], moment)(productId),
        sourceSnapshot: snapshot,
        outdated,
        // What is to be set although an earlier run has set it was looked at when the plan was made: it is again.
        lookAtSlot: (_: ProductAtHand, slot: Slot): SlotLook =>
          actions.some(
            ({ status, subject }) =>
              status === 'pending' && 'slot' in subject && isSameSlot(subject.slot, slot),
          )
            ? 'always'
            : 'by-address',
        mayDo,
      };
      const considered = [];
      for (const kind of kinds.all)
        if (only === undefined || kind.name === only)
          considered.push(await kind.considering(engine, [about.product], moment).consider(about));
      const planned = considered.flatMap(({ actions: wanted }) => wanted);
      const conflicts = considered.flatMap((one) => one.conflicts);
      const settledKeys = new Set(actions.filter(isSettled).map(actionKey));
      return { actions: planned.filter((action) => !settledKeys.has(actionKey(action))), conflicts };
    },
  };
}

// The goal of `migrate` and `repair`: the target product is to show what the source's snapshot holds.
import { type Action, type NewAction, type Slot, sourceOf } from '@cutover/journal';
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
    wanting(targetProductIds) {
      const snapshot = journal.snapshotOf(planRun, 'source');
      const planned = new Map<number, readonly Action[]>(journal.actionsOf(planRun, targetProductIds));
      const products = new Map([...planned].flatMap(([id, actions]) => pairOf(id, actions)));
      if (snapshot === undefined || products.size === 0) return async () => await Promise.resolve(nothing);
      const pairs = [...products.values()];
      const sourceIds = pairs.map(({ sourceProductId }) => sourceProductId);
      const images = journal.images(snapshot.snapshot, sourceIds);
      const sourceSlots = slotsOfProducts(engine, kinds)(snapshot, sourceIds);
      const moment = { at: 'look', run: run.id, actionsOf: (id: number) => planned.get(id) ?? [] } as const;
      const settled = settledOn(engine, targetProductIds, moment);
      const considering = kinds.all.map((kind) => ({
        kind: kind.name,
        ...kind.considering(engine, pairs, moment),
      }));
      return async ({ productId, images: target, slots }, actions, only) => {
        // As the plan holds them now: between the look and its turn a product may have waited.
        planned.set(productId, actions);
        const pair = products.get(productId);
        if (pair === undefined) return nothing;
        const { sourceProductId } = pair;
        const about = {
          product: {
            ...pair,
            source: images.get(sourceProductId) ?? [],
            target,
            targetSlots: slots,
            sourceSlots: sourceSlots.get(sourceProductId) ?? [],
          },
          settled: settled(productId),
          sourceSnapshot: snapshot,
          outdated: outdatedBy(actions),
          // What is to be set although an earlier run has set it was looked at when the plan was made: it is again.
          lookAtSlot: (_: ProductAtHand, slot: Slot): SlotLook =>
            isToBeSet(actions, slot) ? 'always' : 'by-address',
          mayDo,
        };
        const considered = [];
        for (const { kind, consider } of considering)
          if (only === undefined || kind === only) considered.push(await consider(about));
        const wanted = considered.flatMap((one) => one.actions);
        const settledKeys = new Set(actions.filter(isSettled).map(actionKey));
        return {
          actions: wanted.filter((action) => !settledKeys.has(actionKey(action))),
          conflicts: considered.flatMap((one) => one.conflicts),
        };
      };
    },
  };
}

const nothing = { actions: [], conflicts: [] };

/** The product that the plan takes for the source's counterpart of this one. */
function pairOf(
  targetProductId: number,
  actions: readonly Action[],
): [number, Pick<ProductAtHand, 'sourceProductId' | 'targetProductId' | 'sku'>][] {
  const [known] = actions.flatMap((action) => {
    const source = sourceOf(action);
    return source === undefined ? [] : [{ sourceProductId: source.productId, sku: action.sku ?? '' }];
  });
  return known === undefined ? [] : [[targetProductId, { targetProductId, ...known }]];
}

/**
 * Pictures were looked at when the plan was made. What it has not got rid of is outdated still: the text of a picture that
 * could not be made is not for the one that stays.
 */
function outdatedBy(actions: readonly Action[]): Set<number> {
  return new Set(
    actions.flatMap((action) =>
      action.verb === 'remove' && action.replaces ? [action.subject.imageId] : [],
    ),
  );
}

function isToBeSet(actions: readonly Action[], slot: Slot): boolean {
  return actions.some(
    ({ status, subject }) => status === 'pending' && 'slot' in subject && isSameSlot(subject.slot, slot),
  );
}

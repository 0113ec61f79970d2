// The goal of `revert`: each product that a run has written to is to be as it was before, but for what somebody else has
// changed since.
import type { Action, Link, PairJournal, Run } from '@cutover/journal';
import { seenOf } from '../plan/edits.ts';
import { isSettled } from '../plan/known.ts';
import type { Conflict, Looked } from '../plan/looked.ts';
import { actionKey } from '../plan/plan.ts';
import { planRevert, type RevertPlan } from '../plan/revert-plan.ts';
import { planSlotRevert } from '../plan/revert-slots.ts';
import type { Goal, Plans } from './goal.ts';

/** What an action changes in the number of a product's images. */
const COUNTS: Readonly<Record<string, number>> = { create: 1, remove: -1 };

export function revertGoal(plans: Pick<Plans, 'engine' | 'run' | 'planRun'>, reverted: Run): Goal {
  const { journal } = plans.engine;
  return {
    atLeast(productIds) {
      const left = journal.sightings(reverted.id, 'after', productIds);
      const own = journal.actionsOf(plans.planRun, productIds);
      return new Map(
        [...left].map(([id, images]) => {
          const done = (own.get(id) ?? []).filter((action) => action.status === 'applied');
          const change = done.reduce((sum, { kind }) => sum + (COUNTS[kind] ?? 0), 0);
          return [id, images.length + change];
        }),
      );
    },
    lookedAt(of, productIds) {
      if (of === 'product-image' || of === 'variant-image') return productIds;
      const writes = journal.writesOf(reverted.id, productIds);
      return productIds.filter((id) => {
        const own = writes.get(id) ?? [];
        return own.length === 0 || own.some((write) => write.of === of);
      });
    },
    async wanted(looked, actions) {
      const settled = new Set(actions.filter(isSettled).map(actionKey));
      const { actions: wanted, left } = planRevertOf(plans, reverted, looked);
      return await Promise.resolve({
        actions: wanted.filter((action) => !settled.has(actionKey(action))),
        conflicts: left.flatMap(({ imageId, slot, why }): Conflict[] =>
          imageId === undefined && slot === undefined
            ? []
            : [{ code: 'changed-since', words: why, targetImageId: imageId, targetSlot: slot }],
        ),
      });
    },
  };
}

/** What the product needs as it is now, and what is left alone. */
export function planRevertOf(
  plans: Pick<Plans, 'engine' | 'run' | 'planRun'>,
  reverted: Run,
  looked: Looked,
): RevertPlan {
  const { productId, slots = [] } = looked;
  const { journal } = plans.engine;
  const writes = journal.writesOf(reverted.id, [productId]).get(productId) ?? [];
  const ofImages = writes.filter(({ of }) => of === 'product-image');
  // Of a run that wrote no image here nothing is known about images, and nothing is to be said.
  const hasOnlySlots = ofImages.length === 0 && writes.length > 0;
  const images = hasOnlySlots ? { actions: [], left: [] } : revertOfImages(plans, reverted, looked, ofImages);
  if (ofImages.length === writes.length) return images;
  const inSlots = planSlotRevert({
    writes,
    done: journal.setsDone([productId]),
    now: slots,
    inDoubt: journal.doubtsOf(productId).flatMap(({ targetSlot }) => targetSlot ?? []),
  });
  return {
    actions: [...images.actions, ...inSlots.actions],
    left: [...images.left, ...inSlots.left],
  };
}

function revertOfImages(
  { engine, run }: Pick<Plans, 'engine' | 'run' | 'planRun'>,
  reverted: Run,
  { productId, images }: Looked,
  writes: readonly Action[],
): RevertPlan {
  const { journal } = engine;
  const now = images.map((image) => seenOf(image));
  const of = (name: string, moment: 'before' | 'after') =>
    journal.sightings(name, moment, [productId]).get(productId);
  const earlier = earlierReverts(journal, reverted, run);
  return planRevert({
    productId,
    before: of(reverted.id, 'before'),
    after: of(reverted.id, 'after'),
    found: of(run.id, 'before') ?? now,
    earlier: earlier.flatMap(({ id }) => {
      const found = of(id, 'before');
      return found === undefined ? [] : [{ found, after: of(id, 'after') }];
    }),
    leftSince: othersSince(journal, earlier, run)
      .map(({ id }) => of(id, 'after'))
      .find((left) => left !== undefined),
    now,
    writes,
    putBack: {
      as: journal.putBack([productId]),
      removed: journal.removed([productId]),
      inDoubt: new Set(
        journal
          .doubtsOf(productId)
          .flatMap((action) => (action.putBack === undefined ? [] : (action.targetImageId ?? []))),
      ),
    },
    successors: successorsOf(writes, journal.links([productId])),
  });
}

/** Those that took back the same run and wrote to the target, the first one first. */
function earlierReverts(journal: PairJournal, reverted: Run, run: Run): Run[] {
  return journal
    .runs({ command: 'revert' })
    .filter(({ id, revertsRun, dryRun }) => revertsRun === reverted.id && !dryRun && id !== run.id)
    .toReversed();
}

/** Commands that came after the run had been taken back wholly, the newest first; none where it never was. */
function othersSince(journal: PairJournal, earlier: readonly Run[], run: Run): readonly Run[] {
  const whole = earlier.findLast(({ outcome }) => outcome === 'done');
  if (whole === undefined) return [];
  const newestFirst = journal.runs({});
  return newestFirst
    .slice(
      0,
      newestFirst.findIndex(({ id }) => id === whole.id),
    )
    .filter(({ id, dryRun, revertsRun }) => id !== run.id && !dryRun && revertsRun !== whole.revertsRun);
}

/** Images of these writes in whose place a later one of the same source image stands. */
function successorsOf(writes: readonly Action[], links: readonly Link[]): Map<number, number> {
  return new Map(
    writes.flatMap(({ kind, sourceImageId, resultImageId }) => {
      const newest = links.findLast((link) => link.sourceImageId === sourceImageId)?.targetImageId;
      return kind !== 'create' ||
        resultImageId === undefined ||
        newest === undefined ||
        newest <= resultImageId
        ? []
        : [[resultImageId, newest] as const];
    }),
  );
}

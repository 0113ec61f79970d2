// The goal of `revert`: each product that a run has written to is to be as it was before, but for what somebody else has
// changed since.
import type { Action, Link, PairJournal, Run, SeenImage } from '@cutover/journal';
import type { CommandSince } from '../kinds/product-image/revert-knowledge.ts';
import { planRevert } from '../kinds/product-image/revert-plan.ts';
import { planSlotRevert } from '../kinds/slot/revert-slots.ts';
import { actionKey } from '../plan/actions.ts';
import { seenOf } from '../plan/edits.ts';
import { isSettled } from '../plan/known.ts';
import type { RevertPlan } from '../plan/left-alone.ts';
import type { Conflict, Looked } from '../plan/looked.ts';
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
            : [{ code: 'changed-since', says: why, targetImageId: imageId, targetSlot: slot }],
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
  return planRevert({
    productId,
    before: of(reverted.id, 'before'),
    after: of(reverted.id, 'after'),
    found: of(run.id, 'before') ?? now,
    since: commandsSince(journal, reverted, run, of),
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

/**
 * What was done to a product after a run, the first one first. What took the run back, or took that back in turn, is the
 * run's own; what took back another run, or came once this one had been taken back wholly, is another's.
 */
function commandsSince(
  journal: PairJournal,
  reverted: Run,
  run: Run,
  of: (name: string, moment: 'before' | 'after') => readonly SeenImage[] | undefined,
): CommandSince[] {
  const inOrder = journal.runs({}).toReversed();
  const later = inOrder
    .slice(inOrder.findIndex(({ id }) => id === reverted.id) + 1)
    .filter(({ id, dryRun }) => id !== run.id && !dryRun);
  const own = new Set([reverted.id]);
  for (const { id, revertsRun } of later) if (revertsRun !== undefined && own.has(revertsRun)) own.add(id);
  const whole = later.findIndex(
    ({ revertsRun, outcome }) => revertsRun === reverted.id && outcome === 'done',
  );
  const written = later.flatMap((one, nth) => {
    const found = of(one.id, 'before');
    return found === undefined ? [] : [{ ...one, found, isAfterWhole: whole >= 0 && nth > whole }];
  });
  return written.map(({ id, command, revertsRun, found, isAfterWhole }): CommandSince => {
    const takesBack = written.findIndex((one) => one.id === revertsRun);
    return {
      found,
      after: of(id, 'after'),
      ...(own.has(id) ? {} : { by: command === 'revert' || isAfterWhole ? 'another' : 'later' }),
      ...(takesBack < 0 ? {} : { takesBack }),
    };
  });
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

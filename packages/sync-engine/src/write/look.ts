// The look before the act: a batch of target products is read again right before it is written to, and planned again
// from what is there. Planned actions that are still needed go ahead, the others are superseded. This one step is the
// basis check, the resume and the recovery from lost journal rows.
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import type { Action, NewAction } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import type { Conflict, Looked, Plans } from '../plan/goal.ts';
import { actionKey } from '../plan/plan.ts';
import { unlessGone } from '../read/completeness.ts';
import { type WholeProduct, wholeProducts } from '../read/scan-v3.ts';

const LOOKS_AT_ONCE = 8;

/** Reads target products as they are now; a product that is gone is not in the answer. */
export async function look(
  { engine, goal }: Pick<Plans, 'engine' | 'goal'>,
  productIds: readonly number[],
): Promise<Looked[]> {
  const { target } = engine;
  const atLeast = goal.atLeast(productIds);
  const looked: Looked[] = [];
  for await (const { products } of target.v3.sweepProducts({ ids: productIds, include: ['images'] })) {
    const whole = await wholeProducts(engine, target, products, { atLeast });
    const hidden = await notListedYet(engine, whole);
    for (const { product, images } of whole) {
      looked.push({ productId: product.id, images: [...images, ...(hidden.get(product.id) ?? [])] });
    }
  }
  return looked;
}

/**
 * Images that we made and that the lists do not show: a list may lag behind the store, so each is asked for by its id
 * before anybody takes it for removed and makes it again.
 */
async function notListedYet(
  engine: Engine,
  products: readonly WholeProduct[],
): Promise<Map<number, ProductImage[]>> {
  const shown = new Set(products.flatMap(({ images }) => images.map((image) => image.imageId)));
  const ids = products.map(({ product }) => product.id);
  // What was put back in the place of one of ours is known under both.
  const hidden = new Map(
    [...engine.journal.links(ids), ...putBackOn(engine, ids)].flatMap((one) =>
      shown.has(one.targetImageId) ? [] : [[one.targetImageId, one] as const],
    ),
  );
  const found: ProductImage[] = [];
  await inParallel([...hidden.values()], LOOKS_AT_ONCE, async ({ targetProductId, targetImageId }) => {
    const image = await unlessGone(engine.target.v3.getImage(targetProductId, targetImageId));
    if (image !== undefined) found.push(fromV3(image));
  });
  return Map.groupBy(found, (image) => image.productId);
}

/** What reverts have put back is ours, too, and is not made of any source image. */
function putBackOn({ journal }: Engine, productIds: readonly number[]) {
  if (journal.putBack(productIds).size === 0) return [];
  return productIds.flatMap((targetProductId) => {
    const removed = journal.removed([targetProductId]);
    return [...journal.putBack([targetProductId]).values()]
      .filter((targetImageId) => !removed.has(targetImageId))
      .map((targetImageId) => ({ targetProductId, targetImageId }));
  });
}

export interface Replanned {
  /** What is to be done, in order. */
  readonly pending: readonly Action[];
  readonly superseded: readonly Action[];
  /** Not done, because the image is left alone, and counted as failed. */
  readonly conflicts: readonly Action[];
  /** All images that are left alone, planned or not. */
  readonly leftAlone: readonly Conflict[];
  readonly added: readonly Action[];
}

/** Plans one product again from what is there now. `only` limits what may be added. */
export async function replan(
  plans: Plans,
  looked: Looked,
  only?: ReadonlySet<NewAction['kind']>,
): Promise<Replanned> {
  const { engine, planRun, goal } = plans;
  const { journal } = engine;
  const actions = journal.actionsOf(planRun, [looked.productId]).get(looked.productId) ?? [];
  const pending = actions.filter((action) => action.status === 'pending');
  const { actions: all, conflicts } = await goal.wanted(looked, actions);
  const wanted = all.filter((action) => only === undefined || only.has(action.kind));
  const wantedKeys = new Set(wanted.map(actionKey));
  const pendingKeys = new Set(pending.map(actionKey));
  const unwanted = pending.filter((action) => !wantedKeys.has(actionKey(action)));
  const edited = unwanted.flatMap((action) => {
    const conflict = conflictOf(action, conflicts);
    return conflict === undefined ? [] : [{ action, conflict }];
  });
  const stale = unwanted.filter((action) => !edited.some((one) => one.action === action));
  // What has come to the target since nobody has approved to remove.
  const missing = wanted.filter((action) => action.kind !== 'remove' && !pendingKeys.has(actionKey(action)));
  for (const { action, conflict } of edited) await journal.failed(action.action, conflict);
  const added =
    stale.length + missing.length === 0
      ? []
      : await journal.addActions(planRun, missing, {
          actions: stale.map((action) => action.action),
          reason: 'the product has moved since it was planned',
        });
  const kept = pending.filter((action) => wantedKeys.has(actionKey(action)));
  return {
    pending: [...kept, ...added].toSorted((a, b) => a.position - b.position),
    superseded: stale,
    leftAlone: conflicts,
    conflicts: edited.map(({ action }) => journal.action(action.action) ?? action),
    added,
  };
}

/** The conflict that keeps an action from being done: of its own image, or of the one whose place it would take. */
function conflictOf(
  { kind, sourceImageId, targetImageId }: Action,
  conflicts: readonly Conflict[],
): Conflict | undefined {
  return kind === 'create'
    ? conflicts.find((one) => sourceImageId !== undefined && one.sourceImageId === sourceImageId)
    : conflicts.find((one) => one.targetImageId === (targetImageId ?? 0));
}

// A product that was just looked at is planned again from what is there. Planned actions that are still needed go ahead, the
// others are superseded. This one step is the basis check, the resume and the recovery from lost journal rows.
import type { Action, ImageKind, NewAction } from '@cutover/journal';
import { actionKey } from '../plan/actions.ts';
import type { Conflict, Looked } from '../plan/looked.ts';
import { isSameSlot } from '../slots.ts';
import type { Plans, Wanting } from './goal.ts';

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

export interface ReplanOptions {
  /** Limits what may be added; default: anything. */
  readonly only?: ReadonlySet<NewAction['verb']>;
  /** Pictures of this kind alone were looked at: actions of others stay as they are planned. Default: all were. */
  readonly kind?: ImageKind | undefined;
  /** Nothing will be left to do on the product; called before what is planned is dropped, which nobody would look at again. */
  readonly beforeLeaving?: (leftAlone: readonly Conflict[]) => Promise<void>;
}

/** Asks the journal once for all of these products, which were just looked at; plans one of them again from what is there now. */
export function replanning(
  plans: Plans,
  targetProductIds: readonly number[],
): (looked: Looked, options?: ReplanOptions) => Promise<Replanned> {
  const wanting = plans.goal.wanting(targetProductIds);
  return async (looked, options = {}) => await replan(plans, wanting, looked, options);
}

async function replan(
  { engine, planRun, kinds }: Plans,
  wanting: Wanting,
  looked: Looked,
  { only, kind, beforeLeaving }: ReplanOptions,
): Promise<Replanned> {
  const { journal } = engine;
  const actions = journal.actionsOf(planRun, [looked.productId]).get(looked.productId) ?? [];
  const pending = actions.filter(
    (action) => action.status === 'pending' && (kind === undefined || action.subject.kind === kind),
  );
  // What a later version has planned is not ours to drop.
  for (const action of pending) kinds.of(action);
  const { actions: all, conflicts } = await wanting(looked, actions, kind);
  const wanted = all.filter((action) => only === undefined || only.has(action.verb));
  const wantedKeys = new Set(wanted.map(actionKey));
  const pendingKeys = new Set(pending.map(actionKey));
  const unwanted = pending.filter((action) => !wantedKeys.has(actionKey(action)));
  const edited = unwanted.flatMap((action) => {
    const conflict = conflictOf(action, conflicts) ?? heldBy(action, looked, conflicts);
    return conflict === undefined ? [] : [{ action, conflict }];
  });
  const stale = unwanted.filter((action) => !edited.some((one) => one.action === action));
  // What has come to the target since nobody has approved to remove.
  const missing = wanted.filter((action) => action.verb !== 'remove' && !pendingKeys.has(actionKey(action)));
  const kept = pending.filter((action) => wantedKeys.has(actionKey(action)));
  const leftUndone: Action[] = [];
  for (const { action, conflict } of edited)
    leftUndone.push(
      await journal.failed(action.id, { code: conflict.code, words: engine.words(conflict.says) }),
    );
  if (kept.length + missing.length === 0) await beforeLeaving?.(conflicts);
  const added =
    stale.length + missing.length === 0
      ? []
      : await journal.addActions(planRun, missing, {
          actions: stale.map((action) => action.id),
          reason: engine.words({ code: 'product-moved' }),
        });
  return {
    pending: [...kept, ...added].toSorted((a, b) => a.position - b.position),
    superseded: stale,
    leftAlone: conflicts,
    conflicts: leftUndone,
    added,
  };
}

/** The conflict that keeps an action from being done: of its own image, or of the one whose place it would take. */
function conflictOf(action: Action, conflicts: readonly Conflict[]): Conflict | undefined {
  switch (action.verb) {
    case 'set':
      return conflicts.find(
        ({ targetSlot }) => targetSlot !== undefined && isSameSlot(targetSlot, action.subject.slot),
      );
    case 'create':
      return conflicts.find(({ sourceImageId }) => 'from' in action && sourceImageId === action.from.imageId);
    case 'update':
    case 'remove':
      return conflicts.find(({ targetImageId }) => targetImageId === action.subject.imageId);
  }
}

/** Nothing is surplus while it is unknown whether a source image is there: what was to be removed stays, and that is reported. */
function heldBy(action: Action, { images }: Looked, conflicts: readonly Conflict[]): Conflict | undefined {
  if (action.verb !== 'remove' || action.replaces) return undefined;
  const { imageId: targetImageId } = action.subject;
  if (!images.some(({ imageId }) => imageId === targetImageId)) return undefined;
  const guess = conflicts.find(
    ({ code, sourceImageId }) => code === 'picture-unchecked' && sourceImageId !== undefined,
  );
  return guess === undefined
    ? undefined
    : { code: guess.code, says: { code: 'removal-held' }, targetImageId };
}

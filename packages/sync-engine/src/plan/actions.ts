// What holds of the planned actions of one product, whatever kind of picture they are about: in which order they are done,
// and when two of them are the same.
import { writableFields } from '@cutover/field-mapper';
import type { NewAction } from '@cutover/journal';

/** Positions within a product: creates from 0, then updates, then what is set in slots, removals last. */
export const UPDATES_FROM = 100_000;
export const SETS_FROM = 150_000;
export const REMOVALS_FROM = 200_000;

/** Two plans of one product ask for the same when their keys are equal. */
export function actionKey(action: NewAction): string {
  return JSON.stringify([
    action.kind,
    // What a removal makes room for is the same wherever it is known from.
    action.kind === 'remove' ? 0 : (action.sourceImageId ?? 0),
    action.targetImageId ?? 0,
    ...writableFields.map((field) => action.wanted[field]),
    action.putBack,
    action.replaces === true,
    action.of,
    action.sourceSlot,
    action.targetSlot,
  ]);
}

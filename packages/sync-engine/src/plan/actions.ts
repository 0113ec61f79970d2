// What holds of the planned actions of one product, whatever kind of picture they are about: in which order they are done,
// and when two of them are the same.
import { writableFields } from '@cutover/field-mapper';
import { type NewAction, putBackBy, sourceOf, targetImageOf, targetSlotOf, wantedBy } from '@cutover/journal';

/** Positions within a product: creates from 0, then updates, then what is set in slots, removals last. */
export const UPDATES_FROM = 100_000;
export const SETS_FROM = 150_000;
export const REMOVALS_FROM = 200_000;

/** Two plans of one product ask for the same when their keys are equal. */
export function actionKey(action: NewAction): string {
  const { verb, subject } = action;
  const source = sourceOf(action);
  const wanted = wantedBy(action);
  return JSON.stringify([
    verb,
    subject.kind,
    targetImageOf(action) ?? 0,
    targetSlotOf(action),
    // What a removal makes room for is the same wherever it is known from.
    verb === 'remove' ? action.replaces : (source?.imageId ?? 0),
    source?.slot,
    putBackBy(action),
    ...writableFields.map((field) => wanted[field]),
  ]);
}

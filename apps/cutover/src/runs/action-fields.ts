// One action as data: what it is about on each side, and the fields of its JSON line.
import {
  type Action,
  handedOverBy,
  type ImageRef,
  type Journal,
  sourceOf,
  targetImageOf,
  targetSlotOf,
  wantedBy,
} from '@cutover/journal';
import { handedOverFields } from '../sayings/handed-over-words.ts';

/** @param targetSku as the target had it when the plan was made; default: not said. */
export function refsOf(
  action: Action,
  targetSku?: string,
): { readonly source: ImageRef | undefined; readonly target: ImageRef } {
  const source = sourceOf(action);
  return {
    source: source && {
      productId: source.productId,
      imageId: source.imageId,
      ...source.slot,
      sku: action.sku,
    },
    target: {
      productId: action.subject.productId,
      imageId: targetImageOf(action),
      ...targetSlotOf(action),
      ...(targetSku === undefined ? {} : { sku: targetSku }),
    },
  };
}

/** The same fields as the JSON Lines of a run under way: there `kind` is the verb, and `of` the kind of picture. */
export function actionJson(
  run: string,
  action: Action,
  targetSku?: string,
): Readonly<Record<string, unknown>> {
  const { id, verb: kind, subject, status, reason, failure } = action;
  const refs = refsOf(action, targetSku);
  return {
    run,
    action: id,
    kind,
    of: subject.kind,
    status,
    ...refs,
    reason,
    code: failure?.code,
    ...handedOverFields(handedOverBy(action)),
  };
}

/** The same with what is sent, and the SKU that the target had when the plan was made. */
export function actionFields(
  journal: Pick<Journal, 'product' | 'snapshotOf'>,
  action: Action,
): Readonly<Record<string, unknown>> {
  const target = journal.snapshotOf(action.planRun, 'target');
  const product = target && journal.product(target.snapshot, action.subject.productId);
  return { ...actionJson(action.planRun, action, product?.sku), wanted: wantedBy(action) };
}

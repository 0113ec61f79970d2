// One action as data: what it is about on each side, and the fields of its JSON line.
import type { Action, ImageRef } from '@cutover/journal';

/** @param targetSku as the target had it when the plan was made; default: not said. */
export function refsOf(
  action: Action,
  targetSku?: string,
): { readonly source: ImageRef | undefined; readonly target: ImageRef } {
  const target = {
    productId: action.targetProductId,
    imageId: action.resultImageId ?? action.targetImageId,
    ...action.targetSlot,
    ...(targetSku === undefined ? {} : { sku: targetSku }),
  };
  if (action.sourceProductId === undefined) return { source: undefined, target };
  return {
    source: {
      productId: action.sourceProductId,
      imageId: action.sourceImageId,
      ...action.sourceSlot,
      sku: action.sku,
    },
    target,
  };
}

/** The same fields as the JSON Lines of a run under way. */
export function actionJson(
  run: string,
  action: Action,
  targetSku?: string,
): Readonly<Record<string, unknown>> {
  const { id, kind, of, status, reason, failure, rendition } = action;
  const refs = refsOf(action, targetSku);
  return { run, action: id, kind, of, status, ...refs, reason, code: failure?.code, rendition };
}

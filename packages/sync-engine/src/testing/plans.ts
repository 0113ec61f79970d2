// For the tests of the plan: from two image sets to actions, and actions in a line each.
import type { ProductImage } from '@cutover/field-mapper';
import { type NewAction, sourceOf, targetImageOf, wantedBy } from '@cutover/journal';
import { type PlanInput, plan } from '../kinds/product-image/plan.ts';
import { march } from '../match/march.ts';
import type { Alike } from '../match/pair-images.ts';

/** The plan of product 1 of the source to product 9 of the target, under `copy` unless told otherwise. */
export function planFor(
  source: ProductImage[],
  target: ProductImage[],
  { alike, ...more }: Partial<PlanInput> & { readonly alike?: Alike } = {},
): NewAction[] {
  const mode = more.mode ?? 'transfer';
  return plan({
    mode,
    policy: 'copy',
    sourceProductId: 1,
    targetProductId: 9,
    sku: 'S',
    rows: march({ mode, source, target, ...(alike === undefined ? {} : { alike }) }),
    ...more,
  });
}

/** `update 1:70 {…}`: verb, source id, target id and what is wanted. */
export const short = (actions: readonly NewAction[]): string[] =>
  actions.map((action) => {
    const ids = `${sourceOf(action)?.imageId ?? ''}:${targetImageOf(action) ?? ''}`;
    const replaced = action.verb === 'remove' && action.replaces ? ' replaced' : '';
    return `${action.verb} ${ids} ${JSON.stringify(wantedBy(action))}${replaced}`;
  });

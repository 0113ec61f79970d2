// A run of two stores and its plan, for tests that fill a journal by hand.
import type { CreateOfSource, NewRun } from '@cutover/journal';

export const someRun = (over: Partial<NewRun> = {}): NewRun => ({
  command: 'migrate',
  mode: 'transfer',
  source: 'abc',
  target: 'def',
  optionsKey: 'k',
  options: { match: 'sku', policy: 'copy' },
  dryRun: false,
  ...over,
});

/** A create in product 3, or another, for each of these images of product 1. */
export const someCreates = (
  sourceImageIds: readonly number[],
  { productId = 3, sku }: { readonly productId?: number; readonly sku?: string } = {},
): CreateOfSource[] =>
  sourceImageIds.map((imageId, position) => ({
    verb: 'create',
    subject: { kind: 'product-image', productId },
    from: { productId: 1, imageId },
    sku,
    wanted: {},
    position,
  }));

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

/** A create in product 3 for each of these images of product 1. */
export const someCreates = (
  sourceImageIds: readonly number[],
  over: Partial<CreateOfSource> = {},
): CreateOfSource[] =>
  sourceImageIds.map((sourceImageId, position) => ({
    kind: 'create',
    of: 'product-image',
    sourceProductId: 1,
    sourceImageId,
    targetProductId: 3,
    wanted: {},
    position,
    ...over,
  }));

import { type ImageRef, openJournal, type Slot, type SlotKind } from '@cutover/journal';
import { expect, test } from 'vitest';
import { pictureId, pictureName } from '../sayings/picture-name.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { withNames } from './with-names.ts';

const choice = (label: string) => ({ name: 'Colour', label });
const slotOf = (kind: SlotKind, slot: Slot, sku = '', labels: readonly string[] = []) => ({
  kind,
  productId: 1,
  slot,
  sku,
  choices: labels.map(choice),
  address: 'https://cdn.example.com/a.jpg',
});

async function setUp() {
  const journal = openJournal(':memory:');
  const { id: run } = await journal.openRun(someRun());
  const [action] = await journal.addActions(run, someCreates([2], { sku: 'MUG' }));
  const { snapshot } = await journal.openSnapshot(run, 'source', 'abc', 'v3');
  const target = await journal.openSnapshot(run, 'target', 'def', 'v3');
  const product = { productId: 1, sku: 'MUG', name: 'Mug', url: '/mug/', matchKey: 'mug' };
  await journal.savePage(snapshot, {
    products: [product],
    images: [],
    cursor: 1,
    complete: true,
    slots: [
      slotOf('variant-image', { variantId: 5 }, 'MUG-RED', ['Red']),
      slotOf('variant-image', { variantId: 6 }, '', ['Red', 'Large']),
      slotOf('modifier-image', { modifierId: 7, valueId: 8 }, '', ['Gift']),
    ],
  });
  await journal.savePage(target.snapshot, {
    products: [{ ...product, productId: 9, sku: 'MUG-9' }],
    images: [],
    cursor: 9,
    complete: true,
    slots: [{ ...slotOf('variant-image', { variantId: 95 }, 'MUG-9-RED', ['Red']), productId: 9 }],
  });
  return { journal, run, action: action?.id ?? '' };
}

test('pictures of one product are distinguished by the SKU of the variant, or by what is chosen; where only ids are known, by those', async () => {
  const { journal, run, action } = await setUp();
  const called = (ref: ImageRef, side: 'source' | 'target' = 'source'): string => {
    const event = withNames(journal)({
      type: 'action',
      run,
      action,
      verb: 'set',
      kind: 'variant-image',
      status: 'applied',
      [side]: ref,
    });
    const named = event.type === 'action' ? (event.source ?? event.target) : undefined;
    return `${pictureName(named ?? {})} ${pictureId(named ?? {})}`.trim();
  };
  expect([
    called({ productId: 1, variantId: 5 }),
    called({ productId: 1, variantId: 6 }),
    called({ productId: 1, modifierId: 7, valueId: 8 }),
    called({ productId: 1, variantId: 99 }),
    called({ productId: 3, variantId: 5 }, 'target'),
    called({ productId: 1, imageId: 4 }),
    called({ productId: 1, imageId: 4, sku: 'CUP' }),
    called({ productId: 1 }),
  ]).toEqual([
    'MUG-RED variant 5',
    'MUG: Red, Large variant 6',
    'MUG: Gift value 8',
    'MUG variant 99',
    'MUG variant 5',
    'MUG image 4',
    'CUP image 4',
    'MUG',
  ]);
  await journal.close();
});

test('each side bears the SKU that its own store has', async () => {
  const { journal, run, action } = await setUp();
  const sidesOf = (source: ImageRef | undefined, target: ImageRef) => {
    const event = withNames(journal)({
      type: 'action',
      run,
      action,
      verb: 'set',
      kind: 'variant-image',
      status: 'applied',
      source,
      target,
    });
    return event.type === 'action' ? [event.source, event.target] : [];
  };
  expect([
    sidesOf({ productId: 1, imageId: 4 }, { productId: 9 }),
    sidesOf({ productId: 1, variantId: 5, sku: 'MUG' }, { productId: 9, variantId: 95 }),
    sidesOf({ productId: 1, imageId: 4 }, { productId: 77 }),
    sidesOf(undefined, { productId: 9, imageId: 90 }),
  ]).toEqual([
    [
      { productId: 1, imageId: 4, sku: 'MUG' },
      { productId: 9, sku: 'MUG-9' },
    ],
    [
      { productId: 1, variantId: 5, sku: 'MUG', variantSku: 'MUG-RED' },
      { productId: 9, variantId: 95, sku: 'MUG-9', variantSku: 'MUG-9-RED' },
    ],
    [{ productId: 1, imageId: 4, sku: 'MUG' }, { productId: 77 }],
    [undefined, { productId: 9, imageId: 90, sku: 'MUG' }],
  ]);
  await journal.close();
});

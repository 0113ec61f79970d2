import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SetOfSource, SnapshotSlot } from '../journal.ts';
import { someIntent, someProduct, someRun, stillJournal } from '../testing/samples.ts';

const slotOf = (productId: number, variantId: number, address = ''): SnapshotSlot => ({
  kind: 'variant-image',
  productId,
  slot: { variantId },
  sku: `SKU-${variantId}`,
  choices: [{ name: 'Colour', label: 'Red' }],
  address,
});

it('a snapshot gives slots back by product and in order, and a product that is saved again replaces its own', async () => {
  const journal = stillJournal();
  const { id: run } = await journal.openRun(someRun());
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  const page = { images: [], cursor: 2, complete: false };
  await journal.savePage(snapshot, {
    ...page,
    products: [someProduct(1), someProduct(2), someProduct(3)],
    slots: [slotOf(1, 110, 'cdn/a'), slotOf(1, 12), slotOf(2, 21, 'cdn/b')],
  });
  await journal.savePage(snapshot, { ...page, products: [someProduct(2)], slots: [slotOf(2, 22)] });
  expect(journal.slots(snapshot, 'variant-image', [1, 2, 3])).toEqual(
    new Map([
      [1, [slotOf(1, 12), slotOf(1, 110, 'cdn/a')]],
      [2, [slotOf(2, 22)]],
    ]),
  );
  expect(journal.slots(snapshot, 'swatch', [1, 2])).toEqual(new Map());
  // Two of the three show nothing.
  expect([
    journal.slotsShown(snapshot, 'variant-image'),
    journal.slotsShown(snapshot, 'variant-image', (address) => address === 'cdn/a'),
    journal.slotsShown(snapshot, 'variant-image', (address) => address !== 'cdn/a'),
    journal.slotsShown(snapshot, 'swatch'),
    journal.slotsShown(snapshot + 1, 'variant-image'),
  ]).toEqual([1, 1, 0, 0, 0]);
  const valueOf = (valueId: number, address: string): SnapshotSlot => ({
    kind: 'modifier-image',
    productId: 1,
    slot: { modifierId: 7, valueId },
    sku: '',
    choices: [{ name: 'Engraving', label: `${valueId}` }],
    address,
  });
  await journal.addSlots(snapshot, [valueOf(72, ''), valueOf(71, 'cdn/c')]);
  await journal.addSlots(snapshot, [valueOf(72, 'cdn/d')]);
  expect(journal.slots(snapshot, 'modifier-image', [1]).get(1)).toEqual([
    valueOf(71, 'cdn/c'),
    valueOf(72, 'cdn/d'),
  ]);
  expect(await journal.forgetRun(run)).toBe('forgotten');
  expect(journal.slots(snapshot, 'variant-image', [1, 2])).toEqual(new Map());
});

it('what was set and took effect comes in the order of sending, of this pair alone', async () => {
  const journal = stillJournal();
  const planned: SetOfSource = {
    verb: 'set',
    subject: { kind: 'variant-image', productId: 6, slot: { variantId: 5 } },
    from: { productId: 1, slot: { variantId: 4 } },
    position: 0,
  };
  const { id: run } = await journal.openRun(someRun());
  const [first, second, third] = await journal.addActions(run, [planned, planned, planned]);
  const basis = await journal.saveBasis(run, 6, []);
  for (const [action, address] of [
    [second?.id ?? '', 'cdn/2'],
    [first?.id ?? '', 'cdn/1'],
  ] as const) {
    const before = { address: '' };
    await journal.start([{ action, ...someIntent(run, basis), before, sourceFile: 'cdn/source' }]);
    await journal.record([{ action, is: 'applied', how: 'answered', shown: { address } }]);
  }
  await journal.start([{ action: third?.id ?? '', ...someIntent(run, basis) }]);
  expect(
    journal
      .setsDone({ source: 'source1', target: 'target1' }, [6])
      .map(({ id, shown, sourceFile }) => [id, shown, sourceFile]),
  ).toEqual([
    [second?.id, { address: 'cdn/2' }, 'cdn/source'],
    [first?.id, { address: 'cdn/1' }, 'cdn/source'],
  ]);
  expect(journal.setsDone({ source: 'other', target: 'target1' }, [6])).toEqual([]);
  expect(journal.setsDone({ source: 'source1', target: 'target1' }, [7])).toEqual([]);
});

it('slots read back as they were saved, whatever they show and whichever came first', async () => {
  const address = fc.oneof(
    fc.constantFrom(
      '',
      '',
      'cdn/attribute_rule_images/61_source_17.jpg',
      'cdn/attribute_rule_images/62_source_18.jpg',
    ),
    fc.string({ unit: 'binary' }),
  );
  const choices = fc.array(fc.record({ name: fc.string({ unit: 'binary' }), label: fc.string() }), {
    maxLength: 2,
  });
  const slots = fc.array(fc.record({ address, choices }), { maxLength: 4 });
  const journal = stillJournal();
  await fc.assert(
    fc.asyncProperty(fc.array(slots, { maxLength: 4 }), async (pages) => {
      const { id: run } = await journal.openRun(someRun());
      const { snapshot } = await journal.openSnapshot(run, 'target', 'target1', 'v3');
      const saved = pages.map((page, at) =>
        page.map((one, index) => ({ ...slotOf(at + 1, index + 1), ...one })),
      );
      for (const page of saved) await journal.addSlots(snapshot, page);
      const read = journal.slots(snapshot, 'variant-image', [1, 2, 3, 4]);
      expect(saved.map((_, at) => read.get(at + 1) ?? [])).toEqual(saved);
    }),
    { numRuns: 200 },
  );
});

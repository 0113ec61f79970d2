// Every kind of picture that there is can be kept: the schema's checks and the columns of places know it.
import { expect, it } from 'vitest';
import type { SetOfSource, Slot } from './journal.ts';
import { kindOfWord, type SlotKind } from './picture-kinds.ts';
import { someFinding, someProduct, someRun, stillJournal } from './testing/samples.ts';

/** A place of each kind of slots. */
const places: Readonly<Record<SlotKind, Slot>> = {
  'variant-image': { variantId: 4 },
  'modifier-image': { modifierId: 7, valueId: 71 },
  swatch: { optionId: 8, valueId: 81 },
};

it.each(Object.values(kindOfWord))('%s in a snapshot, a finding and an action', async (kind) => {
  const journal = stillJournal();
  const { id: run } = await journal.openRun(someRun());
  const slot = kind === 'product-image' ? undefined : places[kind];
  const ref = { productId: 1, ...slot };
  await journal.saveMarchPage(run, {
    cursor: 1,
    done: true,
    findings: [someFinding({ kind, source: ref })],
    actions: [],
    counts: {},
  });
  expect([...journal.findings(run)].map(({ kind: is, source }) => [is, source])).toEqual([[kind, ref]]);
  if (kind === 'product-image' || slot === undefined) return;
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  const held = { kind, productId: 1, slot, sku: '', choices: [], address: 'cdn/a' };
  const page = { images: [], cursor: 1, complete: false };
  await journal.savePage(snapshot, { ...page, products: [someProduct(1)], slots: [held] });
  expect(journal.slots(snapshot, kind, [1])).toEqual(new Map([[1, [held]]]));
  const set: SetOfSource = {
    verb: 'set',
    subject: { kind, productId: 6, slot },
    from: { productId: 1, slot },
    position: 0,
  };
  const [planned] = await journal.addActions(run, [set]);
  expect(planned).toMatchObject(set);
});

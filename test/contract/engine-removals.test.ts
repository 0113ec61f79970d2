// Mirror removes what the source does not have, and never guesses that it does not: where a write is in doubt, a listing
// is short, a product is gone or two stand for one, everything stays where it is.
import type { StoreControl } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { failedIn, idle, plantViews, stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

const mirror = { policy: 'mirror' } as const;

it('keeps the image that a write in doubt may have made, and does not make it again', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 3);
    plantViews(world.target, 'MUG', 0);
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
    // Made without an answer, and renamed and reworded before anybody looks: it can be neither claimed nor ruled out.
    const other = { imageFile: 'q/999/renamed__11111.png', description: 'other words' };
    const rename = once(() => world.target.updateImage(50_001, other));
    const first = world.engine({
      settings: mirror,
      onEvent: (event) => event.type === 'progress' && event.phase === 'settling' && rename(),
    });
    expect(await migrate(first, yes)).toEqual({
      ...idle,
      outcome: 'incomplete',
      images: 3,
      created: 2,
      inDoubt: 1,
    });
    const doubts = world.journal.doubts({ source: 'source', target: 'target' });
    expect(doubts.map(({ verb, status, candidates }) => ({ verb, status, candidates }))).toEqual([
      { verb: 'create', status: 'blocked', candidates: [50_001] },
    ]);

    // A later run knows of the doubt although its plan is another.
    const second = await migrate(world.engine({ settings: mirror }), yes);
    expect(second).toEqual({ ...idle, outcome: 'incomplete', images: 4, inDoubt: 1 });
    expect(idsOf(world.target)).toEqual([50_001, 50_002, 50_003]);
  });
});

it('removes nothing beside a create that an earlier run has left in doubt', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 1);
    const productId = plantViews(world.target, 'MUG', 0);
    const theirs = world.target.addImage({ productId, picture: { tiny: 90 }, fileName: 'theirs.png' }).id;
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
    const other = { imageFile: 'q/999/renamed__11111.png', description: 'other words' };
    const rename = once(() => world.target.updateImage(theirs + 1, other));
    const first = world.engine({
      onEvent: (event) => event.type === 'progress' && event.phase === 'settling' && rename(),
    });
    expect(await migrate(first, yes)).toMatchObject({ outcome: 'incomplete', created: 0, inDoubt: 1 });

    const second = world.engine({ settings: mirror });
    expect(await migrate(second, yes)).toMatchObject({ outcome: 'incomplete', removed: 0, failed: 1 });
    expect(failedIn(second)).toEqual(['remove failed: kept: an image that was to come first is not there']);
    expect(idsOf(world.target)).toEqual([theirs, theirs + 1]);
  });
});

it('removes nothing while the source counts more images than it lists', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 3);
    plantViews(world.target, 'MUG', 3);
    world.source.updateImage(idsOf(world.source)[2] ?? 0, { hiddenFrom: 'v3' });
    const engine = world.engine({ settings: mirror });
    expect(await migrate(engine, yes)).toEqual({ ...idle, outcome: 'incomplete', unchecked: 1, images: 3 });
    expect(idsOf(world.target)).toEqual([50_001, 50_002, 50_003]);
    expect(messagesOf(engine, 'listing-incomplete')).toEqual([
      'store source counts 3 images and lists 2: somebody is editing it, or its listing is cut short',
    ]);
  });
});

it('asks each product of a selection for its own list, as no count of the store can vouch for it', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 3);
    plantViews(world.target, 'MUG', 3);
    const settings = { ...mirror, products: [{ sourceSku: 'MUG', line: 2 }], productsDigest: 'mug' };
    const engine = world.engine({ settings });
    const { v3 } = engine.source;
    async function* sweepProducts(...given: Parameters<typeof v3.sweepProducts>) {
      for await (const { products, cursor } of v3.sweepProducts(...given)) {
        const short = products.map((product) => ({ ...product, images: product.images?.slice(0, 2) ?? [] }));
        yield { products: short, cursor };
      }
    }
    const cut = { ...engine, source: { ...engine.source, v3: { ...v3, sweepProducts } } };
    expect(await migrate(cut, yes)).toEqual({ ...idle, images: 3 });
    expect(idsOf(world.target)).toEqual([50_001, 50_002, 50_003]);
  });
});

// Ten is a number that a page limit would give, so that the list is read a second time.
it.each(['v2', 'v3'] as const)(
  'a product deleted on the source while %s lists it is not one without images',
  async (sourceVia) => {
    await inWorld({ stores }, async (world) => {
      const productId = plantViews(world.source, 'MUG', 10);
      plantViews(world.target, 'MUG', 10);
      const remove = once(() => world.source.removeProduct(productId));
      const engine = world.engine({ settings: { ...mirror, sourceVia } });
      const { v2, v3 } = engine.source;
      const source = {
        ...engine.source,
        v2: { ...v2, listImages: before(remove, v2.listImages) },
        v3: { ...v3, listImages: before(remove, v3.listImages) },
      };
      expect(await migrate({ ...engine, source }, yes)).toEqual({ ...idle, products: 0, images: 10 });
      expect(world.source.products()).toEqual([]);
      expect(idsOf(world.target).length).toBe(10);
    });
  },
);

it('leaves alone a target that two source products stand for', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 2);
    plantViews(world.source, 'CUP', 2);
    const targetProductId = plantViews(world.target, 'CUP', 1);
    // One by the products file, the other by its SKU: under mirror each would remove what the other has made.
    const products = [
      { sourceSku: 'MUG', targetProductId, line: 2 },
      { sourceSku: 'CUP', line: 3 },
    ];
    const engine = world.engine({
      settings: { ...mirror, products, productsFile: 'both.csv', productsDigest: 'both' },
    });
    expect(await migrate(engine, yes)).toEqual({
      ...idle,
      outcome: 'incomplete',
      products: 2,
      images: 4,
      unmatchedProducts: 2,
    });
    expect(idsOf(world.target)).toEqual([50_001]);
    const [mug, cup] = world.source.products().map(({ id }) => id);
    expect(messagesOf(engine, 'product-ambiguous')).toEqual(
      [cup, mug].map(
        (other) =>
          `source product ${other} stands for target product ${targetProductId} too; 2 images of source product ${other === cup ? mug : cup} not compared`,
      ),
    );
  });
});

function idsOf(store: StoreControl): number[] {
  return store.images().map(({ id }) => id);
}

function messagesOf(engine: Asking & { readonly events: readonly object[] }, rule: string): unknown[] {
  return engine.events.flatMap((event) =>
    'rule' in event && event.rule === rule && 'message' in event ? [event.message] : [],
  );
}

function once(act: () => unknown): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}

function before<Given extends unknown[], Answer>(
  act: () => void,
  call: (...given: Given) => Promise<Answer>,
) {
  return async (...given: Given): Promise<Answer> => {
    act();
    return await call(...given);
  };
}

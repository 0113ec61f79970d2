// What a comparison asks the journal for it asks of a page of products at once: forty products are as many questions as four,
// when nothing is known of them yet and after a migration. And of the stores a migration that is run again asks for their
// pages, and for nothing else.
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate } from '../support/commands.ts';
import { inWorld, yes } from '../support/world.ts';

/** The engine over a journal that counts what it is asked, and the counts. */
function counting<Given extends Asking>(asking: Given): readonly [Given, Record<string, number>] {
  const counts: Record<string, number> = {};
  const journal = new Proxy(asking.journal, {
    get(journal, name, receiver) {
      if (typeof name === 'string') counts[name] = (counts[name] ?? 0) + 1;
      return Reflect.get(journal, name, receiver);
    },
  });
  return [{ ...asking, journal }, counts];
}

async function questions(products: number): Promise<Record<'first' | 'second', Record<string, number>>> {
  const said: Record<'first' | 'second', Record<string, number>> = { first: {}, second: {} };
  await inWorld(
    {
      stores: [
        { hash: 'source', catalog: { kind: 'seeded', products, imagesPerProduct: 3, pictures: 'tiny' } },
        { hash: 'target', catalog: { kind: 'products-only', products } },
      ],
    },
    async ({ engine }) => {
      const [first, ofFirst] = counting(engine({ settings: { kinds: ['product'] } }));
      expect(await diff(first)).toMatchObject({ products, missing: products * 3 });
      await migrate(engine({ settings: { kinds: ['product'] } }), yes);
      const [second, ofSecond] = counting(engine({ settings: { kinds: ['product'] } }));
      expect(await diff(second)).toMatchObject({ products, same: products * 3 });
      Object.assign(said, { first: ofFirst, second: ofSecond });
    },
  );
  return said;
}

describe('a comparison asks the journal', { timeout: 60_000 }, () => {
  it('as often for forty products as for four', async () => {
    expect(await questions(40)).toEqual(await questions(4));
  });
});

it('a migration that is run again takes one request for 250 products a side, and the counts', {
  timeout: 60_000,
}, async () => {
  const products = 260;
  await inWorld(
    {
      stores: [
        { hash: 'source', catalog: { kind: 'seeded', products, images: 8, pictures: 'tiny' } },
        { hash: 'target', catalog: { kind: 'products-only', products } },
      ],
    },
    async ({ engine, source, target }) => {
      const settings = { kinds: ['product'], batch: 'auto' } as const;
      expect(await migrate(engine({ settings }), yes)).toMatchObject({ outcome: 'done', created: 8 });
      for (const store of [source, target]) store.resetRequests();
      expect(await migrate(engine({ settings }), yes)).toMatchObject({ outcome: 'done', created: 0 });
      const asked = [source, target].map((store) =>
        store
          .requests()
          .filter(({ version }) => version !== 'cdn')
          .map(({ method, path }) => `${method} ${path.split('?')[0]}`),
      );
      const asking = (store: string): string[] => [
        `GET /stores/${store}/v2/products/images/count`,
        `GET /stores/${store}/v3/catalog/products`,
        `GET /stores/${store}/v3/catalog/products`,
      ];
      expect(asked).toEqual([asking('source'), asking('target')]);
    },
  );
});

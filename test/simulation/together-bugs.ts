// Engines that are wrong on purpose about requests for several products; see planted-bugs.ts.
import type { ActionOutcome } from '@cutover/journal';
import { isStoreError, type V3Client, type V3Product, type V3ProductImages } from '@cutover/v3-client';
import type { Asking } from '../support/commands.ts';
import { type PlantedBug, withJournal, withTarget } from './planted-bugs.ts';
import { nothingWasDone } from './several-bugs.ts';

type Create = V3Client['createImagesOfProducts'];

const withCreate = (engine: Asking, change: (create: Create) => Create): Asking =>
  withTarget(engine, (v3) => ({ createImagesOfProducts: change(v3.createImagesOfProducts) }));

/** What a look at a few products shows is changed; what is read of the whole catalog is as it is. */
const withLooks = (engine: Asking, change: (product: V3Product) => V3Product): Asking =>
  withTarget(engine, (v3) => ({
    async *sweepProducts(sweep) {
      for await (const page of v3.sweepProducts(sweep))
        yield sweep?.ids === undefined ? page : { ...page, products: page.products.map(change) };
    },
  }));

/** As if a product showed what it was sent. */
function shownAs({ images }: V3ProductImages, product: V3Product): V3Product {
  return {
    ...product,
    images: images.map(({ imageUrl, fields }, index) => ({
      id: 900_000_000 + product.id * 100 + index,
      product_id: product.id,
      image_file: `a/1/${imageUrl.split('/').at(-1) ?? ''}`,
      description: fields.description ?? '',
      sort_order: fields.sort_order ?? 0,
      is_thumbnail: fields.is_thumbnail ?? false,
      date_modified: '2026-01-01T00:00:00Z',
      image_url: imageUrl,
      url_zoom: imageUrl,
      url_standard: imageUrl,
      url_thumbnail: imageUrl,
      url_tiny: imageUrl,
    })),
  };
}

export const togetherBugs: Readonly<Record<string, PlantedBug>> = {
  'the intents are written after the request': {
    change: (engine) =>
      withCreate(engine, (create) => async (products, options) => {
        try {
          await create(products, { ...options, beforeSend: async () => await Promise.resolve() });
        } finally {
          await options?.beforeSend?.();
        }
      }),
  },
  'only the intents of the first product are written before the request': {
    change: (engine) =>
      withJournal(engine, (journal) => {
        const late: Parameters<typeof journal.start>[0][number][] = [];
        return {
          async start(intents, after) {
            const product = (action: string | undefined): number =>
              journal.action(action ?? '')?.subject.productId ?? 0;
            const first = product(intents[0]?.action);
            late.push(...intents.filter(({ action }) => product(action) !== first));
            return await journal.start(
              intents.filter(({ action }) => product(action) === first),
              after,
            );
          },
          async record(outcomes) {
            await journal.start(late.splice(0));
            return await journal.record(outcomes);
          },
        };
      }),
  },
  'an answer of success is taken for proof': {
    change(engine) {
      const sent = new Map<number, V3ProductImages>();
      const blind = withLooks(engine, (product) => {
        const known = sent.get(product.id);
        return known === undefined ? product : shownAs(known, product);
      });
      return withCreate(blind, (create) => async (products, options) => {
        await create(products, options);
        for (const product of products) sent.set(product.productId, product);
      });
    },
  },
  'two creates of one product claim each other’s image': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        async record(outcomes) {
          const product = ({ action }: ActionOutcome): number =>
            journal.action(action)?.subject.productId ?? 0;
          const swapped = [...Map.groupBy(outcomes, product).values()].flatMap((ours) => {
            const ids = ours.map((one) => (one.is === 'applied' ? one.resultImageId : undefined));
            return ours.map((one, index) =>
              one.is === 'applied' ? { ...one, resultImageId: ids.at(index - 1) } : one,
            );
          });
          return await journal.record(swapped);
        },
      })),
  },
  'a product is sent images together although a look has shown one': {
    change: (engine) => withLooks(engine, (product) => ({ ...product, images: [] })),
  },
  'a request that was refused is one without an effect': {
    seed: 31,
    change: (engine) =>
      withCreate(engine, (create) => async (products, options) => {
        try {
          await create(products, options);
        } catch (error) {
          throw isStoreError(error) && error.class === 'partial' ? nothingWasDone() : error;
        }
      }),
  },
  'nobody waits until a late effect must have come': {
    change: (engine) => ({ ...engine, settings: { ...engine.settings, settleAfterMs: 0 } }),
  },
};

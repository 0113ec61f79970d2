// Engines that are wrong on purpose about stores of other habits: each is what an engine without one of its rules for them
// would do. A checker that lets one of them pass is the one that is wrong.
import type { ProductImage } from '@cutover/field-mapper';
import { isStoreError, type V3ProductImage } from '@cutover/v3-client';
import type { Asking } from '../support/commands.ts';
import { type PlantedBug, withJournal, withTarget } from './planted-bugs.ts';

type Images = readonly V3ProductImage[];

/** An engine that sees other images of a product than the target shows, whichever way it asks. */
const seeing = (engine: Asking, see: (images: Images) => Images): Asking =>
  withTarget(engine, (v3) => ({
    listImages: async (product, options) => [...see(await v3.listImages(product, options))],
    async getImage(product, image, options) {
      const found = await v3.getImage(product, image, options);
      return see([found])[0] ?? found;
    },
    async *sweepProducts(sweep) {
      for await (const page of v3.sweepProducts(sweep)) {
        const products = page.products.map((product) =>
          product.images === undefined ? product : { ...product, images: [...see(product.images)] },
        );
        yield { ...page, products };
      }
    },
  }));

/** Names of this kind say nothing to it of what was sent. */
const strangeNames = (isStrange: (name: string) => boolean): NonNullable<PlantedBug['change']> => {
  const named = (image: V3ProductImage): V3ProductImage => {
    const { image_file: file, url_zoom: zoom, url_standard: standard } = image;
    const isOurs = [file, zoom, standard].some((one) => one !== undefined && isStrange(one));
    const other = `q/123/nobody-${image.id}__10000.png`;
    return isOurs ? { ...image, image_file: other } : image;
  };
  return (engine) => seeing(engine, (images) => images.map(named));
};

const isOdd = ({ odd = [] }: ProductImage): boolean => odd.length > 0;

export const habitsBugs: Readonly<Record<string, PlantedBug>> = {
  'what it sent counts as what the store has shown of a text': {
    seed: 1,
    change: (engine) =>
      withJournal(engine, (journal) => ({
        lastShown(products) {
          const sent = journal.lastSent(products);
          const asSent = [...journal.lastShown(products)].map(([image, shown]) => {
            const { description = shown.description } = sent.get(image) ?? {};
            return [image, { ...shown, ...(description === undefined ? {} : { description }) }] as const;
          });
          return new Map(asSent);
        },
      })),
  },
  'a place is a number, whatever the store has made of the last one': {
    seed: 11,
    change: (engine) =>
      withJournal(engine, (journal) => ({
        lastShown(products) {
          const sent = journal.lastSent(products);
          const asSent = [...journal.lastShown(products)].map(([image, shown]) => {
            const { sort_order: place = shown.sort_order } = sent.get(image) ?? {};
            return [image, { ...shown, ...(place === undefined ? {} : { sort_order: place }) }] as const;
          });
          return new Map(asSent);
        },
      })),
  },
  'a name that the store has cut is another name': {
    seed: 24,
    change: strangeNames((name) => /^(?!.*picture-).*x{30}/.test(name) && !/x{110}/.test(name)),
  },
  'a name that shows escapes is another name': {
    seed: 2,
    change: strangeNames((name) => name.includes('%')),
  },
  'a name whose letters the store has spelt in ASCII is another name': {
    seed: 41,
    change: strangeNames((name) => name.includes('Kase')),
  },
  'a name that has lost a stamp is another name': {
    seed: 29,
    change: strangeNames((name) => /kettle-home/.test(name) && !/13702\.1656500002/.test(name)),
  },
  'a null for a place stops the run': {
    seed: 5,
    change: (engine) =>
      withJournal(engine, (journal) => ({
        async savePage(snapshot, page) {
          if (page.images.some(isOdd)) throw new Error('null is no place');
          await journal.savePage(snapshot, page);
        },
      })),
  },
  'an image with a null for its place is left out': {
    seed: 5,
    change: (engine) =>
      withJournal(engine, (journal) => ({
        savePage: async (snapshot, page) =>
          await journal.savePage(snapshot, { ...page, images: page.images.filter((one) => !isOdd(one)) }),
      })),
  },
  'a list with a null in it counts as an empty one': {
    seed: 5,
    change: (engine) =>
      withJournal(engine, (journal) => ({
        savePage: async (snapshot, page) =>
          await journal.savePage(snapshot, page.images.some(isOdd) ? { ...page, images: [] } : page),
      })),
  },
  'a create that met an outage is sent again at once': {
    seed: 1,
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async createImage(product, image, fields, options) {
          try {
            return await v3.createImage(product, image, fields, options);
          } catch (error) {
            if (!isStoreError(error) || error.status !== 503) throw error;
            return await v3.createImage(product, image, fields);
          }
        },
      })),
  },
  'nobody looks at a picture where names tell nothing': {
    seed: 1,
    change: (engine) => ({
      ...engine,
      content: { ...engine.content, get: async () => await Promise.reject(new Error('not looked at')) },
    }),
  },
};

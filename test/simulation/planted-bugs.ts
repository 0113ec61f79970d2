// Engines that are wrong on purpose: each is what an engine without one of its rules would do. A checker that lets one
// of them pass is the one that is wrong.
import { createHash } from 'node:crypto';
import type { PairJournal } from '@cutover/journal';
import type { V3ImageFields, V3ProductImage } from '@cutover/v3-client';
import type { Asking } from '../support/commands.ts';
import type { Plant } from './simulated-world.ts';

type V3 = Asking['target']['v3'];

export const withJournal = (
  engine: Asking,
  change: (journal: PairJournal) => Partial<PairJournal>,
): Asking => {
  const own = change(engine.journal);
  const journal = new Proxy(engine.journal, {
    get: (target, name) => Reflect.get(Object.hasOwn(own, name) ? own : target, name),
  });
  return { ...engine, journal };
};

export const withTarget = (engine: Asking, change: (v3: V3) => Partial<V3>): Asking => ({
  ...engine,
  target: { ...engine.target, v3: { ...engine.target.v3, ...change(engine.target.v3) } },
});

/** Whatever is looked at to tell pictures apart looks the same; what is sent is another matter. */
export function blindTo(engine: Asking): Asking {
  let first: Uint8Array | undefined;
  return {
    ...engine,
    content: {
      ...engine.content,
      async get(url) {
        const answer = await engine.content.get(url);
        first ??= answer.bytes;
        return { ...answer, bytes: first };
      },
    },
  };
}

const withFields = (engine: Asking, keep: (fields: V3ImageFields) => V3ImageFields): Asking =>
  withTarget(engine, (v3) => ({
    createImage: async (product, image, fields, options) =>
      await v3.createImage(product, image, keep(fields ?? {}), options),
    updateImage: async (product, image, fields, options) =>
      await v3.updateImage(product, image, keep(fields), options),
  }));

const isOthers = (image: V3ProductImage): boolean => /their-|by-hand/.test(JSON.stringify(image));

type Update = { readonly image: number; readonly fields: V3ImageFields };

/** The first update of each product goes elsewhere; the engine sees that it had no effect, and sends it once more. */
function misdirectOnce(
  engine: Asking,
  elsewhere: (v3: V3, product: number, image: number, fields: V3ImageFields) => Promise<Update | undefined>,
): Asking {
  const done = new Set<number>();
  return withTarget(engine, (v3) => ({
    async updateImage(product, image, fields, options) {
      const other = done.has(product) ? undefined : await elsewhere(v3, product, image, fields);
      if (other === undefined) return await v3.updateImage(product, image, fields, options);
      done.add(product);
      return await v3.updateImage(product, other.image, other.fields, options);
    },
  }));
}

export interface PlantedBug extends Plant {
  /** A kept seed that catches it; without one, one of the first must. */
  readonly seed?: number;
}

export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'the intent is written after the request': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async createImage(product, image, fields, options) {
          try {
            return await v3.createImage(product, image, fields, {
              ...options,
              beforeSend: async () => await Promise.resolve(),
            });
          } finally {
            await options?.beforeSend?.();
          }
        },
      })),
  },
  'a create without an answer is sent again at once': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async createImage(product, image, fields, options) {
          try {
            return await v3.createImage(product, image, fields, options);
          } catch {
            return await v3.createImage(product, image, fields);
          }
        },
      })),
  },
  // Where the store counts its images, the engine notices by itself that a page is missing, and says so.
  'the cursor of a scan is saved before its page, and nothing is counted': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        setExpectedImages: async () => await Promise.resolve(),
        async savePage(snapshot, page) {
          await journal.savePage(snapshot, { ...page, products: [], images: [] });
          await journal.savePage(snapshot, page);
        },
      })),
  },
  'the cursor of a march is saved before its actions': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        async saveMarchPage(run, page) {
          await journal.saveMarchPage(run, { ...page, actions: [] });
          await journal.addActions(run, page.actions);
        },
      })),
  },
  'removals come before creates': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async createImage(product, image, fields, options) {
          for (const run of engine.journal.runs({ command: 'migrate' })) {
            for (const action of engine.journal.actionsOf(run.id, [product]).get(product) ?? [])
              if (action.verb === 'remove' && action.status === 'pending')
                await v3.deleteImage(product, action.subject.imageId).catch(() => undefined);
          }
          return await v3.createImage(product, image, fields, options);
        },
      })),
  },
  'nobody waits until a late effect must have come': {
    change: (engine) => ({ ...engine, settings: { ...engine.settings, settleAfterMs: 0 } }),
  },
  'images that were there before may be claimed': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        openAttempt(action) {
          const attempt = journal.openAttempt(action);
          return attempt === undefined ? undefined : { ...attempt, basis: [] };
        },
      })),
  },
  'images of other actions may be claimed': {
    change: (engine) => withJournal(engine, () => ({ claimed: () => new Set() })),
  },
  'links are forgotten': {
    change: (engine) => withJournal(engine, () => ({ links: () => [] })),
  },
  'the list of a product is believed when it is short': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async listImages(product) {
          return (await v3.listImages(product)).slice(1);
        },
      })),
  },
  'the thumbnail is forgotten': {
    change: (engine) => withFields(engine, (fields) => ({ ...fields, is_thumbnail: false })),
  },
  'the order is forgotten': {
    change: (engine) => withFields(engine, (fields) => ({ ...fields, sort_order: 0 })),
  },
  'a refused write is not recorded as tried': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async updateImage(product, image, fields, options) {
          await v3.updateImage(product, image, fields).catch(() => undefined);
          return await v3.updateImage(product, image, fields, options);
        },
      })),
  },
  'an image is removed to be made again': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async updateImage(product, image, fields, options) {
          await v3.deleteImage(product, image).catch(() => undefined);
          return await v3.updateImage(product, image, fields, options);
        },
      })),
  },
  'the source is written to': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async updateImage(product, image, fields, options) {
          await engine.source.v3.updateImage(product, image, fields).catch(() => undefined);
          return await v3.updateImage(product, image, fields, options);
        },
      })),
  },
  'a store that lists all it counts is said to hide an image': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        setExpectedImages: async (snapshot, images) => await journal.setExpectedImages(snapshot, images + 1),
      })),
  },
  'what is removed is not kept': {
    change: (engine) => ({
      ...engine,
      archive: {
        ...engine.archive,
        put: async (bytes) => await Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
      },
    }),
  },
  'an update goes to an image of somebody else first': {
    change: (engine) =>
      misdirectOnce(engine, async (v3, product, _, fields) => {
        const theirs = (await v3.listImages(product)).find((one) => isOthers(one));
        return theirs === undefined ? undefined : { image: theirs.id, fields };
      }),
  },
  'an image has the words of another one for a while': {
    change: (engine) =>
      misdirectOnce(engine, async (v3, product, image, fields) => {
        const sibling = (await v3.listImages(product)).find(
          (one) => one.id !== image && !isOthers(one) && one.description !== fields.description,
        );
        return sibling === undefined || fields.description === undefined
          ? undefined
          : { image: sibling.id, fields: { description: fields.description } };
      }),
  },
  'what may be an image of somebody else is taken for ours': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        async record(outcomes) {
          return await journal.record(
            outcomes.map((one) => {
              if (one.is !== 'blocked') return one;
              const resultImageId = one.candidates.at(-1) ?? 0;
              return { action: one.action, is: 'applied', how: 'found', shown: undefined, resultImageId };
            }),
          );
        },
      })),
  },
  'requests do not wait for quota': { unpaced: true },
  'what an earlier plan has missed is forgotten': {
    seed: 760_004_700,
    change: (engine) => withJournal(engine, () => ({ missedBy: () => [] })),
  },
  'any two pictures look alike': { seed: 7_000_643, change: blindTo },
};

// Engines that are wrong on purpose about what comes after a migration: each is what an engine without one of its rules
// would do. A checker that lets one of them pass is the one that is wrong.
import { createHash } from 'node:crypto';
import type { Command } from '@cutover/journal';
import type { Kind } from './afterwards-scenario.ts';
import { blindTo, plantedBugs, withJournal, withTarget } from './planted-bugs.ts';
import type { Plant } from './simulated-world.ts';

interface AfterwardsBug {
  readonly kind: Kind;
  readonly plant: Plant;
  /** A kept seed that catches it; without one, one of the first must. */
  readonly seed?: number;
}

const removesFirst = (command: Command): Plant => ({
  change: (engine) =>
    withTarget(engine, (v3) => ({
      async createImage(product, image, fields, options) {
        for (const { id: run } of engine.journal.runs({ command })) {
          for (const action of engine.journal.actionsOf(run, [product]).get(product) ?? [])
            if (action.verb === 'remove' && action.status === 'pending')
              await v3.deleteImage(product, action.subject.imageId).catch(() => undefined);
        }
        return await v3.createImage(product, image, fields, options);
      },
    })),
});

const knowsNoOtherCommand: Plant = {
  change: (engine) =>
    withJournal(engine, (journal) => ({
      runs: (filter = {}) => (Object.keys(filter).length === 0 ? [] : journal.runs(filter)),
    })),
};

export const afterwardsBugs: Readonly<Record<string, AfterwardsBug>> = {
  'a revert removes what it has not kept': {
    kind: 'revert',
    plant: {
      change: (engine) => ({
        ...engine,
        archive: {
          ...engine.archive,
          put: async (bytes) => await Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
        },
      }),
    },
  },
  'a revert forgets how the run left a product, and so what others have edited': {
    kind: 'revert',
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          sightings: (run, moment, products) =>
            moment === 'after' ? new Map() : journal.sightings(run, moment, products),
        })),
    },
  },
  'a revert takes for an edit what another command of ours has moved since': {
    kind: 'revert',
    plant: knowsNoOtherCommand,
    seed: 24,
  },
  'a revert takes for a removal by others what another command of ours has removed since': {
    kind: 'revert',
    plant: knowsNoOtherCommand,
  },
  'a revert does not settle first what the run had in doubt': {
    kind: 'revert',
    plant: { change: (engine) => withJournal(engine, () => ({ doubts: () => [] })) },
  },
  'a revert removes before it puts back': { kind: 'revert', plant: removesFirst('revert') },
  'a revert sends again at once what it puts back': {
    kind: 'revert',
    plant: plantedBugs['a create without an answer is sent again at once'] ?? {},
  },
  'a second migration takes its own side effects for edits': {
    kind: 'second',
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          async saveSighting(run, moment, product, images) {
            const before = journal.sightings(run, 'before', [product]).get(product);
            await journal.saveSighting(
              run,
              moment,
              product,
              moment === 'after' ? (before ?? images) : images,
            );
          },
        })),
    },
  },
  'a second migration forgets how the first one left a product': {
    kind: 'second',
    seed: 260,
    plant: { change: (engine) => withJournal(engine, () => ({ lastSightings: () => new Map() })) },
  },
  'a second migration notes of no product how it left it': {
    kind: 'second',
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          async saveSighting(run, moment, product, images) {
            if (moment === 'before') await journal.saveSighting(run, moment, product, images);
          },
        })),
    },
  },
  'a second migration that was stopped forgets how it found a product': {
    kind: 'second',
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          sightings: (run, moment, products) =>
            moment === 'before' ? new Map() : journal.sightings(run, moment, products),
        })),
    },
  },
  'a second migration forgets which image was made of which': {
    kind: 'second',
    plant: { change: (engine) => withJournal(engine, () => ({ links: () => [] })) },
  },
  'a second migration removes a picture before the new one is there': {
    kind: 'second',
    plant: removesFirst('migrate'),
  },
  'a second migration takes an edit for overwritten because the store has moved the image on': {
    kind: 'second',
    seed: 7_100_001,
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          async saveSighting(run, moment, product, images) {
            const now = new Map(
              moment === 'before'
                ? []
                : (await engine.target.v3.listImages(product)).map((image) => [image.id, image.sort_order]),
            );
            const moved = images.map((image) => ({
              ...image,
              sort_order: now.get(image.image_id) ?? image.sort_order,
            }));
            await journal.saveSighting(run, moment, product, moved);
          },
        })),
    },
  },
  'a second migration holds to a choice of thumbnail after the chosen image is gone': {
    kind: 'second',
    seed: 41_000_107,
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          sightings: (run, moment, products) =>
            new Map(
              [...journal.sightings(run, moment, products)].map(([product, images]) => [
                product,
                images.filter((image) => moment !== 'before' || !image.is_thumbnail),
              ]),
            ),
        })),
    },
  },
  'a second migration does not see that a picture was replaced': {
    kind: 'second',
    plant: { change: blindTo },
  },
  'a second migration forgets places': {
    kind: 'second',
    plant: {
      change: (engine) =>
        withTarget(engine, (v3) => ({
          updateImage: async (product, image, fields, options) =>
            await v3.updateImage(
              product,
              image,
              { ...fields, ...(fields.sort_order === undefined ? {} : { sort_order: 0 }) },
              options,
            ),
        })),
    },
  },
  'a repair removes before it creates': { kind: 'repair', plant: removesFirst('repair') },
  'a repair writes to images of which nobody has complained': {
    kind: 'repair',
    plant: {
      change: (engine) =>
        withTarget(engine, (v3) => ({
          async updateImage(product, image, fields, options) {
            const beside = (await v3.listImages(product)).find(({ id }) => id !== image);
            if (beside !== undefined)
              await v3
                .updateImage(product, beside.id, { description: beside.description })
                .catch(() => undefined);
            return await v3.updateImage(product, image, fields, options);
          },
        })),
    },
  },
  'a repair does not hear of wrong pictures': {
    kind: 'repair',
    plant: {
      change: (engine) =>
        withJournal(engine, (journal) => ({
          findings: (run, after, limit) =>
            journal
              .findings(run, after, limit)
              .map((finding) => (finding.rule === 'picture-broken' ? { ...finding, sign: '=' } : finding)),
        })),
    },
  },
};

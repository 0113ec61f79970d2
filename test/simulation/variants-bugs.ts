// Engines that are wrong on purpose about the pictures of variants; see planted-bugs.ts.
import { blindTo, type PlantedBug, withJournal, withTarget } from './planted-bugs.ts';
import { nothingWasDone } from './several-bugs.ts';

export const variantsBugs: Readonly<Record<string, PlantedBug>> = {
  'what somebody else has set is overwritten': {
    change: (engine) => ({ ...engine, settings: { ...engine.settings, prefer: 'source' } }),
  },
  'what is overwritten is not kept': {
    change: (engine) => ({
      ...engine,
      archive: { ...engine.archive, put: async () => await Promise.resolve('0'.repeat(64)) },
    }),
  },
  'any two pictures look alike': { change: blindTo },
  'what was set is forgotten': { change: (engine) => withJournal(engine, () => ({ setsDone: () => [] })) },
  'a set without an answer is one without an effect': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async setVariantImage(product, variant, image, options) {
          try {
            return await v3.setVariantImage(product, variant, image, options);
          } catch {
            throw nothingWasDone();
          }
        },
      })),
  },
  'the picture goes to a sibling': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async setVariantImage(product, variant, image, options) {
          const [first] = await v3.listVariants(product);
          return await v3.setVariantImage(product, first?.id ?? variant, image, options);
        },
      })),
  },
};

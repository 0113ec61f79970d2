// Engines that are wrong on purpose about the pictures of variants and of values; see planted-bugs.ts.
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

/** The same of values, in what they do by themselves. */
export const valuesBugs: Readonly<Record<string, PlantedBug>> = {
  'a set without an answer is one without an effect': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        setModifierValueImage: async (...given) =>
          await v3.setModifierValueImage(...given).catch(() => {
            throw nothingWasDone();
          }),
        updateOptionValue: async (...given) =>
          await v3.updateOptionValue(...given).catch(() => {
            throw nothingWasDone();
          }),
      })),
  },
  'the picture goes to a sibling': {
    change: (engine) =>
      withTarget(engine, (v3) => ({
        async setModifierValueImage(product, modifier, value, image, options) {
          const [first] = await v3.listModifiers(product);
          const sibling = first?.option_values[0]?.id ?? value;
          return await v3.setModifierValueImage(product, modifier, sibling, image, options);
        },
        async updateOptionValue(product, option, value, fields, options) {
          const [first] = await v3.listOptions(product);
          const sibling = first?.option_values[0];
          return await v3.updateOptionValue(
            product,
            option,
            sibling?.id ?? value,
            { ...fields, label: sibling?.label ?? fields.label },
            options,
          );
        },
      })),
  },
};

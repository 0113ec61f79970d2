// What one seed stands for where pictures of variants are moved: variants known by SKU or by what the shopper chooses, some
// without a counterpart or with two, slots of the target that are empty, show the same picture or one of somebody else's,
// and people who change pictures on both sides meanwhile.
import type { Prefer } from '@cutover/sync-engine';
import { createDraw } from './draw.ts';
import type { PlantedProduct } from './planted-products.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface VariantsScenario {
  /** Without images of products: theirs are other seeds'. */
  readonly scenario: Scenario;
  readonly prefer: Prefer;
  /** By product, in its order. */
  readonly variants: readonly (readonly PlannedVariant[])[];
  readonly deeds: readonly VariantDeed[];
}

export interface PlannedVariant {
  /** Undefined: known by its choice alone. */
  readonly sku: string | undefined;
  readonly choice: string;
  readonly picture: number | undefined;
  /** What the target has in its place: no such variant, an empty slot, the same picture, or somebody's own. */
  readonly there: 'no variant' | 'nothing' | 'the same' | 'their own';
}

export interface VariantDeed {
  readonly afterRequests: number;
  readonly on: 'source' | 'target';
  /** Which of all variants of that store, counted round. */
  readonly nth: number;
  readonly picture: number;
}

/** Pictures of the target's own begin here; those of people's deeds behind them. */
export const THEIRS = 7000;
const BY_DEEDS = 8000;

export function variantsScenarioOf(seed: number): VariantsScenario {
  const draw = createDraw(seed, 'variants');
  const products = Array.from({ length: 1 + draw.int(2) }, (_, index) => `SKU-${index + 1}`);
  const empty: PlantedProduct[] = products.map((sku) => ({ sku, images: [] }));
  return {
    scenario: {
      ...scenarioOf(seed),
      policy: 'copy',
      source: empty,
      target: empty,
      deeds: [],
      quota: { requests: 1_000_000, windowMs: 30_000 },
    },
    prefer: draw.pick(['ask', 'ask', 'source', 'target']),
    variants: products.map((sku) => variantsOf(seed, sku)),
    deeds: deedsOf(seed),
  };
}

function variantsOf(seed: number, product: string): PlannedVariant[] {
  const draw = createDraw(seed, `variants of ${product}`);
  const isBySku = draw.chance(0.7);
  return Array.from({ length: draw.int(5) }, (_, index) => {
    // Now and then two variants show one picture.
    const picture = draw.chance(0.85) ? Number(product.slice(4)) * 100 + draw.int(4) : undefined;
    return {
      sku: isBySku || draw.chance(0.3) ? `${product}-${index}` : undefined,
      choice: `Value ${index}`,
      picture,
      there: draw.pick(['nothing', 'nothing', 'nothing', 'nothing', 'the same', 'their own', 'no variant']),
    };
  });
}

function deedsOf(seed: number): VariantDeed[] {
  const draw = createDraw(seed, 'variant deeds');
  return Array.from({ length: draw.chance(0.5) ? 0 : 1 + draw.int(2) }, (_, index) => ({
    afterRequests: draw.int(40),
    on: draw.pick(['source', 'target']),
    nth: draw.int(20),
    picture: BY_DEEDS + index * 100 + draw.int(50),
  }));
}

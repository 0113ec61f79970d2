import { parseSwitch, type Switches, type SwitchName, switchTable } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import {
  byId,
  factsOfRow,
  factsOfWire,
  type OneStore,
  plantProduct,
  withStore,
} from '../support/one-store.ts';
import { switchEffects, switchesBeside } from './switch-effects.ts';

const names = Object.keys(switchTable) as SwitchName[];

/** The values to run under: all of a choice; of an amount those that its row tells of. */
function valuesOf(name: SwitchName): readonly string[] {
  const row = switchTable[name];
  return 'values' in row ? row.values : Object.keys(switchEffects[name].told);
}
const settings = names.flatMap((name) => valuesOf(name).map((value) => ({ name, value })));
const setTo = (name: SwitchName, value: string): Partial<Switches> => ({
  ...switchesBeside[name],
  ...parseSwitch(`${name}=${value}`),
});

it.each(names)('the row of %s tells its values apart', (name) => {
  const { told } = switchEffects[name];
  expect(Object.keys(told).toSorted()).toEqual(valuesOf(name).toSorted());
  expect(new Set(Object.values(told).map((value) => JSON.stringify(value) ?? 'nothing')).size).toBe(
    valuesOf(name).length,
  );
});

describe('what a client is told', () => {
  it.each(settings)('$name=$value', async ({ name, value }) => {
    const products = /variant|modifier/.test(name) ? 30 : 0;
    await withStore({ products, switches: setTo(name, value) }, async (one) => {
      expect(await switchEffects[name].probe(one)).toEqual(switchEffects[name].told[value]);
    });
  });
});

describe('reads stay right', () => {
  it.each(settings)('$name=$value', async ({ name, value }) => {
    await withStore({ products: 12, images: 40, switches: setTo(name, value) }, async (one) => {
      plantProduct(one.store, 260, 'A product of many views');
      plantProduct(one.store, 0, 'A product of none');
      one.store.resetRequests();
      expect(await readThroughClients(one)).toEqual(truthOf(one));
      expect(new Set(one.store.requests().map(({ method, status }) => `${method} ${status < 300}`))).toEqual(
        new Set(
          name === 'v2-product-image-count' && value !== 'served' ? ['GET true', 'GET false'] : ['GET true'],
        ),
      );
    });
  });
});

async function readThroughClients({ v2, v3 }: OneStore): Promise<unknown> {
  const inV2 = await v2.listProducts();
  const ids: number[] = [];
  for await (const { products } of v3.sweepProducts({ limit: 5, include: ['images'] }))
    ids.push(...products.map(({ id }) => id));
  return {
    counts: [await v2.countProducts(), await v2.countImages()],
    products: [inV2.map(({ id }) => id), ids],
    thumbnails: inV2.map(({ primary_image: image }) => image?.id),
    countsOfProducts: (await Promise.all(ids.map(async (id) => await v2.countProductImages(id)))).filter(
      isNumber,
    ),
    inV2: await Promise.all(ids.map(async (id) => (await v2.listImages(id)).map(factsOfWire).toSorted(byId))),
    inV3: await Promise.all(ids.map(async (id) => (await v3.listImages(id)).map(factsOfWire).toSorted(byId))),
  };
}

function truthOf({ store }: OneStore): unknown {
  const ids = store.products().map(({ id }) => id);
  const images = ids.map((id) => store.images(id));
  const facts = images.map((some) => some.map(factsOfRow));
  const counted = images.map(({ length }) => length);
  return {
    counts: [ids.length, store.images().length],
    products: [ids, ids],
    thumbnails: images.map((some) => some.find(({ isThumbnail }) => isThumbnail)?.id),
    countsOfProducts: expect.toSatisfy(
      (told: number[]) => told.length === 0 || JSON.stringify(told) === JSON.stringify(counted),
      'each count, or none where the store does not serve it',
    ),
    inV2: facts,
    inV3: facts,
  };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

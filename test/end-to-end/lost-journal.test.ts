// A journal is lost between two runs: images are known again by their names, in the form in which they were sent and kept,
// and by their pictures; nothing is made twice, and what is there twice all the same is found.
import { rmSync } from 'node:fs';
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place } from '../support/place.ts';

const empty = (hash: string, switches: object = {}) =>
  ({ hash, catalog: { kind: 'products-only', products: 0 }, switches }) as const;

/** One product of both stores, and an image for each stored name. */
function plant({ source, target }: Place, names: readonly string[]): number {
  const { id: productId } = source.addProduct({ sku: 'KETTLE', name: 'Kettle' });
  const { id } = target.addProduct({ sku: 'KETTLE', name: 'Kettle' });
  for (const [index, name] of names.entries()) {
    const plan = {
      productId,
      picture: { drawn: index + 1 },
      sortOrder: index,
      description: `view ${index}`,
      isThumbnail: index === 0,
    };
    source.updateImage(source.addImage(plan).id, { imageFile: `k/123/${name}.png` });
  }
  return id;
}

function loseJournal(place: Place): void {
  for (const end of ['', '.seq', '.lock', '-wal', '-shm'])
    rmSync(place.at(`cutover.db${end}`), { force: true });
}

const writes = (store: StoreControl): string[] =>
  store.requests().flatMap(({ method }) => (['POST', 'PUT', 'DELETE'].includes(method) ? [method] : []));

const grown =
  '-1000x1000__40101.1650000001.386.513__13702.1656500002__49803__58004.1697400005.1280.1280__45906.1711600007.1280.1280';
const names: readonly [string, readonly string[], object][] = [
  ['over 100 characters', [`kettle-home0${grown}`, `kettle-home1${grown}`], {}],
  ...[45, 50, 56, 64, 72].map((cut): [string, string[], object] => [
    `that the store cuts at ${cut}`,
    [`kettle-home0${grown}`, `kettle-home1${grown}`],
    { 'file-name-length': cut },
  ]),
  ['of one stem, cut at 80', [`mug0${grown}`, `mug1${grown}`], { 'file-name-length': 80 }],
  [
    'that part only behind the cut',
    [`${'kettle'.repeat(20)}0`, `${'kettle'.repeat(20)}1`],
    { 'file-name-length': 80 },
  ],
  ['with per cent signs of their own', ['BOWL7X%20(2)__78483', 'BOWL7X%20(3)__78484'], {}],
  ['with stray per cent signs', ['50% off %28red%29__78483', '50% off %28blue%29__78484'], {}],
];

describe('images with names', () => {
  it.each(names)('%s are known again, uploaded or by address', async (_, stored, switches) => {
    for (const transfer of ['upload', 'auto'])
      await inPlace({ stores: [empty('source'), empty('target', switches)] }, async (place) => {
        const productId = plant(place, stored);
        const migrate = `migrate --yes --transfer ${transfer}`;
        expect((await place.json(migrate)).result).toMatchObject({ exitCode: 0, created: 2 });
        loseJournal(place);
        place.target.resetRequests();
        expect((await place.json('diff')).result).toMatchObject({
          exitCode: 0,
          same: 2,
          missing: 0,
          extra: 0,
        });
        expect((await place.json(migrate)).result).toMatchObject({ exitCode: 0, created: 0 });
        expect(writes(place.target)).toEqual([]);
        expect((await place.json('verify --level content')).result).toMatchObject({
          exitCode: 0,
          checked: 2,
        });
        // Each picture once more, under names that say nothing.
        const copies = [1, 2].map(
          (drawn) =>
            place.target.addImage({
              productId,
              picture: { drawn },
              fileName: `copy-${drawn}.png`,
              sortOrder: 8,
            }).id,
        );
        const { lines, result } = await place.json('verify --level content');
        expect(result).toMatchObject({ exitCode: 3 });
        const surplus = lines.filter((line) => line['rule'] === 'surplus-image');
        expect(surplus.map((line) => (line['target'] as { imageId: number }).imageId)).toEqual(copies);
        expect(surplus[0]).toMatchObject({ severity: 'critical' });
      });
  });
});

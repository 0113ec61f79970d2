// Stores that keep something else than they are sent, and catalogs as merchants have them, through the built program.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place } from '../support/place.ts';

const empty = (hash: string, switches: object = {}) =>
  ({ hash, catalog: { kind: 'products-only', products: 0 }, switches }) as const;

function plant({ source, target }: Place, skus: readonly string[], image: object = {}): void {
  for (const sku of skus) {
    const { id: productId } = source.addProduct({ sku, name: sku });
    if (target !== source) target.addProduct({ sku, name: sku });
    source.addImage({ productId, isThumbnail: true, description: 'a', ...image });
  }
}

const writes = ({ target }: Place): number =>
  target.requests().filter(({ method }) => ['POST', 'PUT', 'DELETE'].includes(method)).length;
const rules = (lines: readonly { readonly type: string; readonly rule?: unknown }[]): unknown[] =>
  lines.filter(({ type }) => type === 'finding').map(({ rule }) => rule);

describe('a store that keeps another text', () => {
  it.each([
    ['trimmed', '  Test Description \u00A0'],
    ['cut-255', 'x'.repeat(300)],
  ])('%s: told once, nobody has edited it, and the second run is quiet', async (kept, description) => {
    await inPlace(
      { stores: [empty('source'), empty('target', { 'description-kept': kept })] },
      async (place) => {
        plant(place, ['MUG'], { description });
        const first = await place.json('migrate --yes');
        expect(first.result).toMatchObject({ exitCode: 0, created: 1, failed: 0 });
        expect(first.lines).toContainEqual(
          expect.objectContaining({
            rule: 'text-kept-otherwise',
            severity: 'warning',
            fields: ['description'],
          }),
        );
        place.target.resetRequests();
        const second = await place.json('migrate --yes');
        expect([
          second.result['exitCode'],
          writes(place),
          rules(second.lines).includes('edited-on-target'),
        ]).toEqual([0, 0, false]);
        const verified = await place.json('verify');
        expect([verified.result['exitCode'], rules(verified.lines)]).toEqual([0, []]);
        expect((await place.plain('verify')).stdout).toContain(
          'and it is the same, except that store target has trimmed, cut or composed 1 alt text that it was sent.',
        );
      },
    );
  });
});

it('a store that numbers places again has the order in order', async () => {
  await inPlace(
    { stores: [empty('source'), empty('target', { 'sort-kept': 'renumbered' })] },
    async (place) => {
      const { id: productId } = place.source.addProduct({ sku: 'MUG', name: 'Mug' });
      place.target.addProduct({ sku: 'MUG', name: 'Mug' });
      for (const sortOrder of [10, 20, 35])
        place.source.addImage({
          productId,
          sortOrder,
          description: `at ${sortOrder}`,
          isThumbnail: sortOrder === 10,
        });
      expect((await place.json('migrate --yes')).result).toMatchObject({
        exitCode: 0,
        created: 3,
        failed: 0,
      });
      expect((await place.json('verify')).result).toMatchObject({ exitCode: 0 });
      expect((await place.json('diff')).result).toMatchObject({ exitCode: 0 });
      place.target.resetRequests();
      expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0 });
      expect(writes(place)).toBe(0);
    },
  );
});

describe('a products file', () => {
  it('tells long SKUs apart that are alike for forty characters', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      const skus = ['1800MM', '2400MM'].map((end) => `ACME-SHELVING-UNIT-HEAVY-DUTY-GALVANISED-${end}`);
      plant(place, skus);
      writeFileSync(
        place.at('p.csv'),
        `source_sku,target_sku\n${skus.map((sku) => `${sku},${sku}`).join('\n')}\n`,
      );
      expect((await place.json('diff --products p.csv')).result).toMatchObject({
        exitCode: 3,
        missing: 2,
        products: 2,
      });
    });
  });

  it('finds SKUs with separators and quotes, and takes none for two', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      const skus = ['AB,1', 'A&B+C #1/2%', 'ü-1', 'a"b'];
      plant(place, [...skus, 'X', 'Y']);
      const cells = skus.map((sku) => `"${sku.replaceAll('"', '""')}"`);
      writeFileSync(place.at('p.csv'), `source_sku\n${cells.join('\n')}\n`);
      expect((await place.json('diff --products p.csv')).result).toMatchObject({
        exitCode: 3,
        missing: 4,
        unmatchedProducts: 0,
      });
      writeFileSync(place.at('none.csv'), 'source_sku\n"X,Y"\n');
      const none = await place.json('migrate --yes --products none.csv');
      expect(none.result).toMatchObject({ exitCode: 4 });
      expect(rules(none.lines)).toEqual(['product-unmatched']);
      expect([writes(place), place.target.images()]).toEqual([0, []]);
    });
  });
});

it('two spellings of a sample picture are no difference, and another file is one', async () => {
  await inPlace({ stores: [empty('alone')] }, async (place) => {
    plant(place, ['MUG'], {
      viewOverrides: {
        v2: { image_file: 'sample_images/stencil/sieve1.jpg' },
        v3: { image_file: '%%SAMPLE%%/stencil/sieve1.jpg' },
      },
    });
    expect((await place.json('diff')).result).toMatchObject({ exitCode: 0, same: 1 });
    const audit = await place.json('audit --source-via v2');
    expect(rules(audit.lines)).not.toContain('view-field-differs');
    const [image] = place.source.images();
    place.source.updateImage(image?.id ?? 0, {
      viewOverrides: {
        v2: { image_file: 'sample_images/stencil/sieve2.jpg' },
        v3: { image_file: '%%SAMPLE%%/stencil/sieve1.jpg' },
      },
    });
    expect((await place.json('diff')).result).toMatchObject({ exitCode: 3, changed: 1 });
  });
});

it('an original past the optimiser of the picture host is asked for as the template says', async () => {
  await inPlace(
    { stores: [empty('alone')] },
    async (place) => {
      plant(place, ['MUG']);
      const [image] = place.source.images();
      const template = `${place.stores['CUTOVER_SOURCE_API']}/cdn/s-alone/images/stencil/original/products/{product_id}/{image_id}/{name}.{stamp}.{ext}?imbypass=on`;
      const { result } = await place.json(`audit --source-originals ${template}`);
      expect(result).toMatchObject({ exitCode: 0, images: 1, requests: { content: 1 } });
      const asked = place.requests.filter((one) => one.includes('imbypass=on'));
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(
        new RegExp(
          `/original/products/${image?.productId}/${image?.id}/\\S+\\.\\d{10}\\.png\\?imbypass=on$`,
          'u',
        ),
      );
    },
    () => undefined,
  );
});

// `audit` grades a store as it was read: the same with and without a target, by what the bytes are and not by their names,
// and without V2 where V2 is gone.
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place, pairOfAllKinds, single } from '../support/place.ts';

const findings = (lines: readonly Line[]): Line[] => lines.filter(({ type }) => type === 'finding');
const rulesOf = (lines: readonly Line[]): unknown[] => findings(lines).map((line) => line['rule']);
const ofSource = (lines: readonly Line[]): unknown[] =>
  findings(lines)
    .filter((line) => line['source'] !== undefined && !String(line['rule']).startsWith('product-'))
    .map(({ time: _time, run: _run, ...line }) => line);
const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;
const alone = (place: Place) => ({
  variables: { ...place.stores, CUTOVER_TARGET_STORE: '', CUTOVER_TARGET_TOKEN: '', CUTOVER_TARGET_API: '' },
});

/** A product with a missing thumbnail, one with two, one whose places are shared, and a sound one. */
function plantFaults(store: StoreControl): void {
  const plant = (sku: string, flags: readonly boolean[], places = [0, 1, 2]) => {
    const { id: productId } = store.addProduct({ sku, name: sku });
    for (const [index, isThumbnail] of flags.entries())
      store.addImage({
        productId,
        isThumbnail,
        sortOrder: places[index] ?? 0,
        description: `picture ${index}`,
      });
  };
  plant('NONE', [false, false]);
  plant('TWO', [true, true, false]);
  plant('TIES', [true, false, false], [4, 4, 4]);
  plant('SOUND', [true, false]);
}

describe('a store as it was read', () => {
  it('has the same findings with a target and without one, and the target its own', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      plantFaults(place.source);
      const { id: productId } = place.target.addProduct({ sku: 'NONE', name: 'NONE' });
      place.target.addImage({ productId, isThumbnail: false, description: '' });
      for (const sku of ['TWO', 'TIES', 'SOUND']) place.target.addProduct({ sku, name: sku });

      // The pictures that are planted have eight pixels.
      const without = await place.json('audit --min-pixels 8', alone(place));
      const withTarget = await place.json('audit --min-pixels 8');
      expect(without.result).toMatchObject({ exitCode: 3, products: 4, images: 10 });
      expect(rulesOf(without.lines)).toEqual([
        'thumbnail-missing',
        'thumbnail-multiple',
        'order-tie',
        'order-tie',
      ]);
      expect(ofSource(withTarget.lines)).toEqual(ofSource(without.lines));
      expect(withTarget.result).toMatchObject({ products: 4, images: 10 });
      const onTarget = findings(withTarget.lines).filter((line) => line['source'] === undefined);
      expect(onTarget.map((line) => [line['rule'], line['message']])).toEqual([
        [
          'thumbnail-missing',
          'on the target: no image is the thumbnail, so listings show a placeholder; migrate chooses this one',
        ],
        [
          'alt-text-missing',
          'on the target: no alt text, so screen readers and search engines see nothing; migrate adds none',
        ],
      ]);
    });
  });

  it('is read through V3, with V2 as a witness of its main pictures', async () => {
    await inPlace({ stores: single(300, 600) }, async (place) => {
      const first = await place.json('audit');
      // The count and two pages of 250 products; two of V3 and what had to be read again there.
      expect(first.result).toMatchObject({ requests: { v2: 3 }, proof: { v2: 'pages', products: 300 } });
    });
  });

  it.each([
    [1, 'the main picture of 1 product was compared with V2'],
    [2, 'the main pictures of 2 products were compared with V2'],
  ])('of %i products, the number fits the words', async (products, words) => {
    await inPlace({ stores: single(products, products) }, async (place) => {
      expect((await place.plain('audit')).stdout).toContain(words);
    });
  });

  it('of a product without images, no main picture was compared', async () => {
    await inPlace({ stores: single(2, 4) }, async (place) => {
      place.source.addProduct({ sku: 'BARE', name: 'BARE' });
      // V3 lists none of this one either, but V2 shows one.
      const { id: productId } = place.source.addProduct({ sku: 'HALF', name: 'HALF' });
      place.source.addImage({ productId, isThumbnail: true, hiddenFrom: 'v3' });
      // V3 lists one, and V2 shows none.
      const { id: silent } = place.source.addProduct({ sku: 'SILENT', name: 'SILENT' });
      place.source.addImage({ productId: silent, hiddenFrom: 'v2' });
      // V3 marks none as the thumbnail, and V2 shows one.
      const { id: unmarked } = place.source.addProduct({ sku: 'UNMARKED', name: 'UNMARKED' });
      place.source.addImage({
        productId: unmarked,
        isThumbnail: true,
        viewOverrides: { v3: { is_thumbnail: false } },
      });
      const words =
        'he main pictures of 3 of 6 products were compared with V2; for 1 product V3 lists no image and V2 shows no main picture; for 1 product V3 does not mark one image as the thumbnail; for 1 product V2 has shown no main picture';
      expect((await place.plain('audit')).stdout).toContain(`Read through V3; t${words}`);
      expect((await place.plain('report --format md')).stdout).toContain(`T${words}.`);
      expect((await place.json('audit')).result).toMatchObject({ proof: { v2: 'pages', products: 5 } });
    });
  });

  it('of products without any image, the report speaks of each', async () => {
    await inPlace({ stores: single(0, 0) }, async (place) => {
      for (const sku of ['A', 'B', 'C']) place.source.addProduct({ sku, name: sku });
      const words =
        'no main picture was compared with V2; for 3 products V3 lists no image and V2 shows no main picture';
      expect((await place.plain('audit')).stdout).toContain(`Read through V3; ${words}`);
      expect((await place.plain('report --format md')).stdout).toContain(`N${words.slice(1)}.`);
    });
  });

  it.each([
    ['another image of the product', (id: number) => id + 1, 'view-field-differs', 'V2 says image'],
    ['an image that V3 does not list', () => 999_999, 'view-image-missing', 'V2 shows image 999999'],
  ])('whose V2 shows %s as the main picture is told so', async (_, shown, rule, words) => {
    await inPlace(
      { stores: single(1, 3) },
      async (place) => {
        const { lines, result } = await place.json('audit');
        expect(result).toMatchObject({ exitCode: 3 });
        expect(findings(lines).filter((line) => String(line['rule']).startsWith('view-'))).toEqual([
          expect.objectContaining({ rule, severity: 'critical', message: expect.stringContaining(words) }),
        ]);
      },
      ({ path }, { status, body }) => {
        if (!path.endsWith('/v2/products') || !Array.isArray(body)) return undefined;
        const change = (row: { primary_image: { id: number } }) => ({
          ...row,
          primary_image: { ...row.primary_image, id: shown(row.primary_image.id) },
        });
        return { status, body: body.map(change) };
      },
    );
  });

  it.each([410, 404, 500])('goes on without a V2 that answers %i, and says so once', async (status) => {
    await inPlace(
      { stores: single(3, 3) },
      async (place) => {
        const { result, stderr } = await place.json('audit --wait 0');
        expect(result).toMatchObject({ exitCode: 0, images: 3, proof: { v2: 'none', products: 0 } });
        expect(stderr.match(/V2 of store alone does not answer/gu)).toHaveLength(1);
      },
      ({ path }) => (path.includes('/v2/') ? { status, body: [{ status, message: 'Gone' }] } : undefined),
    );
  });

  it('says that V2 lists nothing, and proves nothing by it', async () => {
    await inPlace(
      { stores: single(3, 3) },
      async (place) => {
        const { result, stderr } = await place.json('audit --wait 0');
        expect(result).toMatchObject({ exitCode: 0, proof: { v2: 'none', products: 0 } });
        expect(stderr).toContain('V2 of store alone lists no products, so nothing was compared with V2');
      },
      ({ path }) => (path.endsWith('/v2/products') ? { status: 200, body: [] } : undefined),
    );
  });

  it('counts as compared only what was understood, and tells a count that differs', async () => {
    await inPlace(
      { stores: single(3, 3) },
      async (place) => {
        const { result, lines } = await place.json('audit --wait 0');
        // Of a product without images there is nothing to understand.
        const { source } = place;
        const bare = source.products().filter(({ id }) => source.images(id).length === 0).length;
        expect(result).toMatchObject({ exitCode: 3, proof: { products: bare } });
        expect(rulesOf(lines)).toContain('view-count-differs');
      },
      ({ path }, { status, body }) => {
        if (path.endsWith('/v2/products/images/count')) return { status, body: { count: 9 } };
        if (!path.endsWith('/v2/products') || !Array.isArray(body)) return undefined;
        return { status, body: body.map((row: object) => ({ ...row, primary_image: { id: '7' } })) };
      },
    );
  });

  it('asks V2 nothing with --source-via v3, and reads it whole with --source-via v2', async () => {
    await inPlace({ stores: single(3, 6) }, async (place) => {
      expect((await place.json('audit --source-via v3')).result).toMatchObject({
        requests: { v2: 0 },
        proof: { v2: 'none', products: 0 },
      });
      expect((await place.json('audit --source-via v2')).result).toMatchObject({
        exitCode: 0,
        images: 6,
        proof: { v2: 'full', products: 3 },
      });
    });
  });
});

describe('a picture', () => {
  const bytes = (latin1: string): Uint8Array =>
    new Uint8Array(Buffer.from(latin1.padEnd(200, '\0'), 'latin1'));
  const bmp = Buffer.concat(
    [Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex')],
    58,
  );
  it.each<[string, Uint8Array, string]>([
    ['a TIFF', bytes('II*\0'), 'format-unsupported'],
    ['a PDF', bytes('%PDF-1.7'), 'format-unsupported'],
    ['a HEIC', bytes('\0\0\0\u0018ftypheic'), 'format-unsupported'],
    ['an AVIF', bytes('\0\0\0\u001cftypavif'), 'format-unsupported'],
    ['a BMP', new Uint8Array(bmp), 'format-risky'],
  ])('is %s by its first bytes', async (words, picture, rule) => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      const { id: productId } = place.source.addProduct({ sku: 'A' });
      place.target.addProduct({ sku: 'A' });
      place.source.addImage({
        productId,
        picture,
        fileName: 'photo.jpg',
        isThumbnail: true,
        description: 'a',
      });
      const { lines, result } = await place.json('audit --min-pixels 1', alone(place));
      expect(rulesOf(lines)).toEqual([rule, ...(rule === 'format-risky' ? ['picture-type-mismatch'] : [])]);
      expect(findings(lines)[0]?.['message']).toContain(`the picture is ${words}`);
      expect(result['exitCode']).toBe(rule === 'format-unsupported' ? 3 : 0);
      // Also where the store has only the address, and says no more than that the file is none.
      for (const transfer of ['url', 'auto']) {
        const migrated = await place.json(`migrate --yes --transfer ${transfer} --journal ${transfer}.db`);
        const failed = migrated.lines.find((line) => line.type === 'action' && line['status'] === 'failed');
        if (rule !== 'format-unsupported') {
          expect(migrated.result).toMatchObject({ created: 1 });
          break;
        }
        expect(failed?.['reason']).toBe(`format-unsupported: the picture is ${words}`);
      }
    });
  });

  it.each([401, 403, 429, 451])('that its host refuses us with %i was not looked at', async (status) => {
    await inPlace(
      { stores: single(1, 1) },
      async (place) => {
        const { lines, result } = await place.json('audit');
        expect(result).toMatchObject({ exitCode: 0 });
        expect(rulesOf(lines)).toContain('picture-unchecked');
        expect(findings(lines).find((line) => line['rule'] === 'picture-unchecked')?.['message']).toContain(
          String(status),
        );
      },
      ({ path }) => (path.startsWith('/stores/') ? undefined : { status, body: 'no' }),
    );
  });
});

describe('an alt text', () => {
  it('over 255 characters is told, and one of 255 is not', async () => {
    await inPlace({ stores: [empty('source')] }, async (place) => {
      const { id: productId } = place.source.addProduct({ sku: 'A' });
      place.source.addImage({ productId, isThumbnail: true, description: '😀'.repeat(255) });
      const { id } = place.source.addImage({ productId, sortOrder: 1, description: 'x'.repeat(256) });
      const { lines } = await place.json('audit --min-pixels 8');
      const tooLong = findings(lines).filter((line) => line['rule'] === 'alt-text-too-long');
      expect(tooLong.map((line) => line['source'])).toEqual([expect.objectContaining({ imageId: id })]);
    });
  });
});

describe('a SKU that differs in case only', () => {
  it('is named with the one that is near', async () => {
    await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
      const plant = (store: StoreControl, sku: string): void => {
        const { id: productId } = store.addProduct({ sku, name: sku });
        store.addImage({ productId, isThumbnail: true, description: 'a' });
      };
      plant(place.source, 'ABC-1x');
      plant(place.target, 'abc-1X');
      // Both spellings on both sides: each goes with its own.
      for (const sku of ['Mug', 'MUG']) {
        plant(place.source, sku);
        plant(place.target, sku);
      }
      const near = expect.objectContaining({
        rule: 'product-case-only',
        severity: 'critical',
        message: expect.stringContaining('abc-1X'),
      });
      const audit = await place.json('audit');
      expect(findings(audit.lines).filter((line) => String(line['rule']).startsWith('product-'))).toEqual([
        near,
      ]);
      const diff = await place.json('diff');
      expect(diff.result).toMatchObject({ exitCode: 3, unmatchedProducts: 1 });
      expect(findings(diff.lines).filter((line) => String(line['rule']).startsWith('product-'))).toEqual([
        near,
      ]);
    });
  });
});

it('counts the pictures of slots on either store', async () => {
  await inPlace({ stores: pairOfAllKinds(10, 20) }, async (place) => {
    const { result } = await place.json('migrate --yes');
    const images = Number(result['images']);
    expect(images).toBeGreaterThan(20);
    const { stdout } = await place.plain('audit');
    for (const store of ['Source', 'Target'])
      expect(stdout).toContain(`${store}: ${images} images of 10 products: `);
  });
});

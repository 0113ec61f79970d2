// A store that shows values that cannot be, some of the time: nothing is written because of them, nobody has edited
// anything, and what is no image stops no run.
import { describe, expect, it } from 'vitest';
import { inPlace, type Place } from '../support/place.ts';
import type { Rewrite } from '../support/rewriter.ts';

const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;
const stores = [empty('source'), empty('target')];

function plant({ source, target }: Place): void {
  for (const sku of ['A', 'B']) {
    const { id: productId } = source.addProduct({ sku, name: sku });
    if (target !== source) target.addProduct({ sku, name: sku });
    for (const place of [0, 1, 2])
      source.addImage({
        productId,
        sortOrder: place,
        isThumbnail: place === 0,
        description: `${sku} ${place}`,
      });
  }
}

interface Oddity {
  readonly on: 'source' | 'target';
  readonly field: string;
  readonly shown: unknown;
  /** The text of the image whose row is odd. */
  readonly of: string;
  isOn: boolean;
}

const oddly =
  (oddity: Oddity, view = 'v3'): Rewrite =>
  ({ path }, { status, body }) => {
    if (!oddity.isOn || !path.includes(`/${oddity.on}/${view}/`) || typeof body !== 'object')
      return undefined;
    const change = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(change);
      if (typeof value !== 'object' || value === null) return value;
      const row = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
      return row['description'] === oddity.of ? { ...row, [oddity.field]: oddity.shown } : row;
    };
    return { status, body: change(body) };
  };

const writes = ({ target }: Place): number =>
  target.requests().filter(({ method }) => ['POST', 'PUT', 'DELETE'].includes(method)).length;
const rules = (lines: readonly { readonly type: string; readonly rule?: unknown }[]): unknown[] => [
  ...new Set(lines.flatMap(({ type, rule }) => (type === 'finding' && rule !== undefined ? [rule] : []))),
];

describe.each(['source', 'target'] as const)('an image of the %s', (on) => {
  it.each([
    ['description', { a: 1 }],
    ['sort_order', null],
    ['sort_order', { a: 1 }],
    ['is_thumbnail', null],
  ])(
    'that shows %s as %j after a migration: nothing is written, and nobody has edited it',
    async (field, shown) => {
      const oddity: Oddity = { on, field, shown, of: 'A 0', isOn: false };
      if (field === 'sort_order') Object.assign(oddity, { of: 'A 2' });
      await inPlace(
        { stores },
        async (place) => {
          plant(place);
          expect((await place.json('migrate --yes --wait 0')).result).toMatchObject({
            exitCode: 0,
            created: 6,
          });
          const before = place.target.images();
          oddity.isOn = true;
          place.target.resetRequests();
          const again = await place.json('migrate --yes --wait 0');
          expect(again.result).toMatchObject({ exitCode: 0, updated: 0, failed: 0, conflicts: 0 });
          expect([writes(place), rules(again.lines)]).toEqual([0, ['field-unreadable']]);
          const verified = await place.json('verify --wait 0');
          // What is read in its stead is what the other store shows only of a flag on the source, where the first image has it
          // anyway; of all others nobody can say that they are the same.
          const code = on === 'source' && field === 'is_thumbnail' ? 0 : 4;
          expect([verified.result['exitCode'], rules(verified.lines)]).toEqual([code, ['field-unreadable']]);
          expect(place.target.images()).toEqual(before);
        },
        oddly(oddity),
      );
    },
  );
});

it('a text that the target shows as an object is nobody’s edit: the picture that the source has replaced is replaced', async () => {
  const oddity: Oddity = { on: 'target', field: 'description', shown: { a: 1 }, of: 'A 1', isOn: false };
  await inPlace(
    { stores },
    async (place) => {
      plant(place);
      expect((await place.json('migrate --yes --wait 0')).result).toMatchObject({ exitCode: 0, created: 6 });
      const [, second] = place.source.images();
      if (second === undefined) throw new Error('three images were planted');
      place.source.updateImage(second.id, {
        picture: { drawn: 6 },
        imageFile: second.imageFile.replace(/__\d+/, '__99999'),
        dateCreated: Date.now() + 1_000_000_000,
        dateModified: Date.now() + 1_000_000_000,
      });
      oddity.isOn = true;
      const again = await place.json('migrate --yes --wait 0');
      expect(again.result).toMatchObject({ exitCode: 0, created: 1, removed: 1, conflicts: 0 });
    },
    oddly(oddity),
  );
});

it.each([
  ['v2', 'is_thumbnail', 'A 0'],
  ['v3', 'is_thumbnail', 'A 0'],
  ['v2', 'sort_order', 'A 2'],
] as const)(
  'one store: what %s alone shows as null for %s is one finding, and neither equal nor a difference; nothing is written',
  async (view, field, of) => {
    const oddity: Oddity = { on: 'source', field, shown: null, of, isOn: true };
    await inPlace(
      { stores: [empty('source')] },
      async (place) => {
        plant(place);
        const diff = await place.json('diff --wait 0');
        expect([diff.result['exitCode'], rules(diff.lines)]).toEqual([3, ['field-unreadable']]);
        expect(diff.result).toMatchObject({ same: 5, changed: 0, error: 1 });
        const verify = await place.json('verify --wait 0');
        expect([verify.result['exitCode'], rules(verify.lines)]).toEqual([4, ['field-unreadable']]);
        expect(verify.result).toMatchObject({ checked: 5, unchecked: 1, mismatched: 0 });
        const audit = await place.json('audit --wait 0 --source-via v2 --probe none');
        expect([audit.result['exitCode'], rules(audit.lines)]).toEqual([0, ['field-unreadable']]);
        place.source.resetRequests();
        // It has nothing to write, and cannot say that all is well.
        expect((await place.json('migrate --yes --wait 0')).result).toMatchObject({
          exitCode: 4,
          updated: 0,
          unchecked: 1,
        });
        expect((await place.plain('migrate --yes --wait 0')).stdout).toContain(
          'Could not be compared: 1 image,',
        );
        expect(writes(place)).toBe(0);
      },
      oddly(oddity, view),
    );
  },
);

describe('what is no image', () => {
  const withProducts =
    (view: 'v2' | 'v3', change: (row: Record<string, unknown>) => Record<string, unknown>): Rewrite =>
    ({ path }, { status, body }) => {
      if (!path.endsWith(view === 'v3' ? '/source/v3/catalog/products' : '/source/v2/products'))
        return undefined;
      // The end of V2's pages is an answer without a body.
      if (body === undefined) return undefined;
      const rows = (Array.isArray(body) ? body : (body as { data: unknown[] }).data) as Record<
        string,
        unknown
      >[];
      const changed = rows.map((row, at) => (at === 0 ? change(row) : row));
      return { status, body: Array.isArray(body) ? changed : { ...(body as object), data: changed } };
    };
  const variant = (fields: object) => (row: Record<string, unknown>) => ({
    ...row,
    variants: [
      {
        id: 1,
        product_id: row['id'],
        sku: 'V',
        image_url: 'https://x.example/v.png',
        option_values: [],
        ...fields,
      },
    ],
  });

  it.each<[string, (row: Record<string, unknown>) => Record<string, unknown>]>([
    ['a variant without an address', variant({ image_url: {} })],
    ['a variant of an option without an id', variant({ option_values: [{ id: null, label: 5 }] })],
    ['a variant of nobody', variant({ product_id: null })],
    ['variants that are none', (row) => ({ ...row, variants: 'none' })],
    ['an address that is a text', (row) => ({ ...row, custom_url: '/a' })],
    ['a date that is a number', (row) => ({ ...row, date_modified: 5 })],
    ['a name that is null', (row) => ({ ...row, name: null })],
  ])('%s stops nothing', async (_, change) => {
    await inPlace(
      { stores },
      async (place) => {
        plant(place);
        expect((await place.json('diff --wait 0')).result).toMatchObject({
          exitCode: 3,
          products: 2,
          missing: 6,
        });
      },
      withProducts('v3', change),
    );
  });

  it.each<[string, (row: Record<string, unknown>) => Record<string, unknown>]>([
    ['a name that is an object', (row) => ({ ...row, name: {} })],
    ['a SKU that is a number', (row) => ({ ...row, sku: 7 })],
  ])('of V2: %s is no V2 that is gone', async (_, change) => {
    await inPlace(
      { stores: [empty('source')] },
      async (place) => {
        plant(place);
        expect((await place.json('diff --wait 0')).result).toMatchObject({ exitCode: 0, same: 6 });
        expect((await place.json('audit --wait 0')).result).toMatchObject({
          proof: { v2: 'pages', products: 2 },
        });
      },
      withProducts('v2', change),
    );
  });
});

it('a create whose answer shows an image that was there before writes nothing to that one', async () => {
  let old = 0;
  await inPlace(
    { stores },
    async (place) => {
      plant(place);
      const productId = place.target.products()[0]?.id ?? 0;
      old = place.target.addImage({
        productId,
        fileName: 'stranger.png',
        sortOrder: 9,
        description: 'theirs',
      }).id;
      const { result } = await place.json('migrate --yes --wait 0');
      expect(result).toMatchObject({ exitCode: 0, created: 6, updated: 0, inDoubt: 0 });
      expect(place.target.images().find(({ id }) => id === old)).toMatchObject({
        sortOrder: 9,
        description: 'theirs',
      });
    },
    ({ method, path }, { status, body }) => {
      const productId = Number(/products\/(\d+)\/images$/u.exec(path)?.[1]);
      const { data } = (body ?? {}) as { data?: { product_id: number } };
      return method === 'POST' && data !== undefined && productId === data.product_id && old > 0
        ? { status, body: { data: { ...data, id: old } } }
        : undefined;
    },
  );
});

// One store whose V2 and V3 views show the same records: the proof, every fault that can be planted, and the repair.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { faultsOfStdout } from '../support/line-contract.ts';
import { inPlace, type Place, pair, single } from '../support/place.ts';

/** An image that is not its product's thumbnail, of a product with three images or more; the `nth` of them. */
function plainImage(store: StoreControl, nth = 0): ImageRow {
  const candidates = store
    .images()
    .filter((image) => !image.isThumbnail && store.images(image.productId).length > 2);
  const image = candidates[nth * 7];
  if (image === undefined) throw new Error('the catalog has too few images');
  return image;
}

function thumbnailOf(store: StoreControl, productId: number): ImageRow {
  const image = store.images(productId).find(({ isThumbnail }) => isThumbnail);
  if (image === undefined) throw new Error(`product ${productId} has no thumbnail`);
  return image;
}

const findings = (lines: readonly Line[]): Line[] => lines.filter(({ type }) => type === 'finding');
const methodsSeen = ({ source }: Place): string[] =>
  [...new Set(source.requests().map(({ method }) => method))].sort();
/** What a migration may change on the whole store. */
const stateOf = (store: StoreControl): unknown =>
  store.images().map(({ id, productId, imageFile, picture, isThumbnail, sortOrder, description }) => ({
    id,
    productId,
    imageFile,
    picture,
    isThumbnail,
    sortOrder,
    description,
  }));

it('a sound store is proved equal with nothing but GET', async () => {
  await inPlace({ stores: single(80, 300) }, async (place) => {
    const audit = await place.json('audit');
    expect(audit.result).toMatchObject({
      exitCode: 0,
      images: 300,
      products: 80,
      findings: { fatal: 0, critical: 0 },
      proof: { v2: 'pages', products: 80 },
      // V2's count and one page of its products; all of V3 in one; a request a picture.
      requests: { v2: 2, content: 300 },
    });
    const diff = await place.json('diff');
    expect(diff.code).toBe(0);
    expect(diff.result).toMatchObject({
      same: 300,
      changed: 0,
      missing: 0,
      extra: 0,
      error: 0,
      unmatchedProducts: 0,
    });
    expect(diff.lines.find(({ type }) => type === 'run')).toMatchObject({ mode: 'parity' });
    const verify = await place.json('verify');
    expect(verify.result).toMatchObject({ exitCode: 0, checked: 300, unchecked: 0, mismatched: 0 });
    const migrate = await place.json('migrate --yes');
    expect(migrate.result).toMatchObject({ exitCode: 0, created: 0, updated: 0, removed: 0 });
    expect(methodsSeen(place)).toEqual(['GET']);
  });
});

interface Planted {
  readonly rule: string;
  readonly severity: string;
  /** Which commands name it, and how each then ends. */
  readonly named: {
    readonly audit?: number;
    /** An audit that reads V2 whole. */
    readonly 'audit --source-via v2'?: number;
    readonly diff?: number;
    readonly verify?: number;
  };
  /** Plants it; returns the image that must be named, or only its product. */
  readonly plant: (store: StoreControl) => { productId: number; imageId?: number };
}

const planted: readonly Planted[] = [
  {
    rule: 'thumbnail-missing',
    severity: 'critical',
    named: { audit: 3, diff: 3, verify: 3 },
    plant(store) {
      const { productId } = plainImage(store);
      store.updateImage(thumbnailOf(store, productId).id, { isThumbnail: false });
      return { productId };
    },
  },
  {
    rule: 'thumbnail-multiple',
    severity: 'critical',
    named: { audit: 3, diff: 3, verify: 3 },
    plant(store) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { isThumbnail: true });
      return { productId };
    },
  },
  ...(
    [
      ['description', { description: 'not what V3 says' }],
      ['sort_order', { sort_order: 77 }],
      ['is_thumbnail', { is_thumbnail: true }],
      ['image_file', { image_file: 'z/999/another__12345.png' }],
    ] as const
  ).map(([, v2]) => ({
    rule: 'view-field-differs',
    severity: 'critical',
    named: { 'audit --source-via v2': 3, diff: 3, verify: 3 },
    plant(store: StoreControl) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { viewOverrides: { v2 } });
      return { productId, imageId: id };
    },
  })),
  ...(['v2', 'v3'] as const).map((hiddenFrom) => ({
    rule: 'view-image-missing',
    severity: 'critical',
    named: { 'audit --source-via v2': 3, diff: 3, verify: 3 },
    plant(store: StoreControl) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { hiddenFrom });
      return { productId, imageId: id };
    },
  })),
  ...(
    [
      ['missing', 'original-unreachable'],
      ['html', 'picture-broken'],
      ['empty', 'picture-broken'],
    ] as const
  ).map(([damage, rule]) => ({
    rule,
    severity: 'critical',
    named: { audit: 3 },
    plant(store: StoreControl) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { damage: { original: damage, renditions: damage } });
      return { productId, imageId: id };
    },
  })),
  {
    // A CDN that keeps failing proves nothing about the picture.
    rule: 'picture-unchecked',
    severity: 'warning',
    named: { audit: 0 },
    plant(store) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { damage: { original: 'error', renditions: 'error' } });
      return { productId, imageId: id };
    },
  },
  {
    rule: 'rendition-only',
    severity: 'critical',
    named: { audit: 3 },
    plant(store) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { damage: { original: 'missing' } });
      return { productId, imageId: id };
    },
  },
  {
    rule: 'alt-text-missing',
    severity: 'warning',
    named: { audit: 0 },
    plant(store) {
      const { id, productId } = plainImage(store);
      store.updateImage(id, { description: '' });
      return { productId, imageId: id };
    },
  },
  {
    rule: 'order-tie',
    severity: 'warning',
    named: { audit: 0 },
    plant(store) {
      const { id, productId } = plainImage(store);
      const other = store.images(productId).find((image) => image.id !== id);
      store.updateImage(id, { sortOrder: other?.sortOrder ?? 0 });
      return { productId };
    },
  },
];

describe('a planted fault', () => {
  it.each(planted)('$rule is named ($severity)', async ({ rule, severity, named, plant }) => {
    await inPlace({ stores: single(24, 90) }, async (place) => {
      const { productId, imageId } = plant(place.source);
      for (const [command, exitCode] of Object.entries(named)) {
        const { code, lines, stderr } = await place.json(command);
        const found = findings(lines).filter(
          (line) =>
            line['rule'] === rule &&
            [line['source'], line['target']].some(
              (ref) =>
                isRef(ref) &&
                ref.productId === productId &&
                (imageId === undefined || ref.imageId === imageId),
            ),
        );
        expect(
          { command, found: found.length > 0 },
          `${stderr}\n${JSON.stringify(findings(lines).slice(0, 5))}`,
        ).toEqual({ command, found: true });
        expect(found[0]).toMatchObject({
          severity,
          kind: 'product-image',
          message: expect.stringMatching(/\w/),
        });
        expect({ command, code }).toEqual({ command, code: exitCode });
      }
      expect(methodsSeen(place).filter((method) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
    });
  });
});

const isRef = (ref: unknown): ref is { productId: number; imageId?: number } =>
  typeof ref === 'object' && ref !== null && 'productId' in ref;

it('migrate fixes thumbnails and nothing else, and verify then finds nothing', async () => {
  await inPlace({ stores: single(40, 160) }, async (place) => {
    const { source: store } = place;
    const sound = stateOf(store);
    const without = plainImage(store, 0);
    const doubled = plainImage(store, 2);
    expect(without.productId).not.toBe(doubled.productId);
    store.updateImage(thumbnailOf(store, without.productId).id, { isThumbnail: false });
    store.updateImage(doubled.id, { isThumbnail: true });
    const damaged = stateOf(store);

    const dry = await place.json('migrate --dry-run');
    expect(dry.result).toMatchObject({ exitCode: 0, created: 0, updated: 0, removed: 0 });
    expect(stateOf(store)).toEqual(damaged);

    const migrate = await place.json('migrate --yes');
    expect(migrate.result, migrate.stderr).toMatchObject({
      exitCode: 0,
      created: 0,
      removed: 0,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
    });
    expect([...new Set(store.requests().map(({ method }) => method))].sort()).toEqual(['GET', 'PUT']);
    const fields = store.requests().flatMap(({ bodyFields }) => bodyFields ?? []);
    expect([...new Set(fields)]).toEqual(['is_thumbnail']);
    const withoutThumbnails = (state: unknown): unknown =>
      (state as { isThumbnail: boolean }[]).map((image) => ({ ...image, isThumbnail: undefined }));
    expect(withoutThumbnails(stateOf(store))).toEqual(withoutThumbnails(sound));
    for (const { id } of store.products()) {
      const images = store.images(id);
      expect({ id, thumbnails: images.filter(({ isThumbnail }) => isThumbnail).length }).toEqual({
        id,
        thumbnails: Math.min(1, images.length),
      });
    }
    expect((await place.json('verify')).result).toMatchObject({
      exitCode: 0,
      mismatched: 0,
      unchecked: 0,
      checked: 160,
    });
    expect((await place.json('diff')).code).toBe(0);
  });
});

describe('V2 that is asked for a share of its lists', () => {
  const inOneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ');
  const atMost = (products: number): string => (100 * (1 - 0.05 ** (1 / products))).toFixed(1);

  it('is said with its bound, and equal is only what was compared', async () => {
    await inPlace({ stores: single(80, 300) }, async (place) => {
      const { code, result, stdout } = await place.json('diff --sample 25%');
      expect(faultsOfStdout(stdout, code)).toEqual([]);
      const { proof, same, confidence } = result;
      const { products } = Object(proof);
      expect([code, proof]).toEqual([0, { v2: 'sample', products: expect.any(Number) }]);
      expect(products).toBeGreaterThan(0);
      expect(products).toBeLessThan(80);
      expect(Number(same)).toBeLessThan(300);
      expect(result).toMatchObject({ images: 300, changed: 0, missing: 0, extra: 0, error: 0 });
      const asked = place.source.requests().map(({ path }) => path);
      const idsIn = (what: RegExp) => asked.flatMap((path) => what.exec(path)?.[1] ?? []);
      const skus = idsIn(/\/v2\/products\/(\d+)\/skus/u);
      const rules = idsIn(/\/v2\/products\/(\d+)\/rules/u);
      expect(idsIn(/\/v2\/products\/(\d+)\/images/u)).toEqual(expect.arrayContaining([...skus, ...rules]));
      // Its lists of images, of SKUs and of rules, two pages of its products, and its counts of images and rules.
      expect(result['requests']).toMatchObject({
        v2: products + skus.length + rules.length + 4,
        content: 0,
      });
      const plain = await place.plain('diff --sample 25%');
      const told = inOneLine(`${plain.stdout}${plain.stderr}`);
      const words =
        /V2 was asked for the images of (\d+) of 80 products, drawn by a hash of their ids, and for the main picture alone of the other (\d+)\. With 95 % confidence at most (\d+\.\d) % of all products have a wrong image\./;
      const [, drawn = '', others = '', percent = ''] = words.exec(told) ?? [];
      expect([Number(drawn) + Number(others), percent]).toEqual([80, atMost(Number(drawn))]);
      const verified = await place.plain('verify --sample 25%');
      expect(inOneLine(verified.stdout)).toMatch(
        /V2 was asked for the images of \d+ of 80 products, drawn by a hash of their ids, and for the main picture alone of the other \d+\. With 95 % confidence at most \d+\.\d % of all products have a wrong image\./,
      );
      expect(confidence).toBe(
        `with 95 % confidence at most ${atMost(products)} % of all products have a wrong image`,
      );
      // Whoever asked for a share is not led to read all.
      expect(told).toMatch(/cutover verify .*--sample 25%/);
    });
  });

  it('of two stores is refused, but for a verify; a variable that is meant for that means nothing else', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      const { code, stderr } = await place.plain('diff --sample 5%');
      expect([code, inOneLine(stderr)]).toEqual([
        2,
        expect.stringContaining('--sample says how much V2 is asked of one store'),
      ]);
      const variables = { CUTOVER_SAMPLE: '5%' };
      expect((await place.json('diff', { variables })).result).not.toHaveProperty('proof');
      expect((await place.plain('migrate --yes')).code).toBe(0);
      expect((await place.json('verify --sample 100%')).result).not.toHaveProperty('proof');
    });
  });
});

it('what V2 counts and V3 does not list stands beside the signs of a comparison, and is none', async () => {
  await inPlace({ stores: single(4, 12) }, async (place) => {
    place.source.updateImage(plainImage(place.source).id, { hiddenFrom: 'v3' });
    const { code, stdout } = await place.plain('diff');
    expect(code).toBe(3);
    expect(stdout.match(/^(?:\d+ images? of| {2}[=~+!-] | {4} +\d+ {2}view).*$/gmu)).toEqual([
      '12 images of 4 products compared',
      '  =       11  the same',
      '  ~        0  differ',
      expect.stringMatching(/^ {2}\+ {8}1 /u),
      expect.stringMatching(/^ {2}- {8}0 /u),
      '  !        0  unknown',
      '           1  view counts other images than it lists',
    ]);
    // To scripts it is a line with a sign, and counted with those.
    const { result, lines } = await place.json('diff');
    expect(result).toMatchObject({ same: 11, changed: 0, missing: 1, extra: 0, error: 1 });
    expect(lines.filter(({ sign }) => sign === '!')).toMatchObject([{ rule: 'listing-incomplete' }]);
  });
});

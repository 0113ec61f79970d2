// Stores that answer otherwise than documented in what no run depends on: V2 that counts wrongly or is gone, single values
// that cannot be, pages that are too heavy, a create whose answer is an error and shows the image all the same.
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, single } from '../support/place.ts';
import type { Answered, Rewrite } from '../support/rewriter.ts';

const quick = '--wait 0';
const isV2 = (path: string): boolean => /^\/stores\/\w+\/v2\//u.test(path);
const isCount = (path: string): boolean => path.endsWith('/v2/products/images/count');
const v2Requests = (place: Place): string[] => place.requests.filter((one) => isV2(one.split(' ')[1] ?? ''));
const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } as const });
const findings = (lines: readonly { readonly type: string }[]) =>
  lines.filter(({ type }) => type === 'finding');

describe('the count of V2 is a witness', () => {
  const counts: [string, (nth: number, count: number) => Answered, boolean][] = [
    ['null once', (nth, count) => ({ status: 200, body: nth === 1 ? null : { count } }), false],
    ['its digits', (_, count) => ({ status: 200, body: { count: `${count}` } }), false],
    ['a text', () => ({ status: 200, body: { count: 'many' } }), true],
    ['nothing but errors', () => ({ status: 500, body: [{ status: 500, message: 'x' }] }), true],
    ['a refusal', () => ({ status: 403, body: [{ status: 403, message: 'no' }] }), true],
  ];
  it.each(counts)('%s stops nothing', async (_, answer, isSaid) => {
    const asked = new Map<string, number>();
    const rewrite: Rewrite = ({ path }) => {
      if (!isCount(path)) return undefined;
      asked.set(path, (asked.get(path) ?? 0) + 1);
      return answer(asked.get(path) ?? 0, path.includes('/source/') ? 1 : 0);
    };
    await inPlace(
      { stores: pair(1, 1) },
      async (place) => {
        const { result, stderr } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({ exitCode: 3, missing: 1 });
        expect(/gives no count of images|V2 does not answer any more/u.test(stderr)).toBe(isSaid);
        expect([...asked.values()].every((times) => times <= 2)).toBe(true);
      },
      rewrite,
    );
  });

  it('one that differs from the lists is still told', async () => {
    await inPlace(
      { stores: pair(1, 1) },
      async (place) => {
        const { lines } = await place.json(`diff ${quick}`);
        expect(findings(lines)).toContainEqual(expect.objectContaining({ rule: 'listing-incomplete' }));
      },
      ({ path }) =>
        isCount(path) && path.includes('/source/') ? { status: 200, body: { count: 7 } } : undefined,
    );
  });
});

describe('V2 does not answer any more', () => {
  const gone: [string, Answered][] = [
    ['500', { status: 500, body: [{ status: 500, message: 'x' }] }],
    ['nonsense', { status: 200, body: null }],
    ['nothing at all', { status: 200, body: undefined }],
    ['204 for everything', { status: 204, body: undefined }],
    ['410', { status: 410, body: [{ status: 410, message: 'Gone' }] }],
    ['404', { status: 404, body: [{ status: 404, message: 'Not Found' }] }],
  ];
  const answers =
    (answer: Answered): Rewrite =>
    ({ path }) =>
      isV2(path) ? answer : undefined;

  it.each(gone)('%s: a transfer goes on, and with --source-via v3 it is never asked', async (_, answer) => {
    await inPlace(
      { stores: pair(1, 1) },
      async (place) => {
        const { result, stderr } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({ exitCode: 3, missing: 1 });
        expect(stderr.split('V2 does not answer any more')).toHaveLength(2);
        const before = v2Requests(place).length;
        expect((await place.json(`diff ${quick} --source-via v3`)).result).toMatchObject({
          exitCode: 3,
          missing: 1,
        });
        expect(v2Requests(place).length - before).toBe(0);
        const audited = await place.plain(`audit ${quick}`);
        expect([audited.code, audited.stderr.split(/^V2.*$/mu).length - 1]).toEqual([0, 1]);
      },
      answers(answer),
    );
  });

  it.each(gone)('%s: parity cannot be told, and that is what is said', async (_, answer) => {
    await inPlace(
      { stores: single(1, 1) },
      async (place) => {
        const { result } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({
          exitCode: 8,
          error: { code: 'v2-gone', title: 'V2 does not answer any more.' },
        });
        const { stderr } = await place.plain(`diff ${quick} --new`);
        expect(stderr.split(/^.*V2.*$/mu)).toHaveLength(4);
        expect(stderr).not.toContain('could not be checked');
        const { result: status } = await place.json('status');
        expect(status).toMatchObject({ runs: [{ next: expect.stringMatching(/ audit( |$)/u) }] });
      },
      answers(answer),
    );
  });

  it('a store where V3 does not answer either is not told apart by that', async () => {
    await inPlace(
      { stores: single(1, 1) },
      async (place) => {
        const { result } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({ exitCode: 5, error: { code: 'no-such-store' } });
      },
      ({ path }) =>
        path.startsWith('/stores/') ? { status: 404, body: { status: 404, title: 'Not found' } } : undefined,
    );
  });
});

describe('one value that cannot be', () => {
  const withNull =
    (view: 'v2' | 'v3', field: string, shown: unknown = null): Rewrite =>
    ({ path }, { status, body }) => {
      if (!path.includes(`/source/${view}/`) || !JSON.stringify(body ?? null).includes('"sort_order"'))
        return undefined;
      const change = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(change);
        if (typeof value !== 'object' || value === null) return value;
        const row = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
        return row['description'] === 'odd' && 'sort_order' in row ? { ...row, [field]: shown } : row;
      };
      return { status, body: change(body) };
    };
  const plant = ({ source, target }: Place): number => {
    let odd = 0;
    for (const name of ['A', 'B', 'C']) {
      const { id: productId } = source.addProduct({ name, sku: name });
      const isOdd = name === 'B';
      const image = source.addImage({
        productId,
        isThumbnail: true,
        description: isOdd ? 'odd' : 'a picture',
      });
      if (isOdd) odd = image.id;
      if (target !== source) target.addProduct({ name, sku: name });
    }
    return odd;
  };

  it.each([
    ['sort_order', null, 'V3 shows null for sort_order, read as 0'],
    ['is_thumbnail', null, 'V3 shows null for is_thumbnail, read as no thumbnail'],
    ['sort_order', '7', 'V3 shows "7" for sort_order, read as 7'],
    ['sort_order', { a: 1 }, 'V3 shows {"a":1} for sort_order, read as 0'],
  ])('%s %j is a finding, and the rest goes on', async (field, shown, message) => {
    await inPlace(
      { stores: [empty('source'), empty('target')] },
      async (place) => {
        const imageId = plant(place);
        const { lines, result } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({ exitCode: 3, products: 3, missing: 3 });
        expect(findings(lines)).toContainEqual(
          expect.objectContaining({
            rule: 'field-unreadable',
            severity: 'warning',
            fields: [field],
            source: expect.objectContaining({ imageId, sku: 'B' }),
            message,
          }),
        );
      },
      withNull('v3', field, shown),
    );
  });

  it('the same of a row of V2', async () => {
    await inPlace(
      { stores: [empty('source')] },
      async (place) => {
        const imageId = plant(place);
        const { lines, result } = await place.json(`diff ${quick}`);
        expect(result).toMatchObject({ exitCode: 0, products: 3, same: 3 });
        expect(findings(lines)).toContainEqual(
          expect.objectContaining({
            rule: 'field-unreadable',
            source: expect.objectContaining({ imageId }),
            message: 'V2 shows null for sort_order, read as 0',
          }),
        );
      },
      withNull('v2', 'sort_order'),
    );
  });

  it('a missing id is still an error', async () => {
    await inPlace(
      { stores: [empty('source'), empty('target')] },
      async (place) => {
        plant(place);
        expect((await place.json(`diff ${quick}`)).result).toMatchObject({ exitCode: 8 });
      },
      withNull('v3', 'id'),
    );
  });
});

describe('a page that is too heavy', () => {
  it.each([502, 503, 504])('%i for more than 50 products: smaller pages', async (status) => {
    await inPlace(
      { stores: pair(3, 3) },
      async (place) => {
        expect((await place.json(`diff ${quick}`)).result).toMatchObject({
          exitCode: 3,
          missing: 3,
          products: 3,
        });
      },
      ({ path, query }) =>
        path.endsWith('/catalog/products') && Number(query.get('limit')) > 50
          ? { status, body: { status, title: '', type: 'x', errors: {} } }
          : undefined,
    );
  });

  it('of V2, too', async () => {
    await inPlace(
      { stores: single(3, 3) },
      async (place) => {
        expect((await place.json(`diff ${quick}`)).result).toMatchObject({ exitCode: 0, same: 3 });
      },
      ({ path, query }) =>
        isV2(path) && Number(query.get('limit')) > 50 ? { status: 504, body: [{ status: 504 }] } : undefined,
    );
  });

  it('a store that fails at every size ends the run, after few requests', async () => {
    await inPlace(
      { stores: pair(3, 3) },
      async (place) => {
        expect((await place.json(`diff ${quick}`)).result).toMatchObject({ exitCode: 8 });
        expect(place.requests.length).toBeLessThan(50);
      },
      ({ path }) => (path.endsWith('/catalog/products') ? { status: 504, body: { status: 504 } } : undefined),
    );
  });
});

describe('an error that shows the image', () => {
  const half = (answer: Answered, status: number): Answered => ({
    status,
    body: { ...(answer.body as object), errors: { status, title: 'saving the URL failed', errors: {} } },
  });
  it.each([207, 500])('%i: it is ours', async (status) => {
    await inPlace(
      { stores: pair(1, 1) },
      async (place) => {
        const { result } = await place.json(`migrate --yes ${quick}`);
        expect(result).toMatchObject({ exitCode: 0, created: 1, inDoubt: 0 });
        expect(place.requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
        expect(place.target.images()).toHaveLength(1);
      },
      ({ method }, answer) => (method === 'POST' ? half(answer, status) : undefined),
    );
  });

  it('one that was there before proves nothing', async () => {
    await inPlace(
      { stores: pair(1, 1) },
      async (place) => {
        const productId = place.target.products()[0]?.id ?? 0;
        const { id } = place.target.addImage({ productId, fileName: 'stranger.png', sortOrder: 9 });
        const { result } = await place.json(`migrate --yes ${quick}`);
        expect(result).toMatchObject({ exitCode: 0, created: 1, inDoubt: 0 });
        const made = place.target.images().filter((image) => image.id !== id);
        expect(made).toHaveLength(1);
      },
      ({ method }, answer) => {
        if (method !== 'POST') return undefined;
        const { data } = answer.body as { data: object };
        return half({ ...answer, body: { data: { ...data, id: 1 } } }, 207);
      },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createPageSize, type PageSize } from './page-size.ts';
import { StoreError } from './store-error.ts';
import { createStoreHttp } from './store-http.ts';
import { createFakeClock, createFakeTransport, type FakeAnswer } from './testing/fakes.ts';
import { TransportError } from './transport.ts';

/** What a store says to a page of so many rows, the nth request. */
type Says = (limit: number, nth: number) => FakeAnswer;

const fine: FakeAnswer = { status: 200, body: [] };
const gone: FakeAnswer = { status: 504 };
const late = new TransportError('no answer in time', { reason: 'timeout', sent: true });

/** Reads so many pages of 250 rows; gives the limits that were asked for, and how it ended. */
async function limits(says: Says, pages = 1, size: PageSize = createPageSize(250)) {
  const asked: number[] = [];
  const http = createStoreHttp({
    api: 'https://api.bigcommerce.com',
    store: 'abc',
    token: 'canary-5f3a9c0e77',
    clock: createFakeClock(),
    random: () => 1,
    transport: async (request) => {
      asked.push(Number(request.url.searchParams.get('limit')));
      const answer = says(asked.at(-1) ?? 0, asked.length);
      return await createFakeTransport([answer])(request);
    },
  });
  try {
    for (let page = 0; page < pages; page++)
      await size.read(
        250,
        async (limit, options) => await http.read('/v3/catalog/products', { limit }, options),
      );
    return { asked, ended: 'read' };
  } catch (error) {
    return { asked, ended: error instanceof Error ? error.message : '' };
  }
}

describe('a page that is too heavy', () => {
  it.each<[string, FakeAnswer, number[]]>([
    ['504', gone, [250, 250, 125, 63, 32, 32]],
    ['502 with a page of HTML', { status: 502, body: '<html>' }, [250, 250, 125, 63, 32, 32]],
    ['503', { status: 503 }, [250, 250, 125, 63, 32, 32]],
    ['no answer in time', late, [250, 250, 125, 63, 32, 32]],
    [
      'over our own cap',
      new TransportError('too long', { reason: 'too-large', sent: true }),
      [250, 125, 63, 32, 32],
    ],
  ])('is halved, and stays small: %s', async (_, answer, asked) => {
    expect(await limits((limit) => (limit > 50 ? answer : fine), 2)).toEqual({ asked, ended: 'read' });
  });

  it('is asked for twice before that', async () => {
    const says: Says = (_, nth) => (nth === 1 ? gone : fine);
    expect(await limits(says, 2)).toEqual({ asked: [250, 250, 250], ended: 'read' });
  });

  it('is tried again now and then, and after each failure more seldom', async () => {
    const { asked } = await limits((limit) => (limit > 50 ? gone : fine), 30);
    expect(asked).toEqual([
      250,
      250,
      125,
      63,
      ...Array<number>(8).fill(32),
      64,
      ...Array<number>(16).fill(32),
      64,
      ...Array<number>(6).fill(32),
    ]);
  });

  it('grows again when it was a passing trouble', async () => {
    const { asked } = await limits((_, nth) => (nth <= 3 ? gone : fine), 18);
    expect(asked).toEqual([250, 250, 125, ...Array<number>(8).fill(63), ...Array<number>(9).fill(126), 250]);
  });
});

describe('what is no weight', () => {
  it.each<[string, FakeAnswer, number]>([
    ['a refusal', { status: 422 }, 1],
    ['an error of the store itself', { status: 500 }, 6],
    ['a store that is busy', { status: 429 }, 6],
    ['no connection', new TransportError('refused', { reason: 'network', sent: false }), 6],
  ])('is not answered with smaller pages: %s', async (_, answer, requests) => {
    const { asked, ended } = await limits(() => answer);
    expect([asked, ended === 'read']).toEqual([Array<number>(requests).fill(250), false]);
  });

  it('an outage ends the read after a bounded number of requests', async () => {
    const { asked, ended } = await limits(() => gone);
    expect(asked).toEqual([250, 250, 125, 63, 32, 16, 8, 4, 2, 1, 1, 1, 1, 1, 1, 1]);
    expect(ended).toBe('GET /v3/catalog/products answered 504');
  });

  it('after an outage pages are as large as before', async () => {
    const { asked } = await limits((_, nth) => (nth <= 12 ? gone : fine), 2);
    expect(asked).toEqual([250, 250, 125, 63, 32, 16, 8, 4, 2, 1, 1, 1, 1, 250]);
  });
});

describe('pages that are read side by side', () => {
  const tooHeavy = (): StoreError =>
    new StoreError('answered 504', {
      class: 'ambiguous',
      next: 'retry',
      store: 'abc',
      method: 'GET',
      path: '/v3/catalog/products',
      attempt: 2,
      status: 504,
    });
  /** Reads so many pages at once, the first answered first; gives the limits that were asked for. */
  async function sideBySide(
    size: PageSize,
    pages: number,
    isTooHeavy: (limit: number, nth: number) => boolean,
  ) {
    const asked: number[] = [];
    const one = async (_: unknown, nth: number): Promise<void> => {
      await size.read(10, async (limit) => {
        asked.push(limit);
        for (let turn = 0; turn <= 3 * nth; turn++) await new Promise(setImmediate);
        if (isTooHeavy(limit, nth)) throw tooHeavy();
      });
    };
    await Promise.all(Array.from({ length: pages }, one));
    return asked;
  }

  it('one that was well does not undo what another has learned', async () => {
    const size = createPageSize(10);
    expect(await sideBySide(size, 3, (limit, nth) => nth === 0 && limit > 5)).toEqual([10, 10, 10, 5]);
    expect(await sideBySide(size, 2, () => false)).toEqual([5, 5]);
  });

  it('a larger one is tried by one of them, so that its failure counts once', async () => {
    const size = createPageSize(10);
    const heavy = (limit: number): boolean => limit > 5;
    await sideBySide(size, 1, heavy);
    for (let page = 0; page < 7; page++) await sideBySide(size, 1, heavy);
    expect(await sideBySide(size, 4, heavy)).toEqual([10, 5, 5, 5, 5]);
    for (let page = 0; page < 12; page++) await sideBySide(size, 1, heavy);
    expect(await sideBySide(size, 1, () => false)).toEqual([10]);
  });
});

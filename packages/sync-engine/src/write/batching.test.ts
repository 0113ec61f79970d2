import { describe, expect, it } from 'vitest';
import type { Room } from '../batch-room.ts';
import { type BatchCame, createBatching } from './batching.ts';

const shown: BatchCame = { is: 'shown', tookMs: 500, images: 5 };
const refused = { code: 'answer-without-it' } as const;
const tooLarge = (images: number): BatchCame => ({ is: 'too-large', images, says: refused });

const unfit = (times: number): BatchCame[] => Array.from({ length: times }, () => ({ is: 'unfit' }));

/** The rooms of one request after another, and what was said when nothing went together any more. */
async function rooms(came: readonly BatchCame[]): Promise<{ rooms: Room[]; off: unknown[] }> {
  const off: unknown[] = [];
  const batching = createBatching((...said) => off.push(said));
  const given: Room[] = [];
  for (const what of came) {
    const room = await batching.turn();
    given.push(room);
    batching.came(what, room.products);
  }
  given.push(await batching.turn());
  return { rooms: given, off };
}

const products = async (...came: BatchCame[]): Promise<number[]> =>
  (await rooms(came)).rooms.map((room) => room.products);

describe('how many products go together', () => {
  it.each<[string, BatchCame[], number[]]>([
    [
      'one first, then more with each that goes well, ten at most',
      [shown, shown, shown, shown],
      [1, 3, 6, 10, 10],
    ],
    [
      'half with each that does not',
      [shown, shown, { is: 'incomplete' }, { is: 'refused' }],
      [1, 3, 6, 3, 1],
    ],
    ['what was not sent says nothing', [{ is: 'unused' }, shown, { is: 'unused' }], [1, 1, 3, 3]],
    ['nine that cannot be sent are no reason', [...unfit(9), shown], [...Array<number>(10).fill(1), 3]],
    ['ten that cannot be sent are one', unfit(10), [...Array<number>(10).fill(1), 0]],
    ['once it has gone well they are none', [shown, ...unfit(10)], [1, ...Array<number>(11).fill(3)]],
    ['two bad pictures say little', [{ is: 'refused' }, { is: 'incomplete' }, shown], [1, 1, 1, 3]],
    ['three say enough', [{ is: 'refused' }, { is: 'unanswered' }, { is: 'incomplete' }], [1, 1, 1, 0]],
    ['other fields than were sent say it at once', [{ is: 'fields-differ' }], [1, 0]],
  ])('%s', async (_, came, expected) => {
    expect(await products(...came)).toEqual(expected);
  });

  it('many that were under way when a store was in trouble for a moment count as one', async () => {
    const off: unknown[] = [];
    const batching = createBatching((...said) => off.push(said));
    for (let number = 0; number < 4; number += 1) {
      const { products: sent } = await batching.turn();
      batching.came(shown, sent);
    }
    for (let number = 0; number < 8; number += 1) batching.came({ is: 'unanswered' }, 10);
    expect({ room: (await batching.turn()).products, off }).toEqual({ room: 5, off: [] });
  });

  it('a request that is too large is followed by one of half the images', async () => {
    const { rooms: given, off } = await rooms([tooLarge(50), shown, tooLarge(20), tooLarge(10)]);
    expect({ given, off }).toEqual({
      given: [
        { products: 1, images: 30 },
        { products: 1, images: 25 },
        { products: 3, images: 25 },
        { products: 3, images: 10 },
        { products: 3, images: 5 },
      ],
      off: [],
    });
  });

  it('a request carries as many images as take twenty seconds, by what the last one took', async () => {
    const took = (tookMs: number, images: number): BatchCame => ({ is: 'shown', tookMs, images });
    const { rooms: given } = await rooms([took(7_500, 5), took(60_000, 13), took(90_000, 2), took(100, 1)]);
    expect(given.map(({ images }) => images)).toEqual([30, 13, 4, 1, 100]);
  });

  it.each<[string, BatchCame[], unknown[]]>([
    [
      'why it ends is said once',
      [{ is: 'fields-differ' }, { is: 'refused', says: refused }],
      ['fields-differ', 1, undefined],
    ],
    ['one image that is too much ends it', [tooLarge(1)], ['refused', 1, refused]],
  ])('%s', async (_, came, said) => {
    expect((await rooms(came)).off).toEqual([said]);
  });

  it('requests that were under way at once and lost, before one of them was shown, are no product tried by itself', async () => {
    const off: unknown[] = [];
    const batching = createBatching((...said) => off.push(said));
    await batching.turn();
    batching.came(shown, 1);
    await batching.turn();
    // Two of three: no more images had room.
    batching.came(shown, 2);
    const wave = [await batching.turn(), await batching.turn(), await batching.turn(), await batching.turn()];
    for (const { products } of wave) batching.came({ is: 'unanswered' }, products);
    const after = await batching.turn();
    expect({ wave: wave.map((room) => room.products), after: after.products, off }).toEqual({
      wave: [6, 6, 6, 6],
      after: 3,
      off: [],
    });
  });

  it.each<[string, [BatchCame, number][], number]>([
    ['one is under way until it was shown', [], 1],
    ['one of three', [[shown, 1]], 1],
    [
      'one of six',
      [
        [shown, 1],
        [shown, 3],
      ],
      1,
    ],
    [
      'what was put off changes nothing',
      [
        [shown, 1],
        [{ is: 'unused' }, 3],
      ],
      1,
    ],
    [
      'many of ten',
      [
        [shown, 1],
        [shown, 3],
        [shown, 6],
      ],
      5,
    ],
    [
      'many, as soon as one was full of images',
      [
        [shown, 1],
        [shown, 2],
      ],
      5,
    ],
    [
      'many, as soon as one was refused',
      [
        [shown, 1],
        [{ is: 'refused' }, 3],
      ],
      5,
    ],
    [
      'many, where what comes next cannot be sent',
      [
        [shown, 1],
        [{ is: 'unfit' }, 0],
      ],
      5,
    ],
  ])('requests are full before there are many of them: %s', async (_, came, expected) => {
    const batching = createBatching(() => undefined);
    for (const [what, sent] of came) {
      await batching.turn();
      batching.came(what, sent);
    }
    let turns = 0;
    for (let number = 0; number < 5; number += 1) void batching.turn().then(() => (turns += 1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBe(expected);
  });

  it('nobody gets a turn while one product is tried by itself', async () => {
    const batching = createBatching(() => undefined);
    const first = await batching.turn();
    const order: string[] = [];
    const second = batching.turn().then((room) => order.push(`turn for ${room.products}`));
    await Promise.resolve();
    order.push('it came');
    batching.came(shown, 1);
    await second;
    expect({ first: first.products, order }).toEqual({ first: 1, order: ['it came', 'turn for 3'] });
  });
});

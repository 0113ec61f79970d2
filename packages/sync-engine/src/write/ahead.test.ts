import { expect, it } from 'vitest';
import type { Room } from '../batch-room.ts';
import { type AheadOptions, createAhead, type Taken, type Together } from './ahead.ts';

/** A store without a quota, ten lanes, and a plan of 40 products of five images each. */
function start(together: Partial<Together> = {}) {
  let nowMs = 0;
  let asked = 0;
  const next = { room: { products: 10, images: 100 } as Room, isGrowing: false };
  const options: AheadOptions = {
    clock: { monotonicMs: () => nowMs },
    turns: undefined,
    lanesMax: 10,
    batching: { next: () => next },
    together: () => {
      asked += 1;
      return { products: 40, images: 200, slots: 0, ...together };
    },
  };
  const ahead = createAhead(options);
  return {
    ahead,
    next,
    asked: () => asked,
    pass(ms: number): void {
      nowMs += ms;
    },
    /** Takes so many products up, and sends them. */
    sent(products: number): Taken {
      const taken = ahead.taken(products, 5 * products);
      taken.looked();
      taken.left();
      return taken;
    },
    left: (actions: number, lanes = 10): number | undefined => ahead.leftMs(actions, lanes),
  };
}
/** Answered after 150 ms, and 100 ms for each image. */
const shown = (images: number) => ({ is: 'shown', tookMs: 150 + 100 * images, images }) as const;

/** One of ten products went well, and was looked at when it was answered. */
function withOne(together: Partial<Together> = {}) {
  const world = start(together);
  const taken = world.sent(10);
  world.pass(5_150);
  taken.ended(shown(50));
  return world;
}
/** A look, what the originals of 50 images take, and the request with 50 images. */
const wholeMs = 150 + (50 * 150) / 12 + 150 + 5_000;

it('nothing is said, and the journal not asked, before anything goes together', () => {
  const { left, asked } = start();
  expect([left(200), asked()]).toEqual([undefined, 0]);
});

it('nothing is said before one has shown how long an image takes', () => {
  const { left, sent, pass, asked } = start();
  const first = sent(10);
  pass(5_000);
  const before = left(200);
  first.ended({ is: 'incomplete' });
  expect([before, left(200), asked()]).toEqual([undefined, undefined, 1]);
});

it('nothing is said any more when all go by themselves', () => {
  const { left, next } = withOne();
  const before = left(150);
  next.room = { products: 0, images: 100 };
  expect([before, left(150)]).toEqual([wholeMs, undefined]);
});

it('it is counted down in between, and never below nothing', () => {
  const { left, pass } = withOne();
  const said = [left(150)];
  pass(999);
  said.push(left(150));
  const { left: none, pass: later } = withOne({ products: 10, images: 50 });
  said.push(none(0));
  later(500);
  said.push(none(0));
  expect(said).toEqual([wholeMs, wholeMs - 999, 0, 0]);
});

it('what is under way ends sooner the longer ago it left', () => {
  const { left, sent, pass } = withOne({ products: 20, images: 100 });
  sent(10);
  const said = [left(50)];
  pass(4_000);
  said.push(left(50));
  pass(4_000);
  said.push(left(50));
  expect(said).toEqual([5_150, 1_150, 0]);
});

it('those that grow go one after another before the others', () => {
  const { left, sent, pass, next } = start();
  next.isGrowing = true;
  next.room = { products: 1, images: 30 };
  const first = sent(1);
  pass(650);
  first.ended(shown(5));
  next.room = { products: 3, images: 100 };
  const oneMs = (images: number): number => 150 + (images * 150) / 12 + 150 + 100 * images + 2_500;
  expect(left(195)).toBeCloseTo(oneMs(15) + oneMs(30) + oneMs(50), 6);
});

it('of those that grow, the one that is under way is not to come once more', () => {
  const { left, sent, pass, next } = start({ products: 19, images: 95 });
  next.isGrowing = true;
  next.room = { products: 3, images: 100 };
  const first = sent(3);
  pass(1_650);
  first.ended(shown(15));
  next.room = { products: 6, images: 100 };
  sent(6);
  const oneMs = (images: number): number => 150 + (images * 150) / 12 + 150 + 100 * images + 2_500;
  expect(left(80)).toBeCloseTo(150 + 3_000 + 2_500 + oneMs(50), 6);
});

it('images that are there count as done, although their request is looked at still', () => {
  const { left, sent, pass } = withOne({ products: 20, images: 100, slots: 100 });
  const taken = sent(10);
  pass(5_150);
  for (let times = 0; times < 50; times += 1) taken.shown();
  expect(left(100)).toBe((100 * 250) / 10);
});

it('what was put off comes when all others have ended, and is taken up then', () => {
  const { left, sent, pass } = withOne({ products: 30, images: 150 });
  const put = sent(10);
  put.ended({ is: 'unused' });
  put.putOff(10, 50);
  const said = [left(100)];
  const others = sent(10);
  others.ended({ is: 'unanswered' });
  said.push(left(50));
  sent(10);
  pass(1_000);
  said.push(left(50));
  expect(said).toEqual([2 * wholeMs, wholeMs, 4_150]);
});

it('slots of those products come after them, ten at a time; what else is planned goes beside them', () => {
  const left = (actions: number): number | undefined => withOne({ slots: 100 }).left(actions);
  const slotsMs = (100 * 250) / 10;
  expect([left(250), left(1_250)]).toEqual([wholeMs + slotsMs, 25_000 + wholeMs + slotsMs]);
});

it('a store that takes longer from now on is believed', () => {
  const { left, sent, pass } = withOne({ products: 70, images: 350 });
  const before = left(300) ?? 0;
  for (let times = 0; times < 3; times += 1) {
    const taken = sent(10);
    pass(15_150);
    taken.ended({ is: 'shown', tookMs: 15_150, images: 50 });
  }
  // Still three requests for ten products each, and an image takes three times as long.
  const after = left(150) ?? 0;
  expect({ before, isLonger: after > 1.5 * before, isBelow: after < 3 * before }).toEqual({
    before: wholeMs,
    isLonger: true,
    isBelow: true,
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimStem, looseStem, mayBeCut, mayBeOneName, stemOf } from './file-stem.ts';

const cdn = 'https://cdn8.bigcommerce.com/s-x/products/158/images/382';

describe('stemOf', () => {
  test.each([
    [
      'a/521/foglinenbeigestripetowel1b_1024x1024__83011__60806.jpg',
      'foglinenbeigestripetowel1b_1024x1024',
      'foglinenbeigestripetowel1b_1024x1024__83011',
    ],
    [`${cdn}/in_123__14581.1393831046.1280.1280.jpg?c=1`, 'in_123', 'in_123'],
    [`${cdn}/in_123__14581.1393831046.jpg`, 'in_123', 'in_123__14581.1393831046'],
    ['x/1/name__11111.1393831046__22222.jpg', 'name', 'name__11111.1393831046'],
    ['x/1/name.1393831046.220.290__22222.jpg', 'name', 'name.1393831046.220.290'],
    ['x/1/plain.PNG', 'plain', 'plain'],
    ['x/1/two.dots.v2.jpg', 'two.dots.v2', 'two.dots.v2'],
    ['x/1/take.1393831046.final.jpg', 'take.1393831046.final', 'take.1393831046.final'],
    ['x/1/scan.jp2', 'scan', 'scan'],
    ['x/1/ spaced.jpg ', 'spaced', 'spaced'],
    ['x/1/shoe__123.jpg', 'shoe__123', 'shoe__123'],
    ['x/1/__12345.jpg', '__12345', '__12345'],
    ['x/1/Cre%CC%80me%20Br%C3%BBl%C3%A9e.jpg', 'crème brûlée', 'crème brûlée'],
    ['x/1/100%.jpg', '100%', '100%'],
    ['x/1/BOWL7X%2520(2)__78483.1705312087__48504.png', 'bowl7x (2)', 'bowl7x (2)__78483.1705312087'],
    ['x/1/K%25C3%25A4se-%25D1%2581%25D1__48504.png', 'käse-с%d1', 'käse-с%d1'],
    ['x/1/50%25%20off%20%2528red%2529.jpg', '50% off (red)', '50% off (red)'],
    ['x/1/50% off %28red%29 %ff.jpg', '50% off (red) %ff', '50% off (red) %ff'],
    ['import\\folder\\a.jpg', 'a', 'a'],
    ['', '', ''],
  ])('%s', (name, all, last) => {
    expect([stemOf(name), stemOf(name, { suffixes: 'last' })]).toEqual([all, last]);
  });
});

test.each([
  ['name__11111.jpg', 'x/1/name__11111__22222.jpg', true],
  ['name.jpg', `${cdn}/name__22222.1393831046.1280.1280.jpg?c=1`, true],
  ['Name.JPG', 'x/1/name__22222.jpg', true],
  ['name__11111.1534344511.jpg', 'x/1/name__11111.1534344511__22222.jpg', true],
  ['name__11111.1534344511.jpg', `${cdn}/name__11111.1534344511__22222.1700000000.386.513.jpg`, true],
  ['name__11111.jpg', 'x/1/name__22222.jpg', false],
  ['name.jpg', 'x/1/name__11111__22222.jpg', false],
])('sent %s, listed %s: claimed %s', (sent, listed, claimed) => {
  expect(claimStem(sent, 'sent') === claimStem(listed, 'listed')).toBe(claimed);
});

test.each([
  ['crème brûlée (1)', 'cremebrulee1'],
  ['creme-brulee_1', 'cremebrulee1'],
  ['ﬁne № 5', 'fineno5'],
  ['Straße 東京', 'straße東京'],
  ['-_-', ''],
])('loosely %s is %s', (stem, loose) => {
  expect(looseStem(stem)).toBe(loose);
});

test.each([
  ['a'.repeat(30), 'a'.repeat(60), true],
  ['a'.repeat(60), 'a'.repeat(30), true],
  [`${'ä'.repeat(30)}-`, `${'a'.repeat(30)}_2`, true],
  ['käse-и-с%d1', 'käse и сыр 3', true],
  ['käse-и-сы%', 'käse и сыр 3', true],
  ['käse-и-сы', 'käse и сыр 3', true],
  ['产品图%e7%8', '产品图片一', true],
  ['图%e7%8', '产品图片一', false],
  ['abc%e7%8', 'abc片一', false],
  ['%d1', 'käse и сыр 3', false],
  ['100%', '100 cotton', false],
  ['a'.repeat(23), 'a'.repeat(60), false],
  ['a'.repeat(30), `b${'a'.repeat(60)}`, false],
])('%s may be cut from %s: %s', (a, b, expected) => {
  expect(mayBeCut(a, b)).toBe(expected);
});

const grown = '-1000x1000__40101.1650000001.386.513__13702.1656500002__49803__58004.1697400005.1280.1280';

test.each([
  [`a/1/home0${grown}.jpg`, `b/2/${`home0${grown}`.slice(0, 45)}__98849.jpg`, true],
  [`a/1/home0${grown}.jpg`, `b/2/${`home0${grown}`.slice(0, 64)}__98849.jpg`, true],
  [`a/1/home0${grown}.jpg`, `b/2/${`home1${grown}`.slice(0, 64)}__98849.jpg`, false],
  [`a/1/mug0${grown}.jpg`, 'b/2/mug0-1000x1000__401__98849.jpg', false],
  [`a/1/mug0${grown}.jpg`, 'b/2/mug0__98849.jpg', false],
  ['a/1/BOWL7X%20(2)__78483.png', 'b/2/BOWL7X_20(2)__78483.1795892758__98849.png', true],
  ['a/1/BOWL7X%20(2)__78483.png', 'b/2/BOWL7X_20(3)__78483.1795892758__98849.png', false],
  ['a/1/50% off %28red%29__78483.png', 'b/2/50__off__28red_29__78483__98849.jpg', true],
  ['a/1/__12345.png', 'b/2/%%%.png', false],
  // Escaped twice more, and cut at 42 letters: fewer are left than were kept.
  ['a/1/50% off %28red%29 5__10005.png', 'b/2/50%2525%2520off%2520%252528red%252529%2520__74094.png', true],
  ['a/1/50% off %28red%29 5__10005.png', 'b/2/50%2525%2520off%2520%252528blu%252529%2520__74094.png', false],
  ['a/1/50% off %28red%29 5__10005.png', 'b/2/50% off (red) __74094.png', false],
  // Cut within the stamp by a target that makes `_` of a per cent sign and escapes blanks.
  ['q/1/50% off %28red%29 5__10005.png', 's/0/50_%20off%20_28red_29%205__10005.1768442__79562.png', true],
  ['q/1/50% off %28red%29 5__10005.png', 's/0/50_%20off%20_28red_29%206__10006.1768442__79562.png', false],
  ['q/1/50% off.png', 's/0/50_%20off__10005.1768442400.38__79562.png', true],
  ['shoe.png', 'shoe.12__79562.png', false],
])('%s may be the name of %s: %s', (a, b, expected) => {
  expect([mayBeOneName(a, b), mayBeOneName(b, a)]).toEqual([expected, expected]);
});

test('law: however often a store renames, the pairing stem stays', () => {
  const suffix = fc.oneof(
    fc.integer({ min: 0, max: 99_999 }).map((random) => `__${String(random).padStart(5, '0')}`),
    fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map((stamp) => `.${stamp}`),
    fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map((stamp) => `.${stamp}.220.290`),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z-]{0,20}$/), fc.array(suffix), (name, suffixes) => {
      expect(stemOf(`p/022/${name}${suffixes.join('')}.jpg`)).toBe(name);
    }),
  );
});

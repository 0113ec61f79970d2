import { expect, it } from 'vitest';
import type { PictureDigest } from '../journal.ts';
import { someRun, stillJournal } from '../testing/samples.ts';

const picture = (
  productId: number,
  imageId: number,
  digest: string,
  side: PictureDigest['side'] = 'source',
) => ({
  side,
  productId,
  imageId,
  digest,
});
const page = { cursor: 1, done: true, findings: [], actions: [], counts: {} };

it('pictures that several products show are told until they are let go, and belong to their run and side', async () => {
  const journal = stillJournal();
  const { id: run } = await journal.openRun(someRun());
  const other = await journal.openRun(someRun());
  const pictures = [
    picture(1, 11, 'b'),
    picture(2, 21, 'b'),
    picture(2, 22, 'b'),
    picture(1, 12, 'a'),
    picture(3, 31, 'a'),
    picture(4, 41, 'twice in one product'),
    picture(4, 42, 'twice in one product'),
    picture(5, 51, 'on both sides'),
    picture(6, 51, 'on both sides', 'target'),
  ];
  await journal.saveMarchPage(run, { ...page, pictures });
  // A page that is saved again says what it said.
  await journal.saveMarchPage(run, { ...page, pictures });
  await journal.saveMarchPage(other.id, { ...page, pictures: [picture(9, 91, 'a')] });
  expect(journal.sharedPictures(run, 'source', 9)).toEqual([
    { digest: 'a', products: 2 },
    { digest: 'b', products: 2 },
  ]);
  expect(journal.sharedPictures(run, 'source', 1)).toEqual([{ digest: 'a', products: 2 }]);
  expect(journal.picturesLike(run, 'source', 'b', 11, 9)).toEqual([
    { productId: 2, imageId: 21 },
    { productId: 2, imageId: 22 },
  ]);
  await journal.saveMarchPage(run, { ...page, picturesTold: [{ side: 'source', digest: 'a' }] });
  expect(journal.sharedPictures(run, 'source', 9)).toEqual([{ digest: 'b', products: 2 }]);
  expect(await journal.forgetRun(run)).toBe('forgotten');
});

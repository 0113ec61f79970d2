import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planned, someCreate, someIntent, stillJournal, temporaryFolder } from '../testing/samples.ts';

// A table without row ids gives what is above a quarter of a page a page of its own: with 180 letters an action took 4 KB.
it('an image that was made takes little more room than what is kept of it, however long its text is', async () => {
  const path = join(temporaryFolder(), 'cutover.db');
  const journal = stillJournal(path);
  const [products, imagesAProduct] = [200, 5];
  const description = 'a'.repeat(255);
  const shown = { description, sort_order: 1, is_thumbnail: false, image_file: 'a/1/picture__71.jpg' };
  const wanted = { description, sort_order: 1, is_thumbnail: false };
  const ofProduct = (product: number) =>
    Array.from({ length: imagesAProduct }, (_, at) => someCreate(product, product * 10 + at, { wanted }));
  const { run, actions } = await planned(
    journal,
    ...Array.from({ length: products }, (_, at) => ofProduct(at + 1)).flat(),
  );
  for (const [product, ofIt] of Map.groupBy(actions, ({ subject }) => subject.productId)) {
    const basis = await journal.saveBasis(run, product, []);
    await journal.start(ofIt.map(({ id }) => ({ action: id, ...someIntent(run, basis) })));
    const made = ofIt.map(({ id }, at) => ({ action: id, imageId: product * 10 + at }));
    await journal.record(
      made.map(({ action, imageId }) => ({
        action,
        is: 'applied',
        how: 'answered',
        resultImageId: imageId,
        shown,
      })),
    );
    await journal.saveSighting(
      run,
      'after',
      product,
      made.map(({ imageId }) => ({ image_id: imageId, ...shown })),
    );
  }
  await journal.close();
  const kept = JSON.stringify([actions, actions.map(() => [wanted, shown])]).length;
  expect(statSync(path).size / kept).toBeLessThan(1.5);
});

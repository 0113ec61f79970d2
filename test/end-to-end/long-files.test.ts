// Files that take long to read: their length alone is no fault.
import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { inPlace, single } from '../support/place.ts';

it('a fault behind a million rows of a products file is told with its line', async () => {
  await inPlace({ stores: single(2, 4) }, async (place) => {
    const file = place.at('products.csv');
    const rows = Array.from({ length: 1_000_000 }, (_, index) => `NONE-${index}\n`).join('');
    const skus = place.source.products().map(({ sku }) => `${sku}\n`);
    await writeFile(file, `source_sku\n${skus.join('')}${rows}x,y\n`);
    const refused = await place.json(`audit --products ${file}`);
    expect(refused.result).toMatchObject({
      exitCode: 2,
      error: { code: 'bad-products-file', what: expect.stringContaining('line 1000004: 2 cells') },
    });
  });
});

// Files that take long to read: a signal is heard while they are read, and their length alone is no fault.
import { execFileSync } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { inPlace, resultOf, single } from '../support/place.ts';

it.skipIf(process.platform === 'win32')(
  'Ctrl-C stops a command that still reads its products file, whose end it has not seen',
  async () => {
    await inPlace({ stores: single(2, 4) }, async (place) => {
      const pipe = place.at('products.csv');
      execFileSync('mkfifo', [pipe]);
      const running = place.start(`audit --products ${pipe} --json`);
      const over = new AbortController();
      const ended = running.ended.finally(() => over.abort());
      // Opened once the program has opened it, too.
      const file = await open(pipe, 'w');
      try {
        await file.write('source_product_id\n');
        running.send('SIGINT');
        // It goes on without an end, as long as anybody reads.
        for (let id = 1; !over.signal.aborted; id += 10_000) {
          const rows = Array.from({ length: 10_000 }, (_, index) => `${id + index}\n`).join('');
          await file.write(rows).catch(() => undefined);
        }
      } finally {
        await file.close();
      }
      const { code } = await ended;
      expect(code).toBe(130);
      expect(resultOf(await ended)).toMatchObject({ exitCode: 130, error: { code: 'stopped' } });
      expect(place.source.requests()).toEqual([]);
    });
  },
);

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

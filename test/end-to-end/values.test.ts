// Two values are shown where they differ, and kept whole for scripts and reports.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPlace } from '../support/place.ts';

const start = 'Close-up of the walnut handle and brass ferrule of the carving';
const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;

it('of texts that are alike for longer than a line is wide', async () => {
  await inPlace({ stores: [empty('source'), empty('target')] }, async (place) => {
    const picture = { tiny: 7 } as const;
    for (const [store, text] of [
      [place.source, `${start} knife`],
      [place.target, `${start} fork`],
    ] as const) {
      const { id: productId } = store.addProduct({ sku: 'KNIFE', name: 'Knife' });
      store.addImage({ productId, picture, fileName: 'knife.png', isThumbnail: true, description: text });
    }
    const { stdout } = await place.plain('diff');
    expect(stdout).toContain('target "…the carving fork" → source "…the carving knife"');
    const { lines } = await place.json('diff');
    const values = { description: [`${start} knife`, `${start} fork`] };
    expect(lines.filter(({ type }) => type === 'finding')).toEqual([
      expect.objectContaining({ sign: '~', values }),
    ]);
    for (const format of ['csv', 'jsonl']) {
      expect((await place.plain(`report --format ${format} --out report.${format}`)).code).toBe(0);
      const report = readFileSync(place.at(`report.${format}`), 'utf8');
      expect(report).toContain('of the carving knife');
      expect(report).toContain('of the carving fork');
    }
  });
});

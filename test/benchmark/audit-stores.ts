// A process of its own that serves the stores whose pictures are looked at: a large one with pictures of 8 × 8 pixels, one of
// photographs, one that holds the same bytes, and one that holds them encoded again.
import { startSandbox } from '@cutover/sandbox-store';
import sharp from 'sharp';
import { photo } from '../support/photo.ts';
import type { AuditStores } from './serving.ts';

const [products = 0, images = 0, photos = 0] = process.argv.slice(2).map(Number);
const IMAGES_A_PRODUCT = 3;
const SIDE = 1_600; // pixels

const empty = { kind: 'products-only', products: 0 } as const;
const sandbox = await startSandbox({
  quota: { requests: 1_000_000_000, windowMs: 30_000 },
  stores: [
    { hash: 'large', catalog: { kind: 'seeded', products, images, pictures: 'tiny' } },
    { hash: 'left', catalog: empty },
    { hash: 'copy', catalog: empty },
    { hash: 'again', catalog: empty },
  ],
});
await plantPhotos();

process.on('disconnect', () => process.exit(0));
const told: AuditStores = { stores: sandbox.stores, products, images, photos };
process.send?.(told);

/** With the noise of a camera, so that they are as long as photographs are. */
async function plantPhotos(): Promise<void> {
  const noise = { type: 'gaussian', mean: 128, sigma: 12 } as const;
  const grain = await sharp({
    create: { width: SIDE, height: SIDE, channels: 3, background: '#808080', noise },
  })
    .png()
    .toBuffer();
  const owners: number[] = [];
  for (let index = 0; index < photos; index += 1) {
    const picture = await photo(index, SIDE)
      .composite([{ input: grain, blend: 'soft-light' }])
      .jpeg({ quality: 88 })
      .toBuffer();
    const again = await sharp(picture).jpeg({ quality: 87 }).toBuffer();
    for (const [which, [hash, shown]] of [
      ['left', picture] as const,
      ['copy', picture] as const,
      ['again', again] as const,
    ].entries()) {
      const store = sandbox.control(hash);
      const place = index % IMAGES_A_PRODUCT;
      if (place === 0) owners[which] = store.addProduct({ sku: `P${index}`, name: `P${index}` }).id;
      const productId = owners[which] ?? 0;
      const fileName = `photo-${index}.jpg`;
      store.addImage({ productId, picture: shown, fileName, sortOrder: place, isThumbnail: place === 0 });
    }
  }
}

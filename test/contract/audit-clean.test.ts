// Two thousand images in which nothing is wrong are looked at whole, and nothing is found: a rule that cries wolf is not heard.
import type { StoreControl } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { audit } from '../support/commands.ts';
import { photo } from '../support/photo.ts';
import { inWorld } from '../support/world.ts';

const PRODUCTS = 400;
const IMAGES_A_PRODUCT = 5;
const colours = ['red', 'blue', 'green', 'black', 'sand', 'teal', 'rose', 'grey'];
const things = ['mug', 'scarf', 'lamp', 'chair', 'kettle', 'rug', 'vase'];
const views = ['from the front', 'from the side', 'in use', 'its label', 'in its box'];

async function plantClean(store: StoreControl): Promise<void> {
  for (let product = 0; product < PRODUCTS; product += 1) {
    const name = `${colours[product % colours.length]} ${things[product % things.length]}`;
    const { id: productId } = store.addProduct({
      sku: `CLEAN-${product}`,
      name: `${name} ${product}`,
      fields: {
        description: `<p>A ${name}: <img src="https://pics.example/${product}.jpg" alt=""> &amp; more</p>`,
      },
    });
    for (let place = 0; place < IMAGES_A_PRODUCT; place += 1) {
      const isDrawn = place % 2 === 0;
      const seed = product * IMAGES_A_PRODUCT + place;
      store.addImage({
        productId,
        picture: isDrawn
          ? { drawn: seed }
          : await photo(seed, 500, 400 + (seed % 100))
              .jpeg()
              .toBuffer(),
        fileName: isDrawn ? `${name.replace(' ', '-')}-${place}` : `${name.replace(' ', '-')}-${place}.jpg`,
        description: `The ${name}, ${views[place]}`,
        sortOrder: place,
        isThumbnail: place === 0,
      });
    }
  }
}

it('nothing is found where nothing is wrong', async () => {
  await inWorld(
    { stores: [{ hash: 'clean', catalog: { kind: 'products-only', products: 0 } }] },
    async (world) => {
      await plantClean(world.source);
      // What is drawn as a GIF has 320 pixels.
      const result = await audit(world.engine({ mode: 'parity' }), {
        failOn: 'info',
        probe: 'content',
        minPixels: 320,
      });
      expect([result.images, result.outcome, result.byRule]).toEqual([
        PRODUCTS * IMAGES_A_PRODUCT,
        'done',
        {},
      ]);
    },
  );
}, 600_000);

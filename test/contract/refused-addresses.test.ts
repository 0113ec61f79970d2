// Addresses of pictures that are not to be asked for are not handed to the store either, whoever has found them.
import { describe, expect, it } from 'vitest';
import { migrate } from '../support/commands.ts';
import { inWorld, methodsOf, yes } from '../support/world.ts';

const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;

describe('an address on a local network', () => {
  // `wasFound`: an earlier run has found the picture there, by wider rules or before names were refused.
  it.each([
    { transfer: 'url', wasFound: false },
    { transfer: 'url', wasFound: true },
    { transfer: 'auto', wasFound: true },
    { transfer: 'upload', wasFound: true },
  ] as const)('is not handed over by $transfer, found before: $wasFound', async ({ transfer, wasFound }) => {
    await inWorld({ stores: [empty('source'), empty('target')] }, async (world) => {
      const { id: productId } = world.source.addProduct({ sku: 'A' });
      world.target.addProduct({ sku: 'A' });
      const { id } = world.source.addImage({ productId, isThumbnail: true });
      const shown = (side: number): string =>
        `http://printer/products/${productId}/images/${id}/a.1700000000.${side}.${side}.jpg`;
      const v3 = {
        url_zoom: shown(1280),
        url_standard: shown(386),
        url_thumbnail: shown(220),
        url_tiny: shown(44),
      };
      world.source.updateImage(id, { viewOverrides: { v3 } });
      const engine = world.engine({ settings: { transfer } });
      const url = `http://printer/images/stencil/original/products/${productId}/${id}/a.1700000000.jpg`;
      if (wasFound)
        await engine.journal.saveOriginal({
          store: 'source',
          imageId: id,
          url,
          origin: 'stencil-original',
          contentType: 'image/jpeg',
          contentLength: 10,
        });
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
      const reason = engine.events.findLast(({ type }) => type === 'action');
      expect(reason).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining(
          `${url} was not asked: its host printer has no dot, so it is a name of a local network`,
        ),
      });
      expect(methodsOf(world.target)['POST']).toBeUndefined();
    });
  });
});

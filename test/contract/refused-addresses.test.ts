// Addresses of pictures that are not to be asked for are not handed to the store either, whoever has found them.
import { describe, expect, it } from 'vitest';
import { migrate } from '../support/commands.ts';
import { inWorld, methodsOf, yes } from '../support/world.ts';

const empty = (hash: string) => ({ hash, catalog: { kind: 'products-only', products: 0 } }) as const;

describe('an address on a local network', () => {
  it.each(['url', 'auto', 'upload'] as const)('is not handed over by %s', async (transfer) => {
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

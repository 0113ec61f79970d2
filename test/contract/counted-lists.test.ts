// How often a product's own list of images is asked for when a whole catalog is read: a list of a round length may have been
// cut off, and V2's count of the store's images says whether one was. Whatever it says, no image is lost.
import { describe, expect, it } from 'vitest';
import { audit } from '../support/commands.ts';
import { plantViews } from '../support/planted.ts';
import { type EngineWish, inWorld, type World } from '../support/world.ts';

const lengths = [10, 20, 25, 30, 7, 3];
const all = lengths.reduce((sum, length) => sum + length, 0);
const quick = { failOn: 'info', probe: 'none' } as const;
const store = { hash: 'source', catalog: { kind: 'seeded', products: 0 } } as const;

/** Which requests of a kind the store has answered, by what is asked for. */
function asked({ source }: World) {
  const paths = source.requests().map(({ path }) => path);
  return {
    counts: paths.filter((path) => path.endsWith('/v2/products/images/count')).length,
    lists: paths.filter((path) => /\/v3\/catalog\/products\/\d+\/images/.test(path)).length,
  };
}

describe('lists of 10, 20, 25 and 30 images', () => {
  it.each<[string, object, EngineWish['settings'], object]>([
    ['are not read again where the count agrees before and after', {}, {}, { counts: 2, lists: 0 }],
    ['are where nobody counts', {}, { sourceVia: 'v3' }, { counts: 0, lists: 4 }],
    ['are where they were cut off', { 'v3-include-images-limit': '10' }, {}, { counts: 2, lists: 4 }],
  ])('%s', async (_, switches, settings = {}, requests) => {
    await inWorld({ stores: [{ ...store, switches }] }, async (world) => {
      for (const [index, length] of lengths.entries()) plantViews(world.source, `MUG-${index}`, length);
      const result = await audit(world.engine({ mode: 'parity', settings }), quick);
      expect(result).toMatchObject({ images: all });
      expect(asked(world)).toEqual(requests);
    });
  });

  it('are read again where an image that was deleted meanwhile makes up for one that is hidden', async () => {
    const switches = { 'v3-include-images-limit': '10' } as const;
    await inWorld({ stores: [{ ...store, switches }] }, async (world) => {
      plantViews(world.source, 'LARGE', 11);
      const small = plantViews(world.source, 'SMALL', 3);
      let isDeleted = false;
      const engine = world.engine({
        mode: 'parity',
        onEvent({ type }) {
          if (type !== 'progress' || isDeleted) return;
          isDeleted = true;
          world.source.removeImage(world.source.images(small)[0]?.id ?? 0);
        },
      });
      expect(await audit(engine, quick)).toMatchObject({ images: 14 });
      expect(asked(world)).toEqual({ counts: 3, lists: 1 });
    });
  });
});

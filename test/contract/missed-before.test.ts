// An image that a plan has missed on the target and that could not be made: what was there already at the time is not its
// counterpart later either because it has its name, its text and its place. Only its picture may say so.
import type { StoreControl } from '@cutover/sandbox-store';
import { migrate } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { put } from '../support/one-product.ts';
import { stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const picturesOf = (store: StoreControl): string[] => store.images().map(({ picture }) => picture);

/** The source's two images share name and text; the target has the second one, where the first one stands. */
async function missed(
  play: (world: World, ids: readonly number[], pictures: readonly string[]) => Promise<void>,
): Promise<void> {
  await inWorld({ stores }, async (world) => {
    const ids = put(world.source, 'front.png|1|0|front', 'front.png|2|1|front');
    put(world.target, 'front.png|2|0|front');
    await play(world, ids, picturesOf(world.source));
  });
}

it('is made by the next run, though the image that was the other one’s is left alone with its name', async () => {
  await missed(async ({ source, target, engine }, [first = 0, second = 0], [own, other]) => {
    source.updateImage(first, { damage: { original: 'missing' } });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
    source.updateImage(first, { damage: {} });
    source.removeImage(second);
    target.updateImage(50_001, { sortOrder: 0 });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(picturesOf(target)).toEqual([other, own]);
  });
});

it('is the image that somebody has put there by hand since', async () => {
  await missed(async ({ source, target, engine }, [first = 0, second = 0]) => {
    source.updateImage(first, { damage: { original: 'missing' } });
    await migrate(engine(), yes);
    source.removeImage(second);
    target.removeImage(50_001);
    put(target, 'front.png|1|0|front');
    const requests = target.requests().length;
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 0, updated: 0 });
    expect(
      target
        .requests()
        .slice(requests)
        .filter(({ method }) => method !== 'GET'),
    ).toEqual([]);
  });
});

it('is an image that was there then where the picture is now the same', async () => {
  await missed(async ({ source, target, engine }, [first = 0, second = 0], [own]) => {
    source.updateImage(first, { damage: { original: 'missing' } });
    await migrate(engine(), yes);
    source.updateImage(first, { damage: {} });
    source.removeImage(second);
    target.updateImage(50_001, { sortOrder: 0, picture: { tiny: 1 }, imageFile: 'q/7/front__12345.png' });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 0 });
    expect(picturesOf(target)).toEqual([own]);
  });
});

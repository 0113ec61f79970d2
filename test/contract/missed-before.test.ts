// An image that a plan has missed on the target and that could not be made: what was there already at the time is not its
// counterpart later either because it has its name, its text and its place. Only its picture may say so.
import type { StoreControl } from '@cutover/sandbox-store';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { migrate, repair, revert, verify } from '../support/commands.ts';
import { put } from '../support/one-product.ts';
import { back, linesOf, preferSource, repairing, stores } from '../support/planted.ts';
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

const shade = async (colour: string): Promise<Uint8Array> =>
  await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/><path d="M120 80 L680 120 L620 520 L160 480 Z" fill="${colour}"/></svg>`,
    ),
  )
    .png()
    .toBuffer();

it('is made, too, where the two are shades of one thing, neither alike nor clearly different', async () => {
  const [light, dark] = [await shade('#d66'), await shade('#c44')];
  await missed(async ({ source, target, engine }, [first = 0, second = 0]) => {
    source.updateImage(first, { picture: light, damage: { original: 'missing' } });
    source.updateImage(second, { picture: dark });
    target.updateImage(50_001, { picture: dark });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
    source.updateImage(first, { damage: {} });
    source.removeImage(second);
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 0, updated: 0 });
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

/** The second of two images that were carried over is uploaded again at the source, under its name and with another picture. */
async function uploadedAgain(play: (world: World, again: number) => Promise<void>): Promise<void> {
  await inWorld({ stores }, async (world) => {
    const [, second = 0] = put(world.source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(world.target);
    await migrate(world.engine(), yes);
    world.source.removeImage(second);
    const [again = 0] = put(world.source, 'b.png|5|1|b');
    await play(world, again);
  });
}

const no = { ...yes, approve: async () => await Promise.resolve('no' as const) };
const replaced = ['50001 a @0 thumbnail', '50003 b @1'];

describe('what was to be made in the place of another is not missed: that one goes all the same', () => {
  it('after the picture could not be had for one run', async () => {
    await uploadedAgain(async ({ source, target, engine }, again) => {
      source.updateImage(again, { damage: { original: 'missing' } });
      expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', created: 0, removed: 0 });
      source.updateImage(again, { damage: {} });
      expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(linesOf(target)).toEqual(replaced);
    });
  });

  it('after a plan that was declined and given up', async () => {
    await uploadedAgain(async ({ target, engine }) => {
      await expect(migrate(engine(), no)).rejects.toMatchObject({ code: 'declined' });
      const again = engine({ settings: { startNew: true } });
      expect(await migrate(again, yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(linesOf(target)).toEqual(replaced);
    });
  });

  it('where somebody had edited it, and says when asked that the source counts', async () => {
    await uploadedAgain(async ({ target, engine }) => {
      target.updateImage(50_002, { description: 'theirs' });
      let asked = 0;
      const approve = async (): Promise<'go' | { readonly prefer: 'source' }> => {
        asked += 1;
        return await Promise.resolve(asked === 1 ? { prefer: 'source' } : 'go');
      };
      const result = await migrate(engine(), { ...yes, approve });
      expect(result).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(linesOf(target)).toEqual(replaced);
    });
  });

  it('by a second repair, where it is the target’s own', async () => {
    await inWorld({ stores }, async ({ source, target, engine }) => {
      const [first = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
      put(target, 'a.png|9|0|a');
      await migrate(engine(), yes);
      await verify(engine(), { level: 'content', sample: 1 });
      source.updateImage(first, { damage: { original: 'missing' } });
      expect(await repair(engine(preferSource), repairing)).toMatchObject({ created: 0, removed: 0 });
      source.updateImage(first, { damage: {} });
      expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 0 });
      await verify(engine(), { level: 'content', sample: 1 });
      const again = await repair(engine(preferSource), repairing);
      expect(again).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(picturesOf(target).toSorted()).toEqual(picturesOf(source).toSorted());
    });
  });

  it('nor is it looked at once more in vain: a repair makes a picture again that cannot be fetched', async () => {
    await inWorld({ stores }, async ({ source, target, engine }) => {
      put(source, 'a.png|1|0|a', 'b.png|2|1|b');
      put(target, 'a.png|1|0|a', 'b.png|2|1|b');
      target.updateImage(50_001, { damage: { renditions: 'missing', original: 'missing' } });
      expect(await verify(engine(), { level: 'links', sample: 1 })).toMatchObject({ mismatched: 1 });
      expect(await repair(engine(preferSource), repairing)).toMatchObject({ created: 1, failed: 1 });
      expect(linesOf(target)).toEqual(['50001 a @0', '50002 b @1', '50003 a @0 thumbnail']);
    });
  });
});

it('is not written to at the look either, which knows what earlier plans have missed', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [first = 0, second = 0, third = 0] = put(
      source,
      'front.png|1|0|front',
      'front.png|2|1|front',
      'c.png|3|2|c',
    );
    put(target, 'front.png|2|0|front', 'c.png|3|2|c');
    source.updateImage(first, { damage: { original: 'missing' } });
    expect(await migrate(engine(), yes)).toMatchObject({ created: 0, failed: 1 });
    source.removeImage(second);
    source.updateImage(first, { description: 'new', damage: { original: 'missing', renditions: 'missing' } });
    source.updateImage(third, { description: 'new c' });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', updated: 1 });
    expect(linesOf(target)).toEqual(['50001 front @1 thumbnail', '50002 new c @2']);
  });
});

it('is made once more after it was made and taken back, and the other one’s is left alone with its name', async () => {
  await missed(async ({ source, target, engine }, [, second = 0], [own, other]) => {
    const { run } = await migrate(engine(), yes);
    await revert(engine(), back(run));
    source.removeImage(second);
    target.updateImage(50_001, { sortOrder: 0 });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(picturesOf(target)).toEqual([other, own]);
  });
});

it('is a guess after somebody has removed what was made, while no picture can be had', async () => {
  await missed(async ({ source, target, engine }, [, second = 0]) => {
    await migrate(engine(), yes);
    target.removeImage(50_002);
    source.removeImage(second);
    target.updateImage(50_001, { sortOrder: 0, damage: { renditions: 'missing' } });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', created: 0, updated: 0 });
  });
});

it('keeps what was to go under mirror, which is told, where pictures were there for the plan and are away since', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    put(source, 'a.png|1|0|a', 'a.png|2|0|a');
    put(target, 'a.png|1|0|a', 'a.png|2|1|a', 'own.png|9|5|own');
    const wish = { settings: { policy: 'mirror' } } as const;
    const approve = async (): Promise<'go'> => {
      target.updateImage(50_002, { damage: { renditions: 'missing' } });
      return await Promise.resolve('go');
    };
    const first = await migrate(engine(wish), { ...yes, approve });
    expect(first).toMatchObject({ outcome: 'incomplete', removed: 0, failed: 1 });
    target.updateImage(50_002, { damage: {} });
    expect(await migrate(engine(wish), yes)).toMatchObject({ outcome: 'done', removed: 1 });
    expect(linesOf(target)).toEqual(['50001 a @0 thumbnail', '50002 a @1']);
  });
});

// Which image of the target is the counterpart of one of the source, where names do not tell: a name is no proof against a
// link or against the pictures themselves, and where nobody can look, nobody writes.
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { diff, migrate, verify } from '../support/commands.ts';
import { failedIn, told } from '../support/planted.ts';
import { inWorld, methodsOf, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 50_001 } },
] as const;
const nothing = { created: 0, updated: 0, removed: 0, failed: 0, remaining: 0, inDoubt: 0 };

/** Images that are all called image.png: `1@0 front` is picture 1 at place 0 with the text "front". */
function plant(store: StoreControl, ...images: string[]): void {
  const { id: productId } = store.products()[0] ?? store.addProduct({ sku: 'MUG', name: 'mug' });
  for (const text of images) {
    const [, picture, place, description = ''] = /^(\d+)@(\d+) (.*)$/.exec(text) ?? [];
    const sortOrder = Number(place);
    const isThumbnail = store.images(productId).length === 0;
    const row = { productId, picture: { tiny: Number(picture) }, fileName: 'image.png', description };
    store.addImage({ ...row, sortOrder, isThumbnail });
  }
}

/** The same notation, by place. */
function shown(store: StoreControl): string[] {
  return store
    .images()
    .toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id)
    .map(({ picture, sortOrder, description }) => `${pictures.get(picture)}@${sortOrder} ${description}`);
}
/** The stores' own keys of the pictures, which they keep byte for byte. */
const pictures = new Map<string, number>();
await inWorld({ stores }, async ({ source }) => {
  plant(source, '1@0 ', '2@1 ', '3@2 ', '5@3 ');
  for (const [index, { picture }] of source.images().entries())
    pictures.set(picture, [1, 2, 3, 5][index] ?? 0);
  await Promise.resolve();
});

it('an image that was made of another one is not taken for it because of its name, nor removed under copy', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, '1@0 front', '2@1 back');
    plant(world.target);
    const [first, second] = world.source.images().map(({ id }) => id);
    world.source.updateImage(second ?? 0, { damage: { original: 'missing' } });
    expect(await migrate(world.engine(), yes)).toMatchObject({ created: 1, failed: 1 });
    world.source.updateImage(second ?? 0, { damage: {} });
    world.source.removeImage(first ?? 0);
    // By now its name stands once on each side.
    expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', created: 1 });
    expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done' });
    expect(shown(world.target)).toEqual(['1@0 front', '2@1 back']);
    expect(methodsOf(world.target)['DELETE']).toBeUndefined();
  });
});

it('one whose picture came back under another id keeps its image', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, '1@0 front');
    plant(world.target);
    await migrate(world.engine(), yes);
    world.source.removeImage(world.source.images()[0]?.id ?? 0);
    plant(world.source, '1@0 other words');
    expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', updated: 1 });
    expect(shown(world.target)).toEqual(['1@0 other words']);
  });
});

describe('an image that has nothing in common with one of the source but its name', () => {
  it.each([
    ['copy', ['5@0 theirs', '1@3 front'], 0],
    ['mirror', ['1@3 front'], 1],
  ] as const)('is not written to under %s: its picture is another one', async (policy, images, removed) => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, '1@3 front');
      plant(world.target, '5@0 theirs');
      const engine = world.engine({ settings: { policy } });
      expect(await migrate(engine, yes)).toMatchObject({ ...nothing, outcome: 'done', created: 1, removed });
      expect(shown(world.target)).toEqual(images);
      expect(methodsOf(world.target)['PUT'] ?? 0).toBe(0);
    });
  });

  it('and one that shows the same picture is', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, '1@3 front');
      plant(world.target, '1@0 theirs');
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', updated: 1 });
      expect(shown(world.target)).toEqual(['1@3 front']);
    });
  });

  it('nor is a picture fetched for what needs no write', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, '1@0 front');
      plant(world.target, '1@0 front');
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done' });
      expect(methodsOf(world.source)).toEqual({ GET: methodsOf(world.source)['GET'] });
    });
  });
});

it('what is left over of a name after the pictures have parted its bearers is no counterpart', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, '1@0 front', '5@1 back');
    plant(world.target, '5@1 back', '5@2 back');
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(shown(world.target).toSorted()).toEqual(['1@0 front', '5@1 back', '5@2 back']);
  });
});

const unchecked =
  'an image of the same name is there, and only the pictures could show whether it is this one; they could not be looked at, or are neither alike nor clearly different, so nothing is done with it';

function hide(store: StoreControl, renditions?: 'missing'): void {
  for (const { id } of store.images())
    store.updateImage(id, { damage: renditions === undefined ? {} : { renditions } });
}

describe('where the pictures of namesakes cannot be looked at', () => {
  it('nothing is written to them, each command says so, and the next migrate does it', async () => {
    await inWorld({ stores, switches: { 'sort-on-update': 'none' } }, async (world) => {
      plant(world.source, '1@0 front', '2@1 back', '3@2 side');
      plant(world.target, '2@0 old', '1@1 old');
      hide(world.target, 'missing');
      const compared = world.engine();
      expect(await diff(compared)).toMatchObject({
        outcome: 'differs',
        error: 3,
        same: 0,
        missing: 0,
        planned: 0,
      });
      expect(told(compared)).toEqual([
        `picture-unchecked 50001: ${unchecked}`,
        `picture-unchecked 50002: ${unchecked}`,
        `picture-unchecked: ${unchecked}`,
      ]);
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'incomplete' });
      expect(await verify(world.engine(), { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'incomplete',
        checked: 0,
        unchecked: 3,
        mismatched: 0,
      });
      expect(shown(world.target)).toEqual(['2@0 old', '1@1 old']);
      hide(world.target);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, updated: 2 });
      expect(shown(world.target)).toEqual(['1@0 front', '2@1 back', '3@2 side']);
    });
  });

  it('any more when their turn has come, what was planned for them is not done', async () => {
    await inWorld({ stores, switches: { 'sort-on-update': 'none' } }, async (world) => {
      plant(world.source, '1@0 front', '2@1 back', '3@2 side');
      plant(world.target, '2@0 old', '1@1 old');
      const engine = world.engine();
      const approve = async (): Promise<'go'> => {
        hide(world.target, 'missing');
        return await Promise.resolve('go' as const);
      };
      expect(await migrate(engine, { ...yes, approve })).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        failed: 3,
      });
      expect(failedIn(engine)).toEqual([
        `create failed: picture-unchecked: ${unchecked}`,
        `update failed: picture-unchecked: ${unchecked}`,
        `update failed: picture-unchecked: ${unchecked}`,
      ]);
      expect(shown(world.target)).toEqual(['2@0 old', '1@1 old']);
      hide(world.target);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, updated: 2 });
      expect(shown(world.target)).toEqual(['1@0 front', '2@1 back', '3@2 side']);
    });
  });

  it('those that say the same at the same place need no look', async () => {
    await inWorld({ stores, switches: { 'sort-on-update': 'none' } }, async (world) => {
      plant(world.source, '1@0 front', '2@1 back');
      plant(world.target, '1@0 front', '2@1 back');
      hide(world.target, 'missing');
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done' });
    });
  });
});

describe('a new image in the place of one that is gone, of the same name', () => {
  /** The first image goes, and a new one of its name comes, as a merchant does that uploads another picture. */
  const replaceFirst = (store: StoreControl, image: string): void => {
    store.removeImage(store.images()[0]?.id ?? 0);
    plant(store, image);
    store.updateImage(store.images().at(-1)?.id ?? 0, { isThumbnail: true });
  };

  it('is not given the image of the old one while nobody can look at the pictures', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, '1@0 front');
      plant(world.target);
      await migrate(world.engine(), yes);
      replaceFirst(world.source, '5@0 newest');
      hide(world.target, 'missing');
      const blind = world.engine();
      expect(await migrate(blind, yes)).toMatchObject({ ...nothing, outcome: 'incomplete' });
      expect(told(blind)).toEqual([`picture-unchecked 50001: ${unchecked}`]);
      expect(shown(world.target)).toEqual(['1@0 front']);
      hide(world.target);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(shown(world.target)).toEqual(['5@0 newest']);
    });
  });

  it('nor when they have gone out of sight before its turn', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, '1@0 front');
      plant(world.target);
      await migrate(world.engine(), yes);
      replaceFirst(world.source, '1@0 the same picture, other words');
      const approve = async (): Promise<'go'> => {
        hide(world.target, 'missing');
        return await Promise.resolve('go' as const);
      };
      expect(await migrate(world.engine(), { ...yes, approve })).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        failed: 1,
      });
      expect(shown(world.target)).toEqual(['1@0 front']);
      hide(world.target);
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', updated: 1 });
      expect(shown(world.target)).toEqual(['1@0 the same picture, other words']);
    });
  });
});

describe('an image whose counterpart may be one that is itself a guess', () => {
  const letters = 'abcdefghijklmnopqrstuvwx';
  const named = (
    store: StoreControl,
    ...images: (readonly [name: string, picture: number, words: string])[]
  ): void => {
    const { id: productId } = store.products()[0] ?? store.addProduct({ sku: 'MUG', name: 'mug' });
    for (const [name, tiny, description] of images) {
      const sortOrder = store.images(productId).length;
      const row = { productId, picture: { tiny }, fileName: `${name}.png`, description, sortOrder };
      store.addImage({ ...row, isThumbnail: sortOrder === 0 });
    }
  };

  it('is not made beside it while pictures cannot be looked at', async () => {
    await inWorld({ stores }, async (world) => {
      named(world.source, [letters, 1, 'a'], [`${letters}yz`, 2, 'b']);
      named(world.target, [letters, 1, 'old'], [letters, 2, 'old']);
      hide(world.target, 'missing');
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'incomplete' });
      hide(world.target);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 0, updated: 2 });
      expect(shown(world.target)).toEqual(['1@0 a', '2@1 b']);
    });
  });

  it('is not removed under mirror either', async () => {
    await inWorld({ stores }, async (world) => {
      named(world.source, [letters, 1, 'a'], [letters, 2, 'b']);
      named(world.target, [letters, 1, 'old'], [`${letters}yz`, 2, 'old']);
      hide(world.target, 'missing');
      const mirror = world.engine({ settings: { policy: 'mirror' } });
      expect(await migrate(mirror, yes)).toMatchObject({ ...nothing, outcome: 'incomplete' });
      expect(shown(world.target)).toEqual(['1@0 old', '2@1 old']);
    });
  });

  it('is looked at, and then made', async () => {
    await inWorld({ stores }, async (world) => {
      named(world.source, ['image', 1, 'a'], ['image', 2, 'b']);
      named(world.target, ['image', 5, 'theirs'], ['фото', 3, 'theirs']);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 2, updated: 0 });
      expect(shown(world.target).toSorted()).toEqual(['1@0 a', '2@1 b', '3@1 theirs', '5@0 theirs']);
    });
  });
});

// Second and later migrations of images that came, went and came back, with what others have done to the target in between.
import type { StoreControl } from '@cutover/sandbox-store';
import type { MigrateResult } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { migrate, repair, revert, verify } from '../support/commands.ts';
import { choose, idsIn, put, replace, textsInOrder, textsOf, thumbnailsOf } from '../support/one-product.ts';
import { back, cutAfter, meanwhile, repairing, stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

type Prefer = 'ask' | 'target' | 'source';
const eachPrefer = it.each(['ask', 'target'] as const);

/** a.png and b.png are 50001 and 50002 on the target; `again` is a later migration. */
async function migrated(
  prefer: Prefer,
  play: (
    world: World,
    again: (over?: { readonly startNew?: true; readonly prefer?: Prefer }) => Promise<MigrateResult>,
    ids: readonly number[],
  ) => Promise<void>,
  policy: 'copy' | 'mirror' = 'copy',
): Promise<void> {
  await inWorld({ stores }, async (world) => {
    const ids = put(world.source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(world.target);
    const again = async (over = {}): Promise<MigrateResult> =>
      await migrate(world.engine({ settings: { prefer, policy, ...over } }), yes);
    await again();
    await play(world, again, ids);
  });
}

it.each(['ask', 'target', 'source'] as const)(
  'an image of the target’s own is no counterpart because it has got another picture, %s',
  async (prefer) => {
    await migrated(prefer, async ({ source, target }, again) => {
      const [own = 0] = put(target, 'c.png|9|5|own');
      await again();
      target.updateImage(own, { picture: { tiny: 8 }, imageFile: 'q/7/c__12345.png' });
      put(source, 'c.png|3|2|c');
      expect(await again()).toMatchObject({ outcome: 'done', created: 1, updated: 0 });
      expect(textsOf(target)).toEqual(['a', 'b', 'own', 'c']);
    });
  },
);

it('a plan that was declined has replaced nothing', async () => {
  await migrated('source', async ({ source, target, engine }, again, [, second = 0]) => {
    source.removeImage(second);
    put(source, 'b.png|5|1|new');
    const no = { ...yes, approve: async () => await Promise.resolve('no' as const) };
    await expect(migrate(engine(), no)).rejects.toThrow();
    const [old = 0] = put(source, 'b.png|2|2|b');
    expect(await again({ startNew: true })).toMatchObject({ created: 1, removed: 0 });
    source.removeImage(old);
    expect(await again({ startNew: true })).toMatchObject({ created: 0, removed: 0 });
    expect(idsIn(target)).toEqual([50_001, 50_002, 50_003]);
  });
});

eachPrefer('a thumbnail chosen between a replacement and the removal keeps the image, %s', async (prefer) => {
  await migrated(prefer, async (world, again, [, second = 0]) => {
    const { target } = world;
    replace(world.source, second);
    await migrate(cutAfter(world, 1, { settings: { prefer } }), yes);
    choose(target, 50_002);
    const resumed = await again();
    expect([resumed.removed, thumbnailsOf(target)]).toEqual([0, [50_002]]);
    const third = await again();
    expect([third.created, third.updated, third.removed, thumbnailsOf(target)]).toEqual([0, 0, 0, [50_002]]);
  });
});

eachPrefer('an image that was moved stays beside a new one of its name, %s', async (prefer) => {
  await migrated(prefer, async ({ source, target }, again, [, second = 0]) => {
    source.removeImage(second);
    put(source, 'b.png|5|1|x');
    target.updateImage(50_002, { sortOrder: 7 });
    expect(await again()).toMatchObject({ created: 1, removed: 0 });
    expect(await again()).toMatchObject({ created: 0, updated: 0, removed: 0 });
    expect(idsIn(target)).toEqual([50_001, 50_002, 50_003]);
  });
});

eachPrefer('the same where it was moved after the plan was made, %s', async (prefer) => {
  await migrated(prefer, async ({ source, target, engine }, again, [, second = 0]) => {
    source.removeImage(second);
    put(source, 'b.png|5|1|x');
    const no = { ...yes, approve: async () => await Promise.resolve('no' as const) };
    await expect(migrate(engine({ settings: { prefer } }), no)).rejects.toThrow();
    target.updateImage(50_002, { sortOrder: 7 });
    expect(await again()).toMatchObject({ created: 1, removed: 0 });
    expect(await again()).toMatchObject({ created: 0, updated: 0, removed: 0 });
  });
});

it('a migration does not remove an image of the target’s own that a repair has replaced and could not remove', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    const [, own = 0] = put(target, 'a.png|1|0|a', 'b.png|7|1|b');
    await migrate(engine(), yes);
    await verify(engine(), { level: 'content', sample: 1 });
    target.updateImage(own, { damage: { original: 'missing' } });
    await repair(engine(), repairing);
    target.updateImage(own, { damage: {} });
    expect(await migrate(engine(), yes)).toMatchObject({ removed: 0 });
    expect(idsIn(target)).toContain(own);
  });
});

it.each([{ description: 'theirs' }, { sortOrder: 9 }])(
  'under mirror a new image of the name of an edited one comes, too: %o',
  async (edit) => {
    await migrated(
      'target',
      async ({ source, target, engine }, again, [, second = 0]) => {
        target.updateImage(50_002, edit);
        source.removeImage(second);
        put(source, 'b.png|5|1|another picture');
        expect(await again()).toMatchObject({ outcome: 'done', created: 1 });
        expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 0, removed: 0 });
        const checked = await verify(engine({ settings: { policy: 'mirror' } }), {
          level: 'content',
          sample: 1,
        });
        expect(checked.outcome).toBe('done');
      },
      'mirror',
    );
  },
);

eachPrefer('what was never in step has no edits, %s', async (prefer) => {
  await migrated(prefer, async ({ source, target }, again) => {
    const cup = (store: StoreControl, description: string): number => {
      const { id: productId } =
        store.products().find(({ sku }) => sku === 'CUP') ?? store.addProduct({ sku: 'CUP', name: 'cup' });
      const facts = { productId, picture: { tiny: 20 }, fileName: 'cup.png', sortOrder: 0 };
      return store.addImage({ ...facts, description, isThumbnail: true }).id;
    };
    const image = cup(target, 'first');
    await again();
    target.updateImage(image, { description: 'second' });
    cup(source, 'the source says');
    expect(await again()).toMatchObject({ outcome: 'done', updated: 1 });
  });
});

it('an edit that says what the source says is nobody’s matter, where a run was cut, too', async () => {
  await migrated('ask', async (world, again, [, second = 0]) => {
    replace(world.source, second);
    world.source.updateImage(second, { description: 'N' });
    world.target.updateImage(50_002, { description: 'N' });
    await migrate(cutAfter(world, 1), yes);
    expect(await again()).toMatchObject({ outcome: 'done', removed: 1 });
  });
});

it('the old picture that comes back as another image is not made again', async () => {
  await migrated('ask', async ({ source, target }, again, [, second = 0]) => {
    replace(source, second);
    target.updateImage(50_002, { damage: { original: 'missing' } });
    expect(await again()).toMatchObject({ created: 1, failed: 1 });
    target.updateImage(50_002, { damage: {} });
    put(source, 'b.png|2|2|b old');
    expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 1, removed: 0 });
  });
});

it('a removal that failed is done though the source has replaced the image once more', async () => {
  await migrated('ask', async ({ source, target }, again, [, second = 0]) => {
    source.removeImage(second);
    const [third = 0] = put(source, 'b.png|5|1|b2');
    target.updateImage(50_002, { damage: { original: 'missing' } });
    expect(await again()).toMatchObject({ created: 1, failed: 1 });
    target.updateImage(50_002, { damage: {} });
    source.removeImage(third);
    put(source, 'b.png|7|1|b3');
    await again();
    expect(textsOf(target)).toEqual(['a', 'b2', 'b3']);
  });
});

eachPrefer('a chosen thumbnail stays where the former one was removed, too, %s', async (prefer) => {
  await migrated(prefer, async ({ target }, again) => {
    const [own = 0] = put(target, 'own.png|9|5|own');
    choose(target, own);
    target.removeImage(50_001);
    expect(await again()).toMatchObject({ created: 1 });
    expect(thumbnailsOf(target)).toEqual([own]);
  });
});

eachPrefer(
  'the text of a picture that does not come is not written to the one that stays, %s',
  async (prefer) => {
    await migrated(prefer, async (world, again, [, second = 0]) => {
      replace(world.source, second);
      world.source.updateImage(second, { description: 'of the new picture' });
      world.target.updateImage(50_002, { sortOrder: 9 });
      expect(await again()).toMatchObject({ created: 0, updated: 0, removed: 0 });
      expect(textsOf(world.target)).toEqual(['a', 'b']);
    });
  },
);

it.each(['ask', 'target', 'source'] as const)(
  'nor where it was to come and could not be made, %s',
  async (prefer) => {
    await migrated(prefer, async (world, again, [, second = 0]) => {
      replace(world.source, second);
      const damage = { original: 'missing' } as const;
      world.source.updateImage(second, { description: 'of the new picture', damage });
      expect(await again()).toMatchObject({ created: 0, updated: 0, removed: 0, failed: 2 });
      expect(textsOf(world.target)).toEqual(['a', 'b']);
      world.source.updateImage(second, { damage: {} });
      expect(await again()).toMatchObject({ outcome: 'done', created: 1, updated: 0, removed: 1 });
      expect(textsOf(world.target)).toEqual(['a', 'of the new picture']);
    });
  },
);

it('who is asked may say whose word counts: then the plan is made once more, and asked about again', async () => {
  await migrated('ask', async ({ target, source, engine }, again, [, second = 0]) => {
    target.updateImage(50_002, { description: 'theirs' });
    source.updateImage(second, { description: 'ours' });
    const asked: unknown[] = [];
    const result = await migrate(engine({ settings: { prefer: 'ask' } }), {
      ...yes,
      async approve({ update, conflicts }) {
        asked.push({ update, conflicts });
        return await Promise.resolve(asked.length === 1 ? ({ prefer: 'source' } as const) : 'go');
      },
    });
    expect([asked, result.updated, result.outcome, textsOf(target)]).toEqual([
      [
        { update: 0, conflicts: 1 },
        { update: 1, conflicts: 0 },
      ],
      1,
      'done',
      ['a', 'ours'],
    ]);
    expect(await again()).toMatchObject({ outcome: 'done', updated: 0 });
  });
});

eachPrefer(
  'a place that both sides have changed alike is no edit, though the store then moves it on, %s',
  async (prefer) => {
    await migrated(prefer, async ({ source, target }, again, [first = 0, second = 0]) => {
      target.setSwitches({ 'sort-on-create': 'bump' });
      target.updateImage(50_002, { sortOrder: 22 });
      source.updateImage(second, { sortOrder: 22 });
      replace(source, first);
      expect(await again()).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 0, removed: 0 });
    });
  },
);

eachPrefer(
  'who has chosen an order keeps it, in every run after, where places are shared, %s',
  async (prefer) => {
    await inWorld({ stores }, async ({ source, target, engine }) => {
      target.setSwitches({ 'sort-kept': 'renumbered' });
      const [, second = 0] = put(source, 'a.png|1|0|a', 'b.png|2|0|b', 'c.png|3|0|c', 'd.png|4|0|d');
      put(target);
      const again = async (): Promise<MigrateResult> => await migrate(engine({ settings: { prefer } }), yes);
      await again();
      target.updateImage(50_001, { sortOrder: 3 });
      const theirs = textsInOrder(target);
      source.updateImage(second, { description: 'bb' });
      expect(await again()).toMatchObject({ updated: 1 });
      for (let times = 0; times < 2; times += 1) expect(await again()).toMatchObject({ updated: 0 });
      expect(textsInOrder(target)).toEqual(theirs.map((text) => (text === 'b' ? 'bb' : text)));
    });
  },
);

eachPrefer('a thumbnail chosen among what a stopped run has made stays, %s', async (prefer) => {
  await migrated(prefer, async (world, again) => {
    const { source, target } = world;
    put(source, 'c.png|3|2|c', 'd.png|4|3|d');
    await migrate(cutAfter(world, 1, { settings: { prefer } }), yes);
    choose(target, 50_003);
    expect(await again()).toMatchObject({ created: 2 });
    expect(thumbnailsOf(target)).toEqual([50_003]);
    expect(await again()).toMatchObject({ created: 0, updated: 0 });
    expect(thumbnailsOf(target)).toEqual([50_003]);
  });
});

eachPrefer(
  'a thumbnail that both sides chose alike is replaced, where a run was cut, too, %s',
  async (prefer) => {
    await migrated(prefer, async (world, again, [, second = 0]) => {
      choose(world.source, second);
      choose(world.target, 50_002);
      await again();
      replace(world.source, second);
      await migrate(cutAfter(world, 1, { settings: { prefer } }), yes);
      expect(await again()).toMatchObject({ outcome: 'done', removed: 1 });
      expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 0, removed: 0 });
    });
  },
);

eachPrefer(
  'a new main image stays the thumbnail though the old one is gone and all share a place, %s',
  async (prefer) => {
    await inWorld({ stores }, async ({ source, target, engine }) => {
      put(source, 'a.png|1|0|a', 'b.png|2|0|b', 'c.png|3|0|c');
      put(target);
      await migrate(engine({ settings: { prefer } }), yes);
      const [hero = 0] = put(target, 'hero.png|9|0|own');
      choose(target, hero);
      target.removeImage(50_001);
      await migrate(engine({ settings: { prefer } }), yes);
      expect(thumbnailsOf(target)).toEqual([hero]);
    });
  },
);

it('what somebody removes while a run is stopped is made again before it says that all is done', async () => {
  await migrated('ask', async (world, again, [first = 0]) => {
    world.source.updateImage(first, { description: 'aa' });
    await migrate(cutAfter(world, 1), yes);
    world.target.removeImage(50_002);
    expect(await again()).toMatchObject({ outcome: 'done', created: 1, updated: 1 });
    expect(textsOf(world.target)).toEqual(['aa', 'b']);
  });
});

it('the same where the look back does not show the product at first', async () => {
  await inWorld({ stores }, async (world) => {
    put(world.source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(world.target);
    let isShort = false;
    const engine = meanwhile(world, {}, () => {
      world.target.removeImage(50_002);
      isShort = true;
    });
    const { v3 } = engine.target;
    async function* sweepProducts(...given: Parameters<typeof v3.sweepProducts>) {
      for await (const page of v3.sweepProducts(...given)) {
        yield isShort ? { ...page, products: [] } : page;
        isShort = false;
      }
    }
    const target = { ...engine.target, v3: { ...v3, sweepProducts } };
    expect(await migrate({ ...engine, target }, yes)).toMatchObject({ outcome: 'done', created: 3 });
    expect(textsOf(world.target)).toEqual(['a', 'b']);
  });
});

it('another picture in the place of ours, under its name, is not taken for it', async () => {
  await migrated('ask', async ({ target }, again) => {
    target.removeImage(50_002);
    put(target, 'b.png|9|1|b');
    expect(await again()).toMatchObject({ outcome: 'done', created: 1, updated: 0 });
    expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 0 });
  });
});

it('the same picture in the place of ours is', async () => {
  await migrated('ask', async ({ target }, again) => {
    target.removeImage(50_002);
    put(target, 'b.png|2|1|b');
    expect(await again()).toMatchObject({ outcome: 'done', created: 0, updated: 0 });
  });
});

eachPrefer('a place keeps no replaced image where only the order counts, %s', async (prefer) => {
  await inWorld({ stores }, async (world) => {
    const { source, target, engine } = world;
    const [, , third = 0] = put(source, 'a.png|1|0|a', 'c.png|3|0|c', 'b.png|2|0|b');
    put(target);
    const settings = { prefer };
    await migrate(engine({ settings }), yes);
    target.updateImage(50_003, { sortOrder: 23 });
    replace(source, third, { sortOrder: 22 });
    await migrate(cutAfter(world, 1, { settings }), yes);
    expect(await migrate(engine({ settings }), yes)).toMatchObject({ outcome: 'done', removed: 1 });
  });
});

it('who has put an image where the source has it has chosen no order of all', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [first = 0, second = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b', 'c.png|3|2|c');
    put(target);
    await migrate(engine(), yes);
    for (const id of [first, second]) source.updateImage(id, { sortOrder: 22 });
    target.updateImage(50_002, { sortOrder: 22 });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', conflicts: 0 });
    expect(textsInOrder(target)).toEqual(['c', 'a', 'b']);
  });
});

it('an edit from before a revert stays one after it, where no run had made the image', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [, second = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target, 'a.png|1|0|a', 'b.png|2|1|b');
    await migrate(engine(), yes); // finds both right: what is in step now is known
    target.updateImage(idsIn(target)[0] ?? 0, { description: 'theirs' });
    source.updateImage(second, { description: 'bb' });
    const { run } = await migrate(engine(), yes);
    await revert(engine(), back(run));
    expect(textsOf(target)).toEqual(['theirs', 'b']);
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', conflicts: 1, updated: 1 });
    expect(textsOf(target)).toEqual(['theirs', 'bb']);
  });
});

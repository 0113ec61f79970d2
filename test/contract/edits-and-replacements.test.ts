// What somebody has edited on the target stays, and what the source has replaced goes, whichever way images came, went and
// came back in between.
import { expect, it } from 'vitest';
import { diff, migrate, verify } from '../support/commands.ts';
import { put, replace, textsOf, thumbnailsOf } from '../support/one-product.ts';
import { cutAfter, stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

it.each(['ask', 'target'] as const)(
  'a thumbnail chosen among images that came since stays, %s',
  async (prefer) => {
    await inWorld({ stores }, async ({ source, target, engine }) => {
      put(source, 'a.png|1|0|a', 'b.png|2|1|b');
      put(target);
      await migrate(engine({ settings: { prefer } }), yes);
      const [own = 0] = put(target, 'own.png|9|5|own');
      target.updateImage(50_001, { isThumbnail: false });
      target.updateImage(own, { isThumbnail: true });
      const [a = 0, b = 0] = source.images().map(({ id }) => id);
      source.updateImage(a, { isThumbnail: false });
      source.updateImage(b, { isThumbnail: true });
      await migrate(engine({ settings: { prefer } }), yes);
      expect(thumbnailsOf(target)).toEqual([own]);
    });
  },
);

it('who chose another thumbnail has not edited the picture of the old one', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [first = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target);
    await migrate(engine(), yes);
    target.updateImage(50_001, { isThumbnail: false });
    target.updateImage(50_002, { isThumbnail: true });
    replace(source, first);
    expect(await migrate(engine({ settings: { prefer: 'target' } }), yes)).toMatchObject({
      created: 1,
      removed: 1,
    });
  });
});

it('an edit of the old image between its replacement and its removal', async () => {
  await inWorld({ stores }, async (world) => {
    const { source, target, engine } = world;
    const [, second = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target);
    await migrate(engine(), yes);
    replace(source, second);
    expect(await migrate(cutAfter(world, 1), yes)).toMatchObject({
      outcome: 'stopped',
      created: 1,
      removed: 0,
    });
    target.updateImage(50_002, { description: 'theirs' });
    await migrate(engine(), yes);
    expect(textsOf(target)).toContain('theirs');
  });
});

it('a removal that failed is done by the next migrate', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [first = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target);
    await migrate(engine(), yes);
    source.removeImage(first);
    put(source, 'a.png|5|0|another picture');
    target.updateImage(50_001, { damage: { original: 'missing' } });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'incomplete', created: 1, failed: 1 });
    target.updateImage(50_001, { damage: {} });
    expect(await migrate(engine(), yes)).toMatchObject({ removed: 1 });
  });
});

it('a new image is no edited old one', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const settings = { prefer: 'target' } as const;
    const [, second = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target);
    await migrate(engine({ settings }), yes);
    target.updateImage(50_002, { description: 'theirs' });
    source.removeImage(second);
    put(source, 'b.png|5|1|another picture');
    expect(await migrate(engine({ settings }), yes)).toMatchObject({ outcome: 'done', created: 1 });
  });
});

it('an edit after a run that found all done (journal lost before)', async () => {
  await inWorld({ stores }, async (world) => {
    put(world.source, 'a.png|1|0|a');
    put(world.target);
    await migrate(world.engine(), yes);
    await world.forget();
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', updated: 0 });
    world.target.updateImage(50_001, { description: 'theirs' });
    await migrate(world.engine(), yes);
    expect(textsOf(world.target)).toEqual(['theirs']);
  });
});

it('escapes that were cut after three letters, journal lost', async () => {
  await inWorld({ stores }, async (world) => {
    world.target.setSwitches({ 'file-name-unicode': 'percent', 'file-name-length': 30 });
    put(world.source, '产品图片一.png|1|0|a', '产品图片二.png|2|1|b');
    put(world.target);
    await migrate(world.engine(), yes);
    await world.forget();
    const second = await migrate(world.engine(), yes);
    const checked = await verify(world.engine(), { level: 'content', sample: 1 });
    expect([second.created, world.target.images().length, checked.outcome]).toEqual([0, 2, 'done']);
  });
});

it('an image that has just been made is not told as edited because another thumbnail was chosen', async () => {
  await inWorld({ stores }, async (world) => {
    const { source, target, engine } = world;
    const [first = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
    put(target);
    await migrate(engine(), yes);
    target.updateImage(50_001, { isThumbnail: false });
    target.updateImage(50_002, { isThumbnail: true });
    replace(source, first);
    const second = await migrate(engine(), yes);
    expect(second).toMatchObject({ created: 1, removed: 1 });
    const told = world.journal
      .findings(second.run)
      .flatMap((finding) => (finding.rule === 'edited-on-target' ? [finding.target?.imageId] : []));
    expect(told).toEqual([50_001, 50_002]);
  });
});

it('an edit on a product that no run has written to stays one, however many runs see it, until it is overwritten', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    put(source, 'a.png|1|0|a');
    put(target, 'a.png|1|0|a');
    const migrated = async (prefer: 'ask' | 'source') => await migrate(engine({ settings: { prefer } }), yes);
    const [image = 0] = target.images().map(({ id }) => id);
    await migrated('ask');
    target.updateImage(image, { description: 'theirs' });
    for (let times = 0; times < 3; times += 1)
      expect(await migrated('ask')).toMatchObject({ outcome: 'incomplete', conflicts: 1, updated: 0 });
    expect(await migrated('source')).toMatchObject({ outcome: 'done', updated: 1 });
    expect(await migrated('ask')).toMatchObject({ outcome: 'done', updated: 0 });
    expect(textsOf(target)).toEqual(['a']);
  });
});

it('what a dry run or a diff found is no word that counts', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    put(source, 'a.png|1|0|a');
    put(target, 'a.png|1|0|a');
    await migrate(engine(), { ...yes, dryRun: true });
    await diff(engine());
    target.updateImage(target.images()[0]?.id ?? 0, { description: 'theirs' });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', updated: 1 });
  });
});

it('a new image comes beside one of its name whose picture somebody has replaced on the target', async () => {
  await inWorld({ stores }, async ({ source, target, engine }) => {
    const [first = 0] = put(source, 'a.png|1|0|a');
    put(target);
    await migrate(engine(), yes);
    target.updateImage(50_001, { picture: { tiny: 7 }, imageFile: 'x/1/theirs__2.png' });
    source.removeImage(first);
    put(source, 'a.png|5|0|a');
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 0 });
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 0, removed: 0 });
    expect(target.images()).toHaveLength(2);
  });
});

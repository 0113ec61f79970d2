// Writes that are not answered, not done or not effective: what may be sent again, what has to wait for a person, and
// what is given up with its reason, so that one bad image never holds up the rest.
import { handedOverBy, targetImageOf } from '@cutover/journal';
import type { StoreControl } from '@cutover/sandbox-store';
import type { EngineEvent } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { hurriedClock } from '../support/one-store.ts';
import { cutAfter, idle as nothingToDo, stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const idle = { ...nothingToDo, images: 1 };

it('a picture that looks different under our very name is a doubt, not proof that nothing was made', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 'MUG', ['image.png', 'image.png', 'image.png']);
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
    // The CDN shows a placeholder while the image is looked for.
    const engine = world.engine({
      onEvent(event) {
        if (event.type === 'progress' && event.phase === 'settling' && world.target.images().length === 1)
          world.target.updateImage(50_001, { damage: { renditions: 'other-picture' } });
      },
    });
    const told = { ...idle, outcome: 'incomplete', images: 3, inDoubt: 1 };
    expect(await migrate(engine, yes)).toEqual({ ...told, created: 2 });
    world.target.updateImage(50_001, { damage: {} });
    expect(await migrate(world.engine(), yes)).toEqual(told);
    expect(world.target.images().map(({ id, description }) => [id, description])).toEqual([
      [50_001, 'MUG 0'],
      [50_002, 'MUG 1'],
      [50_003, 'MUG 2'],
    ]);
  });
});

it('an answer that shows an image that was there before is a doubt: what was made is looked for, and theirs stays theirs', async () => {
  await inWorld({ stores }, async (world) => {
    const productId = plant(world, 'MUG', ['mug.png']);
    const theirs = world.target.addImage({ productId, picture: { tiny: 9 }, fileName: 'theirs.png' }).id;
    const engine = world.engine();
    const { v3 } = engine.target;
    const createImage: typeof v3.createImage = async (product, ...rest) => {
      await v3.createImage(product, ...rest);
      return await v3.getImage(product, theirs);
    };
    const target = { ...engine.target, v3: { ...v3, createImage } };
    const result = await migrate({ ...engine, target }, yes);
    expect(result).toEqual({ ...idle, images: 2, created: 1 });
    expect(said(engine.events)).toEqual([
      'started',
      'started in doubt: the answer shows an image that was there before',
      'waits for doubts',
      'applied',
      'doubts over',
    ]);
    expect(world.journal.actions(result.run).map(targetImageOf)).toEqual([theirs + 1]);
  });
});

it('a picture that is shown wrong for a moment is looked at once more before a person is asked', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 'MUG', ['image.png', 'image.png']);
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
    const engine = world.engine({
      onEvent(event) {
        if (event.type === 'progress' && event.phase === 'settling' && world.target.images().length === 1)
          world.target.updateImage(50_001, { damage: { renditions: 'other-picture' } });
      },
    });
    const { get } = engine.content;
    const content: Asking['content'] = {
      ...engine.content,
      async get(url, options) {
        const answer = await get(url, options);
        if (url.includes('/50001/')) world.target.updateImage(50_001, { damage: {} });
        return answer;
      },
    };
    expect(await migrate({ ...engine, content }, yes)).toEqual({ ...idle, images: 2, created: 2 });
    expect(world.target.images().map(({ id }) => id)).toEqual([50_001, 50_002]);
  });
});

it('a create whose source image is gone is not waited for, where only its picture could tell', async () => {
  await inWorld({ stores }, async (world) => {
    const productId = plant(world, 'MUG', ['mug.png']);
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-before');
    let isSent = false;
    const engine = world.engine({
      onEvent(event) {
        if (event.type !== 'action' || event.status !== 'started' || isSent) return;
        isSent = true;
        // While nobody knows whether it has arrived, the source lets go of it, and somebody adds one of his own.
        world.source.removeImage(world.source.images()[0]?.id ?? 0);
        world.target.addImage({ productId, picture: { tiny: 9 }, fileName: 'theirs.png' });
      },
    });
    expect(await migrate(engine, yes)).toEqual({ ...idle, outcome: 'incomplete', failed: 1 });
    expect(outcomesOf(engine.events)).toEqual([
      [
        'failed',
        'source-image-gone: not sent again, because the source does not have it any more; whether it arrived cannot be known: 50001 may be it',
      ],
    ]);
    expect(await migrate(world.engine(), yes)).toEqual({ ...idle, images: expect.any(Number) });
    expect(world.target.images().map(({ id }) => id)).toEqual([50_001]);
  });
});

it('refusals for want of quota do not use up the attempts of an action', async () => {
  // Without a whole number of seconds to wait for, a test can afford the waits.
  await inWorld({ stores, switches: { 'retry-after': 'absent' } }, async (world) => {
    plant(world, 'MUG', ['mug.png']);
    world.target.setQuota({ windowMs: 20 });
    world.target.failNext({ method: 'POST' }, 'rate-limit', 6);
    world.target.failNext({ method: 'POST' }, 'reset-before');
    const engine = { ...world.engine({ settings: { settleAfterMs: 0 } }), clock: hurriedClock };
    expect(await migrate(engine, yes)).toEqual({ ...idle, created: 1 });
    expect(outcomesOf(engine.events)).toEqual([
      ...Array.from({ length: 6 }, () => ['pending', '429: Too many requests']),
      ['pending', 'looked twice and found no effect of it'],
      ['applied', undefined],
    ]);
  });
});

it('a full product fails alone: nothing more is sent to it, and the others go on', async () => {
  await inWorld({ stores }, async (world) => {
    const full = plant(world, 'FULL', ['a.png', 'b.png', 'c.png', 'd.png', 'e.png']);
    for (let place = 0; place < 999; place += 1) {
      const fileName = `there-${place}.png`;
      world.target.addImage({ productId: full, picture: { tiny: 900 }, fileName, sortOrder: 100 + place });
    }
    plant(world, 'MUG', ['mug.png']);
    const engine = world.engine({ settings: { concurrency: 1 } });
    expect(await migrate(engine, yes)).toEqual({
      ...idle,
      outcome: 'incomplete',
      products: 2,
      images: 1005,
      created: 2,
      failed: 4,
    });
    const posts = world.target.requests().filter(({ method }) => method === 'POST');
    expect(posts.map(({ status }) => status)).toEqual([200, 403, 200]);
    expect(outcomesOf(engine.events)).toEqual([
      ['applied', undefined],
      ['failed', expect.stringMatching(/^403: /u)],
      ['failed', expect.stringMatching(/^product-full: not sent after 403: /u)],
      ['failed', expect.stringMatching(/^product-full: not sent after 403: /u)],
      ['failed', expect.stringMatching(/^product-full: not sent after 403: /u)],
      ['applied', undefined],
    ]);
  });
});

it('an update that the store answers and never shows is sent twice and then given up', async () => {
  await inWorld({ stores }, async (world) => {
    const productId = plant(world, 'MUG', ['mug.png']);
    const { id } = world.target.addImage({ productId, picture: { tiny: 0 }, fileName: 'mug.png' });
    world.target.updateImage(id, {
      isThumbnail: true,
      viewOverrides: { v3: { description: 'the shop knows better' } },
    });
    const engine = world.engine();
    expect(await migrate(engine, yes)).toEqual({ ...idle, outcome: 'incomplete', updated: 2, failed: 1 });
    expect(world.target.requests().filter(({ method }) => method === 'PUT').length).toBe(2);
    expect(outcomesOf(engine.events)).toEqual([
      ['applied', undefined],
      ['applied', undefined],
      ['failed', 'without-effect: answered as done, and the store still shows the old value'],
    ]);
  });
});

describe('an original is looked for where it may be, wherever an earlier run has found it', () => {
  it('once the picture has been replaced', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world, 'MUG', ['mug.png']);
      await failOnce(world);
      const before = originalOf(world);
      const { id, dateModified } = firstOf(world.source);
      // A new picture has a new stamp, and with it another address; the old one is gone.
      world.source.updateImage(id, { picture: { tiny: 7 }, dateModified: dateModified + 100_000 });
      const upload = { transfer: 'upload' } as const;
      expect(await migrate(world.engine({ settings: upload }), yes)).toEqual({ ...idle, created: 1 });
      expect(originalOf(world)).toBe(world.source.originalUrl(id));
      expect(originalOf(world)).not.toBe(before);
      expect(await picturesOf(world.target)).toEqual(await picturesOf(world.source));
    });
  });

  it('once it is gone from there', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world, 'MUG', ['mug.png']);
      await failOnce(world);
      const { id } = firstOf(world.source);
      world.source.updateImage(id, { damage: { original: 'missing' } });
      // The same picture is served elsewhere, as --source-originals tells.
      const keeper = world.source.addProduct({ sku: 'KEEPER' });
      const kept = world.source.addImage({ productId: keeper.id, picture: { tiny: 0 } });
      const originals = [world.source.originalUrl(kept.id)];
      const settings = { products: [{ sourceSku: 'MUG', line: 2 }], productsDigest: 'mug' };
      const engine = world.engine({ settings });
      const told = withOriginals(engine, [originalOf(world), ...originals]);
      expect(await migrate(told, yes)).toEqual({ ...idle, created: 1 });
      expect(originalOf(world)).toBe(originals[0]);
      expect(outcomesOf(engine.events)).toEqual([['applied', undefined]]);
    });
  });

  it('once another place for originals is named', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world, 'MUG', ['mug.png']);
      const mistaken = world.source.addImage({
        productId: world.source.addProduct({ sku: '' }).id,
        picture: { tiny: 7 },
      });
      const wrong = world.source.originalUrl(mistaken.id);
      await failOnce(world, [wrong]);
      expect(originalOf(world)).toBe(wrong);
      const settings = { products: [{ sourceSku: 'MUG', line: 2 }], productsDigest: 'mug' };
      expect(await migrate(world.engine({ settings }), yes)).toEqual({ ...idle, created: 1 });
      const { id } = firstOf(world.source);
      expect(originalOf(world)).toBe(world.source.originalUrl(id));
      expect(await picturesOf(world.target)).toEqual((await picturesOf(world.source)).slice(0, 1));
    });
  });
});

it('a write without an answer is said to be in doubt, and so is the wait for it, each with its end', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 'MUG', ['mug.png']);
    world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
    const engine = world.engine();
    expect(await migrate(engine, yes)).toEqual({ ...idle, created: 1 });
    expect(said(engine.events)).toEqual([
      'started',
      'started in doubt: the connection broke before an answer came',
      'waits for doubts',
      'applied',
      'doubts over',
    ]);
  });
});

it('what a killed process has begun is said to be in doubt by the next one', async () => {
  await inWorld({ stores }, async (world) => {
    const productId = plant(world, 'MUG', ['mug.png', 'cup.png']);
    const cut = cutAfter(world, 1);
    await migrate(cut, yes);
    const [left] = world.journal.actions(
      cut.events.flatMap((event) => (event.type === 'run' ? [event.run] : []))[0] ?? '',
      {
        status: ['pending'],
      },
    );
    if (left === undefined) throw new Error('both were done');
    const basis = await world.journal.saveBasis(left.planRun, productId, [50_001]);
    await world.journal.start([
      { action: left.id, run: left.planRun, basis, sentName: 'cup.png', sentVia: 'url', digest: 'd' },
    ]);
    const engine = world.engine();
    expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 2 });
    expect(said(engine.events)).toEqual([
      'started in doubt: begun by an earlier process, which did not see the end of it',
      'waits for doubts',
      'pending: looked twice and found no effect of it',
      'doubts over',
      'started',
      'applied',
    ]);
  });
});

it('a refusal for want of quota is a wait, with its end', async () => {
  await inWorld({ stores, switches: { 'retry-after': 'absent' } }, async (world) => {
    plant(world, 'MUG', ['mug.png']);
    world.target.setQuota({ windowMs: 20 });
    world.target.failNext({ method: 'POST' }, 'rate-limit');
    const engine = { ...world.engine(), clock: hurriedClock };
    expect(await migrate(engine, yes)).toEqual({ ...idle, created: 1 });
    expect(said(engine.events)).toEqual([
      'started',
      'pending: 429: Too many requests',
      'waits for quota',
      'quota over',
      'started',
      'applied',
    ]);
  });
});

/** A migrate whose create the store never does, so that all it leaves is what was handed over. */
async function failOnce(world: World, originals: readonly string[] = []): Promise<void> {
  world.target.failNext({ method: 'POST' }, { name: 'error-before', status: 501 });
  const settings = { products: [{ sourceSku: 'MUG', line: 2 }], productsDigest: 'mug' };
  const engine = withOriginals(world.engine({ settings }), originals);
  expect(await migrate(engine, yes)).toEqual({ ...idle, outcome: 'incomplete', failed: 1 });
}

function withOriginals(engine: Asking, originals: readonly string[]): Asking {
  return { ...engine, source: { ...engine.source, originals } };
}

/** What was handed over last. */
function originalOf({ journal }: World): string {
  const [action] = journal.runs().flatMap(({ id }) => journal.actions(id));
  return (action === undefined ? undefined : handedOverBy(action))?.url ?? '';
}

function firstOf(store: StoreControl): { id: number; dateModified: number } {
  const [image] = store.images();
  if (image === undefined) throw new Error('the store has no image');
  return image;
}

async function picturesOf(store: StoreControl): Promise<Uint8Array[]> {
  return await Promise.all(store.images().map(async ({ id }) => await store.pictureBytes(id)));
}

/** What is said of actions and of waits, in the order in which it is said. */
function said(events: readonly EngineEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === 'wait')
      return [event.ms === undefined ? `${event.waitsFor} over` : `waits for ${event.waitsFor}`];
    if (event.type !== 'action') return [];
    const { status, reason, inDoubt } = event;
    return [`${status}${inDoubt === true ? ' in doubt' : ''}${reason === undefined ? '' : `: ${reason}`}`];
  });
}

/** How each attempt ended, in words; what was begun is left out. */
function outcomesOf(events: readonly EngineEvent[]): [string, string | undefined][] {
  return events.flatMap((event): [string, string | undefined][] =>
    event.type === 'action' && event.status !== 'started' ? [[event.status, event.reason]] : [],
  );
}

/** A product of both stores, with images of these file names on the source; its id on the target. */
function plant({ source, target }: World, sku: string, fileNames: readonly string[]): number {
  const { id: productId } = source.addProduct({ sku, name: sku });
  for (const [place, fileName] of fileNames.entries()) {
    source.addImage({
      productId,
      picture: { tiny: place },
      fileName,
      description: `${sku} ${place}`,
      sortOrder: place,
      isThumbnail: place === 0,
    });
  }
  return target.addProduct({ sku, name: sku }).id;
}

// How much an audit asks for: one request an image and no more, at each probe; and a run that was stopped in the middle looks
// again at no more than the few products that it was at.
import type { Probe } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { type Asking, audit } from '../support/commands.ts';
import { inWorld, type World } from '../support/world.ts';

const catalog = { kind: 'seeded', products: 60, imagesPerProduct: 3, pictures: 'tiny' } as const;
const one = { stores: [{ hash: 'audited', catalog }] };

/** The engine, and the pictures that it asks for, each time. */
function counted(engine: Asking, onAsked: () => void = () => undefined) {
  const asked = { head: 0, get: 0 };
  const { content } = engine;
  const counting: Asking = {
    ...engine,
    content: {
      async head(url, options) {
        asked.head += 1;
        onAsked();
        return await content.head(url, options);
      },
      async get(url, options) {
        asked.get += 1;
        onAsked();
        return await content.get(url, options);
      },
    },
  };
  return { engine: counting, asked };
}

it.each<[Probe, object]>([
  ['none', { head: 0, get: 0 }],
  ['head', { head: 180, get: 0 }],
  ['bytes', { head: 0, get: 180 }],
  ['content', { head: 0, get: 180 }],
])('at %s 180 images cost %o', async (probe, expected) => {
  await inWorld(one, async (world) => {
    const { engine, asked } = counted(world.engine({ mode: 'parity' }));
    const result = await audit(engine, { failOn: 'critical', probe, minPixels: 1 });
    expect([result.images, asked]).toEqual([180, expected]);
  });
});

it('an image whose first address fails costs a second one, and no other does', async () => {
  await inWorld(one, async (world) => {
    const [first, second] = world.source.images();
    if (first === undefined || second === undefined) throw new Error('the store has images');
    world.source.updateImage(first.id, { damage: { original: 'missing' } });
    const { engine, asked } = counted(world.engine({ mode: 'parity' }));
    await audit(engine, { failOn: 'critical', probe: 'head' });
    expect(asked).toEqual({ head: 181, get: 0 });
  });
});

const findingsOf = ({ journal }: World, run: string): unknown[] =>
  journal.findings(run).map((finding) => ({ ...finding, seq: 0 }));

it('a run that was stopped goes on where it was, and finds the same', async () => {
  await inWorld(one, async (world) => {
    const shown = new Uint8Array(await world.source.pictureBytes(world.source.images()[0]?.id ?? 0));
    for (const image of world.source.images().filter(({ id }) => id % 17 === 0))
      world.source.updateImage(image.id, { picture: shown });
    const options = { failOn: 'critical', probe: 'content', minPixels: 9 } as const;
    const whole = await audit(world.engine({ mode: 'parity' }), options);
    // The next audit lets them go.
    const expected = findingsOf(world, whole.run);

    const stop = new AbortController();
    let looked = 0;
    const stopping = counted(world.engine({ mode: 'parity', stopping: stop.signal }), () => {
      looked += 1;
      if (looked === 100) stop.abort();
    });
    expect((await audit(stopping.engine, options)).outcome).toBe('stopped');
    const { engine, asked } = counted(world.engine({ mode: 'parity' }));
    const resumed = await audit(engine, options);
    // 25 products of three images were done, and saved; the next ones are looked at again.
    expect(asked).toEqual({ head: 0, get: 105 });
    const findings = findingsOf(world, resumed.run);
    expect(findings).toEqual(expected);
    expect(resumed.byRule['picture-duplicate']).toBeGreaterThan(0);
    expect(world.journal.sharedPictures(resumed.run, 'source', 9)).toEqual([]);
  });
});

it('another probe is another run', async () => {
  await inWorld(one, async (world) => {
    const stop = new AbortController();
    const { engine } = counted(world.engine({ mode: 'parity', stopping: stop.signal }), () => stop.abort());
    const stopped = await audit(engine, { failOn: 'critical', probe: 'bytes' });
    const other = await audit(world.engine({ mode: 'parity' }), { failOn: 'critical', probe: 'head' });
    expect([stopped.outcome, other.run === stopped.run]).toEqual(['stopped', false]);
  });
});

it('a host that takes no HEAD has told nothing, and the finding names what asks otherwise', async () => {
  await inWorld(one, async (world) => {
    const engine = world.engine({ mode: 'parity' });
    const refused = Object.assign(new Error('refused'), { reason: 'refused', status: 405 });
    const head = async () => await Promise.reject(refused);
    const options = { failOn: 'critical', probe: 'head' } as const;
    const { run } = await audit({ ...engine, content: { ...engine.content, head } }, options);
    const messages = world.journal
      .findings(run)
      .flatMap(({ rule, message }) => (rule === 'picture-unchecked' ? [message] : []));
    expect([messages.length, [...new Set(messages)]]).toEqual([
      180,
      [
        'the picture could not be looked at: answered 405; its host takes no HEAD, --probe bytes asks otherwise',
      ],
    ]);
  });
});

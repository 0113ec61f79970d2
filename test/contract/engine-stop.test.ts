// A stop reaches the pictures too: none is asked for after it, and what was stopped half-way is neither a finding nor a
// failure, so that the same command finds everything as if it had never begun to look.
import type { ResultBase } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { type Asking, audit, diff, migrate, verify } from '../support/commands.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;
const images = 30;

interface Case {
  readonly name: string;
  readonly mode: 'parity' | 'transfer';
  readonly plant: (world: World) => void;
  readonly command: (engine: Asking) => Promise<ResultBase>;
  /** The stop comes with this request for a picture. */
  readonly stopAt: number;
  /** Findings that stood before the stop. */
  readonly findings: number;
}

it.each<Case>([
  {
    name: 'verify, at the pictures of eight images at once',
    mode: 'parity',
    plant: ({ source }) => plant(source, (place) => `mug-${place}.png`),
    command: async (engine) => await verify(engine, { level: 'content', sample: 1 }),
    stopAt: 20,
    findings: 0,
  },
  {
    // No other image comes after it that would notice the stop.
    name: 'verify, at the pictures of the last image',
    mode: 'parity',
    plant: ({ source }) => plant(source, () => 'mug.png', 1),
    command: async (engine) => await verify(engine, { level: 'content', sample: 1 }),
    stopAt: 2,
    findings: 0,
  },
  {
    name: 'audit, at the pictures of eight images at once',
    mode: 'parity',
    plant: ({ source }) => plant(source, (place) => `mug-${place}.png`),
    command: async (engine) => await audit(engine, { failOn: 'info' }),
    stopAt: 20,
    findings: 0,
  },
  {
    name: 'diff, at the pictures of namesakes',
    mode: 'transfer',
    plant({ source, target }) {
      plant(source, () => 'image.png');
      plant(target, () => 'image.png', 12);
    },
    command: diff,
    stopAt: 5,
    findings: 0,
  },
  {
    name: 'migrate, while it estimates from a few originals',
    mode: 'transfer',
    plant({ source, target }) {
      plant(source, (place) => `mug-${place}.png`);
      plant(target, () => '', 0);
    },
    command: async (engine) => await migrate(engine, yes),
    stopAt: 5,
    findings: images,
  },
])('no picture is asked for after a stop of $name', async (row) => {
  await inWorld({ stores }, async (world) => {
    row.plant(world);
    const stop = new AbortController();
    const wish = { mode: row.mode, stopping: stop.signal, settings: { transfer: 'upload' } } as const;
    const engine = world.engine(wish);
    const asked = { before: 0, after: 0 };
    const watched = whenAsked(engine, () => {
      asked[stop.signal.aborted ? 'after' : 'before'] += 1;
      if (asked.before === row.stopAt) stop.abort();
    });
    const { outcome } = await row.command(watched);
    const findings = engine.events.filter(({ type }) => type === 'finding').length;
    expect({ outcome, asked, findings }).toEqual({
      outcome: 'stopped',
      asked: { before: row.stopAt, after: 0 },
      findings: row.findings,
    });
  });
});

// The plan's estimate has looked at the first 12 originals, which are not looked at again. The 13th is looked for while the
// 12th is sent.
it.each([
  ['found', { isWhole: false, created: 11 }],
  ['taken', { isWhole: true, created: 0 }],
])(
  'an original that was not %s because of a stop is not a failed action',
  async (_what, { isWhole, created }) => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, (place) => `mug-${place}.png`);
      plant(world.target, () => '', 0);
      const stop = new AbortController();
      let isWriting = false;
      const engine = world.engine({
        stopping: stop.signal,
        settings: { transfer: 'upload' },
        onEvent(event) {
          if (event.type === 'progress' && event.phase === 'writing') isWriting = true;
        },
      });
      const watched = whenAsked(engine, (asks) => {
        if (isWriting && asks === (isWhole ? 'whole' : 'look')) stop.abort();
      });
      expect(await migrate(watched, yes)).toEqual({
        run: expect.any(String),
        outcome: 'stopped',
        products: 1,
        images,
        created,
        updated: 0,
        removed: 0,
        set: 0,
        failed: 0,
        remaining: images - created,
        inDoubt: 0,
        conflicts: 0,
        unmatchedProducts: 0,
      });
      const statuses = engine.events.flatMap((event) => (event.type === 'action' ? [event.status] : []));
      expect(statuses).toEqual(Array.from({ length: created }, () => ['started', 'applied']).flat());
    });
  },
);

/** The engine, with something that happens right before each request for a picture. */
function whenAsked(engine: Asking, act: (asks: 'look' | 'whole') => void): Asking {
  const { head, get } = engine.content;
  return {
    ...engine,
    content: {
      async head(...given) {
        act('look');
        return await head(...given);
      },
      async get(url, options) {
        act(options?.rangeBytes === undefined ? 'whole' : 'look');
        return await get(url, options);
      },
    },
  };
}

/** One product with so many images, each of another picture. */
function plant(store: World['source'], nameOf: (place: number) => string, count = images): void {
  const { id: productId } = store.addProduct({ sku: 'MUG', name: 'Mug' });
  for (let place = 0; place < count; place += 1) {
    store.addImage({
      productId,
      picture: { tiny: place },
      fileName: nameOf(place),
      description: 'mug',
      sortOrder: place,
      isThumbnail: place === 0,
    });
  }
}

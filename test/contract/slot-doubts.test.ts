// Sets of what slots show whose end nobody has seen, of every kind of slot: what an earlier process began, wherever it was
// cut short, is told by the address that the slot shows now, then by the picture, and is written once.
import { describe, expect, it } from 'vitest';
import { diff, migrate, revert, type Settings, verify } from '../support/commands.ts';
import { back, cutAfter, failedIn, isAction, plant, told } from '../support/planted.ts';
import { type SlotShop, slotShops } from '../support/slots.ts';
import { inShop } from '../support/variants.ts';
import { type World, yes } from '../support/world.ts';

const asked = ({ kind }: SlotShop): { readonly kinds: Settings['kinds'] } => ({ kinds: [kind] });
const methodOf = ({ kind }: SlotShop): string => (kind === 'swatch' ? 'PUT' : 'POST');

const sets = ({ target }: World): number =>
  target.requests().filter(({ method }) => method === 'POST' || method === 'PUT').length;

/** A process has planned the one set, written down that it sends it, and died; then happens what is to have happened. */
async function leftOpen(
  world: World,
  shop: SlotShop,
  happened: (slotId: number) => void,
  shows: number | 'nothing' = 9,
): Promise<number> {
  shop.plant(world.source, { RED: 1 });
  const [slotId = 0] = shop.plant(world.target, { RED: shows === 'nothing' ? undefined : shows });
  const prefer = shows === 'nothing' ? 'ask' : 'source';
  const engine = world.engine({ settings: { ...asked(shop), prefer } });
  const { run: planRun } = await diff(engine);
  const { journal } = engine;
  const run = await journal.openRun({
    command: 'migrate',
    mode: 'transfer',
    optionsKey: journal.run(planRun)?.optionsKey ?? '',
    options: { ...journal.run(planRun)?.options },
    dryRun: false,
  });
  await journal.setPhase(run.id, 'planned');
  await journal.setPlanRun(run.id, planRun);
  await journal.setPhase(run.id, 'applying');
  const [action] = journal.actions(planRun);
  if (action?.verb !== 'set') throw new Error('nothing was planned');
  const { kind, productId } = action.subject;
  const basis = await journal.saveBasis(run.id, productId, []);
  const snapshot = journal.snapshotOf(planRun, 'target')?.snapshot ?? 0;
  const slots = journal.slots(snapshot, kind, [productId]);
  const [shown] = slots.get(productId) ?? [];
  await journal.start([
    {
      action: action.id,
      run: run.id,
      basis,
      sentName: '',
      sentVia: 'url',
      digest: '',
      before: { address: shown?.address ?? '' },
    },
  ]);
  happened(slotId);
  await world.reopen();
  world.target.resetRequests();
  return slotId;
}

describe.each(slotShops)('of a $noun', (shop) => {
  describe('a set that an earlier process began', () => {
    it('and that was done is not repeated', async () => {
      await inShop(async (world) => {
        await leftOpen(world, shop, (slot) => shop.show(world.target, slot, { tiny: 1 }));
        const engine = world.engine({ settings: { ...asked(shop), prefer: 'source' } });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', set: 1 });
        expect(sets(world)).toBe(0);
      });
    });

    it('and that was not done is done once', async () => {
      await inShop(async (world) => {
        await leftOpen(world, shop, () => undefined);
        const engine = world.engine({ settings: { ...asked(shop), prefer: 'source' } });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', set: 1 });
        expect(sets(world)).toBe(1);
        expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
      });
    });

    it('and in whose place somebody else has set a picture is not sent over it', async () => {
      await inShop(async (world) => {
        const red = await leftOpen(
          world,
          shop,
          (slot) => shop.show(world.target, slot, { tiny: 7 }),
          'nothing',
        );
        const theirs = await shop.bytes(world.target, red);
        const engine = world.engine({ settings: asked(shop) });
        expect(await migrate(engine, yes)).toMatchObject({
          outcome: 'incomplete',
          set: 0,
          failed: 1,
          inDoubt: 0,
        });
        expect(failedIn(engine)).toEqual([
          'set failed: edited-on-target: it shows another picture, which no run has set',
        ]);
        expect(sets(world)).toBe(0);
        expect(await shop.bytes(world.target, red)).toEqual(theirs);
      });
    });

    it('is settled by a new run of images alone, too', async () => {
      await inShop(async (world) => {
        await leftOpen(world, shop, (slot) => shop.show(world.target, slot, { tiny: 1 }));
        const engine = world.engine({ settings: { startNew: true } });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', set: 0, inDoubt: 0 });
        expect(sets(world)).toBe(0);
        // What has arrived is known to be ours, and is as it was sent.
        world.source.resetRequests();
        const again = await migrate(world.engine({ settings: asked(shop) }), yes);
        expect(again).toMatchObject({ outcome: 'done', set: 0, conflicts: 0 });
      });
    });

    it('stays in doubt where its picture cannot be had, and is not sent again', async () => {
      await inShop(async (world) => {
        await leftOpen(world, shop, (slot) => shop.show(world.target, slot, { tiny: 1 }));
        const given = world.engine({ settings: { ...asked(shop), prefer: 'source' } });
        const away = (): never => {
          throw Object.assign(new Error('away'), { reason: 'unreachable' });
        };
        const engine = { ...given, content: { head: away, get: away } };
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 0, inDoubt: 1 });
        expect(failedIn(given)).toEqual([
          expect.stringContaining(
            `set blocked: the ${shop.noun} shows another address than before, and its picture could not be compared: http`,
          ),
        ]);
        expect(sets(world)).toBe(0);
      });
    });
  });

  it('wherever a run is cut short, each slot is set once in the end', { timeout: 120_000 }, async () => {
    const pictures = { RED: 1, BLUE: 2, GREEN: 3 };
    const none = { RED: undefined, BLUE: undefined, GREEN: undefined };
    const outcomes: string[] = [];
    while (outcomes.at(-1) !== 'done')
      await inShop(async (world) => {
        const events = outcomes.length + 1;
        shop.plant(world.source, pictures);
        shop.plant(world.target, none);
        const cut = await migrate(cutAfter(world, events, { settings: asked(shop) }, isAction), yes);
        outcomes.push(cut.outcome);
        await world.reopen();
        expect(await migrate(world.engine({ settings: asked(shop) }), yes)).toMatchObject({
          outcome: 'done',
        });
        expect({ events, sets: sets(world) }).toEqual({ events, sets: 3 });
        expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
      });
  });

  it.each([
    'error-before',
    'error-after',
    'reset-before',
    'reset-after',
    'rate-limit',
    'truncated',
    'malformed',
    'html-200',
  ] as const)('after %s each slot shows its picture in the end', async (fault) => {
    await inShop(async (world) => {
      shop.plant(world.source, { RED: 1, BLUE: 2 });
      shop.plant(world.target, { RED: undefined, BLUE: undefined });
      world.target.failNext({ method: methodOf(shop) }, fault);
      expect(await migrate(world.engine({ settings: asked(shop) }), yes)).toMatchObject({
        outcome: 'done',
        set: 2,
      });
      expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
      const applied = world.target
        .requests()
        .flatMap(({ method, applied: times }) => (method === methodOf(shop) ? times : []));
      expect(applied.reduce((sum, times) => sum + times, 0)).toBe(2);
    });
  });

  it('each write is settled by its own look', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { RED: 1 });
      shop.plant(world.target, { RED: undefined });
      world.target.failNext({ method: methodOf(shop) }, 'reset-before');
      const engine = world.engine({
        settings: asked(shop),
        onEvent(event) {
          if (event.type === 'action' && event.status === 'pending')
            world.target.failNext({ method: methodOf(shop) }, 'reset-after');
        },
      });
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', set: 1 });
      expect(sets(world)).toBe(2);
      expect(
        world.journal.actions((world.journal.runs()[0] ?? { id: '' }).id).map((one) => one.attempts),
      ).toEqual([2]);
    });
  });

  describe('what has moved on the target between plan and write', () => {
    it('is left alone where somebody has set a picture, is not set where it is there, and is set where it is missing', async () => {
      await inShop(async (world) => {
        shop.plant(world.source, { RED: 1, BLUE: 2, GREEN: 3 });
        const [red = 0, blue = 0, green = 0] = shop.plant(world.target, {
          RED: undefined,
          BLUE: undefined,
          GREEN: 3,
        });
        expect(await diff(world.engine({ settings: asked(shop) }))).toMatchObject({ planned: 2 });
        shop.show(world.target, red, { tiny: 9 });
        shop.show(world.target, blue, { tiny: 2 });
        shop.show(world.target, green, null);
        const engine = world.engine({ settings: asked(shop) });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 1, failed: 1 });
        expect(failedIn(engine)).toEqual([
          'set failed: edited-on-target: it shows another picture, which no run has set',
        ]);
        expect(sets(world)).toBe(1);
      });
    });

    it('is no failure of the run where the product is gone', async () => {
      await inShop(async (world) => {
        shop.plant(world.source, { RED: 1 });
        const productId = plant(world.target, 'MUG', []);
        shop.plant(world.target, { RED: undefined });
        await diff(world.engine({ settings: asked(shop) }));
        world.target.removeProduct(productId);
        const engine = world.engine({ settings: asked(shop) });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 0, failed: 1 });
        expect(failedIn(engine)).toEqual([
          'set failed: product-gone: the target does not have this product any more',
        ]);
      });
    });
  });

  it('a picture that broke under the address where it was set is found by its content, and that alone', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { RED: 1 });
      shop.plant(world.target, { RED: undefined });
      const { run } = await migrate(world.engine({ settings: asked(shop) }), yes);
      const spoilt = (engine: ReturnType<World['engine']>) => ({
        ...engine,
        content: {
          ...engine.content,
          async get(...[url, options]: Parameters<typeof engine.content.get>) {
            if (url.includes('/s-target/')) throw Object.assign(new Error('gone'), { reason: 'not-found' });
            return await engine.content.get(url, options);
          },
        },
      });
      const looking = world.engine({ settings: asked(shop) });
      expect(await verify(spoilt(looking), { level: 'fields', sample: 1 })).toMatchObject({ mismatched: 0 });
      expect(await verify(spoilt(looking), { level: 'content', sample: 1 })).toMatchObject({ mismatched: 1 });
      expect(told(looking)).toEqual([
        'picture-broken image_url: its address gives no picture: not found, where this one was set',
      ]);
      expect(await revert(world.engine(), back(run))).toMatchObject({ left: 1 });
    });
  });

  describe('bytes that cannot be kept', () => {
    const failing = (engine: ReturnType<World['engine']>, reason: string, times: number) => {
      let left = times;
      const { content } = engine;
      return {
        ...engine,
        content: {
          ...content,
          async get(...[url, options]: Parameters<typeof content.get>) {
            // Compared it is there; kept it is not.
            if (options?.maxBytes === 33_554_432 && url.includes('/s-target/') && (left -= 1) >= 0)
              throw Object.assign(new Error('away'), { reason });
            return await content.get(url, options);
          },
        },
      };
    };

    it.each([
      ['are no reason to overwrite them', 'refused', 9, {}, { set: 0, failed: 1 }],
      ['may be lost where that is allowed', 'refused', 9, { allowUnarchived: true }, { set: 1, failed: 0 }],
      ['may come back with the network', 'unreachable', 1, { outageMs: 1_000 }, { set: 1, failed: 0 }],
    ] as const)('%s', async (_, reason, times, more, expected) => {
      await inShop(async (world) => {
        const [red = 0] = shop.plant(world.source, { RED: 1 });
        shop.plant(world.target, { RED: undefined });
        await migrate(world.engine({ settings: asked(shop) }), yes);
        shop.show(world.source, red, { tiny: 5 });
        expect(await diff(world.engine({ settings: { ...asked(shop), ...more } }))).toMatchObject({
          planned: 1,
        });
        // The look before the write compares once more, and that is let pass.
        const engine = world.engine({ settings: { ...asked(shop), ...more } });
        let isCompared = false;
        const spoilt = failing(engine, reason, times);
        const content = {
          ...spoilt.content,
          async get(...[url, options]: Parameters<typeof engine.content.get>) {
            if (url.includes('/s-target/') && !isCompared) {
              isCompared = true;
              return await engine.content.get(url, options);
            }
            return await spoilt.content.get(url, options);
          },
        };
        expect(await migrate({ ...spoilt, content }, yes)).toMatchObject(expected);
        expect(sets(world)).toBe(1 + expected.set);
      });
    });
  });
});

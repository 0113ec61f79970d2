// A finished migration, a target that others damage, a verify that looks at every picture, and a repair that dies.
import type { RepairResult, VerifyResult } from '@cutover/sync-engine';
import { repair, type ToRepair, verify } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { duplicates, foreignImages, losses, wrongOrderOrThumbnail } from './checkers.ts';
import { editStore } from './edits-between.ts';
import { createReplacementWatch } from './replacement-watch.ts';
import { changedFields, imageOf, shownBy } from './shown.ts';
import { migrateFirst, type Stage, untilDone, writesNothing } from './stage.ts';

const repairing: ToRepair = { dryRun: false, maxChanges: undefined, approve: yes.approve };

export async function playRepair(stage: Stage): Promise<void> {
  const { afterwards, world, stores } = stage;
  await migrateFirst(stage);
  const left = shownBy(world.target);
  const damage = editStore(world.target, afterwards.targetEdits, {
    from: 20_000,
    now: world.time.storeNow(),
    mayReplace: ({ picture }) => world.source.images().some((image) => image.picture === picture),
  });
  const found = shownBy(world.target);
  const wrong = async (): Promise<number> => {
    const checked = await stage.play<VerifyResult>(
      async (engine) => await verify(engine, { level: 'content', sample: 1 }),
    );
    return checked.result?.mismatched ?? -1;
  };
  await wrong();
  /** Images that others have damaged; a product whose images share places is put in order as a whole. */
  const damaged = new Set(
    [...found].flatMap(([productId, images]) =>
      images
        .filter(
          ({ id }) =>
            isTied(stage, productId) || changedFields(imageOf(left, id), imageOf(found, id)).length > 0,
        )
        .map(({ id }) => id),
    ),
  );
  world.watchBy(
    createReplacementWatch({
      world,
      policy: afterwards.first.policy,
      replacementOf: (id) => {
        const one = damage.replaced.find(({ imageId }) => imageId === id);
        return one === undefined && !isShownBroken(stage, id) ? undefined : imageOf(left, id)?.picture;
      },
      // What the store itself has moved beside a write is put right again; so is what the repair has made.
      mayWrite(id) {
        const was = imageOf(found, id);
        return (
          was === undefined ||
          damaged.has(id) ||
          changedFields(was, imageOf(shownBy(world.target), id)).length > 0
        );
      },
    }),
  );
  /**
   * Pictures that others have put under images of ours and that stay: where a power cut has taken with it that an image was
   * ours, it is somebody's own, and is told and left. So is one that was there before us, once its picture was made again
   * and its own could not be kept: the repair says that it has failed to remove it.
   */
  const forgotten = (): readonly string[] => {
    const failed = new Set(
      world
        .journal()
        .runs({ command: 'repair' })
        .flatMap(({ id }) => world.journal().actions(id))
        .flatMap((action) =>
          action.verb === 'remove' && action.status === 'failed' ? action.subject.imageId : [],
        ),
    );
    const stay = damage.replaced.flatMap(({ imageId, is }) =>
      failed.has(imageId) && world.target.images().some(({ id }) => id === imageId) ? [is] : [],
    );
    if (!stage.cut) return stay;
    const targets = [...found.keys()];
    const ours = new Set(
      world
        .journal()
        .links({ source: 'source', target: 'target' }, targets)
        .map((link) => link.targetImageId),
    );
    return damage.replaced.flatMap(({ imageId, is }) =>
      stay.includes(is) || (!ours.has(imageId) && world.target.images().some((one) => one.picture === is))
        ? [is]
        : [],
    );
  };
  const wrongs = (): string[] => [
    ...duplicates(stores, forgotten()),
    ...losses(stores),
    ...foreignImages(stores),
    ...wrongOrderOrThumbnail(stores),
  ];
  stage.trouble();
  const troubled = await stage.play<RepairResult>(async (engine) => await repair(engine, repairing), {
    deaths: afterwards.deaths,
  });
  if (troubled.result?.outcome === 'done')
    stage.complain(wrongs().map((one) => `a repair says that all is done, but ${one}`));
  await stage.calm();
  const isEnd = ({ outcome, verified }: RepairResult): boolean =>
    outcome === 'done' || (forgotten().length > 0 && verified?.mismatched === forgotten().length);
  await untilDone<RepairResult>(
    stage,
    'the repair',
    async (engine) => {
      await verify(engine, { level: 'content', sample: 1 });
      return await repair(engine, repairing);
    },
    isEnd,
  );
  stage.complain(wrongs());
  const still = await wrong();
  // Where nothing says that an image was ours, one of another name or place is the target's own, and no fault.
  if (still < 0 || still > forgotten().length) stage.complain([`a verify still finds ${still} images wrong`]);
  await writesNothing(stage, 'a repair', async (engine) => await repair(engine, repairing));
}

/**
 * The store has not shown the picture of this image, to the verify and once more to the repair: then it is broken, and made
 * again, for whoever asks.
 */
function isShownBroken({ world: { target } }: Stage, imageId: number): boolean {
  const { length } = target
    .requests()
    .filter(
      ({ version, path, fault }) =>
        version === 'cdn' && path.includes(`/images/${imageId}/`) && fault?.startsWith('picture-') === true,
    );
  return length > 1;
}

/** Images of the source that share a place: their order is kept by places of their own, if need be. */
function isTied({ world }: Stage, productId: number): boolean {
  const sku = world.target.products().find(({ id }) => id === productId)?.sku;
  const source = world.source.products().find((one) => one.sku === sku);
  const places = world.source.images(source?.id ?? 0).map(({ sortOrder }) => sortOrder);
  return new Set(places).size < places.length;
}

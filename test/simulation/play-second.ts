// A finished migration, a source that goes on changing, a target that others edit, and a second migration that dies.
import { EngineError, type MigrateResult } from '@cutover/sync-engine';
import { type Asking, migrate } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { editStore } from './edits-between.ts';
import { createReplacementWatch } from './replacement-watch.ts';
import { editedBy, mayBeEditedBy, type SecondMoments, secondComplaints } from './second-checkers.ts';
import { imageOf, shownBy } from './shown.ts';
import { migrateFirst, type Stage, untilDone, writesNothing } from './stage.ts';
import { productIdOf } from './written-address.ts';

export async function playSecond(stage: Stage): Promise<void> {
  const { afterwards, world, before } = stage;
  const { first, prefer } = afterwards;
  await migrateFirst(stage);
  const left = shownBy(world.target);
  const known = productsKnown(stage);
  const target = [...before.values()].flat();
  const source = editStore(world.source, afterwards.sourceEdits, {
    from: 30_000,
    now: world.time.storeNow(),
    // Only what the first migration made is known by the file that it was made of, and only where no twin blurs it.
    mayReplace: ({ picture }) =>
      !target.some((image) => image.picture === picture) &&
      world.source.images().filter((image) => image.picture === picture).length === 1,
  });
  editStore(world.target, afterwards.targetEdits, { from: 20_000, now: world.time.storeNow() });
  // What was replaced twice has one last picture; what was replaced and then removed has none.
  const replaced = source.replaced.flatMap((one) => {
    const last = world.source.images().find(({ id }) => id === one.imageId);
    return last === undefined ? [] : [{ ...one, is: last.picture }];
  });
  const moments: SecondMoments = {
    first,
    prefer: stage.cut ? 'source' : prefer,
    source: world.source,
    target: world.target,
    before,
    left,
    found: shownBy(world.target),
    known,
    replaced,
    isForgotten: (id) =>
      stage.cut &&
      !world
        .journal()
        .links({ source: 'source', target: 'target' }, [...before.keys()])
        .some(({ targetImageId }) => targetImageId === id),
    removed: source.removed.map(({ picture }) => picture),
  };
  world.watchBy(
    createReplacementWatch({
      world,
      policy: first.policy,
      // A twin whose own image the source has let go of goes for that, under mirror.
      replacementOf: (id, picture) =>
        imageOf(before, id) !== undefined || (first.policy === 'mirror' && moments.removed.includes(picture))
          ? undefined
          : replaced.find((one) => one.was === picture)?.is,
    }),
  );
  stage.trouble();
  const command = async (given: Asking): Promise<MigrateResult> => await migrateWith(given, { prefer });
  const second = await stage.play(command, {
    deaths: afterwards.deaths,
    isEnd: ({ remaining }) => remaining === 0,
  });
  if (second.result?.outcome === 'done' && !stage.cut)
    stage.complain(secondComplaints(moments).map((one) => `a run says that all is done, but ${one}`));
  await stage.calm();
  const isEdited = [...moments.found].some(([productId, images]) =>
    images.some(({ id }) => mayBeEditedBy(moments, productId, id).length > 0),
  );
  const isEnd = ({ outcome }: MigrateResult): boolean =>
    outcome === 'done' || (prefer === 'ask' && (stage.cut || isEdited));
  const healthy = await untilDone(stage, 'the second migration', command, isEnd);
  // What a journal forgot of the first migration is no edit to it: then the source's word counts, or nobody's.
  if (stage.cut && prefer !== 'source') return;
  stage.complain(secondComplaints(moments));
  if (prefer === 'ask' && healthy?.outcome === 'done')
    stage.complain(openConflicts(moments).map((one) => `a run says that all is done, but ${one}`));
  await writesNothing(stage, 'a second migration', command);
}

/** Products on which a write of the first migration took effect, or that it found in step as far as an image goes. */
function productsKnown({ world: { source, target } }: Stage): Set<number> {
  const writes = target.requests().filter(({ method, applied }) => method !== 'GET' && applied > 0);
  const inStep = target.products().filter(({ id, sku }) => {
    const ours = source.products().find((product) => product.sku === sku);
    const pictures = new Set(target.images(id).map(({ picture }) => picture));
    return ours !== undefined && source.images(ours.id).some(({ picture }) => pictures.has(picture));
  });
  return new Set([
    ...writes.map(({ path }) => productIdOf(new URL(path, 'http://store'))),
    ...inStep.map(({ id }) => id),
  ]);
}

/** Words that others have edited and that are not the source's. */
function openConflicts(moments: SecondMoments): string[] {
  return [...moments.found].flatMap(([productId, images]) =>
    images.flatMap((image) => {
      const now = moments.target.images(productId).find(({ id }) => id === image.id);
      const wanted = moments.source.images().filter(({ picture }) => picture === image.picture);
      // Of twins no picture tells whose counterpart an image is, or whether its own is still on the source.
      const isAlone =
        moments.target.images(productId).filter(({ picture }) => picture === image.picture).length === 1;
      const isOpen =
        now !== undefined &&
        isAlone &&
        wanted.length === 1 &&
        wanted[0]?.description !== now.description &&
        editedBy(moments, productId, image.id).includes('description');
      return isOpen ? [`nobody has decided about the words of image ${image.id}`] : [];
    }),
  );
}

/** Where a power cut has taken the end of the first migration with it, a person starts over, as the refusal says. */
async function migrateWith(given: Asking, choice: Partial<Asking['settings']>): Promise<MigrateResult> {
  try {
    return await migrate({ ...given, settings: { ...given.settings, ...choice } }, yes);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'refused-other-options' || choice.startNew === true)
      throw error;
    return await migrateWith(given, { ...choice, startNew: true });
  }
}

// A migration, finished or not, that is taken back: what it left, what others have edited since, and a revert that dies.
import { EngineError, type RevertResult } from '@cutover/sync-engine';
import { type Asking, migrate, revert, type ToRevert } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import { editStore } from './edits-between.ts';
import { tally } from './pictures-kept.ts';
import { type Moments, notTakenBack } from './revert-checkers.ts';
import { createRevertWatch } from './revert-watch.ts';
import { imageOf, shownBy } from './shown.ts';
import { type Stage, untilDone, writesNothing } from './stage.ts';

export async function playRevert(stage: Stage): Promise<void> {
  const { afterwards, world, before } = stage;
  const { first, isInterrupted } = afterwards;
  const migrated = await stage.play(async (engine) => await migrate(engine, yes), {
    deaths: first.deaths,
    isInterrupted,
  });
  const hasDied = migrated.result === undefined;
  // A removal that is still under way is the migration's, and nobody could tell it from one of the revert's.
  if (hasDied && first.policy === 'mirror') await world.time.drive(world.time.sleep(70_000));
  const left = shownBy(world.target);
  // Others do not edit while writes are still under way: then nobody could tell who has done what.
  const edits = hasDied ? [] : afterwards.targetEdits;
  editStore(world.target, edits, { from: 20_000, now: world.time.storeNow() });
  const found = shownBy(world.target);
  const made = new Map([...found.keys()].map((productId) => [productId, madeOn(stage, productId, hasDied)]));
  const removed = () =>
    stage.cut
      ? []
      : [...before].flatMap(([productId, images]) =>
          images
            .filter(({ id }) => imageOf(left, id) === undefined)
            .map(({ picture }) => ({ productId, picture })),
        );
  world.watchBy(createRevertWatch({ world, before, found, removed, made }));

  const moments = (): Moments => ({
    before,
    left,
    found,
    now: shownBy(world.target),
    switches: first.switches,
    cut: stage.cut,
    isInterrupted: hasDied,
  });
  // Where the journal has lost the run, another one has done what was left.
  const runs = world.journal().runs({ command: 'migrate' });
  const back = runs.map(({ id: run }) => ({
    run,
    dryRun: false,
    maxChanges: undefined,
    approve: yes.approve,
  }));
  /** A power cut that takes the whole log takes the run with it: then there is nothing that could be taken back. */
  const isKnown = ({ run }: { readonly run: string }): boolean => world.journal().run(run) !== undefined;
  const deaths = [...afterwards.deaths];
  for (const options of back.filter(isKnown)) {
    const reverted = await stage.play(async (engine) => await takeBack(engine, options), {
      deaths: deaths.splice(0),
    });
    // A store in trouble may hide something from a revert; then it does not say that all is done.
    if (reverted.result?.outcome === 'done' && back.length === 1)
      stage.complain(notTakenBack(moments()).map((one) => `a revert says that all is done, but ${one}`));
  }
  if (!back.every(isKnown)) return;
  await stage.calm();
  // Where a power cut has taken that a create was answered, and somebody has given its image another picture since, nobody
  // can tell whether it is ours.
  const mayStayInDoubt = (migrated.result?.inDoubt ?? 0) > 0 || (stage.cut && edits.length > 0);
  const isEnd = ({ outcome, left: alone, inDoubt }: RevertResult): boolean =>
    outcome === 'done' || alone > 0 || (inDoubt > 0 && mayStayInDoubt);
  for (const options of back) {
    const healthy = await untilDone(
      stage,
      'the revert',
      async (engine) => await takeBack(engine, options),
      isEnd,
    );
    if (edits.length === 0 && !stage.cut && (healthy?.left ?? 0) > 0)
      stage.complain([`nobody has edited anything, and a revert leaves ${healthy?.left} alone`]);
  }
  stage.complain(notTakenBack(moments()));
  for (const options of back)
    await writesNothing(stage, 'a revert', async (engine) => await takeBack(engine, options));
}

/** What the migration has made on a product; of one that died, what it may still be making. */
function madeOn({ world, before }: Stage, productId: number, hasDied: boolean): ReadonlyMap<string, number> {
  const sku = world.target.products().find(({ id }) => id === productId)?.sku;
  const source = world.source.products().find((one) => one.sku === sku)?.id ?? 0;
  const most = tally(world.source.images(source));
  if (hasDied) return most;
  const made = new Map<string, number>();
  for (const { id, picture } of world.target.images(productId))
    if (imageOf(before, id) === undefined && most.has(picture))
      made.set(picture, (made.get(picture) ?? 0) + 1);
  return made;
}

/** Where another run stands in the way that was cut short, and has written nothing, a person gives it up. */
async function takeBack(engine: Asking, options: ToRevert): Promise<RevertResult> {
  try {
    return await revert(engine, options);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'run-unfinished' || engine.settings.startNew)
      throw error;
    return await revert({ ...engine, settings: { ...engine.settings, startNew: true } }, options);
  }
}

// Plays one seed of what comes after a migration: the migration itself with its own deaths, other people's edits, then a
// revert, a second migration or a repair with deaths and faults, and in the end a calm one.
import { afterwardsOf, type Kind } from './afterwards-scenario.ts';
import { playLives } from './lives.ts';
import type { Played } from './play.ts';
import { playRepair } from './play-repair.ts';
import { playRevert } from './play-revert.ts';
import { playSecond } from './play-second.ts';
import { settleByHand } from './settle-by-hand.ts';
import { shownBy } from './shown.ts';
import { createSimulatedWorld, type Plant } from './simulated-world.ts';
import type { Stage } from './stage.ts';
import type { Tell } from './telling.ts';
import { writesOf, writesWithoutIntent } from './write-checkers.ts';

export async function playAfterwards(kind: Kind, seed: number, plant?: Plant, tell?: Tell): Promise<Played> {
  const afterwards = afterwardsOf(kind, seed);
  const { first } = afterwards;
  const world = await createSimulatedWorld(first, { diesKeeping: true, tell });
  const complaints = new Set<string>();
  const counts = { deaths: 0, lives: 0 };
  let cut = false;
  const stage: Stage = {
    afterwards,
    world,
    stores: { scenario: first, source: world.source, target: world.target, others: world.others },
    before: shownBy(world.target),
    plant,
    complain(found) {
      for (const one of found) complaints.add(one);
    },
    async play(command, course = {}) {
      const played = await playLives({
        world,
        plant,
        deaths: [],
        ...course,
        command,
        onCut() {
          cut = true;
        },
        afterEach(life, isCut) {
          stage.complain(world.watch.complaints);
          // A journal that has lost rows has lost intents with them.
          if (!cut && !isCut) stage.complain(writesWithoutIntent(life.journalPath, world.target));
        },
      });
      counts.deaths += played.deaths;
      counts.lives += played.lives;
      cut ||= played.cut;
      return played;
    },
    async calm() {
      world.calm();
      await world.time.drive(world.time.sleep(70_000));
      stage.complain(await settleByHand(world, first));
    },
    trouble() {
      world.source.setFaults(first.sourceFaults);
      world.target.setFaults(first.targetFaults);
    },
    get cut() {
      return cut;
    },
  };
  try {
    await plays[kind](stage);
    return {
      seed,
      complaints: [...complaints],
      ...counts,
      posts: writesOf(world.target).posts,
      images: first.source.reduce((sum, product) => sum + product.images.length, 0),
      overQuota: 0,
      tookMs: world.time.monotonicMs(),
    };
  } finally {
    await world.close();
  }
}

const plays: Readonly<Record<Kind, (stage: Stage) => Promise<void>>> = {
  revert: playRevert,
  second: playSecond,
  repair: playRepair,
};

// SIGKILL from outside, at random moments, 120 times: between two failpoints, within a system call, in the middle of a
// request. Answers are lost now and then, so that there is something to be in doubt of.
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { createDraw, type Draw } from './draw.ts';
import { inKillPlace, type KillPlaceOptions } from './kill-place.ts';
import { migrateReally } from './real-engine.ts';
import { runProgram } from './run-program.ts';

const KILLS = 120;
const plan: KillPlaceOptions = {
  products: 30,
  images: 100,
  concurrency: 4,
  settleAfterMs: 150,
  faults: { 'reset-after': 0.05, 'error-after': 0.03, 'reset-before': 0.03 },
};

/** Kills run after run of one migration until it comes to its end. Returns the number of kills. */
async function killOften(draw: Draw, most: number): Promise<{ kills: number; complaints: string[] }> {
  return await inKillPlace(plan, async (place) => {
    let kills = 0;
    for (; kills < most; kills += 1) {
      const dots = 1 + draw.int(150);
      const laterMs = draw.int(4);
      const { signal } = await runProgram(
        'failpoint-run.ts',
        ['--work', JSON.stringify(place.work), '--tell'],
        (child) => {
          let told = 0;
          child.stdout?.on('data', (text: string) => {
            const due = told < dots && told + text.length >= dots;
            told += text.length;
            if (due) setTimeout(() => child.kill('SIGKILL'), laterMs);
          });
        },
      );
      if (signal !== 'SIGKILL') break;
    }
    const { outcome, ...rest } = await migrateReally(place.work, async () => await Promise.resolve());
    return {
      kills,
      complaints: [...(await place.complaints()), ...(outcome === 'done' ? [] : [JSON.stringify(rest)])],
    };
  });
}

it(`${KILLS} random SIGKILLs`, { timeout: 600_000 }, async () => {
  let kills = 0;
  let migrations = 0;
  const complaints: string[] = [];
  const lane = async (number: number): Promise<void> => {
    while (kills < KILLS) {
      migrations += 1;
      const name = `migration ${migrations}`;
      const done = await killOften(createDraw(migrations, `lane ${number}`), 15);
      kills += done.kills;
      complaints.push(...done.complaints.map((one) => `${name}: ${one}`));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, number) => lane(number)));
  process.stdout.write(`${kills} random SIGKILLs in ${migrations} migrations of ${plan.images} images\n`);
  expect(complaints).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(KILLS);
});

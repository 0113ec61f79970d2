// What the plays of a revert, a second migration and a repair have in common: the stage that they are given, the migration
// that comes first, and what must be true of any command once the stores are well.
import { inspect } from 'node:util';
import type { MigrateResult, ResultBase } from '@cutover/sync-engine';
import { migrate } from '../support/commands.ts';
import { yes } from '../support/world.ts';
import type { Afterwards } from './afterwards-scenario.ts';
import type { Stores } from './checkers.ts';
import type { Course, Lives } from './lives.ts';
import type { Shown } from './shown.ts';
import type { Plant, SimulatedWorld } from './simulated-world.ts';
import { writesOf } from './write-checkers.ts';

/** What the three plays share. */
export interface Stage {
  readonly afterwards: Afterwards;
  readonly world: SimulatedWorld;
  readonly stores: Stores;
  /** The target before anything was written to it. */
  readonly before: Shown;
  readonly plant: Plant | undefined;
  complain(found: readonly string[]): void;
  /** Plays a command to its end, with deaths; counts them and asks after each life what must always hold. */
  play<Result>(
    command: Course<Result>['command'],
    course?: Pick<Partial<Course<Result>>, 'deaths' | 'isEnd' | 'isInterrupted'>,
  ): Promise<Lives<Result>>;
  /** The stores work again, and what was under way has come. */
  calm(): Promise<void>;
  trouble(): void;
  /** True once a power cut has taken commits from the journal. */
  readonly cut: boolean;
}

/** The migration that comes first, until all is done and the stores are well. */
export async function migrateFirst(stage: Stage): Promise<void> {
  const isDone = (result: MigrateResult): boolean => result.outcome === 'done';
  await stage.play(async (engine) => await migrate(engine, yes), {
    deaths: stage.afterwards.first.deaths,
    isEnd: isDone,
  });
  await stage.calm();
  await untilDone(stage, 'the first migration', async (engine) => await migrate(engine, yes));
}

/** With healthy stores a command comes to its end in one life, or in two where the first finds what is stale. */
export async function untilDone<Result extends ResultBase>(
  stage: Stage,
  what: string,
  command: Course<Result>['command'],
  isEnd: (result: Result) => boolean = (result) => result.outcome === 'done',
): Promise<Result | undefined> {
  let last: Lives<Result> | undefined;
  for (let times = 0; times < 2; times += 1) {
    last = await stage.play(command, { isEnd: () => true });
    if (last.error !== undefined || (times === 0 && last.result !== undefined && isEnd(last.result))) break;
    // A list may still lag behind what was written.
    await stage.calm();
  }
  if (last?.error !== undefined)
    stage.complain([`${what}, with healthy stores, ends with ${inspect(last.error)}`]);
  else if (last?.result === undefined || !isEnd(last.result))
    stage.complain([`${what}, with healthy stores, ends with ${JSON.stringify(last?.result)}`]);
  return last?.result;
}

/** A command that has nothing left to do writes nothing. */
export async function writesNothing(
  stage: Stage,
  what: string,
  command: Course<unknown>['command'],
): Promise<void> {
  const seen = writesOf(stage.world.target);
  await stage.play(command);
  const now = writesOf(stage.world.target);
  const [posts, others] = [now.posts - seen.posts, now.others - seen.others];
  if (posts + others > 0) stage.complain([`${what} again still writes: ${posts} creates, ${others} others`]);
}

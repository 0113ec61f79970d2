// A disk that is full at the k-th write of the journal, for every k of a whole migration: either for good, or for that
// one write alone. Invariant: from the refusal on no request leaves that was not written down before, the run ends with
// the journal's own error, and the same command finishes once there is room.
import { JournalError, type PairJournal } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import type { Asking } from '../support/commands.ts';
import { duplicates, foreignImages, losses, wrongOrderOrThumbnail } from './checkers.ts';
import { withFailpoints } from './failpoints.ts';
import type { Life } from './life.ts';
import { createSimulatedWorld } from './simulated-world.ts';
import { smallScenario } from './small-scenario.ts';
import { writesWithoutIntent } from './write-checkers.ts';

interface Refusal {
  /** False: the migration has fewer writes than that, so none was refused. */
  readonly refused: boolean;
  readonly complaints: readonly string[];
}

/** The journal, with its `nth` write refused for want of room; `forGood`: every later one too. */
function withFullDisk(journal: PairJournal, nth: number, forGood: boolean, onFull: () => void): PairJournal {
  let writes = 0;
  return withFailpoints(journal, async (point) => {
    await Promise.resolve();
    if (!point.startsWith('before')) return;
    writes += 1;
    if (forGood ? writes < nth : writes !== nth) return;
    onFull();
    throw new JournalError('full', 'The journal: the disk is full (SQLITE_FULL).');
  });
}

async function refuse(nth: number, forGood: boolean): Promise<Refusal> {
  const scenario = smallScenario({ 'reset-after': 0.3, 'error-before': 0.1 });
  const world = await createSimulatedWorld(scenario);
  try {
    const stores = { scenario, source: world.source, target: world.target, others: world.others };
    let isFull = false;
    const onFull = (): void => {
      isFull = true;
    };
    const change = (engine: Asking): Asking => ({
      ...engine,
      journal: withFullDisk(engine.journal, nth, forGood, onFull),
    });
    const full = await world.live(undefined, { change });
    if (!isFull) return { refused: false, complaints: endOf(full) };
    const complaints = [
      ...(full.error instanceof JournalError && full.error.code === 'full'
        ? []
        : [`ended with ${JSON.stringify(full.result ?? String(full.error))}`]),
      // What lanes had handed to the disk before it was full is written down all the same; nothing is after it.
      ...writesWithoutIntent(full.journalPath, world.target),
    ];
    // The process is gone and another one begins, from the files as they are.
    await world.live({ at: 0, from: 'start', lost: 0 });
    const last = await world.live();
    return {
      refused: true,
      complaints: [
        ...complaints,
        ...endOf(last),
        ...world.watch.complaints,
        ...writesWithoutIntent(last.journalPath, world.target),
        ...duplicates(stores),
        ...losses(stores),
        ...foreignImages(stores),
        ...wrongOrderOrThumbnail(stores),
      ],
    };
  } finally {
    await world.close();
  }
}

const endOf = ({ result, error }: Life): string[] =>
  result?.outcome === 'done' ? [] : [`the command ends with ${JSON.stringify(result ?? String(error))}`];

describe('a disk that is full at every write of a migration, one after another', { timeout: 600_000 }, () => {
  it.each([
    ['for good', true],
    ['for that write alone', false],
  ])('%s', async (how, forGood) => {
    const complaints: string[] = [];
    let refused = 0;
    for (let nth = 1; ; nth += 1) {
      const one = await refuse(nth, forGood);
      complaints.push(...one.complaints.map((complaint) => `write ${nth}: ${complaint}`));
      if (!one.refused) break;
      refused += 1;
    }
    process.stdout.write(`disk full ${how} at each of ${refused} writes: ${complaints.length} complaints\n`);
    expect(complaints).toEqual([]);
    expect(refused).toBeGreaterThan(30);
  });
});

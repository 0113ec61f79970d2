// A journal that is damaged while nobody looks: one bit at a time, in the file and in its write-ahead log, and cut
// short at many places. What SQLite takes for a whole journal may have lost rows. Invariant: a journal that has lost
// rows is never trusted: it is refused, or every product is looked at before it is written to; and the same command
// (with a new journal, where this one was refused) ends with every image there once. A letter that has become another
// one is no row lost, and nothing can notice it: where it has made an address of a picture wrong, the run says that
// the picture cannot be read, and the same command once more reads the source again.
import { existsSync, statSync } from 'node:fs';
import { type Journal, JournalError, journalOfPair, openJournal, type PairJournal } from '@cutover/journal';
import { expect, it } from 'vitest';
import { duplicates, foreignImages, losses, wrongOrderOrThumbnail } from './checkers.ts';
import { withFailpoints } from './failpoints.ts';
import { type Blow, blows, copyJournal, hasChanged, hasLost, rowsOf } from './journal-damage.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';
import { smallScenario } from './small-scenario.ts';

const ofPair = (journal: Journal): PairJournal =>
  journalOfPair(journal, { source: 'source', target: 'target' });

/** How the process ended whose journal is damaged, and at which failpoint: among its writes, or near its end. */
type Ending = readonly ['killed' | 'stopped', at: number];
const endings: readonly Ending[] = [
  ['killed', 48],
  ['killed', 75],
  ['stopped', 50],
];

interface Tried {
  readonly refused: boolean;
  readonly rowsLost: boolean;
  /** Rows are there, and say something else than before. */
  readonly rowsChanged: boolean;
  readonly noticed: boolean;
  readonly complaints: readonly string[];
}

async function tryBlow(ending: Ending, { part, damage }: Blow): Promise<Tried | undefined> {
  const scenario = smallScenario({
    'reset-after': 0.2,
    'late-effect': { probability: 0.2, delayMs: 40_000 },
  });
  const world = await createSimulatedWorld(scenario);
  const opened: Journal[] = [];
  try {
    const left = await endedProcess(world, ending);
    const whole = `${left}-whole`;
    const broken = `${left}-broken`;
    copyJournal(left, whole);
    copyJournal(left, broken);
    if (!existsSync(broken + part)) return undefined;
    damage(broken + part, statSync(broken + part).size);
    const before = rowsOf(whole);
    const after = rowsOf(broken);
    const open = (path: string): Journal => {
      const journal = openJournal(path, { now: () => world.time.now(), random: () => 0.5 });
      opened.push(journal);
      return journal;
    };
    const isEmpty = !existsSync(broken);
    const given = refusedBy(() => open(broken));
    // A machine whose disk loses what it was given was off for a while; a person who puts a journal away takes longer.
    await world.time.drive(world.time.sleep(scenario.bootMs));
    const first = await world.live(undefined, {
      change: (engine) => ({ ...engine, journal: ofPair(given ?? open(`${left}-new`)) }),
    });
    // Damage may show only when a row is read: then the run stops, and a new journal is begun.
    const stopped = first.error instanceof JournalError;
    const second = stopped
      ? await world.live(undefined, {
          change: (engine) => ({ ...engine, journal: ofPair(open(`${left}-next`)) }),
        })
      : first;
    const isChanged = !hasLost(before, after) && hasChanged(before, after);
    const hasFailed = second.result?.outcome === 'incomplete' && second.result.failed > 0;
    const last =
      isChanged && hasFailed && given !== undefined
        ? await world.live(undefined, { change: (engine) => ({ ...engine, journal: ofPair(given) }) })
        : second;
    const stores = { scenario, source: world.source, target: world.target, others: world.others };
    return {
      refused: given === undefined || stopped,
      rowsLost: hasLost(before, after),
      rowsChanged: isChanged,
      // A journal that is not clean, or has nothing in it, makes the engine look at every product before it writes.
      noticed: given === undefined || stopped || given.lostRows || given.unclean || isEmpty,
      complaints: [
        ...(last.result?.outcome === 'done'
          ? []
          : [`ended with ${JSON.stringify(last.result ?? String(last.error))}`]),
        ...world.watch.complaints,
        ...duplicates(stores),
        ...losses(stores),
        ...foreignImages(stores),
        ...wrongOrderOrThumbnail(stores),
      ],
    };
  } finally {
    for (const journal of opened) await journal.close().catch(() => undefined);
    await world.close();
  }
}

/** A migration up to there; the path of the journal that it left. */
async function endedProcess(world: SimulatedWorld, [how, at]: Ending): Promise<string> {
  if (how === 'killed') return (await world.live({ at, from: 'start', lost: 0 })).journalPath;
  const stop = new AbortController();
  const path = `${world.journal().path}-stopped`;
  const journal = openJournal(path, { now: () => world.time.now(), random: () => 0.5 });
  let passed = 0;
  const counted = withFailpoints(journal, async () => {
    await Promise.resolve();
    passed += 1;
    if (passed === at) stop.abort();
  });
  await world.live(undefined, {
    change: (engine) => ({
      ...engine,
      journal: ofPair(counted),
      control: { ...engine.control, stopping: stop.signal },
    }),
  });
  await journal.close();
  return path;
}

/** The journal, or undefined where it could not be opened. */
function refusedBy(open: () => Journal): Journal | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return undefined;
  }
}

it('a damaged journal is refused or not trusted, and no image is made twice or lost', {
  timeout: 600_000,
}, async () => {
  const count = { tried: 0, refused: 0, rowsLost: 0, rowsChanged: 0, unnoticed: 0 };
  const complaints: string[] = [];
  for (const ending of endings) {
    for (const blow of blows(ending[1])) {
      const tried = await tryBlow(ending, blow);
      if (tried === undefined) continue;
      const name = `${ending.join(' at ')}, ${blow.part === '' ? 'journal' : blow.part} ${blow.what}`;
      count.tried += 1;
      count.refused += Number(tried.refused);
      count.rowsLost += Number(tried.rowsLost);
      count.rowsChanged += Number(tried.rowsChanged);
      if (tried.rowsLost && !tried.noticed) {
        count.unnoticed += 1;
        complaints.push(`${name}: rows are gone and nobody notices`);
      }
      complaints.push(...tried.complaints.map((one) => `${name}: ${one}`));
    }
  }
  process.stdout.write(
    `${count.tried} damages: ${count.refused} refused, ${count.rowsLost} lost rows, ${count.unnoticed} of those unnoticed; ${count.rowsChanged} changed a row; ${complaints.length} complaints\n`,
  );
  expect(complaints).toEqual([]);
  expect(count.rowsLost).toBeGreaterThan(30);
});

// The disk fills up at every page that a small life of a journal needs, one after the other.
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../action.ts';
import type { Journal } from '../journal.ts';
import { createJournal } from '../open-journal.ts';
import { upgrades } from '../schema/upgrades.ts';
import {
  noon,
  someCreate,
  someFinding,
  someImage,
  someIntent,
  someProduct,
  someRun,
  temporaryFolder,
} from '../testing/samples.ts';
import { openConnection } from './connection.ts';

interface Witness {
  /** What was acknowledged, as questions that must be answered with true for ever after. */
  readonly kept: ((journal: Journal) => boolean)[];
}

async function life(journal: Journal, { kept }: Witness): Promise<void> {
  const { id: run } = await journal.openRun(someRun({ options: { words: 'x'.repeat(3000) } }));
  kept.push((seen) => seen.run(run)?.command === 'migrate');
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  for (let product = 1; product <= 3; product += 1) {
    const description = 'd'.repeat(2000);
    const images = [1, 2, 3].map((image) => someImage(product, product * 10 + image, { description }));
    await journal.savePage(snapshot, {
      products: [someProduct(product)],
      images,
      cursor: product,
      complete: product === 3,
    });
    kept.push(
      (seen) =>
        seen.images(snapshot, [product]).get(product)?.length === 3 &&
        (seen.snapshot(snapshot).cursor ?? 0) >= product,
    );
  }
  const page = {
    findings: [someFinding({ message: 'f'.repeat(5000) })],
    actions: [1, 2, 3].map((image) => someCreate(1, image)),
  };
  await journal.saveMarchPage(run, { ...page, cursor: 3, done: true, counts: { images: 9 } });
  kept.push(
    (seen) =>
      seen.run(run)?.marched === true && seen.findings(run).length === 1 && seen.actions(run).length === 3,
  );
  const basis = await journal.saveBasis(
    run,
    1,
    Array.from({ length: 900 }, (_, id) => id),
  );
  const settled = await Promise.allSettled(
    journal.actions(run).map(async (planned) => {
      const { id: action } = planned;
      const image = 70 + (sourceOf(planned)?.imageId ?? 0);
      await journal.start([{ action, ...someIntent(run, basis), sentName: 'n'.repeat(3000) }]);
      kept.push(
        (seen) => seen.openAttempt(action) !== undefined || seen.action(action)?.status === 'applied',
      );
      await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: image }]);
      kept.push((seen) => seen.claimed('target1', 1).has(image));
    }),
  );
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

function opened(path: string): { database: Database.Database; journal: Journal } {
  const database = openConnection(path, {
    readOnly: false,
    upgrades,
    first: (made) => made.exec("insert into journal values (1, 'id', 0, 0, 0)"),
  });
  return {
    database,
    journal: createJournal(database, path, {
      now: () => Date.parse(noon),
      random: () => 0,
      secrets: [],
      gatherMs: 0,
    }),
  };
}

describe('a disk that is full', { timeout: 60_000 }, () => {
  it('at any page keeps what was acknowledged, holds nothing by halves, and goes on when there is room', async () => {
    const folder = temporaryFolder();
    let refused = 0;
    for (let spare = 0; ; spare += 1) {
      const path = join(folder, `${spare}.db`);
      const { database, journal } = opened(path);
      database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + spare}`);
      const witness: Witness = { kept: [] };
      const outcome = await life(journal, witness).then(
        () => 'lived',
        (error: unknown) => error,
      );
      if (outcome === 'lived') break;
      refused += 1;
      expect(outcome).toMatchObject({ name: 'JournalError', code: 'full' });
      const whole = (seen: Journal) => {
        expect(witness.kept.map((holds) => holds(seen))).toEqual(witness.kept.map(() => true));
        for (const run of seen.runs()) {
          for (const { id: action, status } of seen.actions(run.id))
            expect(seen.openAttempt(action) !== undefined).toBe(status === 'started');
          const snapshot = seen.snapshotOf(run.id, 'source');
          const images =
            snapshot === undefined ? [] : [...seen.images(snapshot.snapshot, [1, 2, 3]).values()];
          expect(images.flat().length).toBe(snapshot?.images ?? 0);
          expect(seen.findings(run.id).length * 3).toBe(seen.actions(run.id).length);
        }
      };
      whole(journal);
      database.pragma('max_page_count = 1000000');
      await life(journal, witness).catch((error: unknown) =>
        expect(error).toMatchObject({ code: 'claimed' }),
      );
      whole(journal);
      await journal.close();
      const again = opened(path).journal;
      whole(again);
      await again.close();
    }
    expect(refused).toBeGreaterThan(10);
  });
});

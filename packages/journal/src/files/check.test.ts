// The check is checked: each kind of damage is done on purpose, and must be found by its own name.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { invariants } from '../schema/invariants.ts';
import {
  someCreate,
  someFinding,
  someImage,
  someIntent,
  someProduct,
  someRun,
  stillJournal,
  temporaryFolder,
} from '../testing/samples.ts';
import { checkJournal } from './check.ts';

/** A journal with something of everything: applied, in doubt, blocked, failed, pending, two snapshots. */
async function journalFile(path: string): Promise<void> {
  const journal = stillJournal(path);
  const { id: run } = await journal.openRun(someRun({ options: { match: 'sku', products: '' } }));
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  const products = [someProduct(1), someProduct(2)];
  const images = [someImage(1, 11), someImage(1, 12), someImage(2, 21)];
  await journal.savePage(snapshot, { products, images, cursor: 2, complete: true });
  const creates = [1, 2, 3, 4, 5].map((image) => someCreate(1, image));
  const page = { cursor: 2, done: true, findings: [someFinding()], actions: creates, counts: { images: 3 } };
  await journal.saveMarchPage(run, page);
  const basis = await journal.saveBasis(run, 1, []);
  const [applied = '', open = '', blocked = '', failed = ''] = journal
    .actions(run)
    .map(({ id: action }) => action);
  for (const action of [applied, open, blocked]) await journal.start([{ action, ...someIntent(run, basis) }]);
  await journal.record([{ action: applied, is: 'applied', how: 'answered', resultImageId: 71 }]);
  await journal.record([{ action: blocked, is: 'blocked', reason: 'cannot tell', candidates: [72] }]);
  await journal.failed(failed, { code: 'no-original', words: '' });
  await journal.close();
}

const codes = async (path: string) => (await checkJournal(path)).problems.map(({ code }) => code);

/** Past everything that SQLite itself keeps. */
function damage(path: string, sql: string): void {
  const database = new Database(path);
  database.pragma('foreign_keys = off');
  database.pragma('ignore_check_constraints = on');
  database.exec(sql);
  database.close();
}

/** What SQLite knows of tables and indexes; others see it when they open the file. */
function alterSchema(path: string, sql: string): void {
  const database = new Database(path);
  database.unsafeMode();
  database.pragma('writable_schema = on');
  database.exec(sql);
  database.close();
}

describe('a journal', () => {
  it('that is whole has no problems, and says how much it holds', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const facts = { schema: 17, seq: expect.any(Number), runs: 1, unfinished: 1, actions: 5, inDoubt: 2 };
    expect(await checkJournal(path)).toEqual({
      problems: [],
      facts: { ...facts, attempts: 3, findings: 1, snapshots: 1, products: 2, images: 3 },
    });
  });

  it('counts findings, and not the rows that several of them share', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { id: run } = await journal.openRun(someRun());
    const sides = (imageId: number) => ({
      source: { productId: 1, imageId },
      target: { productId: 2, imageId },
    });
    const same = { sign: '=', kind: 'product-image', message: 'the same' } as const;
    await journal.addFindings(
      run,
      [11, 12, 13].map((imageId) => ({ ...same, ...sides(imageId) })),
    );
    expect([journal.findings(run).length, (await checkJournal(path)).facts['findings']]).toEqual([3, 3]);
    await journal.close();
  });

  it('is looked at while it is written to', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const journal = stillJournal(path);
    const { id: run } = await journal.openRun(someRun());
    expect(await checkJournal(path)).toMatchObject({ problems: [], facts: { runs: 2 } });
    await journal.addFindings(run, [someFinding()]);
    await journal.close();
  });

  const damages: Readonly<Record<string, string>> = {
    'claimed-twice': `update actions set status = 'applied', result_image_id = 71 where action like '%3'`,
    'result-missing': `update actions set result_image_id = null where result_image_id is not null`,
    'attempt-missing': `delete from attempts where outcome is null`,
    'attempt-left-open': `update actions set status = 'pending' where status = 'started'`,
    'attempts-miscounted': `update actions set attempts = 9 where status = 'applied'`,
    'run-missing': `update actions set plan_run = 'r0009-2222' where status = 'pending'`,
    'numbers-reused': `update runs set actions_planned = 4`,
    'cursor-behind': `update snapshots set cursor = 1`,
    'snapshot-miscounted': `delete from snapshot_images where image_id = 12`,
    'pruned-in-use': `update runs set pruned = 1, phase = 'finished', finished_at = '2026-11-21T12:00:00.000Z'`,
    'rows-left': `update runs set pruned = 2`,
    'word-unknown': `update actions set status = 'done' where status = 'failed'`,
    'failure-missing': `update actions set failure_words = null where status = 'failed'`,
    'actions-miscounted': `update actions_counted set number = 2 where status = 'pending'`,
  };

  /** An index keeps it, and no journal is asked anything that has lost one. */
  const keptBySqlite = 'claimed-twice';

  it('is asked about everything that is damaged here, and nothing else', () => {
    expect(Object.keys(damages)).toEqual(invariants.map(({ code }) => code));
  });

  it.each(Object.entries(damages).filter(([code]) => code !== keptBySqlite))(
    'with the damage %s is told so',
    async (code, sql) => {
      const path = join(temporaryFolder(), 'cutover.db');
      await journalFile(path);
      damage(path, sql);
      expect(await codes(path)).toContain(code);
    },
  );

  it(`with the damage ${keptBySqlite} has lost an index first, and is told so`, async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    damage(path, `drop index actions_claim; ${damages[keptBySqlite] ?? ''}`);
    expect(await codes(path)).toEqual(['tables-altered']);
    const database = new Database(path, { readonly: true });
    const { wrong = '' } = invariants.find(({ code }) => code === keptBySqlite) ?? {};
    expect(database.prepare(wrong).all()).toEqual([{ what: 'target1 71' }]);
    database.close();
  });

  it('that counts other actions than it holds is reported with each such count, and one that has counters at zero is whole', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    // Two actions move while nothing is there to count them; the one that is superseded first was counted.
    const seen = `update actions set status = 'superseded' where action like '%5'`;
    const unseen = `update actions set status = 'failed', failure_code = 'a b', failure_words = '' where action like '%5'`;
    damage(path, seen);
    expect(await codes(path)).toEqual([]);
    alterSchema(path, `create table aside as select * from sqlite_schema where name = 'actions_moved'`);
    alterSchema(path, `delete from sqlite_schema where name = 'actions_moved'`);
    damage(path, unseen);
    alterSchema(path, `insert into sqlite_schema select * from aside; drop table aside`);
    const run = 'r0001-2222 create';
    expect((await checkJournal(path)).problems).toEqual([
      {
        code: 'actions-miscounted',
        message: `plans that count other actions than they hold: ${run} failed a b, ${run} superseded`,
      },
    ]);
  });

  it('whose rows refer to nothing is told so', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    damage(path, 'delete from bases');
    expect(await checkJournal(path)).toMatchObject({
      problems: [
        { code: 'parent-missing', message: 'rows of attempts refer to rows of bases that are not there: 3' },
      ],
    });
  });

  it('names the first few of many', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const journal = stillJournal(path);
    await journal.addActions(
      'r0001-2222',
      Array.from({ length: 7 }, (_, image) => someCreate(2, image)),
    );
    await journal.close();
    damage(path, `update actions set attempts = 3 where status = 'pending'`);
    const [problem] = (await checkJournal(path)).problems;
    expect(problem?.message).toMatch(/: r0001-2222\/0000005, (?:r0001-2222\/\d{7}(?:, )?){4} and 3 more$/);
  });
});

describe('rows that are gone', () => {
  it.each(['put back from before', 'cut off by a damaged log'])('are missed: %s', async (how) => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    if (how === 'put back from before') {
      copyFileSync(path, join(folder, 'old.db'));
      const journal = stillJournal(path);
      await journal.addFindings('r0001-2222', [someFinding()]);
      await journal.close();
      copyFileSync(join(folder, 'old.db'), path);
    } else {
      const journal = stillJournal(path);
      const { id: run } = await journal.openRun(someRun());
      await journal.addFindings(
        run,
        Array.from({ length: 1500 }, () => someFinding()),
      );
      // As a power cut leaves it: the main file without the log that held everything since.
      for (const end of ['', '.seq']) copyFileSync(`${path}${end}`, join(folder, `cut.db${end}`));
      await journal.close();
      expect(await codes(join(folder, 'cut.db'))).toEqual(['rows-lost']);
      return;
    }
    expect(await codes(path)).toEqual(['rows-lost']);
  });

  it.each([
    ['missing', undefined],
    ['unreadable', 'x'],
    ['of another journal', '{"journal":"other","runs":1,"seq":1}'],
  ])('cannot be missed with a note that is %s', async (_, note) => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    if (note === undefined) rmSync(`${path}.seq`);
    else writeFileSync(`${path}.seq`, note);
    expect(await codes(path)).toEqual(['witness-missing']);
  });
});

describe('damaged pages', () => {
  it('are problems wherever they are', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    const whole = readFileSync(path);
    const unnoticed: number[] = [];
    for (let page = 1; page < whole.length / 4096; page += 1) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xaa, page * 4096, page * 4096 + 512);
      const copy = join(folder, `damaged-${page}.db`);
      writeFileSync(copy, damaged);
      copyFileSync(`${path}.seq`, `${copy}.seq`);
      if (!(await codes(copy)).includes('pages-damaged')) unnoticed.push(page);
    }
    expect(whole.length / 4096).toBeGreaterThan(20);
    expect(unnoticed).toEqual([]);
  });

  it.each(['missing', 'not-a-journal'])('are no matter where there is no journal: %s', async (code) => {
    const path = join(temporaryFolder(), 'cutover.db');
    if (code === 'not-a-journal') writeFileSync(path, 'a letter');
    await expect(checkJournal(path)).rejects.toMatchObject({ code });
  });
});

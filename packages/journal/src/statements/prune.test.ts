import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJournal } from '../files/check.ts';
import type { Command, Finding, FindingRow, Journal, Run } from '../journal.ts';
import {
  planned,
  someCreate,
  someFinding,
  someImage,
  someIntent,
  someProduct,
  someRun,
  started,
  stillJournal,
  temporaryFolder,
} from '../testing/samples.ts';

const same = (productId: number, imageId: number): FindingRow =>
  someFinding({
    sign: '=',
    source: { productId, imageId, sku: 'A' },
    target: { productId, imageId, sku: 'A' },
  });

/** A finished run with something of everything: 3 products, 6 images, 9 findings, 3 planned creates. */
async function aLook(journal: Journal, command: Command = 'diff'): Promise<string> {
  const { id } = await journal.openRun(someRun({ command }));
  const products = [1, 2, 3];
  const { snapshot } = await journal.openSnapshot(id, 'source', 'source1', 'v3');
  await journal.savePage(snapshot, {
    products: products.map((product) => someProduct(product)),
    images: products.flatMap((product) => [1, 2].map((image) => someImage(product, product * 10 + image))),
    slots: products.map((productId) => ({
      productId,
      kind: 'variant-image',
      slot: { variantId: productId },
      sku: '',
      choices: [],
      address: `https://a.example/${productId}.jpg`,
    })),
    cursor: 3,
    complete: true,
  });
  await journal.saveMarchPage(id, {
    cursor: 3,
    done: true,
    findings: [
      ...products.flatMap((product) => [same(product, product * 10 + 1), same(product, product * 10 + 2)]),
      someFinding({ sign: '~', rule: 'x', severity: 'critical', suppressed: { reason: 'so' } }),
      someFinding({ rule: 'y', severity: 'warning', known: true }),
      someFinding({ rule: 'y', severity: 'warning' }),
    ],
    actions: products.map((product) => someCreate(product, product * 10 + 1)),
    counts: { images: 6 },
    pictures: [{ side: 'source', productId: 1, imageId: 11, digest: 'd' }],
  });
  await journal.finishRun(id, 'differs');
  return id;
}

async function pruneAll(journal: Journal, run: string, rowsMax: number): Promise<number> {
  for (let steps = 1; ; steps += 1) {
    const came = await journal.pruneRun(run, rowsMax);
    if (came === 'pruned') return steps;
    expect(came).toBe('more');
  }
}

const countsOf = (journal: Journal, run: string) => [journal.findingCounts(run), journal.openFindings(run)];

describe('a run that is pruned', () => {
  it.each([
    [1, 18],
    [2, 11],
    [1_000, 1],
  ])(
    '%i rows at a time loses its rows in %i steps, and is counted as before after each',
    async (rows, steps) => {
      const path = join(temporaryFolder(), 'cutover.db');
      const journal = stillJournal(path);
      const [run, kept] = [await aLook(journal), await aLook(journal)];
      const [before, snapshot] = [countsOf(journal, run), journal.snapshotOf(run, 'source')];
      const ofOther: Finding[] = journal.findings(kept);
      expect(before).toEqual([
        { bySign: { '=': 6, '~': 1 }, byRule: { x: 1, y: 2 }, bySeverity: { critical: 1, warning: 2 } },
        { bySeverity: { warning: 1 }, suppressed: 1, known: 1 },
      ]);
      let taken = 1;
      for (; (await journal.pruneRun(run, rows)) === 'more'; taken += 1) {
        expect(countsOf(journal, run)).toEqual(before);
        expect(journal.run(run)?.pruned).toBe('in-part');
      }
      expect([taken, countsOf(journal, run)]).toEqual([steps, before]);
      expect([journal.findings(run), journal.actions(run)]).toEqual([[], []]);
      expect([...journal.images(snapshot?.snapshot ?? 0, [1, 2, 3]).values()].flat()).toEqual([]);
      expect(journal.products(snapshot?.snapshot ?? 0, 0, 9)).toEqual([]);
      expect(journal.slots(snapshot?.snapshot ?? 0, 'variant-image', [1, 2, 3])).toEqual(new Map());
      expect(journal.snapshotOf(run, 'source')).toEqual(snapshot);
      expect(journal.run(run)).toMatchObject({
        id: run,
        outcome: 'differs',
        counts: { images: 6 },
        pruned: 'whole',
      });
      expect(journal.run(kept)?.pruned).toBe(undefined);
      expect(journal.findings(kept)).toEqual(ofOther);
      expect(await journal.pruneRun(run, rows)).toBe('pruned');
      await journal.close();
      expect((await checkJournal(path)).problems).toEqual([]);
    },
  );

  it('in part is whole in nobody’s eyes, and goes on where it was stopped', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const run = await aLook(journal);
    expect(await journal.pruneRun(run, 2)).toBe('more');
    expect(journal.freshPlan({ source: 'source1', target: 'target1' }, 'key')).toBe(undefined);
    await journal.close();
    expect((await checkJournal(path)).problems).toEqual([]);
    const later = stillJournal(path);
    await pruneAll(later, run, 2);
    await later.close();
    expect((await checkJournal(path)).problems).toEqual([]);
  });

  it('can still be forgotten', async () => {
    const journal = stillJournal();
    const run = await aLook(journal);
    expect([await journal.pruneRun(run, 2), await journal.forgetRun(run)]).toEqual(['more', 'forgotten']);
    expect(journal.findingCounts(run)).toEqual({ bySign: {}, byRule: {}, bySeverity: {} });
  });
});

describe('a run is not pruned', () => {
  it('that is not over, or whose command writes', async () => {
    const journal = stillJournal();
    const { id: open } = await journal.openRun(someRun({ command: 'audit' }));
    const { id: repair } = await journal.openRun(someRun({ command: 'repair' }));
    await journal.finishRun(repair, 'done');
    expect([await journal.pruneRun(open, 9), await journal.pruneRun(repair, 9)]).toEqual([
      'in-use',
      'in-use',
    ]);
    await expect(journal.pruneRun('nobody', 9)).rejects.toMatchObject({ code: 'unknown-run' });
  });

  it.each(['in-doubt', 'has-written', 'in-use'] as const)('whose plan has a write that is %s', async (is) => {
    const journal = stillJournal();
    const plan = await aLook(journal);
    const { id: run } = await journal.openRun(someRun());
    const basis = await journal.saveBasis(run, 1, []);
    const [action = ''] = journal.actions(plan).map(({ id }) => id);
    await journal.start([{ action, ...someIntent(run, basis) }]);
    if (is === 'has-written')
      await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 71 }]);
    if (is === 'in-use')
      await journal.record([{ action, is: 'failed', failure: { code: '422', words: '' } }]);
    expect(await journal.pruneRun(plan, 9)).toBe(is);
    expect([journal.run(plan)?.pruned, journal.findings(plan).length]).toEqual([undefined, 9]);
  });

  it('whose plan another carries out, or that a repair is about which is not over', async () => {
    const journal = stillJournal();
    const [plan, verify] = [await aLook(journal), await aLook(journal, 'verify')];
    const { id: migrate } = await journal.openRun(someRun());
    await journal.setPlanRun(migrate, plan);
    const { id: repair } = await journal.openRun(someRun({ command: 'repair', verifyRun: verify }));
    const asked = async () => [await journal.pruneRun(plan, 99), await journal.pruneRun(verify, 99)];
    expect(await asked()).toEqual(['in-use', 'in-use']);
    await journal.finishRun(repair, 'done');
    await journal.finishRun(migrate, 'done');
    expect(await asked()).toEqual(['in-use', 'pruned']);
  });

  it('that is a migration, unless it found nothing to do on products that an earlier one has seen', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const migrated = async (productIds: readonly number[], more: Partial<Run> = {}): Promise<string> => {
      const { id } = await journal.openRun(someRun({ target: more.target ?? 'target1' }));
      const { snapshot } = await journal.openSnapshot(id, 'target', 'target1', 'v3');
      await journal.savePage(snapshot, {
        products: productIds.map((product) => someProduct(product)),
        images: productIds.map((product) => someImage(product, product * 10)),
        cursor: 9,
        complete: true,
      });
      await journal.setPlanRun(id, id);
      await journal.finishRun(id, more.outcome ?? 'done');
      return id;
    };
    const runs = [
      await migrated([1, 2]),
      await migrated([1, 2]),
      await migrated([1, 2, 3]),
      await migrated([1, 3]),
      await migrated([2], { outcome: 'incomplete' }),
      await migrated([1], { target: 'target2' }),
    ];
    const came = async () => {
      const all: string[] = [];
      for (const run of runs) all.push(await journal.pruneRun(run, 99));
      return all;
    };
    // The first is the first to have seen 1 and 2, the third to have seen 3; the last is of other stores.
    expect(await came()).toEqual(['in-use', 'pruned', 'in-use', 'pruned', 'in-use', 'in-use']);
    await journal.close();
  });

  it('that is a migration which sent something, whatever became of it', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { run, action } = await started(journal);
    await journal.record([{ action, is: 'notDone', reason: 'the network is away' }]);
    await journal.finishRun(run, 'done');
    expect(await journal.pruneRun(run, 9)).toBe('has-written');
    await journal.close();
    expect((await checkJournal(path)).problems).toEqual([]);
  });

  it('and one whose plan was only rehearsed is', async () => {
    const journal = stillJournal();
    const plan = await aLook(journal);
    const { id: rehearsal } = await journal.openRun(someRun({ dryRun: true }));
    await journal.setPlanRun(rehearsal, plan);
    expect(await journal.pruneRun(plan, 99)).toBe('pruned');
  });
});

describe('a run that is forgotten', () => {
  it('while it is unfinished is gone on with by nobody, should that be cut short', async () => {
    const journal = stillJournal();
    const { run, actions } = await planned(journal, someCreate(1, 11));
    expect(actions.length).toBe(1);
    const { run: failed, action } = await started(journal);
    await journal.record([{ action, is: 'failed', failure: { code: '422', words: 'no' } }]);
    expect([await journal.forgetRun(run), await journal.forgetRun(failed)]).toEqual([
      'forgotten',
      'forgotten',
    ]);
    expect(journal.runs()).toEqual([]);
  });
});

/** Prunes one run after another, two rows at a time, and prints each step that was acknowledged. */
const work = (path: string): string => `
  import { writeSync } from 'node:fs';
  import { openJournal } from ${JSON.stringify(new URL('../open-journal.ts', import.meta.url).href)};
  const journal = openJournal(${JSON.stringify(path)});
  for (const { id } of journal.runs().toReversed())
    for (let came; came !== 'pruned'; ) {
      came = await journal.pruneRun(id, 2);
      writeSync(1, came + '\\n');
    }`;

it('killed between any two steps, it has lost nothing that is counted, and is pruned by the next', {
  timeout: 120_000,
}, async () => {
  const path = join(temporaryFolder(), 'cutover.db');
  const journal = stillJournal(path);
  for (let run = 0; run < 12; run += 1) await aLook(journal);
  const runs = journal.runs().map(({ id }) => id);
  const before = runs.map((run) => countsOf(journal, run));
  await journal.close();
  for (let kill = 0; kill < 6; kill += 1) {
    const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', work(path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let steps = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      steps += bytes.toString().split('\n').length - 1;
      if (steps > 3 + kill * 2) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect((await checkJournal(path)).problems).toEqual([]);
    const seen = stillJournal(path);
    expect(runs.map((run) => countsOf(seen, run))).toEqual(before);
    await seen.close();
  }
  const last = stillJournal(path);
  for (const run of runs) await pruneAll(last, run, 1_000);
  expect(runs.flatMap((run) => last.findings(run))).toEqual([]);
  await last.close();
  expect((await checkJournal(path)).problems).toEqual([]);
});

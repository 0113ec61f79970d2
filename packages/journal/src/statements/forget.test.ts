import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJournal } from '../files/check.ts';
import type { Journal } from '../journal.ts';
import { runNumber } from '../run-name.ts';
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

/** A run that has read a product and found something. */
async function aDiff(journal: Journal): Promise<string> {
  const { id } = await journal.openRun(someRun({ command: 'diff' }));
  const { snapshot } = await journal.openSnapshot(id, 'source', 'source1', 'v3');
  await journal.savePage(snapshot, {
    products: [someProduct(1)],
    images: [someImage(1, 11)],
    cursor: 1,
    complete: true,
    findings: [someFinding()],
  });
  await journal.addActions(id, [someCreate(2, 12)]);
  return id;
}

describe('a run that nothing depends on', () => {
  it('is gone with all that it has read and planned, and the journal stays whole', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const kept = await aDiff(journal);
    const run = await aDiff(journal);
    expect(await journal.forgetRun(run)).toBe('forgotten');
    expect(journal.runs().map(({ id }) => id)).toEqual([kept]);
    expect([journal.findings(run), journal.actions(run)]).toEqual([[], []]);
    expect([journal.findings(kept).length, journal.actions(kept).length]).toEqual([1, 1]);
    await journal.close();
    const { problems, facts } = await checkJournal(path);
    expect({ problems, ...facts }).toMatchObject({
      problems: [],
      runs: 1,
      snapshots: 1,
      products: 1,
      images: 1,
    });
  });

  it('leaves its number to nobody, and a journal that has forgotten its last run has lost nothing', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    expect(runNumber(await aDiff(journal))).toBe(1);
    const run = await aDiff(journal);
    expect([runNumber(run), await journal.forgetRun(run)]).toEqual([2, 'forgotten']);
    await journal.close();
    const later = stillJournal(path);
    expect([later.lostRows, later.unclean, runNumber(await aDiff(later))]).toEqual([false, false, 3]);
    await later.close();
  });

  it('is one whose writes have failed, all of them', async () => {
    const journal = stillJournal();
    const { run, action } = await started(journal);
    await journal.record([{ action, is: 'failed', failure: { code: '422', words: 'no' } }]);
    expect([journal.actionCounts(run).create.failed, journal.failures(run)]).toEqual([1, { 422: 1 }]);
    expect(await journal.forgetRun(run)).toBe('forgotten');
    expect(journal.runs()).toEqual([]);
    expect([journal.actionCounts(run).create.failed, journal.failures(run)]).toEqual([0, {}]);
  });
});

describe('a run is kept', () => {
  it('whose write is in doubt', async () => {
    const journal = stillJournal();
    const { run } = await started(journal);
    expect(await journal.forgetRun(run)).toBe('in-doubt');
    expect(journal.run(run)?.id).toBe(run);
  });

  it('that has made an image', async () => {
    const journal = stillJournal();
    const { run, action } = await started(journal);
    await journal.record([{ action, is: 'applied', how: 'answered', resultImageId: 71, shown: undefined }]);
    expect(await journal.forgetRun(run)).toBe('has-written');
    expect(journal.links({ source: 'source1', target: 'target1' }, [1])).toHaveLength(1);
  });

  it('that has written by the plan of another, and so is that other', async () => {
    const journal = stillJournal();
    const { run: plan, actions } = await planned(journal, someCreate(1, 11));
    const { id: run } = await journal.openRun(someRun());
    await journal.setPlanRun(run, plan);
    const basis = await journal.saveBasis(run, 1, []);
    const action = actions[0]?.id ?? '';
    await journal.start([{ action, ...someIntent(run, basis) }]);
    expect([await journal.forgetRun(run), await journal.forgetRun(plan)]).toEqual(['in-doubt', 'in-doubt']);
    await journal.record([{ action, is: 'failed', failure: { code: '422', words: 'no' } }]);
    expect([await journal.forgetRun(run), await journal.forgetRun(plan)]).toEqual(['has-written', 'in-use']);
  });

  it('that another carries out, repairs or takes back', async () => {
    const journal = stillJournal();
    for (const about of ['planRun', 'verifyRun', 'revertsRun'] as const) {
      const run = await aDiff(journal);
      await journal.openRun(someRun({ [about]: run }));
      expect([about, await journal.forgetRun(run)]).toEqual([about, 'in-use']);
    }
  });
});

it('a run is found by the number that its name begins with', async () => {
  const journal = stillJournal();
  const run = await aDiff(journal);
  expect([journal.run('r0001')?.id, journal.run('r1')?.id, journal.run('r0002'), journal.run('1')]).toEqual([
    run,
    run,
    undefined,
    undefined,
  ]);
});

import { describe, expect, it } from 'vitest';
import type { Journal, NewRun } from '../journal.ts';
import { noon, someCreate, someRun, stillJournal } from '../testing/samples.ts';

async function finishedDiff(journal: Journal, over: Partial<NewRun> = {}, marched = true): Promise<string> {
  const { id: run } = await journal.openRun(someRun({ command: 'diff', ...over }));
  await journal.saveMarchPage(run, { cursor: 9, done: marched, findings: [], actions: [], counts: {} });
  await journal.finishRun(run, 'differs');
  return run;
}

describe('a run', () => {
  it('reads back as it was opened', async () => {
    const journal = stillJournal();
    const opened = await journal.openRun(someRun());
    expect(opened).toEqual({
      id: 'r0001-2222',
      ...someRun(),
      phase: 'scanning',
      startedAt: noon,
      updatedAt: noon,
      finishedAt: undefined,
      outcome: undefined,
      resumes: 0,
      planRun: undefined,
      verifyRun: undefined,
      marchCursor: undefined,
      marched: false,
      counts: {},
    });
    expect(journal.run('r0001-2222')).toEqual(opened);
    expect(journal.run('r0002-2222')).toBeUndefined();
  });

  it('keeps time, counts, resumes, its plan and how it ended', async () => {
    let now = Date.parse(noon);
    const journal = stillJournal(':memory:', { now: () => now });
    const plan = await finishedDiff(journal);
    const { id: run } = await journal.openRun(someRun());
    now += 1000;
    await journal.setPlanRun(run, plan);
    await journal.addCounts(run, { images: 2, products: 1 });
    await journal.addCounts(run, { images: 3 });
    expect(await journal.resumeRun(run)).toMatchObject({ resumes: 1, phase: 'scanning' });
    now += 1000;
    await journal.finishRun(run, 'incomplete', { images: 1, failed: 7 });
    expect(journal.run(run)).toMatchObject({
      phase: 'finished',
      startedAt: noon,
      updatedAt: '2026-11-21T12:00:02.000Z',
      finishedAt: '2026-11-21T12:00:02.000Z',
      outcome: 'incomplete',
      resumes: 1,
      planRun: plan,
      counts: { images: 6, products: 1, failed: 7 },
    });
  });

  it('takes counts in the place of others when it is over, and is no younger for it', async () => {
    let now = Date.parse(noon);
    const journal = stillJournal(':memory:', { now: () => now });
    const { id: run } = await journal.openRun(someRun());
    await journal.setCounts(run, { asked: 1 });
    await journal.finishRun(run, 'done', { images: 2 });
    now += 1000;
    await journal.setCounts(run, { asked: 5 });
    expect(journal.run(run)).toMatchObject({ updatedAt: noon, counts: { asked: 5, images: 2 } });
  });

  it('that nobody knows is refused by every write', async () => {
    const journal = stillJournal();
    const page = { cursor: 1, done: false, findings: [], actions: [], counts: {} };
    const { id: run } = await journal.openRun(someRun());
    const refused = await Promise.allSettled([
      journal.resumeRun('nobody'),
      journal.setPhase('nobody', 'planned'),
      journal.setPlanRun('nobody', run),
      journal.setPlanRun(run, 'nobody'),
      journal.addCounts('nobody', {}),
      journal.finishRun('nobody', 'done'),
      journal.openSnapshot('nobody', 'source', 's', 'v3'),
      journal.saveMarchPage('nobody', page),
      journal.addFindings('nobody', [{ kind: 'swatch', message: 'x' }]),
      journal.addActions('nobody', []),
      journal.saveBasis('nobody', 1, []),
      journal.openRun(someRun({ planRun: 'nobody' })),
    ]);
    expect(refused.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(
      refused.map(() => 'unknown-run'),
    );
  });

  it('saves a page of the march whole or not at all', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun({ command: 'diff' }));
    const action = someCreate(1, 11);
    const finding = { kind: 'product-image' as const, message: 'missing' };
    await journal.saveMarchPage(run, {
      cursor: 5,
      done: false,
      findings: [finding],
      actions: [action],
      counts: { images: 2 },
    });
    const broken = { ...action, position: Number.NaN };
    await expect(
      journal.saveMarchPage(run, {
        cursor: 9,
        done: true,
        findings: [finding],
        actions: [broken],
        counts: { images: 2 },
      }),
    ).rejects.toThrow();
    expect(journal.run(run)).toMatchObject({ marchCursor: 5, marched: false, counts: { images: 2 } });
    expect(journal.findings(run).length).toBe(1);
    expect(journal.actions(run).map((one) => one.id)).toEqual([`${run}/0000001`]);
  });
});

describe('finding a run', () => {
  it('lists the newest first, as filtered', async () => {
    const journal = stillJournal();
    await journal.openRun(someRun({ command: 'audit' }));
    await journal.openRun(someRun({ command: 'diff', target: 'target2' }));
    await journal.openRun(someRun({ command: 'diff', source: 'source2' }));
    const named = (runs: readonly { id: string }[]) => runs.map(({ id }) => id.slice(0, 5));
    expect(named(journal.runs())).toEqual(['r0003', 'r0002', 'r0001']);
    expect(named(journal.runs({ limit: 2 }))).toEqual(['r0003', 'r0002']);
    expect(named(journal.runs({ command: 'diff' }))).toEqual(['r0003', 'r0002']);
    expect(named(journal.runs({ source: 'source1', target: 'target1' }))).toEqual(['r0001']);
    expect(named(journal.runs({ command: 'verify' }))).toEqual([]);
  });

  it('continues the newest that is unfinished and real', async () => {
    const journal = stillJournal();
    const first = await journal.openRun(someRun());
    const second = await journal.openRun(someRun());
    await journal.openRun(someRun({ dryRun: true }));
    await journal.openRun(someRun({ target: 'target2' }));
    await journal.openRun(someRun({ command: 'diff' }));
    expect(journal.unfinished('migrate', { source: 'source1', target: 'target1' })?.id).toBe(second.id);
    await journal.finishRun(second.id, 'done');
    expect(journal.unfinished('migrate', { source: 'source1', target: 'target1' })?.id).toBe(first.id);
    await journal.finishRun(first.id, 'done');
    expect(journal.unfinished('migrate', { source: 'source1', target: 'target1' })).toBeUndefined();
  });

  const plans: readonly (readonly [string, (journal: Journal) => Promise<string | undefined>])[] = [
    [
      'the newest of two',
      async (journal) => {
        await finishedDiff(journal);
        return await finishedDiff(journal);
      },
    ],
    [
      'used by a rehearsal only',
      async (journal) => {
        const plan = await finishedDiff(journal);
        await journal.openRun(someRun({ planRun: plan, dryRun: true }));
        return plan;
      },
    ],
    [
      'none: a migrate has used it, and an older one is stale',
      async (journal) => {
        await finishedDiff(journal);
        await journal.openRun(someRun({ planRun: await finishedDiff(journal) }));
        return undefined;
      },
    ],
    [
      'none: unfinished',
      async (journal) => {
        await journal.openRun(someRun({ command: 'diff' }));
        return undefined;
      },
    ],
    [
      'none: it has not seen every product',
      async (journal) => {
        await finishedDiff(journal, {}, false);
        return undefined;
      },
    ],
    [
      'none: other options',
      async (journal) => {
        await finishedDiff(journal, { optionsKey: 'other' });
        return undefined;
      },
    ],
    [
      'none: another pair',
      async (journal) => {
        await finishedDiff(journal, { target: 'target2' });
        return undefined;
      },
    ],
  ];
  it.each(plans)('carries out a plan: %s', async (_, set) => {
    const journal = stillJournal();
    const plan = await set(journal);
    expect(journal.freshPlan({ source: 'source1', target: 'target1' }, 'key')?.id).toBe(plan);
  });
});

// The commands of doubts and failures that ask or write to a store, against local stores.
import { join } from 'node:path';
import { checkJournal, openJournal } from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { main } from '../main.ts';
import { type FakeIo, fakeIo } from '../testing/fake-io.ts';
import { someCreates } from '../testing/some-run.ts';
import { environment, run, sandbox, withTwoStores, writes } from '../testing/two-stores.ts';

withTwoStores();

const journalOf = (io: FakeIo) => openJournal(join(io.cwd, 'cutover.db'));
const problems = async (io: FakeIo) => (await checkJournal(join(io.cwd, 'cutover.db'))).problems;

async function runsIn(io: FakeIo) {
  const journal = journalOf(io);
  const runs = journal.runs({});
  await journal.close();
  return runs;
}

/** Takes the originals of so many source images away, and returns what brings them back. */
function damage(count: number): () => void {
  const store = sandbox.control('abc');
  const images = store.images().slice(0, count);
  for (const { id } of images) store.updateImage(id, { damage: { original: 'missing' } });
  return () => {
    for (const { id } of images) store.updateImage(id, { damage: {} });
  };
}

describe('retry --failed', () => {
  test('carries out what failed, in a new migration with the same plan, and nothing else', async () => {
    const io = fakeIo();
    const undo = damage(3);
    const first = await run(io, 'migrate --yes');
    expect(first.result).toMatchObject({ exitCode: 4, created: 9, failed: 3 });
    undo();
    expect((await run(io, 'retry --failed --yes --reason 500')).result).toMatchObject({
      exitCode: 2,
      error: { code: 'nothing-to-retry', next: 'It failed for: original-unreachable (3).' },
    });
    const before = writes();
    const again = await run(io, 'retry --failed --yes --reason original-unreachable');
    expect(again.lines[0]).toMatchObject({ type: 'run', command: 'migrate', resumed: false });
    expect(again.result).toMatchObject({ exitCode: 0, created: 3, failed: 0, remaining: 0 });
    expect([writes() - before, sandbox.control('def').images().length]).toEqual([3, 12]);
    expect((await run(io, 'retry --failed --yes')).result).toMatchObject({ exitCode: 0, created: 0 });
    expect((await run(io, 'verify')).exitCode).toBe(0);
    expect(await problems(io)).toEqual([]);
  });

  test.each([
    ['the flag', 'retry --failed --dry-run', {}, 3],
    ['the environment', 'retry --failed --yes', { CUTOVER_DRY_RUN: '1' }, 3],
    ['a code', 'retry --failed --dry-run --reason original-unreachable', {}, 3],
    ['words of the reason', 'retry --failed --dry-run --reason cdn', {}, 3],
  ] as const)(
    'with --dry-run shows what it would take up, and writes nothing (%s)',
    async (_how, line, more, remaining) => {
      const io = fakeIo();
      const undo = damage(3);
      await run(io, 'migrate --yes');
      undo();
      const before = [writes(), await runsIn(io)];
      io.printed.stderr = '';
      const shown = await run(io, line, more);
      const again = line.replaceAll(/ --(?:dry-run|yes)/g, '');
      expect(io.printed.stderr).toContain(`Next: cutover ${again}\n`);
      expect(shown.result).toMatchObject({
        exitCode: 0,
        created: 0,
        failed: 0,
        remaining,
        requests: { v2: 0, v3: 0, content: 0 },
      });
      expect(shown.lines.filter(({ type }) => type === 'action')).toEqual(
        Array.from({ length: remaining }, () =>
          expect.objectContaining({
            kind: 'create',
            status: 'failed',
            target: { productId: expect.any(Number), sku: expect.any(String) },
            reason: expect.stringMatching(/^original-unreachable: /),
            code: 'original-unreachable',
          }),
        ),
      );
      expect([writes(), await runsIn(io)]).toEqual(before);
      expect((await run(io, 'retry --failed --yes')).result).toMatchObject({ exitCode: 0, created: 3 });
    },
  );

  test('that is declined, or fails again, can be asked for again', async () => {
    const io = fakeIo({ terminal: true });
    const undo = damage(2);
    await run(io, 'migrate --yes');
    const asked = main(['retry', '--failed'], { ...environment, TERM: 'dumb' }, io);
    io.answer('n\n');
    expect([await asked, writes()]).toEqual([7, 10]);
    expect(io.printed.stderr).toContain('Plan for store def: 2 images to create');
    expect((await run(io, 'retry --failed --yes')).result).toMatchObject({ exitCode: 4, failed: 2 });
    undo();
    expect((await run(io, 'retry --failed --yes')).result).toMatchObject({ exitCode: 0, created: 2 });
  });

  test('counts what its run has done, in each of its sittings, and a migration of the same plan nothing of it', async () => {
    const io = fakeIo();
    damage(4);
    expect((await run(io, 'migrate --yes')).result).toMatchObject({ created: 8, failed: 4 });
    const [first] = await runsIn(io);
    const again = await run(io, `migrate --yes --run ${first?.id ?? ''}`);
    expect(again.result).toMatchObject({
      exitCode: 4,
      created: 0,
      updated: 0,
      removed: 0,
      set: 0,
      failed: 4,
    });
    const store = sandbox.control('abc');
    const [one, two, ...others] = store.images().slice(0, 4);
    for (const image of [one, two]) store.updateImage(image?.id ?? 0, { damage: {} });
    const line = 'retry --failed --yes --stop-after-failures 1 --concurrency 1';
    expect((await run(io, `${line} --max-changes 1`)).result).toMatchObject({
      error: { code: 'too-many-changes' },
      created: 0,
    });
    expect((await run(io, line)).result).toMatchObject({ exitCode: 4, created: 2 });
    for (const { id } of others) store.updateImage(id, { damage: {} });
    expect((await run(io, line)).result).toMatchObject({ exitCode: 4, created: 3 });
    expect((await run(io, line)).result).toMatchObject({ exitCode: 0, created: 1, failed: 0 });
    io.printed.stdout = '';
    const words = ['migrate', '--yes', '--run', first?.id ?? ''];
    expect(await main(words, { ...environment, TERM: 'dumb' }, io)).toBe(0);
    expect(io.printed.stdout).toBe(`Nothing to do: the plan of ${first?.id ?? ''} was carried out before.\n`);
  });

  test('that is declined or refused leaves what failed as it was: the next takes up its own reason alone', async () => {
    const io = fakeIo({ terminal: true });
    damage(2);
    const gone = sandbox.control('def').products().at(-1)?.id ?? 0;
    await run(io, 'diff');
    sandbox.control('def').removeProduct(gone);
    await run(io, 'migrate --yes');
    const failedNow = async () => {
      const { lines } = await run(io, 'retry --failed --dry-run');
      return lines.filter(({ type }) => type === 'action').map((line) => ({ ...line, time: '' }));
    };
    const failed = await failedNow();
    expect(new Set(failed.map((line) => 'code' in line && line.code)).size).toBe(2);
    const asked = main(['retry', '--failed'], { ...environment, TERM: 'dumb' }, io);
    io.answer('n\n');
    expect(await asked).toBe(7);
    expect(await failedNow()).toEqual(failed);
    expect((await run(io, 'retry --failed --yes --max-changes 1')).exitCode).toBe(7);
    expect(await failedNow()).toEqual(failed);
    const { lines } = await run(io, 'retry --failed --reason product-gone --yes');
    expect(
      new Set(lines.flatMap((line) => (line.type === 'action' && 'code' in line ? [line.code] : []))),
    ).toEqual(new Set(['product-gone']));
  });

  test('refused, it counts nothing of what the run before it did, and all that is left to try again', async () => {
    const io = fakeIo();
    damage(3);
    expect((await run(io, 'migrate --yes')).result).toMatchObject({ created: 9, failed: 3 });
    const none = { created: 0, updated: 0, removed: 0, set: 0, failed: 0, remaining: 3, inDoubt: 0 };
    for (const line of [
      'retry --failed',
      'retry --failed --reason original-unreachable',
      'retry --failed --yes --max-changes 1',
    ]) {
      const { result } = await run(io, line);
      const counts = Object.fromEntries(
        Object.keys(none).map((name) => [name, new Map(Object.entries(result ?? {})).get(name)]),
      );
      expect([line, counts]).toEqual([line, none]);
    }
    // A migration of that plan takes up nothing that has failed.
    const [first] = (await runsIn(io)).toReversed();
    expect((await run(io, `migrate --yes --run ${first?.id ?? ''}`)).result).toMatchObject({
      failed: 3,
      remaining: 0,
    });
  });

  test('that was killed before its first change was not refused, and is not said to be', async () => {
    const io = fakeIo();
    damage(1);
    await run(io, 'migrate --yes');
    await run(io, 'retry --failed');
    const journal = journalOf(io);
    const pair = { mode: 'transfer', source: 'abc', target: 'def', optionsKey: 'k', dryRun: false } as const;
    const killed = await journal.openRun({ ...pair, command: 'migrate', options: {} });
    await journal.setPhase(killed.id, 'planned');
    const at = new Date(io.now()).toISOString();
    const sitting = { number: 1, is: 'sitting', word: '', store: '', from: at, to: at } as const;
    await journal.saveSpells(killed.id, [{ ...sitting, times: 1, ms: 0, images: 0 }], []);
    await journal.close();
    io.printed.stdout = '';
    expect(await main(['runs'], environment, io)).toBe(0);
    const lines = io.printed.stdout.split('\n').filter((line) => line.includes('migrate  '));
    const states = lines.map((line) => line.split(/ {2,}/).at(-1));
    expect(states).toEqual(['stopped, not begun', 'not approved', 'finished, exit 4']);
  });

  test('is refused where it would not be the same plan', async () => {
    const io = fakeIo();
    damage(1);
    expect((await run(io, 'retry --failed --yes')).result).toMatchObject({ error: { code: 'unknown-run' } });
    await run(io, 'migrate --yes');
    const before = writes();
    expect((await run(io, 'retry --yes')).result).toMatchObject({ error: { code: 'wrong-usage' } });
    expect((await run(io, 'retry --failed')).result).toMatchObject({ error: { code: 'needs-yes' } });
    expect((await run(io, 'retry --failed --yes --match id')).result).toMatchObject({
      exitCode: 7,
      error: { code: 'other-options', next: 'Use those it was made with: --match sku --policy copy.' },
    });
    const compared = await run(io, 'diff');
    const diff = compared.lines[0]?.type === 'run' ? compared.lines[0].run : '';
    expect((await run(io, `retry --failed --yes --run ${diff}`)).exitCode).toBe(2);
    expect(writes()).toBe(before);
  });
});

describe('--stop-after-failures', () => {
  test('takes no new work, ends with 4, and the same command goes on', async () => {
    const io = fakeIo();
    damage(4);
    const stopped = await run(io, 'migrate --yes --stop-after-failures 2 --concurrency 1');
    expect(stopped.result).toMatchObject({ exitCode: 4, created: 0, failed: 2, remaining: 10 });
    expect(io.printed.stderr).toContain('stopped after 2 failures (--stop-after-failures 2)');
    expect(writes()).toBe(0);
    expect((await run(io, 'retry --failed --yes')).result).toMatchObject({
      exitCode: 7,
      error: { code: 'run-unfinished' },
    });
    const again = await run(io, 'migrate --yes --stop-after-failures 3');
    expect(again.lines[0]).toMatchObject({ type: 'run', resumed: true });
    expect(again.result).toMatchObject({ exitCode: 4, created: 8, failed: 4, remaining: 0 });
    expect((await run(io, 'status')).result).not.toHaveProperty('upcoming');
    expect(await problems(io)).toEqual([]);
  });
});

describe('settle --applied', () => {
  /** A create of product A that is blocked; images of A and B that came after it, one of A before, one that is claimed. */
  async function blockedOne() {
    const io = fakeIo();
    const store = sandbox.control('def');
    const [a, b] = store.products();
    const productId = a?.id ?? 0;
    const old = store.addImage({ productId }).id;
    const [mine, claimed] = [store.addImage({ productId }).id, store.addImage({ productId }).id];
    const elsewhere = store.addImage({ productId: b?.id ?? 0 }).id;
    const journal = journalOf(io);
    const pair = { mode: 'transfer', source: 'abc', target: 'def', optionsKey: 'k', dryRun: false } as const;
    const { id: plan } = await journal.openRun({ ...pair, command: 'migrate', options: {} });
    const creates = someCreates([1, 2], { productId });
    const [action = '', other = ''] = (await journal.addActions(plan, creates)).map((one) => one.id);
    const basis = await journal.saveBasis(plan, productId, [old]);
    for (const name of [action, other])
      await journal.start([
        { action: name, run: plan, basis, sentName: 'x.jpg', sentVia: 'url', digest: 'd' },
      ]);
    await journal.record([{ action: other, is: 'applied', how: 'answered', resultImageId: claimed }]);
    await journal.record([{ action, is: 'blocked', reason: 'cannot tell', candidates: [mine] }]);
    await journal.close();
    const ids = { old, mine, claimed, elsewhere, none: 999_999 };
    return { io, action, ids };
  }

  test('takes an image that can be it, after asking the target alone', async () => {
    const { io, action, ids } = await blockedOne();
    sandbox.control('abc').resetRequests();
    const alone = { CUTOVER_SOURCE_STORE: '', CUTOVER_SOURCE_TOKEN: '', CUTOVER_TARGET_STORE: '' };
    const settled = await run(io, `settle ${action} --applied ${ids.mine}`, alone);
    expect(settled.result).toMatchObject({ exitCode: 0, settled: 1, inDoubt: 0, requests: { v2: 0, v3: 1 } });
    expect([sandbox.control('abc').requests().length, writes()]).toEqual([0, 0]);
    const journal = journalOf(io);
    expect(journal.action(action)).toMatchObject({ status: 'applied', resultImageId: ids.mine });
    await journal.close();
    expect(await problems(io)).toEqual([]);
  });

  test.each([
    ['old', 'before the request was sent'],
    ['claimed', 'is what another action made'],
    ['elsewhere', 'has no image'],
    ['none', 'has no image'],
  ] as const)('refuses an image that cannot be it: %s', async (which, why) => {
    const { io, action, ids } = await blockedOne();
    const refused = await run(io, `settle ${action} --applied ${ids[which]}`);
    expect(refused.result).toMatchObject({ exitCode: 7, error: { code: 'not-the-image' } });
    expect(io.printed.stderr).toContain(why);
    const journal = journalOf(io);
    expect(journal.action(action)?.status).toBe('blocked');
    await journal.close();
  });

  test('needs the token of the store that was written to', async () => {
    const { io, action, ids } = await blockedOne();
    const line = `settle ${action} --applied ${ids.mine}`;
    expect((await run(io, line, { CUTOVER_TARGET_TOKEN: '' })).result).toMatchObject({
      exitCode: 2,
      error: { code: 'missing-token' },
    });
    expect((await run(io, line, { CUTOVER_TARGET_STORE: 'xyz' })).result).toMatchObject({
      exitCode: 7,
      error: { code: 'other-stores' },
    });
    expect((await run(io, line, { CUTOVER_TARGET_TOKEN: 'wrong0token0wrong' })).exitCode).toBe(5);
    expect(io.printed.stderr).not.toContain('wrong0token0wrong');
  });
});

import { join } from 'node:path';
import { acquireLock, type Journal, type NewRun, openJournal, type RunPhase } from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { run as runMain } from '../testing/run-main.ts';
import { someCreates, someRun } from '../testing/some-run.ts';

/** A journal whose clock goes on by a minute with each thing that is said to it, and the commands that read it. */
async function told(write: (story: Story) => Promise<void>) {
  const io = fakeIo();
  const start = io.now();
  let minutes = 0;
  const journal = openJournal(join(io.cwd, 'cutover.db'), {
    now: () => {
      minutes += 1;
      return start + minutes * 60_000;
    },
    random: () => 0.5,
  });
  await write(storyOf(journal));
  await journal.close();
  const output = async (line: string) => {
    io.printed.stdout = '';
    io.printed.stderr = '';
    return await runMain(line, {}, io);
  };
  const lastLine = async (line: string) =>
    JSON.parse((await output(line)).stdout.trimEnd().split('\n').at(-1) ?? '');
  return {
    output,
    /** Another process is at work on it. */
    atWork: (run: string) =>
      acquireLock(join(io.cwd, 'cutover.db'), {
        command: 'cutover migrate',
        pid: 7,
        host: 'here',
        since: new Date(start).toISOString(),
        run,
      }),
    status: async () => await lastLine('status --json'),
    runs: async () => (await lastLine('runs --json')).runs,
    reported: async () => {
      const { stdout, stderr, exitCode } = await output('report --format jsonl');
      return exitCode === 0 ? JSON.parse(stdout.split('\n')[0] ?? '').run : [exitCode, stderr];
    },
  };
}

interface Story {
  /** Opens a run, with a plan of so many creates, and takes it this far. */
  run(run: Partial<NewRun>, to: RunPhase, planned?: number): Promise<string>;
  finish(run: string): Promise<void>;
  /** What it has read of the source. */
  read(run: string): Promise<void>;
  /** Sends the first change of its plan; nobody can tell what became of it. */
  doubt(run: string): Promise<string>;
  /** A person says that it was done. */
  settled(run: string): Promise<void>;
  /** The first change of its plan cannot be made. */
  fail(run: string): Promise<void>;
}

function storyOf(journal: Journal): Story {
  return {
    async run(run, to, planned = 0) {
      const { id } = await journal.openRun(someRun(run));
      await journal.addActions(id, someCreates([...Array(planned).keys()]));
      if (to !== 'scanning') await journal.setPhase(id, to === 'finished' ? 'planned' : to);
      if (to === 'finished') await journal.finishRun(id, 'done');
      return id;
    },
    finish: async (run) => await journal.finishRun(run, 'done'),
    async read(run) {
      const { snapshot } = await journal.openSnapshot(run, 'source', 'abc', 'v3');
      const products = [{ productId: 1, sku: 'A', name: 'A', url: '', matchKey: 'A' }];
      await journal.savePage(snapshot, { products, images: [], cursor: 1, complete: false });
    },
    async doubt(run) {
      const [action] = journal.actions(run, { limit: 1 });
      if (action === undefined) throw new Error('nothing is planned');
      const basis = await journal.saveBasis(run, 3, []);
      await journal.start([
        { action: action.id, run, basis, sentName: 'a.jpg', sentVia: 'url', digest: 'd' },
      ]);
      await journal.record([
        { action: action.id, is: 'blocked', reason: 'two candidates', candidates: [7, 8] },
      ]);
      return action.id;
    },
    async settled(run) {
      const [action] = journal.actions(run, { limit: 1 });
      await journal.settle(action?.id ?? '', { applied: 7 });
    },
    async fail(run) {
      const [action] = journal.actions(run, { limit: 1 });
      await journal.failed(action?.id ?? '', { code: 'original-unreachable', words: '' });
    },
  };
}

const rowOf = (run: string, next: string) => [expect.objectContaining({ run, next })];
const stores = '--source abc --target def';

describe('the run that says what comes next', () => {
  test('is what was done last, whichever was begun first', async () => {
    let migration = '';
    const { status, reported } = await told(async (story) => {
      migration = await story.run({}, 'applying');
      await story.run({ command: 'diff' }, 'finished');
      await story.finish(migration);
    });
    expect((await status()).runs).toEqual(rowOf(migration, `cutover verify ${stores}`));
    expect(await reported()).toBe(migration);
  });

  test('is no run that has not come as far as reading', async () => {
    let migration = '';
    const { status, reported } = await told(async (story) => {
      migration = await story.run({}, 'finished');
      await story.run({ command: 'audit' }, 'scanning');
    });
    const { runs, upcoming } = await status();
    expect([runs, upcoming]).toEqual([rowOf(migration, `cutover verify ${stores}`), undefined]);
    expect(await reported()).toBe(migration);
  });

  test('is one that was stopped while it read, with nothing said to be left to create', async () => {
    let [migration, audit] = ['', ''];
    const { status, reported } = await told(async (story) => {
      migration = await story.run({}, 'finished');
      audit = await story.run({ command: 'audit' }, 'scanning');
      await story.read(audit);
    });
    const { runs, upcoming } = await status();
    expect([runs, upcoming]).toEqual([rowOf(audit, `cutover audit ${stores}`), undefined]);
    expect(await reported()).toBe(migration);
  });

  test.each([
    ['scanning', 0, 'not known yet; it has not come to the end of reading and planning'],
    ['scanning', 2, 'not known yet; it has not come to the end of reading and planning'],
    ['applying', 2, '2 images to create, 0 to update, 0 to remove'],
  ] as const)(
    'says what is left of it once its plan is made, and no number before: %s, %i planned',
    async (phase, planned, left) => {
      let migration = '';
      const { output } = await told(async (story) => {
        migration = await story.run({}, phase, planned);
        await story.read(migration);
      });
      const { stdout } = await output('status');
      expect(stdout.split('\n').filter((line) => line.startsWith('Left of'))).toEqual([
        `Left of ${migration}: ${left}`,
      ]);
    },
  );

  test('says that a run at work is still reading and planning', async () => {
    let migration = '';
    const { output, atWork } = await told(async (story) => {
      migration = await story.run({}, 'scanning');
      await story.read(migration);
    });
    const lock = atWork(migration);
    const { stdout } = await output('status');
    lock.release();
    expect(stdout).toContain(`Left of ${migration}: not known yet; it is still reading and planning\n`);
  });

  test('is no audit where the run before it has left something to be done', async () => {
    let [migration, audit] = ['', ''];
    const failing = async (story: Story): Promise<void> => {
      migration = await story.run({}, 'planned', 1);
      await story.fail(migration);
      await story.finish(migration);
    };
    const { status, reported } = await told(async (story) => {
      await failing(story);
      audit = await story.run({ command: 'audit' }, 'finished');
    });
    expect((await status()).runs).toEqual(rowOf(migration, `cutover retry ${stores} --failed`));
    expect(await reported()).toBe(audit);

    const looked = await told(async (story) => {
      await failing(story);
      await story.run({ command: 'diff' }, 'finished');
      audit = await story.run({ command: 'audit' }, 'finished');
    });
    expect((await looked.status()).runs).toEqual(rowOf(audit, `cutover diff ${stores}`));
  });

  test('is gone on with before what has only been compared', async () => {
    let migration = '';
    const { runs } = await told(async (story) => {
      migration = await story.run({ options: { match: 'sku', policy: 'mirror' } }, 'applying');
      await story.run({ command: 'diff' }, 'finished');
    });
    const continues = `cutover migrate ${stores} --policy mirror`;
    expect(await runs()).toMatchObject([
      { command: 'diff', next: continues },
      { run: migration, next: continues },
    ]);
  });

  test('keeps the bound on changes that its command was given', async () => {
    const { status } = await told(async (story) => {
      const options = { match: 'sku', policy: 'copy', maxChanges: '5' };
      await story.run(
        { command: 'diff', options: { match: 'sku', policy: 'copy', maxChanges: '9' } },
        'finished',
        8,
      );
      await story.run({ options }, 'planned', 5);
    });
    expect((await status()).runs).toMatchObject([
      { command: 'diff', next: `cutover migrate ${stores} --max-changes 5` },
    ]);
  });

  test.each([
    ['planned', '5', 6],
    ['applying', '5', 6],
    ['planned', '10%', 1],
  ] as const)('leaves out a bound that its plan is beyond (%s, %s)', async (to, maxChanges, planned) => {
    const { status } = await told(async (story) => {
      await story.run({ options: { match: 'sku', policy: 'copy', maxChanges } }, to, planned);
    });
    expect((await status()).runs).toMatchObject([{ command: 'migrate', next: `cutover migrate ${stores}` }]);
  });

  test('hands no such bound on to another command', async () => {
    const { status } = await told(async (story) => {
      await story.run(
        { command: 'diff', options: { match: 'sku', policy: 'copy', maxChanges: '9' } },
        'finished',
        8,
      );
    });
    expect((await status()).runs).toMatchObject([{ command: 'diff', next: `cutover migrate ${stores}` }]);
  });
});

describe('a write in doubt', () => {
  test.each(['diff', 'verify', 'repair', 'migrate'] as const)(
    'is told by status after a %s',
    async (command) => {
      let action = '';
      const { status, output } = await told(async (story) => {
        const migration = await story.run({}, 'applying', 1);
        action = await story.doubt(migration);
        await story.finish(migration);
        await story.run({ command }, 'finished');
      });
      const { runs, upcoming } = await status();
      expect(runs).toMatchObject([{ command, next: `cutover settle ${stores}` }]);
      expect(upcoming.inDoubt).toEqual([{ action, status: 'blocked', ageSeconds: expect.any(Number) }]);
      expect((await output('status')).stdout).toMatch(
        /image \d+: blocked for .*, waits for `cutover settle`/u,
      );
    },
  );
});

test.each([
  ['finish', 'has made a plan that was carried out, and later runs know by it what is theirs.'],
  ['leave', 'has made the plan of writes that are in doubt.'],
] as const)(
  'a comparison whose plan was carried out is kept for that, and not for writing (%s)',
  async (how, why) => {
    let diff = '';
    const { output } = await told(async (story) => {
      diff = await story.run({ command: 'diff' }, 'finished', 2);
      const migration = await story.run({ planRun: diff }, 'applying');
      await story.doubt(diff);
      if (how === 'finish') await story.settled(diff);
      await story.finish(migration);
    });
    const { exitCode, stderr } = await output(`runs --forget ${diff}`);
    expect([exitCode, stderr]).toEqual([7, expect.stringContaining(`Run ${diff} (diff) ${why}`)]);
  },
);

describe('what was not carried out', () => {
  const dry = { dryRun: true } as const;
  test('is told from a real run, and none of it counts as done', async () => {
    const { runs, output } = await told(async (story) => {
      await story.run(dry, 'finished', 3);
      const planRun = await story.run({}, 'applying', 9);
      await story.doubt(planRun);
      await story.finish(planRun);
      await story.run({ planRun }, 'planned');
    });
    expect(await runs()).toMatchObject([
      { phase: 'planned', dryRun: false, done: 0, total: 8 },
      { phase: 'finished', dryRun: false, outcome: 'done', done: 0, total: 9 },
      { phase: 'finished', dryRun: true, outcome: 'done', done: 0, total: 3 },
    ]);
    expect((await output('runs')).stdout).toMatch(/0\/8 +not approved/);
  });

  test('is reported only where it is named', async () => {
    let rehearsal = '';
    const { reported, output } = await told(async (story) => {
      rehearsal = await story.run(dry, 'finished', 3);
      await story.run({}, 'planned', 8);
    });
    expect(await reported()).toEqual([2, expect.stringContaining('No run of these stores was carried out')]);
    expect((await output(`report --run ${rehearsal}`)).exitCode).toBe(0);
  });
});

// The commands that read or fix the journal alone, on a journal made by hand; no store is asked.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  acquireLock,
  type CreateOfSource,
  type Journal,
  type NewAction,
  openJournal,
  readPaceNote,
  writePaceNote,
} from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { jsonLine } from '../reporters/json-lines.ts';
import { type FakeIo, fakeIo } from '../testing/fake-io.ts';
import { resultOf, run } from '../testing/run-main.ts';
import { type PaceWatch, watchPace } from '../wiring/pace-watch.ts';

const twoHours = 7_200_000;
const pair = { mode: 'transfer', source: 'abc', target: 'def', optionsKey: 'k', dryRun: false } as const;
const options = { match: 'sku', policy: 'copy', products: '' };
const create = (imageId: number, over: Partial<CreateOfSource> = {}): NewAction => ({
  verb: 'create',
  subject: { kind: 'product-image', productId: 77 },
  from: { productId: 5, imageId },
  sku: 'SKU-1',
  wanted: { description: 'Bl\u001b[31mue', sort_order: imageId, is_thumbnail: false },
  position: imageId,
  ...over,
});

/** A journal with a plan that a migration was carrying out: one blocked, one started, one failed, the rest pending. */
async function withDoubts(): Promise<{ io: FakeIo; actions: string[]; plan: string; migration: string }> {
  const io = fakeIo();
  const journal = openJournal(join(io.cwd, 'cutover.db'), {
    now: () => io.now() - twoHours,
    random: () => 0.5,
  });
  const plan = await journal.openRun({ ...pair, command: 'diff', options });
  const page = { cursor: 5, done: true, findings: [], counts: { images: 4 } };
  const subject = { kind: 'product-image', productId: 78 } as const;
  const other = (imageId: number) =>
    create(imageId, { subject, from: { productId: 6, imageId }, sku: 'SKU-2' });
  await journal.saveMarchPage(plan.id, {
    ...page,
    actions: [
      create(1),
      create(2),
      other(3),
      other(4),
      {
        verb: 'update',
        subject: { ...subject, imageId: 9 },
        from: { productId: 6, imageId: 7 },
        sku: 'SKU-2',
        wanted: { sort_order: 2 },
        position: 9,
      },
      {
        verb: 'remove',
        subject: { ...subject, imageId: 8 },
        from: { productId: 6 },
        sku: 'SKU-2',
        replaces: false,
        position: 10,
      },
    ],
  });
  await journal.finishRun(plan.id, 'differs');
  const migration = await journal.openRun({ ...pair, command: 'migrate', options, planRun: plan.id });
  await journal.setPhase(migration.id, 'applying');
  const actions = journal.actions(plan.id).map(({ id: action }) => action);
  const [blocked = '', started = '', failed = ''] = actions;
  const basis = await journal.saveBasis(migration.id, 77, [60]);
  const intent = { run: migration.id, basis, sentName: 'b.jpg', sentVia: 'url', digest: 'd' } as const;
  await journal.start([{ action: blocked, ...intent }]);
  await journal.record([
    { action: blocked, is: 'blocked', reason: 'an image of another name has appeared', candidates: [71, 72] },
  ]);
  await journal.start([{ action: started, ...intent }]);
  await journal.failed(failed, { code: '422', words: 'no image' });
  await journal.close();
  return { io, actions, plan: plan.id, migration: migration.id };
}

const opened = (io: FakeIo): Journal => openJournal(join(io.cwd, 'cutover.db'), { readOnly: true });
async function lines(line: string, io: FakeIo) {
  io.printed.stdout = '';
  io.printed.stderr = '';
  const { exitCode, stdout } = await run(`${line} --json`, {}, io);
  const parsed = stdout
    .trimEnd()
    .split('\n')
    .map((text) => jsonLine.parse(JSON.parse(text)));
  return { exitCode, lines: parsed, result: resultOf(stdout) };
}

describe('plan show', () => {
  test('tells product by product what is sent', async () => {
    const { io, plan } = await withDoubts();
    const { exitCode, stdout } = await run('plan show', {}, io);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'product 77 (SKU-1), from product 5',
      '  + create from image 1: description "Bl\\u001b[31mue", sort_order 1, is_thumbnail false [blocked]',
      '  + create from image 2: description "Bl\\u001b[31mue", sort_order 2, is_thumbnail false [started]',
      'product 78 (SKU-2), from product 6',
      '  + create from image 3: description "Bl\\u001b[31mue", sort_order 3, is_thumbnail false [failed]',
      '  + create from image 4: description "Bl\\u001b[31mue", sort_order 4, is_thumbnail false',
      '  ~ update image 9: sort_order 2',
      '  - remove image 8',
      `Plan ${plan}, abc → def: 4 images to create, 1 to update, 1 to remove; 3 still to do.`,
      '',
    ]);
  });

  test('as JSON Lines, of the run that is named, and of none that has no plan', async () => {
    const { io, plan, migration, actions } = await withDoubts();
    const shown = await lines(`plan show --run ${migration}`, io);
    expect(shown.lines[0]).toEqual({
      type: 'action',
      time: expect.any(String),
      run: plan,
      action: actions[0],
      kind: 'create',
      of: 'product-image',
      status: 'blocked',
      source: { productId: 5, imageId: 1, sku: 'SKU-1' },
      target: { productId: 77 },
      reason: 'an image of another name has appeared',
      wanted: { description: 'Bl\u001b[31mue', sort_order: 1, is_thumbnail: false },
    });
    expect(shown.result).toMatchObject({ planRun: plan, create: 4, update: 1, remove: 1, pending: 3 });
    expect(await lines('plan show --source other', io)).toMatchObject({
      exitCode: 2,
      result: { error: { code: 'unknown-run' } },
    });
    expect((await lines(`plan show --run ${plan} --source other`, io)).exitCode).toBe(7);
    const journal = openJournal(join(io.cwd, 'cutover.db'));
    const audit = await journal.openRun({ ...pair, command: 'audit', options });
    await journal.close();
    expect((await lines(`plan show --run ${audit.id}`, io)).result.error?.code).toBe('unknown-run');
  });
});

describe('status', () => {
  test('says what is left of the newest unfinished run', async () => {
    const { io, actions, migration } = await withDoubts();
    const { result } = await lines('status', io);
    expect('upcoming' in result && result.upcoming).toEqual({
      run: migration,
      pending: { create: 1, update: 1, remove: 1 },
      inDoubt: [
        { action: actions[0], status: 'blocked', ageSeconds: 7200 },
        { action: actions[1], status: 'started', ageSeconds: 7200 },
      ],
      failed: { '422': 1 },
    });
    io.printed.stdout = '';
    const { stdout } = await run('status', {}, io);
    expect(stdout.slice(stdout.indexOf('Left of')).split('\n')).toEqual([
      `Left of ${migration}: 1 image to create, 1 to update, 1 to remove`,
      '  SKU-1 image 1: blocked for 2 h, waits for `cutover settle`',
      '  SKU-1 image 2: sent 2 h ago, no answer; the next migrate looks',
      '  failed: 1 × 422',
      '',
    ]);
  });
});

describe('settle', () => {
  test('lists what is in doubt, with what to paste', async () => {
    const { io, actions } = await withDoubts();
    const [blocked = '', started = ''] = actions;
    const { exitCode, stdout } = await run('settle', {}, io);
    expect(exitCode).toBe(4);
    const sent = (image: number) =>
      `+ create from image ${image}: description "Bl\\u001b[31mue", sort_order ${image}, is_thumbnail false`;
    const product = 'in product 77 (SKU-1), from product 5';
    expect(stdout.split('\n')).toEqual([
      `${blocked}  blocked for 2 h: ${sent(1)} [blocked] ${product}`,
      '    an image of another name has appeared',
      `    it is image 71:  cutover settle ${blocked} --applied 71`,
      `    it is image 72:  cutover settle ${blocked} --applied 72`,
      `    it was not done:  cutover settle ${blocked} --retry`,
      `    leave it:  cutover settle ${blocked} --skip`,
      `${started}  started for 2 h: ${sent(2)} [started] ${product}`,
      '    the same migrate looks at the store and settles it',
      '2 actions in doubt.',
      '',
    ]);
    const listed = await lines('settle', io);
    expect(listed.lines.map((one) => one.type === 'action' && one.candidates)).toEqual([[71, 72], [], false]);
    expect(listed.result).toMatchObject({ settled: 0, inDoubt: 2 });
    expect((await lines('settle --source other', io)).result).toMatchObject({ exitCode: 0, inDoubt: 0 });
  });

  test.each([
    ['--retry', 'pending', undefined],
    ['--skip', 'failed', 'skipped: settled by a person'],
  ])('%s takes a word without asking a store; 4 while others are in doubt', async (flag, status, reason) => {
    const { io, actions } = await withDoubts();
    const [blocked = '', started = ''] = actions;
    expect(await lines(`settle ${blocked} ${flag}`, io)).toMatchObject({
      exitCode: 4,
      lines: [
        { type: 'action', action: blocked, status },
        { type: 'result', settled: 1, inDoubt: 1 },
      ],
      result: { requests: { v2: 0, v3: 0, content: 0 } },
    });
    const journal = openJournal(join(io.cwd, 'cutover.db'));
    expect(journal.action(blocked)).toMatchObject({ status, reason });
    await journal.record([{ action: started, is: 'notDone', reason: 'looked twice' }]);
    await journal.record([
      { action: await startedAgain(journal, started), is: 'blocked', reason: 'again', candidates: [] },
    ]);
    await journal.close();
    expect((await lines(`settle ${started} ${flag}`, io)).exitCode).toBe(0);
  });

  async function startedAgain(journal: Journal, action: string): Promise<string> {
    const { id: planRun } = await journal.openRun({ ...pair, command: 'migrate', options });
    const basis = await journal.saveBasis(planRun, 77, []);
    await journal.start([{ action, run: planRun, basis, sentName: '', sentVia: 'url', digest: '' }]);
    return action;
  }

  test.each([
    ['settle --retry', 'wrong-usage'],
    ['settle ACTION', 'wrong-usage'],
    ['settle ACTION --retry --skip', 'wrong-usage'],
    ['settle ACTION --applied 0', 'bad-value'],
    ['settle nobody --skip', 'unknown-action'],
    ['settle STARTED --retry', 'not-in-doubt'],
    ['settle FAILED --skip', 'not-in-doubt'],
  ])('%s → 2, %s, and nothing is changed', async (line, code) => {
    const { io, actions, plan } = await withDoubts();
    const before = await statuses(io, plan);
    const asked = line
      .replace('ACTION', actions[0] ?? '')
      .replace('STARTED', actions[1] ?? '')
      .replace('FAILED', actions[2] ?? '');
    expect(await lines(asked, io)).toMatchObject({ exitCode: 2, result: { error: { code } } });
    expect(await statuses(io, plan)).toEqual(before);
  });

  async function statuses(io: FakeIo, plan: string): Promise<string[]> {
    const journal = opened(io);
    const found = journal.actions(plan).map(({ status }) => status);
    await journal.close();
    return found;
  }

  test('needs a journal, and that nobody else is writing to it', async () => {
    const io = fakeIo();
    expect((await lines('settle r1/1 --skip', io)).result.error?.code).toBe('journal-missing');
    expect(existsSync(join(io.cwd, 'cutover.db'))).toBe(false);
    const owned = await withDoubts();
    const owner = { command: 'cutover migrate', pid: 1, host: 'host', since: 'now' };
    const lock = acquireLock(join(owned.io.cwd, 'cutover.db'), owner);
    expect((await lines(`settle ${owned.actions[0]} --skip`, owned.io)).exitCode).toBe(6);
    expect((await lines('settle', owned.io)).exitCode).toBe(4);
    lock.release();
  });
});

describe('journal check', () => {
  test('says that a whole journal is whole', async () => {
    const { io } = await withDoubts();
    expect(await lines('journal check', io)).toMatchObject({
      exitCode: 0,
      result: { problems: [], facts: { runs: 2, unfinished: 1, actions: 6, inDoubt: 2, attempts: 2 } },
    });
    io.printed.stdout = '';
    expect((await run('journal check', {}, io)).stdout).toMatch(
      /^The journal is whole\.\n {2}schema 17, sequence \d+, runs 2, unfinished 1, actions \d+, in doubt 2, /u,
    );
  });

  test('tells a single fault once, with one full stop', async () => {
    const { io } = await withDoubts();
    writeFileSync(
      join(io.cwd, 'cutover.db.seq'),
      JSON.stringify({ ...JSON.parse(readFileSync(join(io.cwd, 'cutover.db.seq'), 'utf8')), seq: 99_999 }),
    );
    io.printed.stdout = '';
    io.printed.stderr = '';
    const { stdout, stderr } = await run('journal check', {}, io);
    expect(`${stdout}${stderr}`.split('rows-lost:')).toHaveLength(2);
    expect(stderr).not.toContain('..');
  });

  test('names what is wrong, with 9', async () => {
    const { io } = await withDoubts();
    const path = join(io.cwd, 'cutover.db');
    const before = JSON.parse(readFileSync(`${path}.seq`, 'utf8'));
    writeFileSync(`${path}.seq`, JSON.stringify({ ...before, seq: before.seq + 7 }));
    const { exitCode, result } = await lines('journal check', io);
    expect([exitCode, 'problems' in result && result.problems, result.error?.code]).toEqual([
      9,
      [{ code: 'rows-lost', message: expect.stringContaining('had') }],
      'journal-damaged',
    ]);
    expect((await lines('journal check --journal none.db', io)).result.error?.code).toBe('journal-missing');
  });
});

describe('journal backup', () => {
  test('makes a copy that checks clean, once', async () => {
    const { io } = await withDoubts();
    const file = join(io.cwd, 'copy.db');
    expect((await lines('journal backup copy.db', io)).result).toMatchObject({ exitCode: 0, file });
    expect((await lines('journal check --journal copy.db', io)).exitCode).toBe(0);
    const before = readFileSync(file);
    expect(await lines('journal backup copy.db', io)).toMatchObject({
      exitCode: 2,
      result: { error: { code: 'file-not-usable' } },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect((await lines('journal backup', io)).result.error?.code).toBe('wrong-usage');
  });
});

describe('journal compact', () => {
  const audits = async (io: FakeIo): Promise<string[]> => {
    const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now });
    const ids: string[] = [];
    for (const hash of ['abc', 'abc', 'xyz', 'xyz']) {
      const { id } = await journal.openRun({
        ...pair,
        mode: 'parity',
        source: hash,
        target: hash,
        command: 'audit',
        options,
      });
      const findings = Array.from({ length: 2_000 }, () => ({
        kind: 'product-image' as const,
        rule: 'alt-text-missing',
        message: 'x'.repeat(80),
      }));
      await journal.addFindings(id, findings);
      await journal.finishRun(id, 'done');
      ids.push(id);
    }
    await journal.close();
    return ids;
  };

  test('lets go of what is not needed any more, of all stores, and says how small the file has become', async () => {
    const { io, plan } = await withDoubts();
    const [first = '', last = ''] = await audits(io);
    const path = join(io.cwd, 'cutover.db');
    const bytesBefore = statSync(path).size;
    const { exitCode, result } = await lines('journal compact', io);
    expect([exitCode, result]).toMatchObject([
      0,
      { bytesBefore, bytesAfter: statSync(path).size, runsPruned: 2 },
    ]);
    expect(statSync(path).size).toBeLessThan(bytesBefore / 1.5);
    const journal = openJournal(path, { readOnly: true });
    expect([first, last].map((run) => journal.findings(run).length)).toEqual([0, 2_000]);
    expect([journal.runs().length, journal.actions(plan).length]).toEqual([6, 6]);
    await journal.close();
    expect((await lines('journal check', io)).result).toMatchObject({ exitCode: 0, problems: [] });
    io.printed.stdout = '';
    await audits(io);
    const shrunk = await run('journal compact', {}, io);
    expect(shrunk.stdout).toMatch(
      /^The journal shrank from [\d,.]+ [KM]B to [\d,.]+ [KM]B\. What \d+ runs had read and found was removed from it\.$/m,
    );
    io.printed.stdout = '';
    const again = await run('journal compact', {}, io);
    expect(again.stdout).toMatch(/The journal still has \d+ KB\.\n/);
  });

  test.each([
    ['--journal none.db', 2, 'journal-missing'],
    ['', 6, 'journal-held'],
  ])('journal compact %s → %i, %s', async (more, code, error) => {
    const { io } = await withDoubts();
    const path = join(io.cwd, 'cutover.db');
    const owner = { command: 'migrate', pid: process.pid, host: io.host, since: '2026-06-01T10:00:00Z' };
    const lock = acquireLock(path, owner);
    const before = readFileSync(path);
    try {
      expect(await lines(`journal compact ${more}`.trim(), io)).toMatchObject({
        exitCode: code,
        result: { error: { code: error } },
      });
      expect(readFileSync(path).equals(before)).toBe(true);
    } finally {
      lock.release();
    }
  });
});

describe('pace', () => {
  test.each([
    ['no run, where none goes', 'pace --share 50%', 'run-not-under-way', 7],
    ['two runs', 'pace r0001 r0002 --share 50%', 'wrong-usage', 2],
    ['nothing to change', 'pace r0001', 'wrong-usage', 2],
    ['a share that is none', 'pace r0001 --share 0%', 'bad-value', 2],
    ['a run that is not there', 'pace r0009 --share 50%', 'unknown-run', 2],
    ['a run that nobody is at work on', 'pace MIGRATION --share 50%', 'run-not-under-way', 7],
  ])('refuses %s', async (_, line, code, exitCode) => {
    const { io, migration } = await withDoubts();
    expect(await lines(line.replace('MIGRATION', migration), io)).toMatchObject({
      exitCode,
      result: { error: { code } },
    });
    expect(existsSync(join(io.cwd, 'cutover.db.pace.json'))).toBe(false);
  });

  test('says in its help that what is left out stays as it is', async () => {
    const { stdout } = await run('pace --help');
    const told = stdout.replaceAll(/\s+/gu, ' ');
    expect(told.match(/left out, it stays as it is/gu)).toHaveLength(2);
    expect(told).not.toContain('follows what they allow');
  });

  test('refuses a run beside the one that goes, and says which that is', async () => {
    const { io, plan, migration } = await withDoubts();
    const owner = {
      run: migration,
      command: 'cutover migrate',
      pid: process.pid,
      host: 'host',
      since: 'then',
    };
    const lock = acquireLock(join(io.cwd, 'cutover.db'), owner);
    const { result } = await lines(`pace ${plan} --share 50%`, io);
    lock.release();
    expect(result.error).toMatchObject({
      code: 'run-not-under-way',
      what: expect.stringContaining(`that is ${migration} (cutover migrate`),
    });
  });

  test.each([
    ['named', true],
    ['the one that goes', false],
  ])('is over once the run has taken it up, %s', async (_, isNamed) => {
    const { io, migration, taken, end } = await underWay();
    const { result, exitCode } = await lines(
      `pace ${isNamed ? migration : ''} --share 50% --concurrency 3`.replace('  ', ' '),
      io,
    );
    end();
    expect({ exitCode, taken }).toEqual({ exitCode: 0, taken: [{ quotaShare: 0.5, concurrency: 3 }] });
    expect(result).toMatchObject({ run: migration, share: 0.5, concurrency: 3 });
  });

  test('of two at once the second waits, so that both are taken up', async () => {
    const { io, taken, end } = await underWay();
    const both = await Promise.all([lines('pace --share 50%', io), lines('pace --concurrency 3', io)]);
    end();
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(new Set(taken)).toEqual(
      new Set([
        { quotaShare: 0.5, concurrency: undefined },
        { quotaShare: undefined, concurrency: 3 },
      ]),
    );
  });

  test('is over, too, where another wish lies in the place of its own by then, which is left', async () => {
    const theirs = { id: randomUUID(), run: 'r0002-2222', concurrency: 9 };
    const { io, path, end } = await underWay((watch, at) => {
      watch().stop();
      writePaceNote(at, theirs);
    });
    const { exitCode } = await lines('pace --share 50%', io);
    end();
    expect({ exitCode, left: readPaceNote(path) }).toEqual({ exitCode: 0, left: theirs });
  });
});

/** A process is at work on the migration, and looks for wishes. */
async function underWay(onTaken?: (watch: () => PaceWatch, path: string) => void) {
  const { io, migration } = await withDoubts();
  const path = join(io.cwd, 'cutover.db');
  const owner = {
    run: migration,
    command: 'cutover migrate',
    pid: process.pid,
    host: 'host',
    since: 'then',
  };
  const lock = acquireLock(path, owner);
  const taken: unknown[] = [];
  const watch = watchPace(
    path,
    () => migration,
    (to) => {
      taken.push(to);
      onTaken?.(() => watch, path);
    },
  );
  const end = (): void => {
    watch.stop();
    lock.release();
  };
  return { io, migration, path, taken, end };
}

describe('unlock', () => {
  const owner = { run: 'r0001-2222', command: 'cutover migrate', pid: 412, host: 'host', since: 'then' };
  const heartbeat = expect.any(String);

  test('never takes a lock from a live owner', async () => {
    const io = fakeIo();
    const path = join(io.stateFolder, 'targets', 'def');
    const lock = acquireLock(path, owner);
    expect(await lines('unlock', io)).toMatchObject({
      exitCode: 6,
      result: {
        error: { code: 'target-held' },
        locks: [
          { of: 'journal', held: false, cleared: false },
          { path, of: 'target', held: true, cleared: false, owner: { ...owner, heartbeat } },
        ],
      },
    });
    expect(io.printed.stderr).toContain('cutover migrate (process 412 on host, since then, run r0001-2222)');
    expect(existsSync(`${path}.lock.json`)).toBe(true);
    expect((await lines('unlock --target other', io)).exitCode).toBe(0);
    expect((await lines('unlock --source abc --target def', io)).exitCode).toBe(6);
    lock.release();
    expect((await lines('unlock', io)).exitCode).toBe(0);
  });

  test('clears the note that a dead owner left, here; one elsewhere that spoke lately is taken for alive', async () => {
    const io = fakeIo();
    const path = join(io.cwd, 'cutover.db');
    const left = { ...owner, heartbeat: new Date(io.now()).toISOString() };
    writeFileSync(`${path}.lock.json`, JSON.stringify({ ...left, host: 'elsewhere' }));
    expect((await lines('unlock', io)).result).toMatchObject({
      exitCode: 6,
      error: { code: 'journal-held' },
      locks: [{ held: true, owner: { host: 'elsewhere' } }],
    });
    expect(existsSync(`${path}.lock.json`)).toBe(true);
    writeFileSync(`${path}.lock.json`, JSON.stringify(left));
    expect((await lines('unlock', io)).result).toMatchObject({
      exitCode: 0,
      locks: [{ path, of: 'journal', held: false, cleared: true, owner: left }],
    });
    expect([existsSync(`${path}.lock.json`), existsSync(path)]).toEqual([false, false]);
    writeFileSync(`${path}.lock.json`, JSON.stringify(left));
    io.printed.stdout = '';
    expect((await run('unlock', {}, io)).stdout).toBe(
      `journal ${path}: free; the note of cutover migrate (process 412 on host, since then, run r0001-2222), which is gone, was cleared\n`,
    );
  });
});

describe('names of two words', () => {
  test.each([
    ['journal', 'unknown-command', 'Did you mean `cutover journal check`?'],
    ['journal chek', 'unknown-command', 'Did you mean `cutover journal check`?'],
    ['plan', 'unknown-command', 'Did you mean `cutover plan show`?'],
    ['plan show r0001 more', 'wrong-usage', 'Try `cutover plan show --help`.'],
  ])('cutover %s → %s', async (line, code, next) => {
    const { result } = await lines(line, fakeIo());
    expect(result).toMatchObject({ exitCode: 2, error: { code, next } });
  });
});

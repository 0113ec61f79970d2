import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock, openJournal } from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { commandNames } from './commands/command-table.ts';
import type { Environment } from './io.ts';
import { main } from './main.ts';
import { jsonLine } from './reporters/json-lines.ts';
import { type FakeIo, fakeIo } from './testing/fake-io.ts';

const token = 'canary0token0canary0token';
const nowhere: Environment = {
  CUTOVER_SOURCE_API: 'http://127.0.0.1:1',
  CUTOVER_SOURCE_TOKEN: token,
  CUTOVER_TARGET_TOKEN: token,
};

async function run(line: string, environment: Environment = {}, io: FakeIo = fakeIo()) {
  const exitCode = await main(line === '' ? [] : line.split(' '), environment, io);
  return { exitCode, ...io.printed, io };
}

/** The result line: the last on stdout, in the schema. */
function resultOf(stdout: string) {
  const line = jsonLine.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  if (line.type !== 'result') throw new Error('the last line is no result');
  return line;
}

describe('usage', () => {
  test.each([
    ['audti', 'unknown-command', 'Did you mean `cutover audit`?'],
    ['repair', 'unknown-command', 'Try `cutover --help`.'],
    ['--json diff', 'wrong-usage', 'Try `cutover --help`.'],
    ['diff --journl x', 'unknown-option', 'Did you mean --journal?'],
    ['diff --dry-run', 'unknown-option', 'Try `cutover diff --help`.'],
    ['diff --journal', 'wrong-usage', 'Try `cutover diff --help`.'],
    ['diff extra', 'wrong-usage', 'Try `cutover diff --help`.'],
    ['diff --settle-after soon', 'bad-value', 'Correct it and run the command again.'],
    ['diff --policy move', 'bad-value', 'Correct it and run the command again.'],
    ['diff', 'missing-store', 'Give --source HASH, or set CUTOVER_SOURCE_STORE.'],
    [
      'diff --source abc',
      'missing-token',
      'Set CUTOVER_SOURCE_TOKEN, or name a file with --source-token-file.',
    ],
    ['migrate --source abc', 'needs-yes', 'Add --yes, or look first with --dry-run.'],
    [
      'migrate --source abc --target def --policy mirror --yes',
      'needs-confirm',
      'Add --confirm def beside --yes.',
    ],
    ['report --format csv', 'wrong-usage', 'Name a file with --out, or take --format jsonl.'],
    [
      'status --journal nowhere.db',
      'journal-missing',
      'Name the journal with --journal, or run a command that makes one.',
    ],
  ])('cutover %s → 2, %s', async (line, code, next) => {
    const { exitCode, stdout } = await run(`${line} --json`);
    expect(exitCode).toBe(2);
    expect(resultOf(stdout).error).toMatchObject({ code, next });
  });

  test('a target without a token is named, though the source has one', async () => {
    const { exitCode, stderr } = await run('diff --source abc --target def', { CUTOVER_SOURCE_TOKEN: token });
    expect([exitCode, stderr.includes('CUTOVER_TARGET_TOKEN')]).toEqual([2, true]);
  });

  test('one hash at two APIs is refused', async () => {
    const { exitCode, stdout } = await run(
      'diff --source abc --target abc --target-api https://api.example.com --json',
      nowhere,
    );
    expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'stores-mixed-up']);
  });

  test.each(['--source-token', '--token', '--target-token'])(
    '%s is refused and its value not repeated',
    async (flag) => {
      for (const line of [`diff ${flag}=${token}`, `diff ${flag} ${token}`]) {
        const { exitCode, stdout, stderr } = await run(`${line} --json`);
        expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'token-in-wrong-place']);
        expect(stdout + stderr).not.toContain(token);
      }
    },
  );

  test('a token given as the name of its file is not repeated', async () => {
    const { exitCode, stderr } = await run(`diff --source abc --source-token-file ${token}`);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain(token);
  });

  test('help and version', async () => {
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: 'cutover 0.1.0\n', stderr: '' });
    expect((await run('')).exitCode).toBe(2);
    for (const name of commandNames) {
      const help = await run(`${name} --help`);
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toContain(`Usage: cutover ${name}`);
      expect(await run(`help ${name}`)).toMatchObject({ stdout: help.stdout });
    }
    expect((await run('help exit-codes')).stdout).toContain('130  stopped by a signal');
    expect((await run('help environment')).stdout).toContain('CUTOVER_SETTLE_AFTER');
    expect((await run('help nothing')).exitCode).toBe(2);
  });
});

describe('refusals', () => {
  test('the wrong store confirmed', async () => {
    const { exitCode, stdout } = await run(
      'migrate --source abc --target def --policy mirror --yes --confirm abc --json',
      nowhere,
    );
    expect([exitCode, resultOf(stdout).error?.code]).toEqual([7, 'not-confirmed']);
  });

  test('a journal that another holds, and a target store', async () => {
    const io = fakeIo();
    const owner = {
      command: 'cutover migrate',
      pid: 412,
      host: 'elsewhere',
      since: '2026-01-01T00:00:00.000Z',
    };
    const lock = acquireLock(join(io.cwd, 'cutover.db'), owner);
    const held = await run('diff --source abc --json', nowhere, io);
    lock.release();
    expect([held.exitCode, resultOf(held.stdout).error?.code]).toEqual([6, 'journal-held']);
    expect(held.stderr).toContain(
      'cutover migrate, process 412 on elsewhere, since 2026-01-01T00:00:00.000Z',
    );

    const target = acquireLock(join(io.stateFolder, 'targets', 'def-at-127.0.0.1-1'), owner);
    const busy = await run('migrate --source abc --target def --yes --json', nowhere, io);
    target.release();
    expect([busy.exitCode, resultOf(busy.stdout).error?.code]).toEqual([6, 'target-held']);
    expect(busy.stderr).toContain(
      'cutover migrate (process 412 on elsewhere, since 2026-01-01T00:00:00.000Z)',
    );
  });

  test('a file that is no journal is not touched', async () => {
    const io = fakeIo();
    writeFileSync(join(io.cwd, 'cutover.db'), 'a letter to somebody, which is no database at all');
    const { exitCode, stdout } = await run('status --json', {}, io);
    expect([exitCode, resultOf(stdout).error?.code]).toEqual([9, 'not-a-journal']);
    expect(readFileSync(join(io.cwd, 'cutover.db'), 'utf8')).toBe(
      'a letter to somebody, which is no database at all',
    );
  });
});

describe('the journal, read only', () => {
  async function withRuns(): Promise<FakeIo> {
    const io = fakeIo();
    const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
    const base = { mode: 'transfer', source: 'abc', target: 'def', optionsKey: 'k', dryRun: false } as const;
    const diff = await journal.openRun({
      ...base,
      command: 'diff',
      options: { match: 'id', policy: 'copy', products: '' },
    });
    await journal.addFindings(diff.run, [
      {
        sign: '+',
        kind: 'product-image',
        source: { productId: 1, imageId: 2, sku: '=A1' },
        message: 'missing',
      },
    ]);
    await journal.addActions(diff.run, [
      { kind: 'create', sourceProductId: 1, sourceImageId: 2, targetProductId: 3, wanted: {}, position: 0 },
    ]);
    await journal.setPhase(diff.run, 'planned');
    await journal.finishRun(diff.run, 3, { images: 1 });
    await journal.openRun({
      ...base,
      command: 'migrate',
      options: { match: 'id', policy: 'copy', products: '' },
      planRun: diff.run,
    });
    await journal.close();
    return io;
  }

  test('runs tells where each stands and what continues it', async () => {
    const io = await withRuns();
    const { exitCode, stdout } = await run('runs --json', {}, io);
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout.trimEnd()).runs;
    expect(jsonLine.parse(JSON.parse(stdout.trimEnd())).type).toBe('result');
    expect(rows).toEqual([
      {
        run: expect.any(String),
        command: 'migrate',
        mode: 'transfer',
        source: 'abc',
        target: 'def',
        phase: 'scanning',
        done: 0,
        total: 1,
        resumable: true,
        next: 'cutover migrate --source abc --target def --match id',
      },
      {
        run: expect.any(String),
        command: 'diff',
        mode: 'transfer',
        source: 'abc',
        target: 'def',
        phase: 'finished',
        done: 1,
        total: 1,
        resumable: false,
        next: 'cutover migrate --source abc --target def --match id',
      },
    ]);
  });

  test('a run under way is not offered to be continued', async () => {
    const io = await withRuns();
    const owner = {
      command: 'cutover migrate',
      pid: process.pid,
      host: 'host',
      since: '2026-01-02T03:00:00.000Z',
    };
    const lock = acquireLock(join(io.cwd, 'cutover.db'), owner);
    const { exitCode, stdout } = await run('status --json', {}, io);
    lock.release();
    const states = JSON.parse(stdout.trimEnd()).runs.map((row: { command: string; resumable: boolean }) => [
      row.command,
      row.resumable,
    ]);
    expect([exitCode, states]).toEqual([
      0,
      [
        ['migrate', false],
        ['diff', false],
      ],
    ]);
  });

  test('without a journal there are no runs', async () => {
    const { exitCode, stdout, io } = await run('status --json');
    expect([exitCode, JSON.parse(stdout).runs]).toEqual([0, []]);
    expect(readdirSync(io.cwd)).toEqual([]);
  });

  test('report writes CSV that a spreadsheet cannot run, whole or not at all', async () => {
    const io = await withRuns();
    const diff = JSON.parse((await run('runs --json', {}, io)).stdout.trimEnd()).runs[1].run;
    const { exitCode, stderr } = await run(`report --run ${diff} --out findings.csv`, {}, io);
    expect([exitCode, stderr.split('\n').at(-1)]).toEqual([0, '']);
    const lines = readFileSync(join(io.cwd, 'findings.csv'), 'utf8').split('\n');
    expect(lines).toEqual([
      'type,run,sign,rule,severity,kind,source_product_id,source_image_id,source_sku,target_product_id,target_image_id,target_sku,fields,action,status,attempts,message',
      `finding,${diff},'+,,,product-image,1,2,'=A1,,,,,,,,missing`,
      expect.stringMatching(new RegExp(`^action,${diff},,,,create,1,2,,3,,,,.+,pending,0,$`)),
      '',
    ]);
    expect(readdirSync(io.cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('report as JSON Lines to stdout keeps the schema', async () => {
    const io = await withRuns();
    io.printed.stdout = '';
    const { exitCode, stdout } = await run('report --format jsonl --json', {}, io);
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => jsonLine.parse(JSON.parse(line)).type),
    ).toEqual(['action', 'result']);
  });

  test('a run of other stores is refused', async () => {
    const io = await withRuns();
    const id = JSON.parse((await run('runs --json', {}, io)).stdout.trimEnd()).runs[0].run;
    const { exitCode } = await run(`report --run ${id} --source other`, {}, io);
    expect(exitCode).toBe(7);
    expect((await run('report --run r9-none', {}, io)).exitCode).toBe(2);
  });

  test('a reader that goes away ends a report with 0', async () => {
    const io = await withRuns();
    io.closeStdout();
    const ended = run('report', {}, io);
    io.closeStdout();
    expect((await ended).exitCode).toBe(0);
  });
});

describe('signals', () => {
  test('one stops, with the command that continues; the second ends at once', async () => {
    const io = fakeIo();
    const running = run(`diff --source abc --target def --policy mirror --json`, nowhere, io);
    const asked = setInterval(() => io.signal('SIGTERM'), 50);
    const { exitCode, stdout, stderr } = await running;
    clearInterval(asked);
    expect([exitCode, resultOf(stdout).error]).toEqual([
      130,
      {
        code: 'stopped',
        title: 'Stopped by a signal.',
        next: 'cutover diff --source abc --target def --policy mirror --json',
      },
    ]);
    expect(stderr).toContain('SIGTERM: stopping.');
    expect(stdout + stderr).not.toContain(token);
  });
});

test('on a terminal the token is asked for, unseen', async () => {
  const io = fakeIo({ terminal: true });
  const running = run('diff --source abc', { CUTOVER_SOURCE_API: 'http://127.0.0.1:1' }, io);
  io.answer(`${token}\r`);
  setTimeout(() => io.signal('SIGINT'), 300);
  const { exitCode, stdout, stderr } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toContain('API token of store abc (not shown): ');
  expect(stdout + stderr).not.toContain(token);
});

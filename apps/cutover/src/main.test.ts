import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '@cutover/journal';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { heeds } from './command-line/command-row.ts';
import { flagName } from './command-line/option-table.ts';
import { commandTable } from './commands/command-table.ts';
import { resultLine } from './reporters/json-lines.ts';
import type { Environment } from './terminal/io.ts';
import { cellWidth } from './terminal/width.ts';
import { fakeIo } from './testing/fake-io.ts';
import { resultOf, run } from './testing/run-main.ts';

const token = 'canary0token0canary0token';
const nowhere: Environment = {
  CUTOVER_SOURCE_API: 'http://127.0.0.1:1',
  CUTOVER_SOURCE_TOKEN: token,
  CUTOVER_TARGET_TOKEN: token,
};

describe('usage', () => {
  test.each([
    ['audti', 'unknown-command', 'Did you mean `cutover audit`?'],
    ['doctor', 'unknown-command', 'Try `cutover --help`.'],
    ['--json diff', 'wrong-usage', 'Try `cutover --help`.'],
    ['diff --journl x', 'unknown-option', 'Did you mean --journal?'],
    ['diff --dry-run', 'unknown-option', 'Try `cutover diff --help`.'],
    ['diff --journal', 'wrong-usage', 'Try `cutover diff --help`.'],
    ['diff extra', 'wrong-usage', 'Try `cutover diff --help`.'],
    ['diff --settle-after soon', 'bad-value', 'Correct it and run the command again.'],
    ['diff --policy move', 'bad-value', 'Correct it and run the command again.'],
    [
      'migrate --yes=0',
      'wrong-usage',
      'Write --yes alone, or leave it out; CUTOVER_YES=0 in the environment also means no.',
    ],
    ['map .', 'file-not-usable', 'Name a file that can be read, or pipe it in.'],
    ['diff', 'missing-store', 'Give --source HASH, or set CUTOVER_SOURCE_STORE.'],
    [
      'diff --source abc',
      'missing-token',
      'Set CUTOVER_SOURCE_TOKEN, or name a file with --source-token-file.',
    ],
    ['report --format csv', 'wrong-usage', 'Name a file with --out, or use --format jsonl.'],
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

  test.each([
    ['journal backup', 'journal backup'],
    ['settle --nosuch', 'settle'],
    ['journal squeeze', 'journal'],
    ['journal compact --nosuch', 'journal compact'],
  ])('the result of `cutover %s` names the command %s', async (line, command) => {
    const { exitCode, stdout } = await run(`${line} --json`);
    expect([exitCode, resultOf(stdout).command]).toEqual([2, command]);
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

  test('no token goes out where certificates are not checked; a store on this machine needs none', async () => {
    const unchecked = { ...nowhere, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { exitCode, stdout } = await run(
      'audit --source abc --source-api https://api.example.com --json',
      unchecked,
    );
    expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'certificates-unchecked']);
    const local = await run('audit --source abc --source-api http://127.0.0.1:1 --wait 0 --json', unchecked);
    expect(resultOf(local.stdout).error?.code).toBe('store-unreachable');
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
    const { exitCode, stdout, stderr } = await run('--version --json');
    expect([exitCode, resultOf(stdout), stderr]).toEqual([
      0,
      expect.objectContaining({ type: 'result', command: 'version', exitCode: 0, version: '0.1.0' }),
      'cutover 0.1.0\n',
    ]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect((await run('')).exitCode).toBe(2);
    for (const name of commandTable.keys()) {
      const help = await run(`${name} --help`);
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toContain(`Usage: cutover ${name}`);
      expect(await run(`help ${name}`)).toMatchObject({ stdout: help.stdout });
    }
    for (const first of ['journal', 'plan']) {
      const help = await run(`${first} --help`);
      expect(help).toMatchObject({ exitCode: 0, stdout: (await run(`help ${first}`)).stdout });
      expect(help.stdout).toContain(`cutover ${first}`);
    }
    // With a second word, it is that word which is wrong.
    expect(await run('journal copy --help')).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await run('help exit-codes')).stdout).toContain('130  stopped by a signal');
    expect((await run('help environment')).stdout).toContain('CUTOVER_SETTLE_AFTER');
    expect((await run('help nothing')).exitCode).toBe(2);
  });
});

test('commands in texts are called as we are, and about the same journal, for people and for programs', async () => {
  const checkout = { CUTOVER_CALLED_AS: 'npx pnpm cutover' };
  const { stdout, stderr } = await run('settle --retry --journal m2.db --json', checkout);
  const next = 'Try `npx pnpm cutover settle --journal m2.db`, which lists what is in doubt.';
  expect(resultOf(stdout)).toMatchObject({ error: { next } });
  expect(stderr).toContain(`Next: ${next}\n`);
  const early = await run('settle --retri --json', checkout);
  expect(early.stderr).toContain('`npx pnpm cutover settle` has no option --retri');
  expect(resultOf(early.stdout)).toMatchObject({
    error: { what: '`npx pnpm cutover settle` has no option --retri.' },
  });
  expect((await run('status --source abc', checkout)).stderr).toBe(
    'Next: npx pnpm cutover audit --source abc\n',
  );
  const help = (await run('--help', checkout)).stdout;
  expect(help).toContain('Usage: npx pnpm cutover COMMAND');
  expect(help).toContain('\n  npx pnpm cutover demo ');
  expect(help).toContain('`npx pnpm cutover help exit-codes`');
  expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('an exit code means in the help of a command what it means there', async () => {
  const helps = await Promise.all(
    [...commandTable.values()].map(async (row) => ({
      row,
      words: (await run(`help ${row.name}`)).stdout.replaceAll(/\s+/g, ' '),
    })),
  );
  const thatSay = (words: string): string[] =>
    helps.flatMap((help) => (help.words.includes(words) ? [help.row.name] : []));
  const thatHeed = (key: string): string[] => helps.flatMap(({ row }) => (heeds(row, key) ? [row.name] : []));
  expect(thatSay('also a dry run that could make its plan')).toEqual(thatHeed('dryRun'));
  expect(thatSay('refused: too many changes')).toEqual(thatHeed('maxChanges'));
  expect(thatSay('refused: the run is not under way, or no run is')).toEqual(['pace']);
  expect(thatSay('1 Cutover itself failed')).toEqual([...commandTable.keys()]);
  // What asks a store goes on where it was; anything else begins again.
  expect(thatSay('nothing is lost, and the same command continues')).toEqual(thatHeed('quotaShare'));
  expect(thatSay('130 stopped by Ctrl-C or a signal, which is how it ends')).toEqual(['sandbox']);
  expect((await run('help exit-codes')).stdout).toContain('also a dry run');
});

test('the usage line shows what a command cannot do without', async () => {
  const usages = await Promise.all(
    ['snapshot', 'retry', 'pace', 'diff'].map(
      async (name) => /^Usage: (.*)$/mu.exec((await run(`help ${name}`)).stdout)?.[1],
    ),
  );
  expect(usages).toEqual([
    'cutover snapshot --out FOLDER [OPTIONS]',
    'cutover retry --failed [OPTIONS]',
    'cutover pace [RUN] (--share P% | --concurrency N) [OPTIONS]',
    'cutover diff [OPTIONS]',
  ]);
});

test('no line of any help is wider than 80 columns, and every exit code and option is there', async () => {
  for (const topic of ['', ...commandTable.keys(), 'exit-codes', 'environment']) {
    const { stdout, stderr } = await run(topic === '' ? '--help' : `help ${topic}`);
    const wide = `${stdout}${stderr}`
      .split('\n')
      .filter((line) => cellWidth(line) > 80 || cellWidth(line) !== line.length);
    expect([topic, wide]).toEqual([topic, []]);
  }
  expect((await run('help environment')).stdout).not.toMatch(/\w--/);
  const audit = (await run('audit --help')).stdout;
  expect(audit.match(/^[A-Z][a-z, ]{0,30}$/gm)).toEqual([
    'Examples',
    'Options',
    'Stores',
    'Which products, which run',
    'Safety',
    'Pace',
    'Output',
    'Environment',
    'Exit codes',
  ]);
  expect(audit).toContain('\n    7  refused');
  expect(audit).not.toMatch(/^ {2}--yes$/m);
  for (const [name, { options }] of commandTable) {
    const help = (await run(`help ${name}`)).stdout;
    const missing = options.filter((key) => !help.includes(`--${flagName(key)}`));
    expect([name, missing]).toEqual([name, []]);
  }
});

test('the schema of --json says what each command gives as its result', () => {
  const schema = JSON.stringify(z.toJSONSchema(resultLine));
  const unsaid = [...commandTable.keys()].filter((name) => !schema.includes(`"const":"${name}"`));
  expect(unsaid).toEqual([]);
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
        title: 'Stopped.',
        what: 'Nothing is lost.',
        next: 'cutover diff --source abc --target def --policy mirror --json',
      },
    ]);
    expect(stderr).toContain('Stopping safely; press Ctrl-C again to end at once.\n');
    expect(stdout + stderr).not.toContain(token);
  });
});

test('on a terminal the token is asked for, unseen', async () => {
  const io = fakeIo({ terminal: true });
  const plain = { CUTOVER_SOURCE_API: 'http://127.0.0.1:1', CUTOVER_ACCESSIBLE: '1' };
  const running = run('diff --source abc', plain, io);
  io.answer(`${token}\r`);
  setTimeout(() => io.signal('SIGINT'), 300);
  const { exitCode, stdout, stderr } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toContain('API token of store abc (not shown): ');
  expect(stdout + stderr).not.toContain(token);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, expect, test } from 'vitest';
import { createStage, DemoError } from './stage.ts';

// A stand-in for the binary: it says what a command would say, or nothing at all.
const script = `
const { argv, env, pid } = process;
const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const result = (exitCode, more) => say({ type: 'result', exitCode, products: 1, images: 2, requests: { v2: 0, v3: 1, content: 0 }, ...more });
const forEver = () => setInterval(() => {}, 1000);
const store = (name) => ({ store: name, api: 'http://127.0.0.1:1', token: 't-' + name });
switch (argv[2]) {
  case 'sandbox': say({ type: 'sandbox', stores: [store('one'), store('two')], pid }); forEver(); break;
  case 'audit': result(3, { env: env.CUTOVER_SOURCE_TOKEN + ' ' + env.CUTOVER_TARGET_STORE, args: argv.slice(3) }); process.exitCode = 3; break;
  case 'diff': result(3, { error: 0 }); process.exitCode = argv[3] === 'well' ? 3 : 1; break;
  case 'verify': process.stderr.write('no journal'); process.exitCode = 9; break;
  case 'migrate':
    // In one piece, so that the kill finds all of it written.
    const told = [['a', 'started'], ['a', 'applied'], ['b', 'started'], ['c', 'started']];
    process.stdout.write(told.map(([action, status]) => JSON.stringify({ type: 'action', action, kind: 'create', status }) + '\\n').join(''));
    if (argv[3] === 'quick') result(0); else forEver();
}
`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function opened(source = script) {
  const folder = mkdtempSync(join(tmpdir(), 'stage-'));
  folders.push(folder);
  const binary = join(folder, 'binary.cjs');
  writeFileSync(binary, source);
  const abort = new AbortController();
  const options = { node: execPath, binary, folder, keepState: false, environment: {}, signal: abort.signal };
  return { stage: createStage(options), abort };
}
const stores = {
  source: { store: 'one', api: 'http://127.0.0.1:1', token: 't-one' },
  target: { store: 'two', api: 'http://127.0.0.1:1', token: 't-two' },
};
const say = () => undefined;

test('the stores are named by their first line, and end with the stage', async () => {
  const { stage } = opened();
  expect(await stage.startStores(['--products', '5'])).toMatchObject(stores);
  await stage.clear();
});

test('a command gets the stores by its environment and answers with its result', async () => {
  const { stage } = opened();
  expect(await stage.run({ args: ['audit'], stores, exitCodes: [0, 3], say })).toMatchObject({
    exitCode: 3,
    env: 't-one two',
    args: ['--journal', 'cutover.db', '--json'],
  });
});

test('the number of errors in a result is no problem', async () => {
  const { stage } = opened();
  const args = ['diff', 'well'] as const;
  expect(await stage.run({ args, stores, exitCodes: [3], say })).toMatchObject({ exitCode: 3, error: 0 });
});

test.each([
  ['audit', [0], 'cutover audit ended with 3'],
  ['diff', [0, 3], 'cutover diff ended with 1'],
  ['verify', [0], 'cutover verify ended with 9: no journal'],
])('%s that must end with %j: %s', async (command, exitCodes, message) => {
  const { stage } = opened();
  const ended = stage.run({ args: [command], stores, exitCodes, say });
  await expect(ended).rejects.toBeInstanceOf(DemoError);
  await expect(ended).rejects.toThrow(message);
});

test('the kill comes at the first write that begins after enough; what was written is heard to the end', async () => {
  const { stage } = opened();
  const seen: number[] = [];
  const attempts = await stage.runUntilKilled(
    ['migrate'],
    stores,
    ({ begun, done }) => {
      seen.push(begun);
      return done >= 1;
    },
    say,
  );
  expect([attempts, seen]).toEqual([{ begun: 3, done: 1, open: new Set(['b', 'c']) }, [1, 2]]);
});

test('a migration that is done before the kill is no interruption', async () => {
  const { stage } = opened();
  await expect(stage.runUntilKilled(['migrate', 'quick'], stores, () => false, say)).rejects.toThrow(
    'ended with 0 before it could be interrupted',
  );
});

test('a stop ends what runs and what would run', async () => {
  const { stage, abort } = opened();
  const killed = stage.runUntilKilled(
    ['migrate'],
    stores,
    () => {
      abort.abort(new Error('stopped by a signal'));
      return false;
    },
    say,
  );
  await expect(killed).rejects.toThrow('stopped by a signal');
  await expect(stage.startStores(['--products', '5'])).rejects.toThrow('stopped by a signal');
  await stage.clear();
});

test('stores that do not start say why', async () => {
  const { stage } = opened(`process.stderr.write('the port is taken'); process.exitCode = 2;`);
  await expect(stage.startStores(['--products', '5'])).rejects.toThrow(
    'the stores did not start: the port is taken',
  );
});

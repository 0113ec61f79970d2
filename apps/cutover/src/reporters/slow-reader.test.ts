// A reader who stops reading: output waits once a page, and does not keep anybody from stopping.
import { setImmediate } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '@cutover/sandbox-store';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../main.ts';
import type { Environment } from '../terminal/io.ts';
import { type FakeIo, fakeIo } from '../testing/fake-io.ts';

const PRODUCTS = 520;
const PRODUCTS_A_PAGE = 250;
const ACTIONS_A_PAGE = 500;
/** The run, how far it is, its end. */
const OTHER_LINES = 15;

/** Two stores with so many products, of which the source alone shows pictures. */
async function twoStores(
  products = PRODUCTS,
): Promise<{ readonly sandbox: Sandbox; readonly environment: Environment }> {
  const sandbox = await startSandbox({
    stores: [
      { hash: 'abc', catalog: { kind: 'seeded', products, imagesPerProduct: 1, pictures: 'tiny' } },
      { hash: 'def', catalog: { kind: 'products-only', products } },
    ],
    quota: { requests: 1_000_000, windowMs: 2_000 },
  });
  onTestFinished(() => sandbox.close());
  const [source, target] = sandbox.stores;
  const environment = {
    CUTOVER_SOURCE_STORE: 'abc',
    CUTOVER_SOURCE_API: sandbox.origin,
    CUTOVER_SOURCE_TOKEN: source?.token,
    CUTOVER_TARGET_STORE: 'def',
    CUTOVER_TARGET_TOKEN: target?.token,
    CUTOVER_KINDS: 'product',
  };
  return { sandbox, environment };
}

/** Who waits for somebody is where he was when the loop has turned that often; who does not is some pages further. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await setImmediate();
}

/** Begins a command whose reader falls asleep at its first finding, and resolves when it waits for him. */
async function begun(line: string, products?: number) {
  const { sandbox, environment } = await twoStores(products);
  const io = fakeIo();
  const asleep = io.fallAsleep(/"finding"|^\+ /);
  const ended = main(line.split(' '), environment, io);
  await Promise.race([asleep, ended.then((code) => Promise.reject(new Error(`it has ended with ${code}`)))]);
  await aWhile();
  return { io, ended, sandbox };
}

/** How many lines have waited at once for a reader who reads on only when somebody waits for him. */
async function mostLinesWaiting(line: string) {
  const { environment } = await twoStores();
  const io = fakeIo();
  let before = 0;
  let most = 0;
  const count = (): void => {
    const lines = io.printed.stdout.split('\n').length;
    most = Math.max(most, lines - before);
    before = lines;
  };
  const nap = (): void =>
    void io.fallAsleep().then(async () => {
      await aWhile();
      count();
      io.wakeUp();
      nap();
    });
  nap();
  const exitCode = await main(line.split(' '), environment, io);
  count();
  return { exitCode, most, lines: before };
}

const findings = ({ printed }: FakeIo): number =>
  printed.stdout.split('\n').filter((text) => /^(\{"type":"finding"|\+ )/.test(text)).length;

describe('a reader of stdout who is asleep', { timeout: 60_000 }, () => {
  test.each(['diff --json', 'diff'])(
    'is shown a page of %s, and the rest once reading goes on',
    async (line) => {
      const { io, ended } = await begun(line);
      expect(findings(io)).toBe(PRODUCTS_A_PAGE);
      io.wakeUp();
      expect(await ended).toBe(3);
      expect(findings(io)).toBe(PRODUCTS);
    },
  );

  test.each([
    ['diff --json', 3, PRODUCTS_A_PAGE],
    ['verify --json --level fields', 3, PRODUCTS_A_PAGE],
    ['migrate --dry-run --json', 0, ACTIONS_A_PAGE],
    ['migrate --dry-run --verbose', 0, ACTIONS_A_PAGE],
  ])('never keeps more than a page of `%s` waiting', async (line, code, page) => {
    const { exitCode, most, lines } = await mostLinesWaiting(line);
    expect([exitCode, most < page + OTHER_LINES, lines > PRODUCTS]).toEqual([code, true, true]);
  });

  test('holds nobody who wants to stop', async () => {
    const { io, ended } = await begun('diff --json');
    io.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(findings(io)).toBe(PRODUCTS_A_PAGE);
  });

  test('and goes away then ends what only reads, with 0', async () => {
    const { io, ended } = await begun('diff --json');
    io.closeStdout();
    expect(await ended).toBe(0);
    expect(findings(io)).toBe(PRODUCTS_A_PAGE);
  });

  test('and goes away then stops no migration', async () => {
    const { io, ended, sandbox } = await begun('migrate --yes --json --allow-private-hosts', 3);
    io.closeStdout();
    expect(await ended).toBe(0);
    expect(sandbox.control('def').images()).toHaveLength(3);
  });
});

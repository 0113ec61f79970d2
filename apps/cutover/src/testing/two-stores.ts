// Two local stores, six products with two images each and the same products without any, and commands run against them.
import { type Sandbox, startSandbox } from '@cutover/sandbox-store';
import { afterEach, beforeEach } from 'vitest';
import { main } from '../main.ts';
import { jsonLine } from '../reporters/json-lines.ts';
import type { Environment } from '../terminal/io.ts';
import type { FakeIo } from './fake-io.ts';
import { checkIsInHelp } from './run-main.ts';

export let sandbox: Sandbox;
export let environment: Environment;

/** To be called once in a file: fresh stores before each of its tests. A hook of this file's own would be the first one's alone. */
export function withTwoStores(): void {
  beforeEach(async () => {
    sandbox = await startSandbox({
      stores: [
        {
          hash: 'abc',
          catalog: {
            kind: 'seeded',
            products: 6,
            imagesPerProduct: 2,
            pictures: 'tiny',
            slotPictures: false,
          },
        },
        { hash: 'def', catalog: { kind: 'products-only', products: 6 } },
      ],
      quota: { requests: 100_000, windowMs: 2_000 },
    });
    const [source, target] = sandbox.stores;
    environment = {
      CUTOVER_SOURCE_STORE: 'abc',
      CUTOVER_SOURCE_API: sandbox.origin,
      CUTOVER_SOURCE_TOKEN: source?.token,
      CUTOVER_TARGET_STORE: 'def',
      CUTOVER_TARGET_TOKEN: target?.token,
      CUTOVER_SETTLE_AFTER: '100ms',
      // Requests are counted, so each image goes by itself.
      CUTOVER_BATCH: 'off',
    };
  });
  afterEach(() => sandbox.close());
}

/** The command with --json: its exit code, and every line, each checked against the schema. */
export async function run(io: FakeIo, line: string, more: Environment = {}) {
  io.printed.stdout = '';
  const exitCode = await main([...line.split(' '), '--json'], { ...environment, ...more }, io);
  const lines = io.printed.stdout
    .trimEnd()
    .split('\n')
    .map((text) => jsonLine.parse(JSON.parse(text)));
  const result = lines.at(-1);
  if (result?.type === 'result') checkIsInHelp(result);
  return { exitCode, lines, result };
}
export const writes = (): number =>
  sandbox
    .control('def')
    .requests()
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD').length;

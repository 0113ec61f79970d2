// Where the built program meets two stores of test/independent-store: a full one and one with the same products and no
// picture, in the test's own process, so that they outlive every kill and show the truth.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plantSource, plantTarget, type Sizes } from '../independent-store/planted.ts';
import { type IndependentStore, type StoreOptions, startStore } from '../independent-store/store.ts';
import { type Running, startChildren } from './binary.ts';
import { resultOf, storeVariables } from './place.ts';
import { createRandom } from './random.ts';

export interface Stage {
  readonly source: IndependentStore;
  readonly target: IndependentStore;
  start(args: string): Running;
  /** The last line of the program, without what is never the same twice. */
  result(args: string): Promise<Record<string, unknown>>;
}

/** Plays a test between two stores of its own and clears them away, whatever happens. */
export async function onStage(
  {
    sizes,
    ...has
  }: {
    readonly sizes: Sizes;
    readonly source?: Partial<StoreOptions>;
    readonly target?: Partial<StoreOptions>;
  },
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const quota = { requests: 1_000_000, windowMs: 30_000 };
  const named = { source: 'full', target: 'empty' } as const;
  const tokens = { source: 'token-of-the-source', target: 'token-of-the-target' } as const;
  const source = await startStore({
    hash: named.source,
    token: tokens.source,
    quota,
    firstId: 100,
    random: createRandom(1),
    ...has.source,
  });
  const target = await startStore({
    hash: named.target,
    token: tokens.target,
    quota,
    firstId: 50_000,
    random: createRandom(2),
    ...has.target,
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-independent-'));
  const children = startChildren();
  const variables = {
    ...storeVariables(
      { store: named.source, api: source.origin, token: tokens.source },
      { store: named.target, api: target.origin, token: tokens.target },
    ),
    CUTOVER_SETTLE_AFTER: '500ms',
    CUTOVER_BATCH: 'off',
  };
  const start: Stage['start'] = (args) =>
    children.start([...args.split(' '), '--json'], { cwd: folder, variables });
  try {
    await plantSource(source.catalog, sizes);
    plantTarget(target.catalog, sizes);
    await play({
      source,
      target,
      start,
      async result(args) {
        const { run: _run, time: _time, requests: _requests, ...result } = resultOf(await start(args).ended);
        return result;
      },
    });
  } finally {
    await children.clear();
    await source.close();
    await target.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

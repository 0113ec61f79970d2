// Where one end-to-end test happens: a folder of its own, stores in the test's own process (so that they outlive every
// kill and show the truth), and the program bound to both.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, type SandboxOptions, type StoreControl, startSandbox } from '@cutover/sandbox-store';
import {
  type Ended,
  type Line,
  type Running,
  type StartOptions,
  startChildren,
  type Variables,
} from './binary.ts';
import { openRewriter, type Rewrite } from './rewriter.ts';

export interface Place {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly source: StoreControl;
  readonly target: StoreControl;
  /** Requests that have passed a rewriter, as `GET /stores/…`; empty without one. */
  readonly requests: readonly string[];
  /** What names the stores; one alone for parity. */
  readonly stores: Variables;
  /** The path of a file in the folder. */
  at(name: string): string;
  start(args: string, more?: Partial<StartOptions>): Running;
  /** The same for words that hold spaces themselves. */
  startWords(args: readonly string[], more?: Partial<StartOptions>): Running;
  /** Runs `cutover` with these words, split at spaces, and `--json`, to its end. */
  json(args: string, more?: Partial<StartOptions>): Promise<Ended & { readonly result: Line }>;
  /** The same without `--json`: what a person sees. */
  plain(args: string, more?: Partial<StartOptions>): Promise<Ended>;
}

/** Runs a test in a place of its own and clears it away, whatever happens. */
export async function inPlace(
  options: SandboxOptions,
  test: (place: Place) => Promise<void>,
  /** Answers as another store would. */
  rewrite?: Rewrite,
): Promise<void> {
  const sandbox = await startSandbox({ quota: { requests: 1_000_000, windowMs: 30_000 }, ...options });
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-e2e-'));
  const children = startChildren();
  const [source, target = source] = sandbox.stores;
  if (source === undefined || target === undefined) throw new Error('a place needs a store');
  const rewriter = rewrite === undefined ? undefined : await openRewriter(sandbox.origin, rewrite);
  const named = (store: Address): Address => ({ ...store, api: rewriter?.origin ?? store.api });
  const stores = storeVariables(named(source), target === source ? undefined : named(target));
  const startWords: Place['startWords'] = (args, more = {}) =>
    children.start(args, { cwd: folder, ...more, variables: { ...stores, ...quick, ...more.variables } });
  const start: Place['start'] = (args, more) => startWords(args.split(' '), more);
  try {
    await test({
      folder,
      sandbox,
      requests: rewriter?.requests ?? [],
      source: sandbox.control(source.store),
      target: sandbox.control(target.store),
      stores,
      at: (name) => path.join(folder, name),
      start,
      startWords,
      async json(args, more) {
        const ended = await start(`${args} --json`, more).ended;
        return { ...ended, result: resultOf(ended) };
      },
      plain: async (args, more) => await start(args, more).ended,
    });
  } finally {
    await children.clear();
    await rewriter?.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last line of a program that said how it ended. */
export function resultOf(ended: Ended): Line {
  const last = ended.lines.at(-1);
  if (last?.type !== 'result')
    throw new Error(
      `no result: code ${ended.code ?? ended.signal}\n${ended.stdout.slice(-2_000)}\n${ended.stderr}`,
    );
  return last;
}

interface Address {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}

/**
 * The sandbox loses answers, but never for two minutes. And each image goes by itself, because most tests are about one
 * write; what goes together is asked for by name ({@link together}).
 */
const quick: Variables = { CUTOVER_SETTLE_AFTER: '150ms', CUTOVER_BATCH: 'off' };

/** Products without images get theirs several products to a request, as where nobody says anything. */
export const together: Variables = { CUTOVER_BATCH: 'auto' };

export function storeVariables(source: Address, target: Address | undefined): Record<string, string> {
  return {
    CUTOVER_SOURCE_STORE: source.store,
    CUTOVER_SOURCE_API: source.api,
    CUTOVER_SOURCE_TOKEN: source.token,
    ...(target === undefined
      ? {}
      : {
          CUTOVER_TARGET_STORE: target.store,
          CUTOVER_TARGET_API: target.api,
          CUTOVER_TARGET_TOKEN: target.token,
        }),
  };
}

/** A full store and an empty one with the same products; pictures of variants and values are another pair's. */
export const pair = (
  products: number,
  images: number,
  pictures: 'tiny' | 'drawn' = 'tiny',
): SandboxOptions['stores'] => [
  { hash: 'source', catalog: { kind: 'seeded', products, images, pictures, slotPictures: false } },
  { hash: 'target', catalog: { kind: 'products-only', products } },
];

/** The same with pictures of variants, modifiers and swatches. */
export const pairOfAllKinds = (products: number, images: number): SandboxOptions['stores'] => [
  { hash: 'source', catalog: { kind: 'seeded', products, images, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products } },
];

/** One full store. */
export const single = (products: number, images: number): SandboxOptions['stores'] => [
  {
    hash: 'alone',
    catalog: { kind: 'seeded', products, images, pictures: 'tiny', slotPictures: false },
  },
];

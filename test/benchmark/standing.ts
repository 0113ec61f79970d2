// Journals whose runs stand half-way, for the question where things stand.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openJournal } from '@cutover/journal';
import { binary } from './program.ts';

const ACTIONS_A_PAGE = 5_000;

export interface Standing {
  /** Milliseconds that `cutover status` takes, from start to exit. */
  statusMs(): Promise<number>;
  remove(): void;
}

/** A migration with so many actions, none of which is done. */
export async function standingJournal(actions: number): Promise<Standing> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const journal = openJournal(path.join(folder, 'cutover.db'));
  const pair = { mode: 'transfer', source: 'a', target: 'b' } as const;
  const run = await journal.openRun({
    command: 'migrate',
    ...pair,
    optionsKey: '',
    options: {},
    dryRun: false,
  });
  for (let from = 0; from < actions; from += ACTIONS_A_PAGE) {
    const length = Math.min(ACTIONS_A_PAGE, actions - from);
    const page = Array.from({ length }, (_, index) => from + index + 1);
    await journal.addActions(run.id, page.map(createOf));
  }
  await journal.setPhase(run.id, 'planned');
  await journal.close();
  return {
    statusMs: async () => await timed(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const createOf = (id: number) => ({
  verb: 'create' as const,
  subject: { kind: 'product-image' as const, productId: Math.ceil(id / 4) },
  from: { productId: Math.ceil(id / 4), imageId: id },
  sku: `SKU-${Math.ceil(id / 4)}`,
  wanted: {
    description: `Linen towel in moss, view ${id % 4}`,
    sort_order: id % 4,
    is_thumbnail: id % 4 === 1,
  },
  position: id % 4,
});

async function timed(folder: string): Promise<number> {
  const started = performance.now();
  const env = { ...process.env, HOME: folder, CUTOVER_STATE_DIR: path.join(folder, 'state') };
  const child = spawn(process.execPath, [binary, 'status'], { cwd: folder, env, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`status ended with ${code}`);
  return performance.now() - started;
}

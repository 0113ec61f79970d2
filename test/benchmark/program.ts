// The built program, run to its end and measured from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { storeVariables } from '../support/place.ts';
import type { StoreAddress } from './serving.ts';

const binary = fileURLToPath(new URL('../../apps/cutover/dist/cutover.js', import.meta.url));

export interface Ran {
  readonly totalMs: number;
  /** From the first write to the last one's record. */
  readonly writingMs: number;
  /** The most memory that was ever resident, in bytes; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
  readonly requests: { readonly v2: number; readonly v3: number; readonly content: number };
}

/** Migrates in a folder of its own. */
export async function runMigrate(
  source: StoreAddress,
  target: StoreAddress,
  concurrency: number,
): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [binary, 'migrate', '--yes', '--json', '--concurrency', String(concurrency)],
    {
      cwd: folder,
      env: {
        ...process.env,
        ...storeVariables(source, target),
        HOME: folder,
        CUTOVER_STATE_DIR: path.join(folder, 'state'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let peakBytes: number | undefined;
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const watch = setInterval(() => {
    peakBytes = highWaterOf(child.pid) ?? peakBytes;
  }, 20);
  const written: number[] = [];
  let result: Line | undefined;
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as Line;
      if (line.type === 'action') written.push(Date.parse(line.time));
      if (line.type === 'result') result = line;
    }
    if (child.exitCode === null) await once(child, 'exit');
    const { exitCode, requests } = result ?? {};
    if (exitCode !== 0 || requests === undefined)
      throw new Error(`migrate ended with ${child.exitCode}: ${words}`);
    const writingMs = Math.max(...written) - Math.min(...written);
    return { totalMs: performance.now() - started, writingMs, peakBytes, requests };
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Line {
  readonly type: string;
  readonly time: string;
  readonly exitCode?: number;
  readonly requests?: Ran['requests'];
}

/** Starts the program, or Node alone, for as little as possible. */
export async function startUpMs(of: 'version' | 'node'): Promise<number> {
  const started = performance.now();
  const words = of === 'version' ? [binary, '--version'] : ['--eval', '0'];
  const [code] = (await once(spawn(process.execPath, words, { stdio: 'ignore' }), 'exit')) as [number];
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  return performance.now() - started;
}

/** Linux keeps the high-water mark itself, so that looking now and then misses nothing but the last moment. */
function highWaterOf(pid: number | undefined): number | undefined {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

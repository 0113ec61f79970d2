// The built program, run to its end and measured from outside.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { storeVariables } from '../support/place.ts';
import type { StoreAddress } from './serving.ts';

const WATCH_MS = 100;
/** The built program. */
export const binary = fileURLToPath(new URL('../../apps/cutover/dist/cutover.js', import.meta.url));

export interface Ran {
  readonly totalMs: number;
  /** From the first write to the last one's record. */
  readonly writingMs: number;
  /** When the first write was recorded, and the last. */
  readonly writing: { readonly fromMs: number; readonly toMs: number };
  /** Of the program and of all that it has started, as far as the system tells. */
  readonly cpuMs: number | undefined;
  /** The most memory that was ever resident, in bytes, its helpers' included; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
  readonly requests: { readonly v2: number; readonly v3: number; readonly content: number };
  readonly images: number;
}

interface Running {
  /** Where it finds what earlier ones left; default: nowhere. */
  readonly keptIn?: string;
  /** Another program that runs it and watches it. */
  readonly under?: readonly string[];
}

/** Runs a command of the program to its good end. */
export async function runProgram(
  words: readonly string[],
  source: StoreAddress,
  target?: StoreAddress,
  { keptIn, under = [] }: Running = {},
): Promise<Ran> {
  const folder = keptIn ?? mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const started = performance.now();
  const [first, ...others] = [...under, process.execPath, binary, ...words, '--json'];
  const child = spawn(first, others, {
    cwd: folder,
    env: placeIn(folder, source, target),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let peakBytes: number | undefined;
  let cpuMs: number | undefined;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-10_000);
  });
  const watch = setInterval(() => {
    for (const bytes of [highWaterOf(child.pid), sharesOf(child.pid)])
      if (bytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, bytes);
    // Helpers end before it does, and take their time with them.
    cpuMs = Math.max(cpuMs ?? 0, cpuOf(child.pid) ?? 0);
  }, WATCH_MS);
  const written: number[] = [];
  let result: Line | undefined;
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      if (!/^\{"type":"(?:action|result)"/.test(text)) continue;
      const line = JSON.parse(text) as Line;
      if (line.type === 'action') written.push(Date.parse(line.time));
      if (line.type === 'result') result = line;
    }
    if (child.exitCode === null) await once(child, 'exit');
    const { exitCode, requests, images } = result ?? {};
    if (exitCode !== 0 || requests === undefined || images === undefined)
      throw new Error(`${words.join(' ')} ended with ${child.exitCode}: ${said}`);
    const writing = { fromMs: written[0] ?? 0, toMs: written.at(-1) ?? 0 };
    const writingMs = writing.toMs - writing.fromMs;
    return { totalMs: performance.now() - started, writing, writingMs, cpuMs, peakBytes, requests, images };
  } finally {
    clearInterval(watch);
    if (keptIn === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const placeIn = (folder: string, source: StoreAddress, target?: StoreAddress): NodeJS.ProcessEnv => ({
  ...process.env,
  ...storeVariables(source, target),
  HOME: folder,
  CUTOVER_STATE_DIR: path.join(folder, 'state'),
});

/** How often a command waits for the disk while it writes, as `strace` counts it; undefined where that is missing. */
export async function diskWaits(
  words: readonly string[],
  source: StoreAddress,
  target: StoreAddress,
): Promise<number | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-bench-'));
  const calls = path.join(folder, 'calls');
  const under = 'strace -f --seccomp-bpf -qq -ttt -e trace=fsync,fdatasync -o'.split(' ');
  try {
    if (spawnSync('strace', ['-V']).status !== 0) return undefined;
    const { writing } = await runProgram(words, source, target, { under: [...under, calls] });
    const at = [...readFileSync(calls, 'utf8').matchAll(/^\d+ (\d+\.\d+) f(?:data)?sync\(/gm)];
    const ms = at.map(([, seconds]) => Number(seconds) * 1_000);
    return ms.filter((one) => one >= writing.fromMs && one <= writing.toMs).length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Line {
  readonly type: string;
  readonly time: string;
  readonly exitCode?: number;
  readonly images?: number;
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
  return bytesIn(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB$/m);
}

/** Of a program and of all that it has started together; what they share, such as Node itself, counts once. */
function sharesOf(pid: number | undefined): number | undefined {
  const own = bytesIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
  return own === undefined
    ? undefined
    : childrenOf(pid).reduce((sum, child) => sum + (sharesOf(child) ?? 0), own);
}

function bytesIn(file: string, pattern: RegExp): number | undefined {
  try {
    const kib = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

/** How long it, and all that it has started, have kept a core busy; a hundred ticks a second on every Linux. */
export function cpuOf(pid: number | undefined): number | undefined {
  try {
    const facts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const own = (Number(facts[11]) + Number(facts[12])) * 10;
    return childrenOf(pid).reduce((sum, child) => sum + (cpuOf(child) ?? 0), own);
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number | undefined): number[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return pids.map(Number).filter((child) => child > 0);
  } catch {
    return [];
  }
}

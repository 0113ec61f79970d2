// A machine for tests: streams that remember, a clock that stands still, signals that a test gives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Io, Sink } from '../terminal/io.ts';

export interface FakeIo extends Io {
  readonly folder: string;
  readonly printed: { stdout: string; stderr: string };
  readonly exits: number[];
  signal(name: string): void;
  /** The reader of stdout goes away. */
  closeStdout(): void;
  /**
   * The reader of stdout reads no more, until he goes on.
   * @param at falls asleep at the first text like that; default: at once.
   * @returns what resolves when somebody waits for him.
   */
  fallAsleep(at?: RegExp): Promise<void>;
  wakeUp(): void;
  answer(text: string): void;
}

/** Of stdout. */
interface Reader {
  isAwake: boolean;
  tiredAt: RegExp | undefined;
  drained: () => void;
  awaited: () => void;
}

export function fakeIo(facts: { terminal?: boolean; columns?: number; now?: () => number } = {}): FakeIo {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const printed = { stdout: '', stderr: '' };
  const exits: number[] = [];
  const listeners = new Set<(signal: string) => void>();
  const failures: ((error: Error) => void)[] = [];
  const stdin = new PassThrough();
  const isTTY = facts.terminal ?? false;
  const reader: Reader = {
    isAwake: true,
    tiredAt: undefined,
    drained: () => undefined,
    awaited: () => undefined,
  };
  const sink = (name: 'stdout' | 'stderr'): Sink => ({
    isTTY,
    columns: facts.columns ?? 100,
    write(text) {
      printed[name] += text;
      if (name === 'stdout' && reader.tiredAt?.test(text) === true) reader.isAwake = false;
      return name === 'stderr' || reader.isAwake;
    },
    on(_event, listener) {
      if (name === 'stdout') failures.push(listener);
    },
    once(_event, listener) {
      if (name === 'stderr') return;
      reader.drained = listener;
      reader.awaited();
    },
  });
  if (!isTTY) stdin.end();
  return {
    folder,
    printed,
    exits,
    stdin: Object.assign(stdin, { isTTY }),
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    cwd: folder,
    temporaryFolder: folder,
    configFolder: join(folder, 'config'),
    stateFolder: join(folder, 'state'),
    platform: 'linux',
    host: 'host',
    pid: process.pid,
    now: facts.now ?? (() => Date.UTC(2026, 0, 2, 3, 4, 5)),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFault: () => () => undefined,
    exitNow: (code) => exits.push(code),
    signal(name) {
      for (const listener of listeners) listener(name);
    },
    closeStdout() {
      for (const fail of failures) fail(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
    fallAsleep(at) {
      reader.tiredAt = at;
      reader.isAwake = at !== undefined;
      return new Promise((resolve) => {
        reader.awaited = resolve;
      });
    },
    wakeUp() {
      reader.isAwake = true;
      reader.tiredAt = undefined;
      reader.drained();
    },
    answer: (text) => stdin.write(text),
  };
}

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
  /** @param error why stdout takes no more; default: its reader has gone. */
  closeStdout(error?: Error): void;
  /**
   * The reader of stdout reads no more, until he goes on.
   * @param at falls asleep at the first text like that; default: at once.
   * @returns what resolves when somebody waits for him.
   */
  fallAsleep(at?: RegExp): Promise<void>;
  wakeUp(): void;
  answer(text: string): void;
}

/** Who reads stdout, and may fall asleep over it. */
function createReader() {
  let isAwake = true;
  let tiredAt: RegExp | undefined;
  let drained = (): void => undefined;
  let awaited = (): void => undefined;
  return {
    /** @returns whether he has taken it. */
    reads(text: string): boolean {
      if (tiredAt?.test(text) === true) isAwake = false;
      return isAwake;
    },
    onceDrained(listener: () => void): void {
      drained = listener;
      awaited();
    },
    async fallAsleep(at?: RegExp): Promise<void> {
      tiredAt = at;
      isAwake = at !== undefined;
      await new Promise<void>((resolve) => {
        awaited = resolve;
      });
    },
    wakeUp(): void {
      isAwake = true;
      tiredAt = undefined;
      drained();
    },
  };
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
  const reader = createReader();
  const sink = (name: 'stdout' | 'stderr'): Sink => ({
    isTTY,
    columns: facts.columns ?? 100,
    write(text) {
      printed[name] += text;
      return name === 'stderr' || reader.reads(text);
    },
    on(_event, listener) {
      if (name === 'stdout') failures.push(listener);
    },
    once(_event, listener) {
      if (name === 'stdout') reader.onceDrained(listener);
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
    closeStdout(error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) {
      for (const fail of failures) fail(error);
    },
    fallAsleep: reader.fallAsleep,
    wakeUp: reader.wakeUp,
    answer: (text) => stdin.write(text),
  };
}

import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { createPauseGate } from './pause.ts';
import { createStopping, whenStopped } from './stopping.ts';

describe('stopping', () => {
  test('the first signal asks, the second ends with 130', () => {
    const io = fakeIo();
    const told: string[] = [];
    const stopping = createStopping(
      io,
      () => void told.push('first'),
      () => void told.push(`second, ${io.exits.length} exits`),
    );
    io.signal('SIGTERM');
    expect([stopping.signal.aborted, stopping.reason, told, io.exits]).toEqual([
      true,
      'SIGTERM',
      ['first'],
      [],
    ]);
    io.signal('SIGINT');
    expect([told, io.exits]).toEqual([['first', 'second, 0 exits'], [130]]);
  });

  test('before the second ends the process, the terminal is given back', () => {
    const io = fakeIo();
    const stopping = createStopping(io, () => undefined);
    const exitsThen: number[] = [];
    stopping.beforeExit(() => exitsThen.push(io.exits.length));
    stopping.beforeExit(() => exitsThen.push(99))();
    stopping.interrupt('SIGINT');
    stopping.interrupt('SIGINT');
    expect([exitsThen, io.exits]).toEqual([[0], [130]]);
  });

  test('after the end signals are no longer listened to', () => {
    const io = fakeIo();
    const stopping = createStopping(io, () => undefined);
    stopping.close();
    io.signal('SIGINT');
    expect(stopping.signal.aborted).toBe(false);
  });

  test('a stop is waited for, also when it has come already', async () => {
    const io = fakeIo();
    const stopping = createStopping(io, () => undefined);
    const waited = whenStopped(stopping.signal);
    io.signal('SIGHUP');
    await waited;
    await whenStopped(stopping.signal);
    expect(stopping.reason).toBe('SIGHUP');
  });
});

describe('pausing', () => {
  test('work waits while paused, and a stop releases it', async () => {
    const controller = new AbortController();
    const gate = createPauseGate(controller.signal);
    const passed: string[] = [];
    const pass = async (name: string): Promise<void> => {
      await gate.whileNotPaused();
      passed.push(name);
    };
    await pass('open');
    gate.pause();
    const first = pass('first');
    await Promise.resolve();
    expect(passed).toEqual(['open']);
    gate.resume();
    await first;
    gate.pause();
    const second = pass('second');
    controller.abort();
    await second;
    gate.pause();
    await pass('stopped');
    expect(passed).toEqual(['open', 'first', 'second', 'stopped']);
  });
});

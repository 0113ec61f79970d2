import { describe, expect, test } from 'vitest';
import { type FakeIo, fakeIo } from '../testing/fake-io.ts';
import { askHidden, askLine, askYes, canAsk } from './ask.ts';
import { createOutput } from './output.ts';
import { createSecrets } from './secrets.ts';
import { createStopping } from './stopping.ts';

function asking(io: FakeIo) {
  const out = createOutput({
    stdout: io.stdout,
    stderr: io.stderr,
    secrets: createSecrets(),
    quiet: () => true,
    canLive: false,
  });
  return { io, out, stopping: createStopping(io, () => undefined) };
}

describe('questions', () => {
  test.each([
    ['y', true],
    ['Yes', true],
    ['n', false],
    ['', false],
    ['yesterday', false],
  ])('%j answers %j', async (typed, expected) => {
    const io = fakeIo({ terminal: true });
    const answer = askYes(asking(io), 'Write?');
    io.answer(`${typed}\n`);
    expect(await answer).toBe(expected);
    expect(io.printed).toEqual({ stdout: '', stderr: 'Write? [y/N] ' });
  });

  test('a hidden answer takes corrections and is not shown', async () => {
    const io = fakeIo({ terminal: true });
    const answer = askHidden(asking(io), 'Token: ');
    io.answer('abx\u007Fc');
    io.answer('d\r');
    expect(await answer).toBe('abcd');
    expect(io.printed.stderr).toBe('Token: \n');
  });

  test('Ctrl-C ends a question, as a signal and as a key', async () => {
    const first = fakeIo({ terminal: true });
    const line = askLine(asking(first), 'Hash: ');
    first.signal('SIGINT');
    await expect(line).rejects.toThrow('Stopped.');
    const second = fakeIo({ terminal: true });
    const hidden = askHidden(asking(second), 'Token: ');
    second.answer('ab\u0003');
    await expect(hidden).rejects.toThrow('Stopped.');
  });

  test('nobody is asked without a terminal', () => {
    expect([canAsk(fakeIo()), canAsk(fakeIo({ terminal: true }))]).toEqual([false, true]);
  });
});

import { describe, expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { createOutput } from './output.ts';
import { colours } from './palette.ts';
import { createSecrets } from './secrets.ts';

function output(facts: { quiet?: boolean; canLive?: boolean } = {}) {
  const io = fakeIo();
  const secrets = createSecrets();
  secrets.add('canary0token');
  const out = createOutput({
    stdout: io.stdout,
    stderr: io.stderr,
    secrets,
    quiet: () => facts.quiet ?? false,
    canLive: facts.canLive ?? false,
  });
  return { io, out };
}

describe('output', () => {
  test('no way out lets a token through', () => {
    const { io, out } = output({ canLive: true });
    out.line('a canary0token');
    out.say('b canary0token');
    out.warn('c canary0token');
    out.live('d canary0token');
    out.ask('e canary0token');
    expect(io.printed.stdout + io.printed.stderr).not.toContain('canary0token');
    expect(io.printed.stdout).toBe('a [redacted]\n');
  });

  test('whatever a caller has forgotten, no text paints anything but our own colours', () => {
    const { io, out } = output({ canLive: true });
    const hostile = 'a\nNext: evil\u001B[2J\u202E\u{E0041}\u00AD';
    const shown = 'a\\u{a}Next: evil\\u{1b}[2J\\u{202e}\\u{e0041}\\u{ad}';
    out.line(`${colours.red('red')} ${hostile}`);
    out.say(hostile);
    out.warn(hostile);
    out.ask(hostile);
    expect(io.printed.stdout).toBe(`\u001B[31mred\u001B[39m ${shown}\n`);
    expect(io.printed.stderr).toBe(`${shown}\n${shown}\n${shown}`);
    const { io: live, out: rewritten } = output({ canLive: true });
    rewritten.live(hostile);
    expect(live.printed.stderr).toBe(shown);
    // A row of a file is data.
    out.data('a\u00ADb');
    expect(io.printed.stdout.endsWith('a\u00ADb\n')).toBe(true);
  });

  test('--quiet silences words, not warnings', () => {
    const { io, out } = output({ quiet: true });
    out.say('word');
    out.warn('warning');
    expect(io.printed.stderr).toBe('warning\n');
  });

  test('a live line makes room for what is printed, and comes back', () => {
    const { io, out } = output({ canLive: true });
    out.live('50%');
    out.say('word');
    out.live('');
    expect(io.printed.stderr).toBe('50%\r\u001B[2Kword\n50%\r\u001B[2K');
  });

  test('words that come while somebody is asked stand on a line of their own', () => {
    const { io, out } = output({ canLive: true });
    out.ask('Write? [y/N] ');
    out.live('50%');
    out.warn('SIGINT: stopping.');
    out.warn('It continues with: x');
    out.ask('Again? ');
    out.answered(true);
    out.say('word');
    out.ask('Token: ');
    out.answered(false);
    expect(io.printed.stderr).toBe(
      'Write? [y/N] \nSIGINT: stopping.\nIt continues with: x\nAgain? word\nToken: \n',
    );
  });

  test('words are broken where they go to a terminal, and nowhere else; data never', () => {
    const told = (terminal: boolean): string => {
      const io = fakeIo({ terminal, columns: 9 });
      const wrap = (text: string, columns: number): string[] =>
        text.match(RegExp(`.{1,${columns}}`, 'g')) ?? [];
      const out = createOutput({ ...io, secrets: createSecrets(), quiet: () => false, canLive: true, wrap });
      out.line('nine by nine');
      out.data('{"nine":"by nine"}');
      out.warn('a warning that is long');
      out.live('a live line');
      out.live('');
      out.ask('Is it a question? ');
      return `${io.printed.stdout}|${io.printed.stderr}`;
    };
    expect(told(true)).toBe(
      'nine by n\nine\n{"nine":"by nine"}\n|a warning\n that is \nlong\na live li\r\u001B[2KIs it a q\nuestion? ',
    );
    expect(told(false)).toBe(
      'nine by nine\n{"nine":"by nine"}\n|a warning that is long\na live line\r\u001B[2KIs it a question? ',
    );
  });

  test('while another has the terminal, lines wait in order', () => {
    const { io, out } = output();
    const giveBack = out.hold();
    out.line('1');
    out.warn('2');
    expect(io.printed).toEqual({ stdout: '', stderr: '' });
    giveBack();
    expect(io.printed).toEqual({ stdout: '1\n', stderr: '2\n' });
  });

  test('after its reader has gone stdout is silent, told once, and nobody waits for it', async () => {
    const { io, out } = output();
    let told = 0;
    out.onClosed(() => {
      told += 1;
    });
    io.closeStdout();
    io.closeStdout();
    out.line('late');
    await out.drained();
    expect([told, io.printed.stdout]).toEqual([1, '']);
  });

  test.each([
    ['a disk that is full', 'ENOSPC', true],
    ['a file that may not grow', 'EFBIG', true],
    ['a reader who has gone', 'EPIPE', false],
    ['a terminal that has gone', 'EIO', false],
  ])('%s ends stdout, and is a failure where it is the file’s', (_, code, isFailure) => {
    const { io, out } = output();
    let ended = 0;
    out.onClosed(() => {
      ended += 1;
    });
    const error = Object.assign(new Error(code), { code });
    io.closeStdout(error);
    expect([ended, out.failure]).toEqual([1, isFailure ? error : undefined]);
  });

  test('what is waited for is a reader who is asleep, until he reads on, goes away, or nobody wants to wait', async () => {
    const ways: Readonly<Record<string, (io: ReturnType<typeof fakeIo>, stop: AbortController) => void>> = {
      'reads on': (io) => io.wakeUp(),
      'goes away': (io) => io.closeStdout(),
      'is not waited for': (_io, stop) => stop.abort(),
    };
    for (const [what, end] of Object.entries(ways)) {
      const { io, out } = output();
      const stop = new AbortController();
      const told: string[] = [];
      const waited = async (who: string): Promise<void> => {
        await out.drained(stop.signal);
        told.push(who);
      };
      await waited('before');
      const asleep = io.fallAsleep();
      out.line('more than a pipe takes');
      const both = [waited('one'), waited('two')];
      await asleep;
      expect([what, told]).toEqual([what, ['before']]);
      end(io, stop);
      await Promise.all(both);
      expect([what, told]).toEqual([what, ['before', 'one', 'two']]);
    }
  });
});

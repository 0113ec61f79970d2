import { chownSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '@cutover/sync-engine';
import { describe, expect, test } from 'vitest';
import { CutoverError } from '../errors.ts';
import { createOutput } from '../terminal/output.ts';
import { createSecrets } from '../terminal/secrets.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { run } from '../testing/run-main.ts';
import { openLogFile } from './log-file.ts';

const token = 'canary0token0canary0token';

function opened(name = 'run.log') {
  const io = fakeIo();
  const secrets = createSecrets();
  secrets.add(token);
  const out = createOutput({
    stdout: io.stdout,
    stderr: io.stderr,
    secrets,
    quiet: () => true,
    canLive: false,
  });
  const path = resolve(io.cwd, name);
  const log = openLogFile(path, { out, secrets, now: io.now });
  return { out, log, path, lines: () => readFileSync(path, 'utf8').split('\n').slice(0, -1) };
}

describe.skipIf(process.platform === 'win32')('a log file that is somebody else’s', () => {
  const unusable = expect.objectContaining({ problem: expect.objectContaining({ code: 'file-not-usable' }) });

  test('is not reached through a link', () => {
    const { path } = opened();
    symlinkSync(path, `${path}.link`);
    const before = readFileSync(path, 'utf8');
    expect(() => opened(`${path}.link`)).toThrow(unusable);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test.runIf(process.getuid?.() === 0)('is not written to, nor when it comes in between', () => {
    const { path, log, lines } = opened();
    chownSync(path, 4_321, 4_321);
    log.said('one');
    expect(() => opened(path)).toThrow(unusable);
    expect(lines()).toEqual([]);
  });

  test('is not a device that is named', () => {
    expect(() => opened('/dev/null')).not.toThrow();
  });
});

describe('the log file', () => {
  test('holds what was said and what caused an error, without colours and tokens', () => {
    const { out, log, lines, path } = opened();
    out.onSaid(log.said);
    out.say('silenced, yet logged');
    out.warn(`\u001B[31mError:\u001B[39m ${token}`);
    log.cause(new CutoverError('bad-value', 'Why.', 'Next.', new Error(`deep ${token}`)));
    const time = '2026-01-02T03:04:05.000Z';
    expect(lines().map((line) => JSON.parse(line))).toEqual([
      { type: 'said', time, text: 'silenced, yet logged' },
      { type: 'said', time, text: 'Error: [redacted]' },
      {
        type: 'cause',
        time,
        errors: ['CutoverError: A value cannot be read. Why.', 'Error: deep [redacted]'],
      },
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('has words for what the engine throws, which has none', () => {
    const { log, lines } = opened();
    log.cause(new EngineError({ code: 'declined', run: 'r1' }));
    expect(lines().map((line) => JSON.parse(line).errors)).toEqual([
      ['EngineError: The question was answered with no.'],
    ]);
  });

  test('one that cannot be opened is refused at the start', async () => {
    const { exitCode, stderr } = await run('status --log-file nowhere/run.log');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The log file cannot be opened: ENOENT');
  });
});

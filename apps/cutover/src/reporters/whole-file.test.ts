import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { createWholeFile, type WholeFile } from './whole-file.ts';

test('a file under way has a name that nobody can guess, is its owner’s alone, and is gone when it is given up', async () => {
  const { cwd } = fakeIo();
  const path = join(cwd, 'report.csv');
  const files = [await createWholeFile(path), await createWholeFile(path)] as const;
  const names = readdirSync(cwd);
  expect(names).toHaveLength(2);
  for (const name of names) {
    expect(name).toMatch(/^report\.csv\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/);
    expect(statSync(join(cwd, name)).mode & 0o777).toBe(0o600);
  }
  await files[0].discard();
  await files[1].write('whole');
  await files[1].finish();
  expect([readdirSync(cwd), readFileSync(path, 'utf8')]).toEqual([['report.csv'], 'whole']);
});

test.skipIf(process.platform === 'win32')(
  'a pipe that nobody reads is not waited for, and one that is read is written to',
  async () => {
    const path = join(fakeIo().cwd, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(createWholeFile(path)).rejects.toThrow('ENXIO');
    const reader = spawn('sh', ['-c', 'echo open; exec cat "$0"', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(reader.stdout, 'readable');
    const file = await untilRead(path);
    await file.write('whole');
    await file.finish();
    expect(await text(reader.stdout)).toBe('open\nwhole');
    expect(statSync(path).isFIFO()).toBe(true);
  },
);

/** The reader says that it is there before it has opened the pipe. */
async function untilRead(path: string): Promise<WholeFile> {
  return await createWholeFile(path).catch(() => untilRead(path));
}

// Only the system's own user can give files away.
test.runIf(process.getuid?.() === 0)(
  'a pipe that another user has laid there is not written to',
  async () => {
    const path = join(fakeIo().cwd, 'report.csv');
    execFileSync('mkfifo', [path]);
    chownSync(path, 4_321, 4_321);
    await expect(createWholeFile(path)).rejects.toThrow('belongs to another user');
  },
);

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bytesOfInput, whyNotRead } from './input-file.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-input-'));
  folders.push(folder);
  return folder;
}

async function read(path: string, signal = new AbortController().signal): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytesOfInput(path, signal))).toString();
}

test('a file is read whole', async () => {
  const path = join(newFolder(), 'a.csv');
  writeFileSync(path, 'x'.repeat(300_000));
  expect(await read(path)).toBe('x'.repeat(300_000));
});

test.skipIf(process.platform === 'win32').each<[string, (folder: string) => string, string]>([
  [
    'a pipe that nobody writes to',
    (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return join(folder, 'pipe');
    },
    'is a pipe, not a file',
  ],
  ['a folder', (folder) => folder, 'is a folder, not a file'],
  ['a device without an end', () => '/dev/zero', 'is a device, not a file'],
])('%s is refused at once', async (_, make, message) => {
  const refusal: unknown = await read(make(newFolder())).catch((error: unknown) => error);
  expect(whyNotRead(refusal)).toBe(message);
});

test('one that is not there is named in the system’s words, and what is no fault of reading is left to others', async () => {
  const refusal: unknown = await read(join(newFolder(), 'none')).catch((error: unknown) => error);
  expect([whyNotRead(refusal), whyNotRead(new Error('no'))]).toEqual(['cannot be read (ENOENT)', undefined]);
});

import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { createPictureFolder } from './picture-folder.ts';

const [one, two] = [Buffer.from('one'), Buffer.from('two')];

test('it is made with the first picture, its owner’s alone, and a picture is one file however often it is saved', async () => {
  const path = join(fakeIo().cwd, 'report-pictures');
  const folder = createPictureFolder(path);
  await folder.check();
  const name = await folder.save(one);
  expect([await folder.save(one), name]).toEqual([name, expect.stringMatching(/^[\da-f]{32}\.webp$/)]);
  await folder.finish();
  expect(readdirSync(path)).toEqual([name]);
  expect(readFileSync(join(path, name), 'utf8')).toBe('one');
  if (process.platform !== 'win32')
    expect([statSync(path).mode & 0o777, statSync(join(path, name)).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('the next report of that name leaves no picture behind that it does not show', async () => {
  const path = join(fakeIo().cwd, 'report-pictures');
  const first = createPictureFolder(path);
  const shared = await first.save(one);
  await first.save(two);
  await first.finish();
  const second = createPictureFolder(path);
  await second.save(one);
  await second.finish();
  expect(readdirSync(path)).toEqual([shared]);
});

test('what a killed process has left half-written is in nobody’s way, and goes', async () => {
  const path = join(fakeIo().cwd, 'report-pictures');
  const name = await createPictureFolder(path).save(one);
  writeFileSync(join(path, `${name}.0b6ce1f4-29b7-4d59-9c5e-6f0a8f0d2f11.part`), 'on');
  const next = createPictureFolder(path);
  await next.check();
  await next.save(one);
  await next.finish();
  expect(readdirSync(path)).toEqual([name]);
});

test('one that is given up leaves what was there, and nothing where nothing was', async () => {
  const { cwd } = fakeIo();
  const path = join(cwd, 'report-pictures');
  const given = createPictureFolder(path);
  await given.save(one);
  await given.discard();
  expect(readdirSync(cwd)).toEqual([]);
  const first = createPictureFolder(path);
  const name = await first.save(one);
  await first.finish();
  const second = createPictureFolder(path);
  await second.save(one);
  await second.save(two);
  await second.discard();
  expect(readdirSync(path)).toEqual([name]);
  await createPictureFolder(path).finish();
  expect(readdirSync(path)).toEqual([name]);
});

test.each([
  [
    'a folder of other things',
    'holds other files',
    (path: string) => {
      mkdirSync(path);
      writeFileSync(join(path, 'holiday.jpg'), '');
    },
  ],
  ['a file', 'is no folder', (path: string) => writeFileSync(path, '')],
  [
    'a link to an empty folder',
    'is no folder',
    (path: string) => {
      mkdirSync(`${path}-elsewhere`);
      symlinkSync(`${path}-elsewhere`, path);
    },
  ],
])('%s is refused and left as it is', async (_, why, make) => {
  const { cwd } = fakeIo();
  const path = join(cwd, 'report-pictures');
  make(path);
  const before = readdirSync(cwd, { recursive: true });
  const folder = createPictureFolder(path);
  const refused = { problem: { code: 'file-not-usable', why: expect.stringContaining(why) } };
  await expect(folder.check()).rejects.toMatchObject(refused);
  await expect(folder.save(one)).rejects.toMatchObject(refused);
  await folder.discard();
  expect(readdirSync(cwd, { recursive: true })).toEqual(before);
});

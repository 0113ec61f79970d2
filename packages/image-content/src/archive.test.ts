import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chown,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openArchive } from './archive.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const picture = Buffer.from('a picture');
const digest = createHash('sha256').update(picture).digest('hex');

test('what is put is there, once, also for the next who opens it', async () => {
  const archive = openArchive(join(folder, 'kept', 'here'));
  expect([await archive.has(digest), await archive.get(digest)]).toEqual([false, undefined]);
  const put = await Promise.all(
    [picture, picture, Buffer.from('another')].map(async (bytes) => await archive.put(bytes)),
  );
  expect(put.slice(0, 2)).toEqual([digest, digest]);
  const again = openArchive(join(folder, 'kept', 'here'));
  expect([await again.has(digest), Buffer.from((await again.get(digest)) ?? [])]).toEqual([true, picture]);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name).toSorted()).toEqual([...new Set(put)].toSorted());
});

test('a damaged picture is refused, and fixed by putting it again', async () => {
  const archive = openArchive(folder);
  await archive.put(picture);
  await writeFile(join(folder, digest.slice(0, 2), digest), 'a pictura');
  await expect(archive.get(digest)).rejects.toMatchObject({ name: 'ArchiveError', reason: 'damaged' });
  await archive.put(picture);
  expect(Buffer.from((await archive.get(digest)) ?? [])).toEqual(picture);
});

test('a write that fails leaves nothing behind', async () => {
  const archive = openArchive(folder);
  await writeFile(join(folder, digest.slice(0, 2)), 'a file where the folder should be');
  await expect(archive.put(picture)).rejects.toThrow('EEXIST');
  expect([await archive.has(digest), await readdir(folder)]).toEqual([false, [digest.slice(0, 2)]]);
});

test.each(['', '../../etc/passwd', digest.toUpperCase(), `${digest}0`])('%j names nothing', async (name) => {
  const archive = openArchive(folder);
  await expect(archive.get(name)).rejects.toThrow('SHA-256');
  await expect(archive.has(name)).rejects.toThrow('SHA-256');
});

const lies: Readonly<Record<string, (path: string) => Promise<void>>> = {
  async 'a link'(path) {
    await writeFile(join(folder, 'precious'), picture);
    await symlink(join(folder, 'precious'), path);
  },
  async 'a pipe'(path) {
    await Promise.resolve(execFileSync('mkfifo', [path]));
  },
  async 'a file larger than any picture'(path) {
    await writeFile(path, '');
    await truncate(path, 3_000_000_000);
  },
};
test.skipIf(process.platform === 'win32').each(Object.entries(lies))(
  'where a picture would be kept lies %s: refused at once, and it stays',
  async (_, lay) => {
    const archive = openArchive(folder);
    const path = join(folder, digest.slice(0, 2), digest);
    await mkdir(join(folder, digest.slice(0, 2)));
    await lay(path);
    const { mode, size } = await lstat(path);
    for (const asked of [archive.get(digest), archive.put(picture)])
      await expect(asked).rejects.toMatchObject({ name: 'ArchiveError' });
    expect(await lstat(path)).toMatchObject({ mode, size });
    if ((await readdir(folder)).includes('precious'))
      expect(await readFile(join(folder, 'precious'))).toEqual(picture);
  },
);

/** What another user may have put where the archive is to be, in a folder that both can write to. */
const planted: Readonly<Record<string, (path: string) => Promise<void>>> = {
  async 'a folder of theirs'(path) {
    await mkdir(path);
    await chown(path, 4_321, 4_321);
  },
  async 'a link of theirs to a folder of ours'(path) {
    await mkdir(join(folder, 'dear'));
    await symlink(join(folder, 'dear'), path);
    await lchown(path, 4_321, 4_321);
  },
  async 'a link of ours to a folder of theirs'(path) {
    await mkdir(join(folder, 'dear'));
    await chown(join(folder, 'dear'), 4_321, 4_321);
    await symlink(join(folder, 'dear'), path);
  },
  async 'a link of theirs that leads nowhere'(path) {
    await symlink(join(folder, 'nowhere'), path);
    await lchown(path, 4_321, 4_321);
  },
  async 'a folder of ours whose first letters are theirs'(path) {
    await mkdir(join(path, digest.slice(0, 2)), { recursive: true });
    await chown(join(path, digest.slice(0, 2)), 4_321, 4_321);
  },
  async 'a picture of theirs'(path) {
    await mkdir(join(path, digest.slice(0, 2)), { recursive: true });
    await writeFile(join(path, digest.slice(0, 2), digest), picture);
    await chown(join(path, digest.slice(0, 2), digest), 4_321, 4_321);
  },
};
// Only root can give a file away.
test.runIf(process.getuid?.() === 0).each(Object.entries(planted))(
  'the archive is %s: nothing is kept or read there, and all stays as it is',
  async (_, plant) => {
    const path = join(folder, 'cutover.db.pictures');
    await plant(path);
    const before = (await readdir(folder, { recursive: true })).toSorted();
    const archive = openArchive(path);
    for (const ask of [() => archive.put(picture), () => archive.get(digest), () => archive.has(digest)])
      await expect(ask()).rejects.toMatchObject({
        name: 'ArchiveError',
        message: expect.stringContaining('belongs to another user'),
      });
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(before);
  },
);

test.skipIf(process.platform === 'win32')(
  'a link of ours may lead the archive to another disk, as it may the journal',
  async () => {
    await mkdir(join(folder, 'large disk'));
    const path = join(folder, 'cutover.db.pictures');
    await symlink(join(folder, 'large disk'), path);
    const archive = openArchive(path);
    await archive.put(picture);
    expect(Buffer.from((await archive.get(digest)) ?? [])).toEqual(picture);
    expect(await readdir(join(folder, 'large disk'))).toEqual([digest.slice(0, 2)]);
  },
);

test.runIf(process.getuid?.() === 0)(
  'where all the folder is another user’s, as on disks that know one user only, so may the archive be',
  async () => {
    await chown(folder, 4_321, 4_321);
    const path = join(folder, 'cutover.db.pictures');
    await planted['a folder of theirs']?.(path);
    await openArchive(path).put(picture);
    expect(Buffer.from((await openArchive(path).get(digest)) ?? [])).toEqual(picture);
  },
);

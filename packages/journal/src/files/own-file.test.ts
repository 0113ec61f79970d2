// What lies at a name that anybody can guess: a link, a pipe, a folder, a file of somebody else's. Nothing of it is
// followed, waited for, written to or removed.
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock, clearLock, lookAtLock } from '../lock/lock.ts';
import { readLockNote } from '../lock/lock-note.ts';
import { openJournal } from '../open-journal.ts';
import { noon, someFinding, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { backupJournal } from './backup.ts';
import { checkJournal } from './check.ts';
import { lookAtJournal } from './connection.ts';
import { makeOwnFile, openCarefully, openOwnFile, readOwnFile } from './own-file.ts';
import { openTailFile } from './tail-file.ts';

const owner = { command: 'diff', pid: 1, host: 'here', since: noon };
const inTheWay = expect.objectContaining({ name: 'JournalError', code: 'in-the-way' });

const lies: Readonly<Record<string, (path: string, folder: string) => void>> = {
  'a link': (path, folder) => {
    writeFileSync(join(folder, 'precious'), 'precious');
    symlinkSync(join(folder, 'precious'), path);
  },
  'a link that leads nowhere': (path, folder) => symlinkSync(join(folder, 'nowhere'), path),
  'a pipe': (path) => {
    execFileSync('mkfifo', [path]);
  },
  'a folder': (path) => {
    mkdirSync(path);
  },
  // Only root can give a file away.
  ...(process.getuid?.() === 0
    ? {
        'a file of another user': (path: string) => {
          writeFileSync(path, '', { mode: 0o666 });
          chownSync(path, 4_321, 4_321);
        },
      }
    : {}),
};

/** Names, what lies there, and what it holds. */
const seen = (folder: string): unknown[] =>
  readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const there = lstatSync(path);
      const content = there.isSymbolicLink()
        ? readlinkSync(path)
        : there.isFile()
          ? readFileSync(path, 'hex')
          : '';
      return [name, there.mode, content];
    });

describe.skipIf(process.platform === 'win32')('where a journal keeps a file of its own', () => {
  const names = ['-wal', '-shm', '-journal', '.seq'];
  it.each(names.flatMap((end) => Object.keys(lies).map((what) => [end, what] as const)))(
    'cutover.db%s being %s: the journal is refused at once, and both stay as they are',
    async (end, what) => {
      const folder = temporaryFolder();
      const path = join(folder, 'cutover.db');
      const journal = stillJournal(path);
      await journal.openRun(someRun());
      await journal.close();
      execFileSync('rm', ['-f', `${path}.seq`]);
      lies[what]?.(`${path}${end}`, folder);
      const before = seen(folder);
      for (const readOnly of [false, true]) expect(() => openJournal(path, { readOnly })).toThrow(inTheWay);
      expect(() => lookAtJournal(path)).toThrow(inTheWay);
      await expect(checkJournal(path)).rejects.toEqual(inTheWay);
      await expect(backupJournal(path, join(folder, 'copy.db'))).rejects.toEqual(inTheWay);
      expect(seen(folder)).toEqual(before);
    },
  );

  it.each(
    ['.lock', '.lock-journal', '.lock.json'].flatMap((end) =>
      Object.keys(lies).map((what) => [end, what] as const),
    ),
  )('cutover.db%s being %s: the lock is refused at once, and both stay as they are', (end, what) => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    lies[what]?.(`${path}${end}`, folder);
    const before = seen(folder);
    expect(() => acquireLock(path, owner)).toThrow(inTheWay);
    expect(() => lookAtLock(path)).toThrow(inTheWay);
    expect(() => clearLock(path, owner)).toThrow(inTheWay);
    expect(readLockNote(path)).toBeUndefined();
    expect(seen(folder)).toEqual(before);
  });

  it.each(['.lock', '.lock-journal', '.lock-wal', '.lock-shm', '.lock.json'])(
    'cutover.db%s being a file of somebody else’s: the lock is refused, and the file stays',
    (end) => {
      const folder = temporaryFolder();
      const path = join(folder, 'cutover.db');
      writeFileSync(`${path}${end}`, 'my own notes');
      const before = seen(folder);
      expect(() => acquireLock(path, owner)).toThrow(inTheWay);
      expect(() => lookAtLock(path)).toThrow(inTheWay);
      expect(seen(folder)).toEqual(before);
    },
  );

  it('a note under way follows no link, whoever guesses our process', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    for (const end of ['', '.part', '.tmp']) {
      writeFileSync(join(folder, `precious${end}`), 'precious');
      symlinkSync(join(folder, `precious${end}`), `${path}.lock.json.${process.pid}${end}`);
    }
    const before = seen(folder);
    const lock = acquireLock(path, owner);
    expect(readLockNote(path)).toMatchObject(owner);
    lock.release();
    rmSync(`${path}.lock`);
    expect(seen(folder)).toEqual(before);
  });

  it.runIf(process.getuid?.() === 0)(
    'the journal itself being another user’s: refused, but not where the whole folder is',
    async () => {
      const folder = temporaryFolder();
      const path = join(folder, 'cutover.db');
      await stillJournal(path).close();
      chownSync(path, 4_321, 4_321);
      const before = seen(folder);
      for (const readOnly of [false, true]) expect(() => openJournal(path, { readOnly })).toThrow(inTheWay);
      expect(seen(folder)).toEqual(before);
      chownSync(folder, 4_321, 4_321);
      await openJournal(path).close();
    },
  );

  it.runIf(process.getuid?.() === 0)('a link that another user has put in its place: refused', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    const own = join(folder, 'own.db');
    await stillJournal(own).close();
    symlinkSync(own, path);
    await openJournal(path).close();
    lchownSync(path, 4_321, 4_321);
    for (const readOnly of [false, true]) expect(() => openJournal(path, { readOnly })).toThrow(inTheWay);
  });

  it.each(['a pipe', 'a folder'])('the journal itself being %s: refused at once', async (what) => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    lies[what]?.(path, folder);
    const refusal = expect.objectContaining({
      code: 'not-a-journal',
      message: `${path} is ${what}, not a file.`,
    });
    for (const readOnly of [false, true]) expect(() => openJournal(path, { readOnly })).toThrow(refusal);
    await expect(checkJournal(path)).rejects.toEqual(refusal);
    expect(readdirSync(folder)).toEqual(['cutover.db']);
  });

  it('a device is no journal', () => {
    expect(() => openJournal('/dev/zero', { readOnly: true })).toThrow(
      expect.objectContaining({ code: 'not-a-journal', message: '/dev/zero is a device, not a file.' }),
    );
  });
});

describe.skipIf(process.platform === 'win32')('what comes after the look', () => {
  it('a link is not followed by the note', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    lies['a link']?.(`${path}.seq`, folder);
    const tail = openTailFile(path);
    expect(() => tail.note({ journal: 'x', runs: 1, seq: 1 })).toThrow(inTheWay);
    tail.close();
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
  });

  it('a link is refused by the system itself', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    lies['a link']?.(path, folder);
    for (const access of [constants.O_RDONLY, constants.O_RDWR, constants.O_RDWR | constants.O_CREAT])
      expect(() => openCarefully(path, access)).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
  });

  it('a pipe that nobody writes to is not waited for', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    lies['a pipe']?.(path, folder);
    closeSync(openCarefully(path, constants.O_RDONLY));
    expect(() => openCarefully(path, constants.O_WRONLY)).toThrow(expect.objectContaining({ code: 'ENXIO' }));
  });

  it.each(Object.keys(lies))('%s is neither made, opened nor read', (what) => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    lies[what]?.(path, folder);
    const before = seen(folder);
    expect(() => makeOwnFile(path)).toThrow(inTheWay);
    expect(() => openOwnFile(path)).toThrow(inTheWay);
    expect(readOwnFile(path, 100)).toBeUndefined();
    expect(seen(folder)).toEqual(before);
  });
});

describe('a backup', () => {
  it('leaves a file alone that lies beside it under a name like its own', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await stillJournal(path).close();
    for (const end of ['.part', '.part-wal', '.part-shm', '.part-journal'])
      writeFileSync(join(folder, `copy.db${end}`), 'mine');
    await backupJournal(path, join(folder, 'copy.db'));
    expect(readdirSync(folder).toSorted()).toEqual([
      'copy.db',
      'copy.db.part',
      'copy.db.part-journal',
      'copy.db.part-shm',
      'copy.db.part-wal',
      'copy.db.seq',
      'cutover.db',
    ]);
    expect(readFileSync(join(folder, 'copy.db.part'), 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform === 'win32').each(['copy.db', 'copy.db-wal', 'copy.db.seq'])(
    'follows no link and overwrites none: %s',
    async (name) => {
      const folder = temporaryFolder();
      const path = join(folder, 'cutover.db');
      await stillJournal(path).close();
      lies['a link that leads nowhere']?.(join(folder, name), folder);
      await expect(backupJournal(path, join(folder, 'copy.db'))).rejects.toMatchObject({ code: 'exists' });
      expect([lstatSync(join(folder, name)).isSymbolicLink(), existsSync(join(folder, 'nowhere'))]).toEqual([
        true,
        false,
      ]);
    },
  );
});

it.skipIf(process.platform === 'win32')(
  'only its owner may read what is made, whatever the umask says',
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'state', 'cutover.db');
    const umask = process.umask(0);
    try {
      const lock = acquireLock(path, owner);
      const journal = stillJournal(path);
      const { id: run } = await journal.openRun(someRun());
      await journal.addFindings(run, [someFinding()]);
      await backupJournal(path, join(folder, 'state', 'copy.db'));
      const modes = readdirSync(join(folder, 'state'))
        .toSorted()
        .map((name) => [name, (statSync(join(folder, 'state', name)).mode & 0o777).toString(8)]);
      expect([['.', (statSync(join(folder, 'state')).mode & 0o777).toString(8)], ...modes]).toEqual([
        ['.', '700'],
        ['copy.db', '600'],
        ['copy.db.seq', '600'],
        ['cutover.db', '600'],
        ['cutover.db-shm', '600'],
        ['cutover.db-wal', '600'],
        ['cutover.db.lock', '600'],
        ['cutover.db.lock-journal', '600'],
        ['cutover.db.lock.json', '600'],
        ['cutover.db.seq', '600'],
      ]);
      await journal.close();
      lock.release();
    } finally {
      process.umask(umask);
    }
  },
);

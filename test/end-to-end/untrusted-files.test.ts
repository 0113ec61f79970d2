// Files that somebody else has made or left: a journal that was crafted, a pipe or a link at a name that anybody can guess.
// Invariant: the command ends by itself with a clear error, sends nothing, and everything lies there as it lay before.
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, single } from '../support/place.ts';

const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select';
const readers = ['status', 'runs', 'report --format jsonl', 'journal check', 'journal backup copy.db'];
const writers = ['diff', 'audit', 'migrate --yes', 'verify'];
const own = new Set(['config', 'state']);

/** Names, what lies there, and what it holds. */
function seen(place: Place, ...but: string[]): unknown[] {
  return readdirSync(place.folder)
    .filter((name) => !own.has(name) && !but.includes(name))
    .toSorted()
    .map((name) => {
      const there = lstatSync(place.at(name));
      const content = there.isSymbolicLink()
        ? readlinkSync(place.at(name))
        : there.isFile()
          ? readFileSync(place.at(name), 'base64')
          : '';
      return [name, there.mode, content];
    });
}

function craft(place: Place, sql: string): void {
  const database = new Database(place.at('cutover.db'));
  database.pragma('ignore_check_constraints = on');
  database.pragma('foreign_keys = off');
  database.exec(sql);
  database.close();
}

async function refusedBy(place: Place, args: string, code: string): Promise<void> {
  place.source.resetRequests();
  const { result, stderr } = await place.json(args);
  expect({ args, ...result }, stderr).toMatchObject({ args, exitCode: 9, error: { code } });
  expect({ args, requests: place.source.requests() }).toEqual({ args, requests: [] });
}

describe('a crafted journal', () => {
  const crafted: Readonly<Record<string, string>> = {
    'with a trigger that never ends': `create trigger t after update on runs begin ${endless} count(*) from n; end`,
    'with a view that never ends': `alter table runs rename to old; create view runs as ${endless} i as number from n`,
  };
  it.each(Object.entries(crafted))('%s: 9, whatever is asked, and untouched', async (_, sql) => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      await place.json('diff');
      craft(place, sql);
      const before = seen(place);
      for (const args of [...readers, ...writers]) await refusedBy(place, args, 'journal-damaged');
      expect((await place.json('unlock')).result).toMatchObject({ exitCode: 0 });
      expect(seen(place)).toEqual(before);
      const told = await place.plain('status');
      expect(told.stderr.replaceAll(/\s+/g, ' ')).toContain('is not as Cutover makes it: it holds the ');
    });
  });

  it('with times that are none: 9 and no bug', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      await place.json('diff');
      craft(place, `update runs set started_at = 'long ago', updated_at = ''`);
      const before = seen(place);
      const readRuns = readers.filter((args) => !args.startsWith('journal'));
      for (const args of [...readRuns, ...writers]) await refusedBy(place, args, 'journal-damaged');
      expect(seen(place)).toEqual(before);
    });
  });
});

const lies: Readonly<Record<string, (place: Place, name: string) => void>> = {
  'a pipe': (place, name) => {
    execFileSync('mkfifo', [place.at(name)]);
  },
  'a link': (place, name) => {
    writeFileSync(place.at('precious'), 'precious');
    symlinkSync(place.at('precious'), place.at(name));
  },
};

describe.skipIf(process.platform === 'win32')('at a name of the journal’s', () => {
  const names = ['cutover.db-wal', 'cutover.db-shm', 'cutover.db-journal', 'cutover.db.seq'];
  it.each(names.flatMap((name) => Object.keys(lies).map((what) => [name, what] as const)))(
    '%s there is %s: 9 at once, and both stay',
    async (name, what) => {
      await inPlace({ stores: pair(2, 4) }, async (place) => {
        await place.json('diff');
        rmSync(place.at('cutover.db.seq'));
        lies[what]?.(place, name);
        const before = seen(place);
        for (const args of ['status', 'journal check', 'journal backup copy.db', 'diff', 'migrate --yes'])
          await refusedBy(place, args, 'not-a-journal');
        expect(seen(place)).toEqual(before);
      });
    },
  );

  it.each(
    ['cutover.db.lock', 'cutover.db.lock.json'].flatMap((name) =>
      Object.keys(lies).map((what) => [name, what] as const),
    ),
  )(
    '%s there is %s: a command that takes the lock ends with 9 at once, one that reads goes on',
    async (name, what) => {
      await inPlace({ stores: pair(2, 4) }, async (place) => {
        await place.json('diff');
        rmSync(place.at(name), { force: true });
        lies[what]?.(place, name);
        const before = seen(place);
        for (const args of ['audit', 'diff', 'migrate --yes', 'unlock'])
          await refusedBy(place, args, 'not-a-journal');
        expect((await place.json('status')).result).toMatchObject({ exitCode: 0 });
        expect(seen(place)).toEqual(before);
      });
    },
  );
});

describe('a --journal that is refused leaves nothing behind', () => {
  const others: Readonly<Record<string, (path: string) => void>> = {
    'a folder': (path) => {
      mkdirSync(path);
    },
    'a text file': (path) => writeFileSync(path, 'Dear diary'),
    'another database': (path) => {
      new Database(path).exec('create table recipe (name text)').close();
    },
    ...(process.platform === 'win32'
      ? {}
      : {
          'a pipe': (path: string) => {
            execFileSync('mkfifo', [path]);
          },
        }),
  };
  it.each(Object.entries(others))('%s', async (_, make) => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      make(place.at('mine'));
      const before = seen(place);
      for (const args of [...writers, ...readers, 'runs --forget r0001', 'settle r0001-2222/0000001 --skip'])
        await refusedBy(place, `${args} --journal mine`, 'not-a-journal');
      expect(seen(place)).toEqual(before);
    });
  });

  it.skipIf(process.platform === 'win32')('a device', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      for (const args of ['audit', 'status', 'journal check'])
        await refusedBy(place, `${args} --journal /dev/zero`, 'not-a-journal');
    });
  });
});

describe('a file that would be replaced or written into', () => {
  it('is not the journal, by a report or a log', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      await place.json('diff');
      symlinkSync(place.at('cutover.db'), place.at('other-name'));
      const before = seen(place);
      for (const name of ['cutover.db', 'cutover.db.seq', 'cutover.db.lock', './cutover.db', 'other-name'])
        for (const args of [`report --format csv --out ${name}`, `status --log-file ${name}`])
          expect({ args, ...(await place.json(args)).result }).toMatchObject({
            args,
            exitCode: 2,
            error: { code: 'file-not-usable' },
          });
      expect(seen(place)).toEqual(before);
    });
  });

  it.skipIf(process.platform === 'win32')('is not a pipe that nobody reads, by a log', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      execFileSync('mkfifo', [place.at('pipe')]);
      expect((await place.json('status --log-file pipe')).result).toMatchObject({
        exitCode: 2,
        error: { code: 'file-not-usable' },
      });
    });
  });

  it('is not one of the user’s own that lies where a backup is made', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      await place.json('audit');
      writeFileSync(place.at('b.db.part'), 'mine');
      expect((await place.json('journal backup b.db')).result).toMatchObject({ exitCode: 0 });
      expect(readFileSync(place.at('b.db.part'), 'utf8')).toBe('mine');
      const names = readdirSync(place.folder).filter((name) => name.startsWith('b.db'));
      expect(names.toSorted()).toEqual(['b.db', 'b.db.part', 'b.db.seq']);
    });
  });
});

describe('sandbox --state', () => {
  const others: Readonly<Record<string, (path: string) => void>> = {
    'a journal': () => undefined,
    'another database': (path) => {
      new Database(path).exec('pragma journal_mode = wal; create table recipe (name text)').close();
    },
    'a text file': (path) => writeFileSync(path, 'Dear diary'),
    'a folder': (path) => {
      mkdirSync(path);
    },
    ...(process.platform === 'win32'
      ? {}
      : {
          'a pipe': (path: string) => {
            execFileSync('mkfifo', [path]);
          },
        }),
  };
  it.each(Object.entries(others))('%s is refused and left as it is', async (what, make) => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      if (what === 'a journal') await place.json('audit --journal mine');
      else make(place.at('mine'));
      const before = seen(place);
      expect((await place.json('sandbox --state mine --products 1')).result).toMatchObject({
        exitCode: 2,
        error: { code: 'file-not-usable' },
      });
      expect(seen(place)).toEqual(before);
    });
  });
});

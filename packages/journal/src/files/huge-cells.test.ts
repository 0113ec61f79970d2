// SQLite itself says how long its longest row or entry is (dbstat): with that as the bound nothing is found, and with one
// byte less it is.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/samples.ts';
import { mayHoldHugeRow } from './huge-cells.ts';

/** Each keeps one value that is long, among some that are not. */
const places: Readonly<Record<string, string>> = {
  'a table': 'create table t (a)',
  'a table without row ids': 'create table t (a, b, primary key (b, a)) without rowid',
  'an index': 'create table t (a); create index i on t (a)',
};
const lengths: readonly number[] = [100, 200, 40_000, 300];
const filler = 400;

interface Kept {
  readonly path: string;
  readonly longest: number;
}

/** A database with those rows in the place, so many pages of others around them, and how long its longest one is. */
function kept(make: string, pageBytes: number, isInLog: boolean): Kept {
  const folder = temporaryFolder();
  const path = join(folder, 'made.db');
  const database = new Database(path);
  database.pragma(`page_size = ${pageBytes}`);
  database.exec(make);
  if (isInLog) {
    database.pragma('journal_mode = wal');
    database.pragma('wal_autocheckpoint = 0');
  }
  const columns = make.includes('without rowid') ? 'a, b' : 'a';
  const values = (value: string): string => (columns === 'a' ? value : `${value}, random()`);
  database.exec(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${filler})
      insert into t (${columns}) select ${values("printf('%.*c', 30, 'f')")} from n`,
  );
  for (const length of lengths)
    database.exec(`insert into t (${columns}) values (${values(`printf('%.*c', ${length}, 'x')`)})`);
  const longest = Number(
    database.prepare('select max(mx_payload) from dbstat where aggregate = 1').pluck().get(),
  );
  const copy = join(folder, 'kept.db');
  copyFileSync(path, copy);
  if (isInLog) copyFileSync(`${path}-wal`, `${copy}-wal`);
  database.close();
  return { path: copy, longest };
}

describe.each([512, 4096, 65_536])('with pages of %i bytes', (pageBytes) => {
  it.each(
    Object.entries(places).flatMap(([place, make]) => [
      [place, 'the file', make, false] as const,
      [place, 'the log', make, true] as const,
    ]),
  )('the longest row is found in %s, in %s', (_, __, make, isInLog) => {
    const { path, longest } = kept(make, pageBytes, isInLog);
    expect(longest).toBeGreaterThan(40_000);
    expect([longest - 1, longest].map((bytes) => mayHoldHugeRow(path, bytes))).toEqual([true, false]);
  });
});

it.each([
  ['a file', false],
  ['a log', true],
])(
  'the first page, which begins with the header of the file, is gone through in %s as well',
  (_, isInLog) => {
    const folder = temporaryFolder();
    const path = join(folder, 'made.db');
    const database = new Database(path);
    if (isInLog) database.pragma('journal_mode = wal');
    database.exec('create table t (a)');
    const longest = Number(
      database.prepare(`select mx_payload from dbstat where name = 'sqlite_schema'`).pluck().get(),
    );
    expect([longest - 1, longest].map((bytes) => mayHoldHugeRow(path, bytes))).toEqual([true, false]);
    database.close();
  },
);

/** A page of a table with one entry, which has these bytes at this place. */
function pageWith(entries: number, pointer: number, bytes: readonly number[]): Buffer {
  const file = Buffer.alloc(1024);
  file.write('SQLite format 3\0', 'latin1');
  file.writeUInt16BE(512, 16);
  file[512] = 13;
  file.writeUInt16BE(entries, 512 + 3);
  file.writeUInt16BE(pointer, 512 + 8);
  Buffer.from(bytes).copy(file, 512 + pointer);
  return file;
}

const written: readonly (readonly [what: string, file: Buffer, is: boolean])[] = [
  ['a row of 127 bytes', pageWith(1, 500, [127]), false],
  ['a row of 1,000 bytes', pageWith(1, 500, [0x87, 0x68]), false],
  ['a row of 1,001 bytes', pageWith(1, 500, [0x87, 0x69]), true],
  ['a length of nine bytes', pageWith(1, 500, Array<number>(9).fill(255)), true],
  ['a length that begins with nothing', pageWith(1, 500, [128, 128, 128, 5]), false],
  ['a length that the page cuts short', pageWith(1, 511, [129]), true],
  ['more rows than a page has room for', pageWith(300, 500, [5]), true],
  ['a page of no kind', pageWith(1, 500, [0x87, 0x69]).fill(0, 512, 513), false],
  ['no page size', pageWith(1, 500, [5]).fill(0, 16, 18), true],
  ['nothing', Buffer.alloc(0), false],
  ['half a page, whose other half is nothing', pageWith(1, 300, [0x87, 0x69]).subarray(0, 800), false],
];

it.each(written)('%s: whether it may be longer than 1,000 bytes', (_, file, is) => {
  const path = join(temporaryFolder(), 'made.db');
  writeFileSync(path, file);
  expect(mayHoldHugeRow(path, 1_000)).toBe(is);
});

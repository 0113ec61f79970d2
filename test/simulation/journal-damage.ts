// What can happen to the files of a journal while nobody has them open, and what is left of its rows then, as SQLite
// itself reads them. It knows the files and no code of the journal. Invariant: a row counts as lost only when SQLite
// does not give it any more, whatever the journal says of itself.
import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createDraw } from './draw.ts';

/** Damages tried on each file. */
const FLIPS = 24;
const CUTS = 3;
const PARTS = ['', '-wal', '.seq'] as const;

/** Damages one file of a journal that nobody has open. */
type Damage = (path: string, size: number) => void;
export interface Blow {
  readonly part: (typeof PARTS)[number];
  readonly what: string;
  readonly damage: Damage;
}

/** Copies what there is of a journal. */
export function copyJournal(from: string, to: string): void {
  for (const part of PARTS) if (existsSync(from + part)) copyFileSync(from + part, to + part);
}

/** The rows of each table as SQLite gives them; a table that cannot be read has none. */
export function rowsOf(path: string): Map<string, readonly string[]> {
  const copy = `${path}-read`;
  copyJournal(path, copy);
  const rows = new Map<string, readonly string[]>();
  let database: Database.Database | undefined;
  try {
    database = new Database(copy);
    const names = database
      .prepare<[], string>(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%'`)
      .pluck()
      .all();
    for (const name of names)
      rows.set(
        name,
        database
          .prepare(`select * from "${name}"`)
          .raw()
          .all()
          .map((row) => JSON.stringify(row)),
      );
  } catch {
    // What cannot be read is lost.
  } finally {
    database?.close();
    for (const part of [...PARTS, '-shm']) rmSync(copy + part, { force: true });
  }
  return rows;
}

type Rows = ReturnType<typeof rowsOf>;

/** A table has fewer rows than before. */
export const hasLost = (before: Rows, after: Rows): boolean =>
  [...before].some(([table, rows]) => (after.get(table)?.length ?? 0) < rows.length);

/** A row says something else than before. */
export const hasChanged = (before: Rows, after: Rows): boolean =>
  [...before].some(([table, rows]) => rows.some((row, index) => row !== after.get(table)?.[index]));

/** Bits flipped and cuts made all over the file and its log, and each of them gone. */
export function blows(seed: number): Blow[] {
  const draw = createDraw(seed, 'damage');
  const flip =
    (share: number, bit: number): Damage =>
    (path, size) => {
      const bytes = readFileSync(path);
      const at = Math.min(size - 1, Math.floor(share * size));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      writeFileSync(path, bytes);
    };
  const cut =
    (share: number): Damage =>
    (path, size) =>
      truncateSync(path, Math.floor(share * size));
  return (['', '-wal'] as const).flatMap((part): Blow[] => [
    ...Array.from({ length: FLIPS }, (_, index): Blow => {
      const share = (index + draw.int(1000) / 1001) / FLIPS;
      return {
        part,
        what: `a bit flipped at ${(share * 100).toFixed(2)} %`,
        damage: flip(share, draw.int(7)),
      };
    }),
    ...Array.from({ length: CUTS }, (_, index): Blow => {
      const share = (index + draw.int(1000) / 1001) / CUTS;
      return { part, what: `cut at ${(share * 100).toFixed(1)} %`, damage: cut(share) };
    }),
    { part, what: 'gone', damage: (path) => rmSync(path) },
  ]);
}

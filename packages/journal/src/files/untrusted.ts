// A journal may come from anywhere, and what stands in it is believed only as far as it is ours. Invariants: the tables
// are, word for word, those that this version of the schema makes, so that there is no trigger of anybody else's and no view whose words
// would run with ours; no row is larger than what we ever write, so that reading one takes neither all memory nor for ever.
// Both are known before the first statement asks a table anything; a journal that is only read is looked at table by table,
// since to ask where a run stands is to read a few rows of a million.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { JournalError } from '../journal-error.ts';
import { newest } from '../schema/newest.ts';
import type { Guard } from '../schema/statements.ts';
import { schemaVersion, type Upgrade } from '../schema/upgrades.ts';
import { mayHoldHugeRow } from './huge-cells.ts';
import { standingState } from './standing-place.ts';
import { readTail } from './tail-file.ts';

/** An answer of a store is 8 MiB at most, and a row holds parts of one or two. */
export const rowBytesMax = 67_108_864;

/** More tables and indexes than any version has. */
const entriesMax = 200;

/** What SQLite keeps of a table, an index, a trigger or a view. */
interface Entry {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string | null;
}

// Longer than any of ours, and still readable.
const entriesOf = (database: Database.Database) =>
  database.prepare<[], Entry>(
    'select substr(type, 1, 9) as type, substr(name, 1, 99) as name, substr(tbl_name, 1, 99) as "table", substr(sql, 1, 9999) as sql from sqlite_schema',
  );

/** Throws {@link JournalError} `altered` when anything is there that these upgrades do not make, or not as they make it. */
export function refuseAltered(database: Database.Database, path: string, steps: readonly Upgrade[]): void {
  const version = schemaVersion(database);
  if (version === newest.version && digestOfSchema(database) === newest.digest) return;
  const missing = new Set(schemaOf(steps, version));
  for (const entry of entriesOf(database).iterate()) {
    if (!missing.delete(keyOf(entry)))
      throw altered(
        path,
        `it holds the ${entry.type} ${JSON.stringify(entry.name)}, which is not of its making`,
      );
  }
  if (missing.size > 0) throw altered(path, 'tables or indexes of it are missing');
}

/** Of what a journal holds, in whatever order; of one that holds more than any of ours, something else. */
export function digestOfSchema(database: Database.Database): string {
  const keys: string[] = [];
  for (const entry of entriesOf(database).iterate()) {
    keys.push(keyOf(entry));
    if (keys.length > entriesMax) break;
  }
  return createHash('sha256').update(keys.sort().join('\n')).digest('hex');
}

function altered(path: string, why: string): JournalError {
  return new JournalError('altered', `The journal ${path} is not as Cutover makes it: ${why}.`);
}

const keyOf = (entry: Entry): string => JSON.stringify(entry);

const known = new WeakMap<readonly Upgrade[], Map<number, ReadonlySet<string>>>();

/** What a journal holds that has seen this many of the steps: made to be looked at, which takes longer than opening one. */
function schemaOf(steps: readonly Upgrade[], version: number): ReadonlySet<string> {
  const byVersion = known.get(steps) ?? new Map<number, ReadonlySet<string>>();
  known.set(steps, byVersion);
  const made = byVersion.get(version) ?? makeSchema(steps.slice(0, version));
  byVersion.set(version, made);
  return made;
}

function makeSchema(steps: readonly Upgrade[]): ReadonlySet<string> {
  const database = new Database(':memory:');
  try {
    database.pragma('foreign_keys = off');
    for (const step of steps) for (const statement of step()) database.exec(statement.compile().sql);
    return new Set(entriesOf(database).all().map(keyOf));
  } finally {
    database.close();
  }
}

/** Of these there may be millions of rows; of the others there are a few for each run. */
const longTables: ReadonlySet<string> = new Set([
  'actions',
  'attempts',
  'bases',
  'findings',
  'pictures',
  'sightings',
  'snapshot_images',
  'snapshot_products',
  'snapshot_slots',
]);

/** Throws {@link JournalError} `damaged`. A row is no larger than its file, so only a large one is looked at for it, once. */
export function refuseHugeCells(
  database: Database.Database,
  path: string,
  which: 'all tables' | 'short tables',
): void {
  if (!isLarge(path) || (which === 'all tables' && !mayBeHuge(path))) return;
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table'")
    .pluck()
    .all();
  for (const table of tables)
    if (which === 'all tables' || !longTables.has(table)) refuseHugeRows(database, path, table);
  // A search in an index also reads the entries beside the one that it is after.
  if (which === 'all tables') throw tooLarge(path, 'an index');
}

/** Looks at each long table when it is asked for rows, and at no more of it than is asked for where a statement says that. */
export function createGuard(database: Database.Database, path: string): Guard {
  const unseen = new Set(isLarge(path) ? longTables : []);
  let isSuspect: boolean | undefined;
  return (text, reads) => {
    if (reads === 'our words') return;
    for (const table of unseen) {
      if (!text.includes(`"${table}"`)) continue;
      if (reads !== 'all') refuseHugeRows(database, path, table, reads.only);
      else {
        isSuspect ??= mayBeHuge(path);
        if (isSuspect) refuseHugeRows(database, path, table);
        unseen.delete(table);
      }
    }
  };
}

/** A file that nobody has written to since its last owner did was looked at by that owner, or has grown under its hands. */
function mayBeHuge(path: string): boolean {
  const state = standingState(path);
  return mayHoldHugeRow(path, rowBytesMax, state !== undefined && readTail(path)?.state === state);
}

function isLarge(path: string): boolean {
  const bytes = [path, `${path}-wal`].map((name) => statSync(name, { throwIfNoEntry: false })?.size ?? 0);
  return bytes.some((size) => size > rowBytesMax);
}

function refuseHugeRows(database: Database.Database, path: string, table: string, only = '1'): void {
  const columns = database
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck()
    .all(table);
  // Its length in bytes stands before a value, which itself is not read.
  const size = columns.map((column) => `ifnull(octet_length("${column}"), 0)`).join(' + ');
  const huge = database
    .prepare(`select 1 from "${table}" where ${only} and ${size} > ${rowBytesMax} limit 1`)
    .get();
  if (huge !== undefined) throw tooLarge(path, table);
}

function tooLarge(path: string, of: string): JournalError {
  return new JournalError(
    'damaged',
    `The journal ${path} holds a row of ${of} that is larger than any that Cutover writes.`,
  );
}

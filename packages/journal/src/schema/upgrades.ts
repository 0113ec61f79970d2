// Changes of the journal's own tables, in order; the schema version (SQLite's `user_version`) is how many of them a
// file has seen. Opening a journal is synchronous, as SQLite is, so they run here and not in Kysely's asynchronous
// Migrator. Invariant: all that are missing run in one transaction, so that a killed upgrade has not happened.
import type Database from 'better-sqlite3';
import type { Compilable } from 'kysely';
import { JournalError } from '../journal-error.ts';
import { eighthSchema } from './eighth-schema.ts';
import { eleventhSchema } from './eleventh-schema.ts';
import { fifteenthSchema } from './fifteenth-schema.ts';
import { fifthSchema } from './fifth-schema.ts';
import { firstSchema } from './first-schema.ts';
import { fourteenthSchema } from './fourteenth-schema.ts';
import { fourthSchema } from './fourth-schema.ts';
import { ninthSchema } from './ninth-schema.ts';
import { secondSchema } from './second-schema.ts';
import { seventeenthSchema } from './seventeenth-schema.ts';
import { seventhSchema } from './seventh-schema.ts';
import { sixteenthSchema } from './sixteenth-schema.ts';
import { sixthSchema } from './sixth-schema.ts';
import { tenthSchema } from './tenth-schema.ts';
import { thirdSchema } from './third-schema.ts';
import { thirteenthSchema } from './thirteenth-schema.ts';
import { twelfthSchema } from './twelfth-schema.ts';

/** Made when it is asked for: a journal that is up to date needs none, and to open one is what most commands begin with. */
export type Upgrade = () => readonly Compilable[];

export const upgrades: readonly Upgrade[] = [
  firstSchema,
  secondSchema,
  thirdSchema,
  fourthSchema,
  fifthSchema,
  sixthSchema,
  seventhSchema,
  eighthSchema,
  ninthSchema,
  tenthSchema,
  eleventhSchema,
  twelfthSchema,
  thirteenthSchema,
  fourteenthSchema,
  fifteenthSchema,
  sixteenthSchema,
  seventeenthSchema,
];

export function schemaVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Runs the upgrades that the file has not seen; `first` runs in the same transaction when the file is new. */
export function upgrade(database: Database.Database, steps: readonly Upgrade[], first: () => void): void {
  if (schemaVersion(database) >= steps.length) return;
  const run = database.transaction(() => {
    // Asked again behind the lock: another process may have been quicker.
    const seen = schemaVersion(database);
    for (const step of steps.slice(seen))
      for (const statement of step()) database.exec(statement.compile().sql);
    if (seen === 0) first();
    // Foreign keys are off meanwhile, so that a table can be replaced; what refers to nothing is found here instead.
    const strays: unknown = database.pragma('foreign_key_check');
    if (Array.isArray(strays) && strays.length > 0)
      throw new JournalError('damaged', 'Rows of the journal refer to rows that are not there.');
    database.pragma(`user_version = ${Math.max(seen, steps.length)}`);
  });
  run.immediate();
}

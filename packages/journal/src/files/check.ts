// Tells whether a journal can be trusted: its pages, its rows, and whether rows are gone that SQLite does not miss. It
// reads one moment of the file, also while a run is under way, and changes nothing. Invariant: a problem is only said
// to be one when it is there for certain; what could not be asked is an error or a problem of its own, never silence.
import type Database from 'better-sqlite3';
import * as z from 'zod';
import { fromSqlite, JournalError, type JournalErrorCode } from '../journal-error.ts';
import { factsQuery, invariants, questionOf } from '../schema/invariants.ts';
import { schemaVersion, upgrades } from '../schema/upgrades.ts';
import { openConnection } from './connection.ts';
import { readTail } from './tail-file.ts';

/** `code` is stable; `message` names what is wrong and the first few rows of it. */
export interface JournalProblem {
  readonly code: string;
  readonly message: string;
}
export interface JournalCheck {
  readonly problems: readonly JournalProblem[];
  /** How much there is of what (`schema`, `seq`, `runs`, `actions`, …); empty when it cannot be read. */
  readonly facts: Readonly<Record<string, number>>;
}

const namedMax = 5;
const namedLengthMax = 100;
const named = z.array(z.object({ what: z.coerce.string() }));
const numbers = z.record(z.string(), z.number());
const self = z.object({ id: z.string(), seq: z.number(), highest: z.number() });

/**
 * Checks the journal at `path`, of whatever version, and the note beside it. Resolves with what is wrong; throws
 * {@link JournalError} when there is no journal to check: `missing`, `not-a-journal`, `newer`, `read-only`, `busy`, or `older`, where an upgrade was killed.
 */
export async function checkJournal(path: string): Promise<JournalCheck> {
  // Before the journal: the note is never ahead of what is committed, so it must not be newer than what is looked at.
  const tail = readTail(path);
  let database: Database.Database;
  try {
    database = openConnection(path, {
      readOnly: true,
      anyVersion: true,
      upgrades,
      first: () => undefined,
    });
  } catch (error) {
    return onlyDamage(error);
  }
  try {
    database.exec('begin');
    const pages = pageProblems(database);
    if (pages.length > 0) return await Promise.resolve({ problems: pages, facts: {} });
    const version = schemaVersion(database);
    return {
      problems: [...strayRows(database), ...tailProblems(database, tail), ...rowProblems(database)],
      facts: {
        schema: version,
        ...numbers.parse(database.prepare(factsQuery(version)).get()),
      },
    };
  } catch (error) {
    return onlyDamage(fromSqlite(error, path, true));
  } finally {
    database.close();
  }
}

const damages: Readonly<Partial<Record<JournalErrorCode, string>>> = {
  damaged: 'pages-damaged',
  altered: 'tables-altered',
};

/** Damage is what was asked about; anything else kept us from asking. */
function onlyDamage(error: unknown): JournalCheck {
  if (!(error instanceof JournalError)) throw error;
  const code = damages[error.code];
  if (code === undefined) throw error;
  return { problems: [{ code, message: error.message }], facts: {} };
}

function pageProblems(database: Database.Database): JournalProblem[] {
  const rows = z
    .array(z.object({ integrity_check: z.string() }))
    .parse(database.pragma(`integrity_check(${namedMax})`));
  const said = rows.map((row) => row.integrity_check);
  return said.join() === 'ok' ? [] : said.map((message) => ({ code: 'pages-damaged', message }));
}

function strayRows(database: Database.Database): JournalProblem[] {
  const strays = z
    .array(z.object({ table: z.string(), parent: z.string() }))
    .parse(database.pragma('foreign_key_check'));
  const places = new Map(strays.map(({ table, parent }) => [`${table} → ${parent}`, { table, parent }]));
  return [...places.values()].map(({ table, parent }) => ({
    code: 'parent-missing',
    message: `rows of ${table} refer to rows of ${parent} that are not there: ${strays.filter((row) => row.table === table && row.parent === parent).length}`,
  }));
}

/** The schema version from which on a journal knows the number of a run that was forgotten. */
const FORGETS_FROM = 8;

function tailProblems(database: Database.Database, tail: ReturnType<typeof readTail>): JournalProblem[] {
  const forgotten = schemaVersion(database) < FORGETS_FROM ? '0' : 'runs_numbered';
  const found = self
    .optional()
    .parse(
      database
        .prepare(
          `select id, seq, max((select coalesce(max(number), 0) from runs), ${forgotten}) as highest from journal`,
        )
        .get(),
    );
  if (found === undefined)
    return [{ code: 'self-missing', message: 'the journal does not know which journal it is' }];
  if (tail?.journal !== found.id)
    return found.seq === 0
      ? []
      : [
          {
            code: 'witness-missing',
            message:
              tail === undefined
                ? 'the note beside the journal (.seq) is missing, so rows that are gone could not be noticed'
                : 'the note beside the journal (.seq) is of another journal, so rows that are gone could not be noticed',
          },
        ];
  if (tail.seq <= found.seq && tail.runs <= found.highest) return [];
  return [
    {
      code: 'rows-lost',
      message: `the journal had ${tail.seq} rows and ${tail.runs} runs, and holds ${found.seq} and ${found.highest}`,
    },
  ];
}

function rowProblems(database: Database.Database): JournalProblem[] {
  const version = schemaVersion(database);
  return invariants.flatMap((invariant) => {
    const { code, says, since = 1 } = invariant;
    if (version < since) return [];
    const rows = named.parse(database.prepare(questionOf(invariant, version)).all());
    if (rows.length === 0) return [];
    const first = rows.slice(0, namedMax).map((row) => row.what.slice(0, namedLengthMax));
    const more = rows.length > first.length ? ` and ${rows.length - first.length} more` : '';
    return [{ code, message: `${says}: ${first.join(', ')}${more}` }];
  });
}

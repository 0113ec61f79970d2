// How a query gets from Kysely to SQLite: Kysely writes the SQL once, with its types, and better-sqlite3 runs the
// prepared statement. Kysely's own execution costs about ten times as much a row, and it is asynchronous, so that it
// could not share a transaction with the other writes of a turn. Invariant: every statement of the journal goes this
// way; each counts the rows that it changed, and none lets a secret through.
import type Database from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Tables } from './tables.ts';

/** What stands in a query for an argument of that name. */
class StandIn {
  readonly argument: PropertyKey;
  constructor(argument: PropertyKey) {
    this.argument = argument;
  }
}

class JournalQueryCompiler extends SqliteQueryCompiler {
  /** A statement's own words stand in its text: what is bound later is not known when SQLite chooses its index. */
  protected override appendValue(value: unknown): void {
    if (value instanceof StandIn) super.appendValue(value);
    else this.appendImmediateValue(value);
  }

  /**
   * Of a bare `?` beside a column SQLite takes the value into account when it plans, so that it plans the statement again
   * whenever one is bound (sqlite3ExprIsInteger, since 3.46): ten times what the statement costs. The sign means nothing
   * to any value, and keeps it from doing so.
   */
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/** Writes queries; has no connection and can run none. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new JournalQueryCompiler(),
  },
});

/** The values of a JSON list in a parameter, so that one statement serves any number of ids. */
export function listed<T extends number | string>(json: string): RawBuilder<T> {
  return sql<T>`(select value from json_each(${json}))`;
}

/** The check of a column that holds one of these words. */
export function oneOf(column: string, words: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} in (${sql.join(words.map((word) => sql.lit(word)))})`;
}

/** SQLite's limit that is none. */
export const everyRow = -1;

/** A statement that is prepared once, when it is first run, and run with named arguments. */
export interface Prepared<Args, Row> {
  all(args: Args): Row[];
  get(args: Args): Row | undefined;
  /** Returns the number of rows changed. */
  run(args: Args): number;
  /** Returns the row id of the row inserted. */
  insert(args: Args): number;
  /** Of a statement that changes one row and returns it: the row as it is now; undefined: none was changed. */
  changed(args: Args): Row | undefined;
}

export interface Statements {
  /** Compiles and prepares at the first run; `build` gets stand-ins for the arguments, which it may use as plain values only. */
  readonly prepare: <Args extends object, Row>(
    build: (args: Args) => Compilable<Row>,
    /** Default: all of its tables. */
    reads?: Reads,
  ) => Prepared<Args, Row>;
  /** The text as a row would hold it, without the secrets. */
  readonly withoutSecrets: (text: string) => string;
  /** A number that is another one whenever somebody has changed the journal. */
  readonly version: string;
  /** Rows changed since the connection was opened. */
  readonly rowsChanged: number;
}

type Bound = string | number | null;

/** What a statement reads of a table: all that it holds, certain rows of it, or words of our own alone. */
export type Reads = 'all' | 'our words' | { readonly only: string };

/** Looks at a table before a statement asks it for rows, and throws where a row is not to be read. */
export type Guard = (sql: string, reads: Reads) => void;

export interface StatementsOptions {
  /** Strings that no row may hold; where one turns up in a value it is replaced. Default: none. */
  readonly secrets?: readonly string[] | undefined;
  /** Asked before a statement runs for the first time. */
  readonly guard?: Guard | undefined;
}

export function createStatements(
  database: Database.Database,
  { secrets = [], guard }: StatementsOptions = {},
): Statements {
  const hidden = secrets.filter((secret) => secret !== '');
  let rowsChanged = 0;

  const withoutSecrets = (value: string): string =>
    hidden.reduce(
      (text, secret) => (text.includes(secret) ? text.replaceAll(secret, '[redacted]') : text),
      value,
    );
  const harmless = (value: Bound): Bound => (typeof value === 'string' ? withoutSecrets(value) : value);

  return {
    withoutSecrets,
    get rowsChanged() {
      return rowsChanged;
    },
    get version() {
      return `${String(database.pragma('data_version', { simple: true }))} ${rowsChanged}`;
    },
    prepare<Args extends object, Row>(
      build: (args: Args) => Compilable<Row>,
      reads: Reads = 'all',
    ): Prepared<Args, Row> {
      // Most commands run a few of the statements, and making one takes longer than running it: it is made when it is wanted.
      let isMade: Made<Args, Row> | undefined;
      const made = (): Made<Args, Row> => (isMade ??= make(database, build));
      let isGuarded = guard === undefined;
      const bind = ({ sql: text, picks }: Made<Args, Row>, args: Args): Bound[] => {
        if (!isGuarded) guard?.(text, reads);
        isGuarded = true;
        return picks.map((pick) => harmless(pick(args)));
      };
      const change = (args: Args): Database.RunResult => {
        const it = made();
        const result = it.statement.run(...bind(it, args));
        rowsChanged += result.changes;
        return result;
      };
      return {
        all(args) {
          const it = made();
          return it.statement.all(...bind(it, args));
        },
        get(args) {
          const it = made();
          return it.statement.get(...bind(it, args));
        },
        run: (args) => change(args).changes,
        insert: (args) => Number(change(args).lastInsertRowid),
        changed(args) {
          const it = made();
          const row = it.statement.get(...bind(it, args));
          if (row !== undefined) rowsChanged += 1;
          return row;
        },
      };
    },
  };
}

/** A statement as SQLite has it, and where its values come from. */
interface Made<Args, Row> {
  readonly sql: string;
  readonly statement: Database.Statement<Bound[], Row>;
  readonly picks: readonly ((args: Args) => Bound)[];
}

function make<Args extends object, Row>(
  database: Database.Database,
  build: (args: Args) => Compilable<Row>,
): Made<Args, Row> {
  // Checked edge: Kysely only passes these values on as parameters, where the picks put the arguments in their place.
  const compiled = build(standIns as Args).compile();
  return {
    sql: compiled.sql,
    statement: database.prepare<Bound[], Row>(compiled.sql),
    picks: compiled.parameters.map(pickFor),
  };
}

/** Answers every property with a stand-in of that name. */
const standIns: object = new Proxy({}, { get: (_, argument) => new StandIn(argument) });

function pickFor(parameter: unknown): (args: object) => Bound {
  if (!(parameter instanceof StandIn)) throw new TypeError('A statement binds nothing but its arguments.');
  const { argument } = parameter;
  return (args) => bound(Reflect.get(args, argument));
}

function bound(value: unknown): Bound {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`A statement was given a ${typeof value}, which SQLite does not store.`);
}

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

/** A statement that is prepared once and run with named arguments. */
export interface Prepared<Args, Row> {
  all(args: Args): Row[];
  get(args: Args): Row | undefined;
  /** Returns the number of rows changed. */
  run(args: Args): number;
  /** Returns the row id of the row inserted. */
  insert(args: Args): number;
}

export interface Statements {
  /** Compiles and prepares; `build` gets stand-ins for the arguments, which it may use as plain values only. */
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
      // Checked edge: Kysely only passes these values on as parameters, where the picks put the arguments in their place.
      const compiled = build(standIns as Args).compile();
      const statement = database.prepare<Bound[], Row>(compiled.sql);
      const picks = compiled.parameters.map(pickFor);
      let isGuarded = guard === undefined;
      const bind = (args: Args): Bound[] => {
        if (!isGuarded) guard?.(compiled.sql, reads);
        isGuarded = true;
        return picks.map((pick) => harmless(pick(args)));
      };
      return {
        all: (args) => statement.all(...bind(args)),
        get: (args) => statement.get(...bind(args)),
        run(args) {
          const { changes } = statement.run(...bind(args));
          rowsChanged += changes;
          return changes;
        },
        insert(args) {
          const { changes, lastInsertRowid } = statement.run(...bind(args));
          rowsChanged += changes;
          return Number(lastInsertRowid);
        },
      };
    },
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

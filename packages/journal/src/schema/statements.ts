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

/** What stands in a query for an argument of that name, of one of the rows that it takes. */
class StandIn {
  readonly argument: PropertyKey;
  readonly row: number;
  constructor(argument: PropertyKey, row: number) {
    this.argument = argument;
    this.row = row;
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
  /** One row after the other: what is not taken is not read. Nothing else is asked of the journal before the last is taken. */
  each(args: Args): IterableIterator<Row>;
  get(args: Args): Row | undefined;
  /** Returns the number of rows changed. */
  run(args: Args): number;
  /** Returns the row id of the row inserted. */
  insert(args: Args): number;
  /** Of a statement that changes one row and returns it: the row as it is now; undefined: none was changed. */
  changed(args: Args): Row | undefined;
}

/** A statement that takes rows, many at once where there are many. */
export interface PreparedRows<Row> {
  /** Returns the number of rows changed. */
  run(rows: readonly Row[]): number;
}

export interface Statements {
  /** Compiles and prepares at the first run; `build` gets stand-ins for the arguments, which it may use as plain values only. */
  readonly prepare: <Args extends object, Row>(
    build: (args: Args) => Compilable<Row>,
    /** Default: all of its tables. */
    reads?: Reads,
  ) => Prepared<Args, Row>;
  /**
   * The same for rows: `build` is asked for the statement of as many as go together. Half of what a row costs is the
   * statement around it, and with triggers more: SQLite then keeps what it would need to undo each statement alone.
   */
  readonly prepareRows: <Row extends object>(
    build: (rows: readonly Row[]) => Compilable,
  ) => PreparedRows<Row>;
  readonly holdsSecret: (text: string) => boolean;
  /** The text as a row would hold it, without the secrets. */
  readonly withoutSecrets: (text: string) => string;
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

  const withoutSecrets = (value: string): string => {
    let text = value;
    for (const secret of hidden) if (text.includes(secret)) text = text.replaceAll(secret, '[redacted]');
    return text;
  };

  function statement<Row>(
    standIns: number,
    build: (rows: readonly object[]) => Compilable<Row>,
    reads: Reads,
  ): Runnable<Row> {
    // Most commands run a few of the statements, and making one takes longer than running it: it is made when it is wanted.
    let isMade: Made<Row> | undefined;
    const made = (): Made<Row> => (isMade ??= make(database, build(rowsOfStandIns.slice(0, standIns))));
    let isGuarded = guard === undefined;
    const bind = ({ sql: text, picks }: Made<Row>, rows: readonly object[], from: number): Bound[] => {
      if (!isGuarded) guard?.(text, reads);
      isGuarded = true;
      const mayHold = hidden.length > 0;
      return picks.map(({ argument, row }) => {
        const value = bound(Reflect.get(rows[from + row] ?? noRow, argument));
        return mayHold && typeof value === 'string' ? withoutSecrets(value) : value;
      });
    };
    return {
      all: (args) => made().statement.all(...bind(made(), [args], 0)),
      each: (args) => made().statement.iterate(...bind(made(), [args], 0)),
      get: (args) => made().statement.get(...bind(made(), [args], 0)),
      change(rows, from) {
        const result = made().statement.run(...bind(made(), rows, from));
        rowsChanged += result.changes;
        return result;
      },
    };
  }

  return {
    holdsSecret: (text) => hidden.some((secret) => text.includes(secret)),
    withoutSecrets,
    get rowsChanged() {
      return rowsChanged;
    },
    prepare<Args extends object, Row>(
      build: (args: Args) => Compilable<Row>,
      reads: Reads = 'all',
    ): Prepared<Args, Row> {
      // Checked edge: Kysely only passes these values on as parameters, where the picks put the arguments in their place.
      const { all, each, get, change } = statement(1, ([args]) => build(args as Args), reads);
      return {
        all,
        each,
        get,
        run: (args) => change([args], 0).changes,
        insert: (args) => Number(change([args], 0).lastInsertRowid),
        changed(args) {
          const row = get(args);
          if (row !== undefined) rowsChanged += 1;
          return row;
        },
      };
    },
    prepareRows<Row extends object>(build: (rows: readonly Row[]) => Compilable): PreparedRows<Row> {
      // Checked edge, as above.
      const sizes = rowsAtOnce.map((size) => ({
        size,
        ...statement(size, (rows) => build(rows as readonly Row[]), 'all'),
      }));
      return {
        run(rows) {
          let [from, changes] = [0, 0];
          for (const { size, change } of sizes)
            for (; from + size <= rows.length; from += size) changes += change(rows, from).changes;
          return changes;
        },
      };
    },
  };
}

/** How many rows a statement takes, in the order in which they are tried: as many as it says, some, and one. */
const rowsAtOnce = [32, 4, 1] as const;
const noRow = {};

interface Runnable<Row> {
  all(args: object): Row[];
  each(args: object): IterableIterator<Row>;
  get(args: object): Row | undefined;
  change(rows: readonly object[], from: number): Database.RunResult;
}

/** A statement as SQLite has it, and where its values come from. */
interface Made<Row> {
  readonly statement: Database.Statement<Bound[], Row>;
  readonly sql: string;
  readonly picks: readonly StandIn[];
}

function make<Row>(database: Database.Database, query: Compilable<Row>): Made<Row> {
  const compiled = query.compile();
  return {
    sql: compiled.sql,
    statement: database.prepare<Bound[], Row>(compiled.sql),
    picks: compiled.parameters.map(onlyStandIn),
  };
}

/** Each answers every property with a stand-in of that name. */
const rowsOfStandIns = Array.from(
  { length: rowsAtOnce[0] },
  (_, row): object => new Proxy({}, { get: (__, argument) => new StandIn(argument, row) }),
);

function onlyStandIn(parameter: unknown): StandIn {
  if (!(parameter instanceof StandIn)) throw new TypeError('A statement binds nothing but its arguments.');
  return parameter;
}

function bound(value: unknown): Bound {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`A statement was given a ${typeof value}, which SQLite does not store.`);
}

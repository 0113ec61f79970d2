/**
 * The tables behind all stores of one sandbox, in memory or in a file that outlives the process.
 * One image table serves both API versions, which is why their views cannot disagree by accident.
 */
import Database from 'better-sqlite3';
import { applicationId, claimStateFile, StateFileError } from './state-file.ts';

export type Connection = Database.Database;

const schema = `
CREATE TABLE store (
  hash TEXT PRIMARY KEY, token TEXT NOT NULL, read_only_token TEXT NOT NULL,
  next_image_id INTEGER NOT NULL, next_product_id INTEGER NOT NULL,
  is_planted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE product (
  store TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, sku TEXT NOT NULL, price REAL NOT NULL,
  is_visible INTEGER NOT NULL, date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL,
  fields TEXT NOT NULL, options TEXT NOT NULL, modifiers TEXT NOT NULL,
  PRIMARY KEY (store, id)) WITHOUT ROWID;
CREATE INDEX product_sku ON product (store, sku);
CREATE TABLE variant (
  store TEXT NOT NULL, id INTEGER NOT NULL, product_id INTEGER NOT NULL, sku_id INTEGER NOT NULL, sku TEXT NOT NULL,
  price REAL, option_values TEXT NOT NULL, image TEXT, fields TEXT,
  PRIMARY KEY (store, product_id, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX variant_id ON variant (store, id);
CREATE TABLE image (
  store TEXT NOT NULL, id INTEGER NOT NULL, product_id INTEGER NOT NULL, image_file TEXT NOT NULL,
  picture TEXT NOT NULL, is_thumbnail INTEGER NOT NULL, sort_order INTEGER NOT NULL, description TEXT NOT NULL,
  date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL, listed_from INTEGER NOT NULL, planted TEXT,
  PRIMARY KEY (store, product_id, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX image_id ON image (store, id);
CREATE TABLE rule (
  store TEXT NOT NULL, product_id INTEGER NOT NULL, id INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (store, product_id, id)) WITHOUT ROWID;
CREATE TABLE thing_id (store TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE picture (key TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE import_file (
  store TEXT NOT NULL, path TEXT NOT NULL, picture TEXT NOT NULL, PRIMARY KEY (store, path)) WITHOUT ROWID;
`;

/**
 * Opens the state; `:memory:` lives as long as the sandbox, a file survives it. Throws {@link StateFileError} for a file
 * that no sandbox has made, which is left as it is.
 */
export function openState(path: string): Connection {
  if (path !== ':memory:') claimStateFile(path);
  const connection = new Database(path);
  try {
    connection.pragma('trusted_schema = off');
    if (connection.pragma('application_id', { simple: true }) === 0) make(connection);
    // A trigger or a view of somebody else's would run with the sandbox's own statements.
    if (tablesOf(connection) !== expected())
      throw new StateFileError(`${path} holds other tables than a sandbox of this version makes.`);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = NORMAL');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** In one transaction, so that a file that holds anything says whose it is. */
function make(connection: Connection): void {
  connection.transaction(() => {
    connection.pragma(`application_id = ${applicationId}`);
    connection.exec(schema);
  })();
}

function tablesOf(connection: Connection): string {
  const entries = connection.prepare(
    'select type, name, tbl_name, sql from sqlite_schema order by type, name',
  );
  return JSON.stringify(entries.all());
}

function expected(): string {
  const fresh = new Database(':memory:');
  try {
    fresh.exec(schema);
    return tablesOf(fresh);
  } finally {
    fresh.close();
  }
}

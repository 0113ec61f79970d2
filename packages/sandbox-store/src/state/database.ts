/**
 * The tables behind all stores of one sandbox, in memory or in a file that outlives the process.
 * One image table serves both API versions, which is why their views cannot disagree by accident.
 */
import Database from 'better-sqlite3';

export type Connection = Database.Database;

const schema = `
CREATE TABLE IF NOT EXISTS store (
  hash TEXT PRIMARY KEY, token TEXT NOT NULL, read_only_token TEXT NOT NULL,
  next_image_id INTEGER NOT NULL, next_product_id INTEGER NOT NULL,
  is_planted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS product (
  store TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, sku TEXT NOT NULL, price REAL NOT NULL,
  is_visible INTEGER NOT NULL, date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL,
  fields TEXT NOT NULL, options TEXT NOT NULL, modifiers TEXT NOT NULL,
  PRIMARY KEY (store, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS product_sku ON product (store, sku);
CREATE TABLE IF NOT EXISTS variant (
  store TEXT NOT NULL, id INTEGER NOT NULL, product_id INTEGER NOT NULL, sku_id INTEGER NOT NULL, sku TEXT NOT NULL,
  price REAL, option_values TEXT NOT NULL, image TEXT,
  PRIMARY KEY (store, product_id, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS variant_id ON variant (store, id);
CREATE TABLE IF NOT EXISTS image (
  store TEXT NOT NULL, id INTEGER NOT NULL, product_id INTEGER NOT NULL, image_file TEXT NOT NULL,
  picture TEXT NOT NULL, is_thumbnail INTEGER NOT NULL, sort_order INTEGER NOT NULL, description TEXT NOT NULL,
  date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL, listed_from INTEGER NOT NULL, planted TEXT,
  PRIMARY KEY (store, product_id, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS image_id ON image (store, id);
CREATE TABLE IF NOT EXISTS picture (key TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS import_file (
  store TEXT NOT NULL, path TEXT NOT NULL, picture TEXT NOT NULL, PRIMARY KEY (store, path)) WITHOUT ROWID;
`;

/** Opens the state; `:memory:` lives as long as the sandbox, a file survives it. */
export function openState(path: string): Connection {
  const connection = new Database(path);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  connection.exec(schema);
  return connection;
}

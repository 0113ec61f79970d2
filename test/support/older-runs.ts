// Runs as earlier versions have left them in a journal.
import Database from 'better-sqlite3';

/** Takes from each run what it says of kinds of picture: it is from before there was a choice, and of products' images. */
export function withoutKinds(journal: string): void {
  const db = new Database(journal);
  db.exec("UPDATE runs SET options = json_remove(options, '$.kinds')");
  db.close();
}

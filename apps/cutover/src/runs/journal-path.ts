// Where the journal really is: locks and notes lie beside the file itself, so that two names of one journal are one.
import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Context } from '../context.ts';

const LINKS_MAX = 20;

interface JournalNamed {
  readonly io: Pick<Context['io'], 'cwd'>;
  readonly options: Pick<Context['options'], 'journal'>;
}

/** The journal and all that lies beside it by its name. */
export const filesOfJournal = (path: string): readonly string[] =>
  ['', '-wal', '-shm', '-journal', '.seq', '.lock', '.lock-journal', '.lock.json'].map((end) => path + end);

/** The file that `--journal` means, which need not exist, with all links followed. */
export function journalPathOf({ io, options }: JournalNamed): string {
  let path = resolve(io.cwd, options.journal);
  for (let links = 0; links < LINKS_MAX; links++) {
    const real = realOf(path);
    if (real !== undefined) return real;
    // A link that leads to nothing yet: the journal will be made there.
    const next = linkOf(path);
    if (next === undefined) break;
    path = resolve(dirname(path), next);
  }
  const folder = realOf(dirname(path));
  return folder === undefined ? path : join(folder, basename(path));
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

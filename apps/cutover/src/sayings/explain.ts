// Turns whatever was thrown into a problem of the table, or says that it is a bug. The packages' errors are known by
// their name and code, not by their class, so that `--help` need not load the packages to know them.

import { CutoverError, type ErrorCode, problemOf } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { stoppedError } from '../terminal/stopping.ts';
import { engineProblem, isEngineError } from './engine-problems.ts';

type Facts = Readonly<Record<string, unknown>>;

const again = 'Run the same command again later; it continues where it stopped.';

/** The problem behind this error; undefined: it is a bug. */
export function explain(error: unknown): Problem | undefined {
  if (error instanceof CutoverError) return error.problem;
  if (isEngineError(error)) return engineProblem(error.trouble);
  if (!(error instanceof Error)) return undefined;
  const facts: Facts = Object.fromEntries(Object.entries(error));
  switch (error.name) {
    case 'StoreError':
      return storeProblem(error.message, facts);
    case 'StoreAddressError':
      return problemOf('bad-value', `${error.message}.`, 'Correct the store’s address, hash or token.');
    case 'JournalError':
      return journalProblem(error.message, facts);
    case 'ArchiveError':
      return problemOf(
        'file-not-usable',
        `${error.message}.`,
        'Look at what is there and move it away, then run the same command again.',
      );
    case 'StateFileError':
      return problemOf(
        'file-not-usable',
        error.message,
        'Name another file with --state; this one was left as it is.',
      );
    case 'Stopped':
      return stoppedError().problem;
    default:
      return diskProblem(error.message, facts);
  }
}

function storeProblem(message: string, { class: kind, status, path }: Facts): Problem | undefined {
  if (kind === 'unauthorised' && status === 403)
    return problemOf(
      'scope-missing',
      message,
      'Give the token the scope Products: modify (read-only is enough for audit, diff and verify).',
    );
  if (kind === 'unauthorised')
    return problemOf(
      'credentials-refused',
      message,
      'Check the store hash and its token, then run the same command again.',
    );
  if (kind === 'aborted') return stoppedError().problem;
  // A whole collection that is not found is a store that is not there; one product that is not found is a product.
  if (status === 404 && typeof path === 'string' && !/\d+(?:\/|$)/.test(path.replace(/^\/v\d/, '')))
    return problemOf(
      'no-such-store',
      message,
      'Check the store hash: the letters and digits between store- and .mybigcommerce.com.',
    );
  if (kind === 'not-sent')
    return problemOf('store-unreachable', message, `Check the network and the API address. ${again}`);
  return problemOf('store-failing', message, again);
}

const journalCodes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  missing: ['journal-missing', 'Name the journal with --journal, or run a command that makes one.'],
  'not-a-journal': ['not-a-journal', 'Name another file with --journal; this one was not touched.'],
  newer: ['journal-newer', 'Use the version of Cutover that wrote it, or a later one.'],
  older: [
    'journal-older',
    'Run the command that continues its work, or `cutover diff`, with the same stores as before: either brings it up to date.',
  ],
  gone: [
    'journal-gone',
    'Put it back if it was moved, then run the same command again: it looks at each product before it writes to it.',
  ],
  damaged: [
    'journal-damaged',
    'Put a backup in its place; nothing was written to a store that is not in it.',
  ],
  altered: [
    'journal-damaged',
    'Put a backup in its place, or name another with --journal; this one was left as it is.',
  ],
  'in-the-way': [
    'not-a-journal',
    'Look at what is there and move it away, or name another file with --journal.',
  ],
  full: ['journal-full', `Make room on the disk. ${again}`],
  'read-only': [
    'journal-read-only',
    'Make the file and its folder writable, or name another with --journal.',
  ],
  busy: ['journal-held', 'Wait until the other process is done with it, then run the same command again.'],
  held: [
    'journal-held',
    'Wait until it is done (`cutover status` shows how far it is), or name another journal with --journal for other stores.',
  ],
  exists: ['file-not-usable', 'Name a file that is not there yet.'],
  'unknown-run': ['unknown-run', '`cutover runs` lists the runs of this journal.'],
};

function journalProblem(message: string, { code, stores }: Facts): Problem | undefined {
  if (code === 'older' && Array.isArray(stores))
    return olderProblem(
      message,
      stores.filter((one) => typeof one === 'string'),
    );
  // A step the state machine has not, or an image claimed twice, is nobody's fault but ours.
  const known = journalCodes[String(code)];
  return known === undefined ? undefined : problemOf(known[0], message, known[1]);
}

function olderProblem(message: string, [source = '', target]: readonly string[]): Problem {
  const stores = `--source ${source}${target === undefined ? '' : ` --target ${target}`}`;
  return problemOf(
    'journal-older',
    message,
    `Run the command that continues its work, or \`cutover diff ${stores}\`: either brings it up to date.`,
  );
}

/** Disks and files of the machine: full, read-only, not there. */
function diskProblem(message: string, { code }: Facts): Problem | undefined {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
    case 'EROFS':
    case 'EIO':
      return problemOf('disk-full', message, `Make room, or choose another folder. ${again}`);
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
    case 'EEXIST':
    case 'ELOOP':
    case 'ENXIO':
    case 'ENOTDIR':
    case 'ENOENT':
      return problemOf('file-not-usable', message, 'Check the path and who may read and write there.');
    case 'EADDRINUSE':
      return problemOf('port-in-use', message, 'Choose another with --port, or 0 for any.');
    default:
      return undefined;
  }
}

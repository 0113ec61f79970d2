// The file that a sandbox's stores are kept in. Invariants: a file that no sandbox has made is left as it is, judged by
// its bytes before SQLite sees it, for opening alone may change it; what is made here only its owner may read.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';

/** "CUTS", in SQLite's header field for the application that owns a file. */
export const applicationId = 0x43_55_54_53;
const sqliteHeader = Buffer.from('SQLite format 3\0', 'latin1');

/** The file named is not a sandbox's. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Makes the file where there is none; throws {@link StateFileError} where something else is. */
export function claimStateFile(path: string): void {
  for (const end of ['-wal', '-shm', '-journal'])
    if (lstatSync(`${path}${end}`, { throwIfNoEntry: false })?.isFile() === false)
      throw new StateFileError(`${path}${end} is no file.`);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === false) throw new StateFileError(`${path} is no file.`);
  if (there === undefined || there.size === 0) refuseLeftovers(path);
  let file: number;
  try {
    file = openSync(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    throw new StateFileError(`${path} cannot be opened.`, { cause: error });
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new StateFileError(`${path} is no file.`);
    refuseStrangers(path, status);
    if (status.size > 0 && !isOurs(file)) throw new StateFileError(`${path} is not the state of a sandbox.`);
  } finally {
    closeSync(file);
  }
}

/** Who owns the file can read the tokens in it, and alter the stores while they are served. */
function refuseStrangers(path: string, { uid }: Stats): void {
  const me = process.getuid?.();
  if (me !== undefined && uid !== me && uid !== 0)
    throw new StateFileError(`${path} belongs to another user.`);
}

function isOurs(file: number): boolean {
  const header = Buffer.alloc(100);
  readSync(file, header, 0, header.length, 0);
  return (
    header.subarray(0, sqliteHeader.length).equals(sqliteHeader) && header.readUInt32BE(68) === applicationId
  );
}

/** SQLite takes what lies beside an empty file for left over, and removes it. */
function refuseLeftovers(path: string): void {
  for (const end of ['-wal', '-shm', '-journal'])
    if (lstatSync(`${path}${end}`, { throwIfNoEntry: false }) !== undefined)
      throw new StateFileError(`${path}${end} is there already, and ${path} is empty.`);
}

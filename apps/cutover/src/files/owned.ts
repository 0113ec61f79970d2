// Whose a file is, as far as the system knows owners: what somebody else owns they can alter while we believe it, or read
// what we write into it.
import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** It is the user's own or the system's. Always true on Windows, which has other rights that Node does not show. */
export function isOurs({ uid }: Stats): boolean {
  const me = process.getuid?.();
  return me === undefined || uid === me || uid === 0;
}

/** The same of a file that we may have made: on disks that know one user only, it is the folder's owner's. */
export const isOursAt = (path: string, there: Stats): boolean =>
  isOurs(there) || there.uid === statSync(dirname(path)).uid;

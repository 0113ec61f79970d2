// Which file this is, on a machine since it was started: a process that is killed takes nothing along that it has handed to
// the system, and only a machine that stops can leave pages half written.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** A new one at each start of the system; only Linux has it. */
const startOfSystem = '/proc/sys/kernel/random/boot_id';

/** Undefined where the system does not say when it was started, or numbers no files. */
export function standingPlace(path: string, startFile = startOfSystem): string | undefined {
  try {
    const start = readFileSync(startFile, 'utf8').trim();
    // The number of a file that is gone is given to another one, which was made later.
    const { dev, ino, birthtimeNs } = statSync(path, { bigint: true });
    if (start === '' || ino === 0n || birthtimeNs === 0n) return undefined;
    return createHash('sha256').update(`${start} ${dev} ${ino} ${birthtimeNs}`).digest('hex').slice(0, 16);
  } catch {
    return undefined;
  }
}

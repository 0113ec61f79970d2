// Which file this is, on a machine since it was started, and whether it is as it was left: a process that is killed takes
// nothing along that it has handed to the system, and only a machine that stops can leave pages half written.
import { createHash } from 'node:crypto';
import { type BigIntStats, readFileSync, statSync } from 'node:fs';

/** A new one at each start of the system; only Linux has it. */
const startOfSystem = '/proc/sys/kernel/random/boot_id';

/** Undefined where the system does not say when it was started, or numbers no files. */
export function standingPlace(path: string, startFile = startOfSystem): string | undefined {
  return digestAt(path, startFile, () => '');
}

/**
 * The same, with the state in which it was left: another one as soon as anybody has written to the file since, and even
 * given it an older time, because the system notes for itself when a file was changed.
 */
export function standingState(path: string, startFile = startOfSystem): string | undefined {
  return digestAt(path, startFile, ({ ctimeNs, size }) => ` ${ctimeNs} ${size}`);
}

function digestAt(
  path: string,
  startFile: string,
  more: (status: BigIntStats) => string,
): string | undefined {
  try {
    const start = readFileSync(startFile, 'utf8').trim();
    // The number of a file that is gone is given to another one, which was made later.
    const status = statSync(path, { bigint: true });
    const { dev, ino, birthtimeNs } = status;
    if (start === '' || ino === 0n || birthtimeNs === 0n) return undefined;
    const facts = `${start} ${dev} ${ino} ${birthtimeNs}${more(status)}`;
    return createHash('sha256').update(facts).digest('hex').slice(0, 16);
  } catch {
    return undefined;
  }
}

// What is written down when the fault is ours: enough to fix it, and nothing that must not be shown. The working
// folder first, because that is where people look; the temporary folder if it cannot be written.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { version } from '../command-line/version.ts';
import type { Io } from '../terminal/io.ts';
import type { Secrets } from '../terminal/secrets.ts';

/** Writes the crash file and returns its path; undefined when it can be written nowhere. */
export async function writeCrashFile(
  error: unknown,
  about: { command: string; flags: readonly string[]; io: Io; secrets: Secrets },
): Promise<string | undefined> {
  const { io, secrets } = about;
  const text = [
    `Cutover ${version} failed at ${new Date(io.now()).toISOString()}.`,
    '',
    `command   ${about.command}`,
    `flags     ${about.flags.join(' ')} (values left out)`,
    `node      ${process.version} on ${io.platform} ${process.arch}`,
    '',
    inspect(error, { depth: 4, breakLength: 110 }),
    '',
  ].join('\n');
  const name = `cutover-crash-${new Date(io.now()).toISOString().replaceAll(/[:.]/g, '-')}.txt`;
  for (const folder of [io.cwd, io.temporaryFolder]) {
    const path = join(folder, name);
    try {
      await writeFile(path, secrets.redact(text), { mode: 0o600, flag: 'wx' });
      return path;
    } catch {
      // The next folder.
    }
  }
  return undefined;
}

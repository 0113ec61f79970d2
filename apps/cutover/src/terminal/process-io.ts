// The real process as an Io.
import { fstatSync } from 'node:fs';
import { homedir, hostname, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment, Io } from './io.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function processIo(process: NodeJS.Process): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    isPiped: isPipe(1),
    cwd: process.cwd(),
    temporaryFolder: tmpdir(),
    configFolder: configFolder(process.env),
    stateFolder: stateFolder(process.env),
    platform: process.platform,
    host: hostname(),
    pid: process.pid,
    now: Date.now,
    onSignal(listener) {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.removeListener(signal, listener);
      };
    },
    onFault(listener) {
      process.on('uncaughtException', listener);
      process.on('unhandledRejection', listener);
      return () => {
        process.removeListener('uncaughtException', listener);
        process.removeListener('unhandledRejection', listener);
      };
    },
    exitNow(code) {
      process.exit(code);
    },
  };
}

function isPipe(file: number): boolean {
  try {
    return fstatSync(file).isFIFO();
  } catch {
    return false;
  }
}

/** Where systems other than Linux keep such things; what knows them takes a sixth as long to load as Node itself. */
const paths =
  platform() === 'linux' ? undefined : (await import('env-paths')).default('cutover', { suffix: '' });

const configFolder = (environment: Environment): string => {
  const base = environment['XDG_CONFIG_HOME'] ?? '';
  if (base !== '') return join(base, 'cutover');
  return paths?.config ?? join(homedir(), '.config', 'cutover');
};

/** CUTOVER_STATE_DIR, else XDG_STATE_HOME, else what the platform holds for state. */
function stateFolder(environment: Environment): string {
  const own = environment['CUTOVER_STATE_DIR'] ?? '';
  if (own !== '') return own;
  const base = environment['XDG_STATE_HOME'] ?? '';
  if (base !== '') return join(base, 'cutover');
  return paths?.data ?? join(homedir(), '.local', 'state', 'cutover');
}

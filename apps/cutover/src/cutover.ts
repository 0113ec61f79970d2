#!/usr/bin/env node
// The program: hands the process over to `main` as arguments, and is the one place where it ends. It loads nothing
// before it has looked at the version of Node, so that an old one gets a sentence instead of a syntax error.
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';

/** By then a command has loaded what it needs. */
const KILLED_AFTER_MS = 1_000;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`Error: Cutover needs Node 22.19 or later, and this is ${process.versions.node}.\n`);
  process.exit(2);
}

// What lives for a moment would take 128 MB before it is cleared away; it may grow once, to 16, and no more: where it stays
// as small as at the start, a migration spends a sixth of its time on clearing away. What has outlived that may grow by
// half before it is looked through, not to several times itself.
if (major <= 26) {
  setFlagsFromString('--heap-growing-percent=50');
  const clearings = new PerformanceObserver(() => {
    clearings.disconnect();
    setFlagsFromString('--semi-space-growth-factor=1');
  });
  clearings.observe({ entryTypes: ['gc'] });
}

const cache = compileCache();
if (cache !== undefined) {
  nodeModule.enableCompileCache(cache);
  // It is written at the end of a process, which one that is killed does not have; and to go on should not take longer.
  setTimeout(nodeModule.flushCompileCache, KILLED_AFTER_MS).unref();
}
const [{ main }, { processIo }] = await Promise.all([
  import('./main.ts'),
  import('./terminal/process-io.ts'),
]);
const code = await main(process.argv.slice(2), process.env, processIo(process));
// Results may still be on their way into a pipe; they go first.
process.stdout.write('', () => process.exit(code));

/**
 * Where compiled code is kept between two starts: a folder that nobody else can write to, since what lies in it is run.
 * Undefined where there is none; Node's own choice is the shared folder for temporary files.
 */
function compileCache(): string | undefined {
  const { XDG_CACHE_HOME: base = '', LOCALAPPDATA: local = '' } = process.env;
  const bases: Readonly<Record<string, string>> = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: local === '' ? join(homedir(), 'AppData', 'Local') : local,
  };
  const folder = join(base === '' ? (bases[process.platform] ?? join(homedir(), '.cache')) : base, 'cutover');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const there = lstatSync(folder);
    const isOurs =
      process.getuid === undefined || (there.uid === process.getuid() && (there.mode & 0o077) === 0);
    // Who can write around it can put another one in its place between this look and the use, unless it is sticky.
    const around = statSync(dirname(folder)).mode;
    const isOpen = process.getuid !== undefined && (around & 0o002) !== 0 && (around & 0o1000) === 0;
    return isOurs && !isOpen && there.isDirectory() ? join(folder, 'compiled') : undefined;
  } catch {
    return undefined;
  }
}

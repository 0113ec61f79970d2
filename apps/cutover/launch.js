// Runs the program from a checkout: builds what is missing or older than its sources, then hands over. It is plain
// JavaScript so that the user's own Node (20 or later) can run it; everything it says is on stderr, because stdout
// belongs to the command. Relative paths are meant from the folder it was called from.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const app = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(app, 'dist', 'cutover.js');
const building = join(root, 'node_modules', '.cutover-building');

/** When the newest of these was changed, in ms; tests are no part of the program. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || /\.test\.tsx?$/.test(path)) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function sources() {
  const projects = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [
    join(root, 'package.json'),
    join(root, 'pnpm-lock.yaml'),
    ...projects.flatMap((project) => [join(project, 'src'), join(project, 'package.json')]),
  ];
}

const isStale = () => !existsSync(program) || Math.max(...sources().map(newest)) > statSync(program).mtimeMs;

/** The Node this workspace is tested with, where it is installed; else the one that runs this. */
function ownNode() {
  const folder = join(root, 'node_modules', 'node', 'bin');
  return (
    ['node', 'node.exe'].map((name) => join(folder, name)).find((path) => existsSync(path)) ??
    process.execPath
  );
}

/** The bundle alone, straight from the sources: `pnpm build` and `pnpm check` also prove the types. */
function build() {
  const bundler = join(app, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  if (!existsSync(bundler)) return fail('Nothing is installed yet: run `npx pnpm install` first.');
  process.stderr.write('Building cutover …\n');
  const built = spawnSync(ownNode(), [bundler, '-c', 'rolldown.config.ts', '--log-level', 'warn'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (built.status !== 0 || !existsSync(program))
    return fail(`${built.stdout ?? ''}${built.stderr ?? ''}The build failed.`);
}

/** One builder at a time: another that started together with us waits and finds the work done. */
function buildAlone() {
  for (;;) {
    try {
      mkdirSync(building);
      break;
    } catch {
      if (!builderLives()) rmSync(building, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
    if (!existsSync(building) && !isStale()) return;
  }
  try {
    writeFileSync(join(building, 'pid'), String(process.pid));
    if (isStale()) build();
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function builderLives() {
  try {
    const age = Date.now() - statSync(building).mtimeMs;
    const pid = existsSync(join(building, 'pid'))
      ? Number(readFileSync(join(building, 'pid'), 'utf8'))
      : undefined;
    if (pid === undefined) return age < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  rmSync(building, { recursive: true, force: true });
  process.exit(1);
}

/** The native libraries are built for one major version of Node; that one can run the program in this process. */
const canRunHere = () =>
  realpathSync(ownNode()) === realpathSync(process.execPath) || process.versions.node.startsWith('24.');

if (isStale()) buildAlone();
if (process.env.INIT_CWD !== undefined && existsSync(process.env.INIT_CWD))
  process.chdir(process.env.INIT_CWD);
process.env.CUTOVER_CALLED_AS ??= 'npx pnpm cutover';

if (canRunHere()) {
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  const child = spawn(ownNode(), [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the whole group; what is sent to us alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

// What an agency gets: the program packed by npm and installed from the tarball, in a folder that knows nothing of the
// checkout.
import { execFile, type PromiseWithChild } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cleanVariables } from '../support/binary.ts';

const run = promisify(execFile);
const app = fileURLToPath(new URL('../../apps/cutover/', import.meta.url));

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** An empty folder outside of the checkout, gone in the end. */
export function emptyFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-packed-'));
  writeFileSync(path.join(folder, 'package.json'), '{"name":"agency","private":true}');
  return {
    path: folder,
    [Symbol.asyncDispose]: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}

/** Runs npm on the Node whose folder is given; default: the one that npm finds by itself. */
async function npm(args: readonly string[], cwd: string, nodeFolder?: string): Promise<void> {
  const PATH = [nodeFolder, process.env['PATH']].filter((part) => part !== undefined).join(path.delimiter);
  await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...process.env, PATH },
  });
}

/** Packs the program as it was built; returns the tarball. */
export async function packInto(folder: string): Promise<string> {
  await npm(['pack', '--pack-destination', folder], app);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm packed nothing');
  return path.join(folder, tarball);
}

/** Installs what npm would, from a tarball or by name; returns the folder of the programs. */
export async function installInto(folder: string, what: string, nodeFolder?: string): Promise<string> {
  await npm(['install', '--prefer-offline', what], folder, nodeFolder);
  return path.join(folder, 'node_modules', '.bin');
}

export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the installed program on a Node, with nothing of this process but what a program needs. */
export async function runInstalled(
  node: string,
  programs: string,
  args: readonly string[],
  cwd: string,
): Promise<ProgramEnd> {
  const running: PromiseWithChild<{ stdout: string; stderr: string }> = run(
    node,
    [path.join(programs, 'cutover'), ...args],
    { cwd, env: { ...cleanVariables(cwd), PATH: process.env['PATH'] ?? '' }, maxBuffer: 2 ** 26 },
  );
  try {
    return { code: 0, ...(await running) };
  } catch (error) {
    const { stdout, stderr } = Object(error);
    return { code: running.child.exitCode ?? -1, stdout: String(stdout), stderr: String(stderr) };
  }
}

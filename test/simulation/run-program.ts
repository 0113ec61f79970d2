// Runs a program of this folder in a process of its own, from its source. What is compiled is kept for the next process
// of this one, which makes hundreds of short lives affordable.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const compiled = mkdtempSync(path.join(tmpdir(), 'cutover-compiled-'));
process.once('exit', () => rmSync(compiled, { recursive: true, force: true }));

export interface ProgramEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What it says on stderr goes to ours, too. `onStart` is given the process, to end it by its own id. */
export async function runProgram(
  name: string,
  args: readonly string[],
  onStart: (child: ChildProcess) => void = () => undefined,
): Promise<ProgramEnd> {
  const child = spawn(
    process.execPath,
    ['--conditions=source', fileURLToPath(new URL(name, import.meta.url)), ...args],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: compiled, UV_THREADPOOL_SIZE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    process.stderr.write(text);
  });
  onStart(child);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ stdout, stderr, code, signal }));
  });
}

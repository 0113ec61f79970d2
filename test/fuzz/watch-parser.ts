// Has one parser played in a process of its own, and looks after it: one that does not get on with an input is ended, and
// one that dies is heard of, each with the input that it had.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readLastInput } from './notes.ts';

const said = z.object({ inputs: z.int(), note: z.string().optional(), why: z.string().optional() });

export interface Played {
  readonly inputs: number;
  readonly found: { readonly note: string; readonly why: string } | undefined;
}

/** What plays, and how long it may take over one input: none needs seconds for a quarter of a megabyte; a busy machine may. */
const player = { program: fileURLToPath(new URL('play-parser.ts', import.meta.url)), patienceMs: 60_000 };

/** `last` is where the player notes the input it is at. */
export async function watchParser(
  name: string,
  seed: number,
  ms: number,
  last: string,
  { program, patienceMs } = player,
): Promise<Played> {
  const told = ['--parser', name, '--seed', String(seed), '--ms', String(Math.round(ms)), '--last', last];
  const child = spawn(process.execPath, ['--conditions=source', program, ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const here = { inputs: -1, sinceMs: Date.now(), hangs: false };
  const looking = setInterval(() => {
    const { inputs } = existsSync(last) ? readLastInput(last) : { inputs: 0 };
    if (inputs !== here.inputs) Object.assign(here, { inputs, sinceMs: Date.now() });
    else if (Date.now() - here.sinceMs > patienceMs) {
      here.hangs = true;
      child.kill('SIGKILL');
    }
  }, 1_000);
  const how = await ended;
  clearInterval(looking);
  if (stdout !== '') {
    const { inputs, note, why = '' } = said.parse(JSON.parse(stdout));
    return { inputs, found: note === undefined ? undefined : { note, why } };
  }
  if (!existsSync(last)) throw new Error(`${name} was not played: ${how}`);
  const why = here.hangs ? `no answer within ${patienceMs / 1000} s` : `it died: ${how}`;
  const { inputs, note } = readLastInput(last);
  return { inputs, found: { note: `${note}\n`, why } };
}

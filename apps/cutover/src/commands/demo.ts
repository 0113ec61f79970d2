// `demo`: gives the story a folder, a voice and the real binary, and tells how it ended.

import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { everywhere } from '../command-line/option-sets.ts';
import { shellLine } from '../command-line/shell-words.ts';
import type { Command, Context } from '../context.ts';
import type { DemoResult } from '../demo/play-demo.ts';
import { createTelling, type Telling } from '../demo/telling.ts';
import { CutoverError, problemOf } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { paletteFor } from '../terminal/palette.ts';

/** The bundle that this code is a part of; every file of it lies in one folder. */
const ownBinary = (): string => fileURLToPath(new URL('./cutover.js', import.meta.url));

export const demo: Command = {
  name: 'demo',
  summary: 'a whole migration on two local stores, in a minute or so',
  about: [
    'Starts two local stores, audits, diffs, migrates, kills the migration in the middle, resumes it and verifies the result. Needs nothing and leaves nothing.',
  ],
  options: ['keep', ...everywhere],
  examples: [['cutover demo', 'watch it']],
  exitCodes: [0, 1, 130],
  readsOnly: true,
  run: playAndTell,
};

/** Exit code 0 only when all that it tells was counted. */
async function playAndTell(context: Context): Promise<Outcome> {
  const [{ cleanEnvironment }, { playDemo }, { DemoError }, { execPath }] = await Promise.all([
    import('../demo/child.ts'),
    import('../demo/play-demo.ts'),
    import('../demo/stage.ts'),
    import('node:process'),
  ]);
  const { io, options, stopping, environment } = context;
  const kept = options.keep === undefined ? undefined : await emptyFolder(resolve(io.cwd, options.keep));
  const folder = kept ?? (await mkdtemp(join(io.temporaryFolder, 'cutover-demo-')));
  const telling = tellingOf(context);
  telling.title('cutover demo: two local stores, lost answers, a kill, and a resume');
  telling.plain();
  try {
    const result = await playDemo({
      node: execPath,
      binary: ownBinary(),
      folder,
      keepState: kept !== undefined,
      environment: cleanEnvironment(environment, {
        CUTOVER_STATE_DIR: join(folder, 'state'),
        XDG_CONFIG_HOME: join(folder, 'config'),
      }),
      fetch: get,
      sleep: (ms) => setTimeout(ms, undefined, { signal: stopping.signal }),
      signal: stopping.signal,
      telling,
    });
    for (const text of tryNext(context, kept)) telling.plain(text);
    return outcomeOf(result);
  } catch (error) {
    if (stopping.signal.aborted) return stopped(context);
    if (!(error instanceof DemoError)) throw error;
    const next =
      kept === undefined
        ? 'Run it again with --keep FOLDER and look at the journal there.'
        : `Look at the journal in ${kept}.`;
    return { problem: problemOf('bug', `The demo proved nothing: ${error.message}.`, next) };
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The demo is no run of the journal: it starts over. */
function stopped({ program, io }: Context): Outcome {
  const next = shellLine([...program.split(' '), 'demo'], io.platform);
  return {
    problem: problemOf('stopped', 'The stores and the migration were ended with it.', next),
  };
}

function outcomeOf(result: DemoResult): Outcome {
  const { products, images, writes, interrupted, settled, onSource, onTarget } = result;
  return {
    ended: 'done',
    products,
    images,
    facts: {
      requests: result.requests,
      writes,
      interrupted,
      arrived: settled.arrived,
      sentAgain: settled.sentAgain,
      onSource,
      onTarget,
    },
  };
}

/** Under --json people's words go to stderr; else the story is the result. */
function tellingOf({ out, options, io, environment, stopping }: Context): Telling {
  return createTelling({
    line: options.json ? (text) => out.say(text) : (text) => out.line(text),
    live: (text) => out.live(text),
    now: () => io.now(),
    isStopped: () => stopping.signal.aborted,
    every(intervalMs, callback) {
      if (!out.canLive) return () => undefined;
      const timer = setInterval(callback, intervalMs);
      return () => clearInterval(timer);
    },
    paint: paletteFor(options.json ? io.stderr : io.stdout, environment, options.noColor),
  });
}

function tryNext({ program, io }: Context, kept: string | undefined): readonly string[] {
  const line = (...words: readonly string[]) =>
    `    ${shellLine([...program.split(' '), ...words], io.platform)}`;
  const play =
    kept === undefined
      ? ['  Play with stores like these:', line('sandbox')]
      : [
          '  Look at what was kept:',
          line('runs', '--journal', join(kept, 'cutover.db')),
          line('sandbox', '--state', join(kept, 'stores.db')),
        ];
  return [
    '',
    ...play,
    '  Look at your own store; nothing is written:',
    line('audit', '--source', 'YOUR_STORE_HASH'),
  ];
}

async function emptyFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if ((await readdir(path)).length === 0) return path;
  throw new CutoverError(
    'file-not-usable',
    `The folder ${path} is not empty.`,
    'Name an empty folder, or one that is not there yet.',
  );
}

/** Plain fetch, so that what is counted does not pass through the toolkit's own clients. */
async function get(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, text: await answer.text() };
}

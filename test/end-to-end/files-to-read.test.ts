// Whatever is named to be read: a pipe that nobody writes to is not waited for, what a shell hands over is read, and the first
// Ctrl-C is heard while it is waited for.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { binary, cleanVariables } from '../support/binary.ts';
import { inPlace, single } from '../support/place.ts';

const image = { id: 7, product_id: 2, image_file: 'a/1.jpg', is_thumbnail: true, sort_order: 0 };
const mapped = JSON.stringify({ ...image, description: '' });

const readers: readonly (readonly [args: string, error: { code: string; what: string }])[] = [
  ['map pipe', { code: 'file-not-usable', what: 'pipe is a pipe, not a file.' }],
  ['audit --products pipe', { code: 'bad-products-file', what: '/pipe is a pipe, not a file.' }],
  ['audit --baseline pipe', { code: 'file-not-usable', what: '/pipe is a pipe, not a file.' }],
  [
    'audit --source-token-file pipe',
    { code: 'missing-token', what: 'What is named with --source-token-file is a pipe, not a file.' },
  ],
  ['map /dev/zero', { code: 'file-not-usable', what: '/dev/zero is a device, not a file.' }],
  ['audit --products /dev/zero', { code: 'bad-products-file', what: '/dev/zero is a device, not a file.' }],
];

describe.skipIf(process.platform === 'win32')('a pipe or a device by its name', () => {
  it.each(readers)('%s: 2 at once, and no store is asked', async (args, { code, what }) => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      execFileSync('mkfifo', [place.at('pipe')]);
      const { result } = await place.json(args);
      expect(result).toMatchObject({ exitCode: 2, error: { code, what: expect.stringContaining(what) } });
      expect(place.source.requests()).toEqual([]);
    });
  });
});

/** The program as bash starts it with these words; what is written to the child is what `cat` in them reads. */
function throughBash(cwd: string, words: string, variables: Readonly<Record<string, string>> = {}) {
  const child = spawn('bash', ['-c', `exec "$0" "$1" ${words}`, process.execPath, binary], {
    cwd,
    env: { ...cleanVariables(cwd), ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  // Who else reads it holds what the program would have said last.
  child.once('exit', () => child.stdin.destroy());
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...said }));
  return { child, ended };
}

describe.runIf(process.platform === 'linux')('what a shell hands over', () => {
  it.each(['map <(cat)', 'map -', 'map', 'map /dev/stdin < <(cat)'])('%s is read', async (words) => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const { child, ended } = throughBash(place.folder, words);
      child.stdin.end(mapped);
      expect(await ended).toMatchObject({ code: 0, stdout: `${mapped}\n` });
    });
  });

  it('audit with its token, its products and a report of before, each out of a pipe', async () => {
    await inPlace({ stores: single(2, 2) }, async (place) => {
      const [product] = place.source.products();
      await place.json('audit');
      const report = await place.json('report --format jsonl --out before.jsonl');
      expect(report.result).toMatchObject({ exitCode: 0 });
      const { CUTOVER_SOURCE_TOKEN: token, ...variables } = place.stores;
      const words =
        'audit --json --new --source-token-file <(printenv TOKEN) --products <(cat) --baseline <(cat before.jsonl) </dev/null';
      const { child, ended } = throughBash(place.folder, words, { ...variables, TOKEN: token ?? '' });
      child.stdin.end(`source_product_id\n${product?.id ?? 0}\n`);
      const { stdout, stderr } = await ended;
      expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''), stderr).toMatchObject({
        type: 'result',
        products: 1,
      });
    });
  });

  it('Ctrl-C stops a command that still reads its products, whose end it has not seen', async () => {
    await inPlace({ stores: single(2, 4) }, async (place) => {
      const { child, ended } = throughBash(
        place.folder,
        'audit --json --products <(cat) </dev/null',
        place.stores,
      );
      const isTaken = async (text: string): Promise<boolean> =>
        await new Promise((resolve) => {
          child.stdin.write(text, (error) => resolve(error == null));
        });
      // It goes on without an end, as long as anybody reads; it listens by the time it has read the first megabyte.
      let text = 'source_product_id\n';
      for (let id = 1; await isTaken(text); id += 10_000) {
        text = Array.from({ length: 10_000 }, (_, index) => `${id + index}\n`).join('');
        if (id === 200_001) child.kill('SIGINT');
      }
      const { code, stdout } = await ended;
      expect(code).toBe(130);
      expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
        exitCode: 130,
        error: { code: 'stopped' },
      });
      expect(place.source.requests()).toEqual([]);
    });
  });

  it.each(['map <(cat)', 'map -', 'map /dev/stdin < <(cat)'])(
    '%s: the first Ctrl-C ends it, though nothing more is written',
    async (words) => {
      await inPlace({ stores: single(1, 1) }, async (place) => {
        const { child, ended } = throughBash(place.folder, words);
        child.stdin.write(`${mapped}\n`.repeat(2_000));
        // It listens by the time it has printed the first, and waits for more behind the last.
        await once(child.stdout, 'data');
        child.kill('SIGINT');
        const { code, stderr } = await ended;
        expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('Stopped') });
      });
    },
  );
});

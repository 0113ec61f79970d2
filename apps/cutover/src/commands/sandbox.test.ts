import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyPicture } from '@cutover/sandbox-store';
import { expect, it, vi } from 'vitest';
import { main } from '../main.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { resultOf, run } from '../testing/run-main.ts';

interface Served {
  readonly stores: readonly { readonly api: string; readonly store: string; readonly token: string }[];
}

it('serves a folder of files that a V2 write may name', async () => {
  const io = fakeIo();
  mkdirSync(join(io.folder, 'dav'));
  writeFileSync(join(io.folder, 'dav', 'mug.png'), tinyPicture(7));
  const ended = main(
    ['sandbox', '--json', '--stores', '1', '--products', '1', '--images', '0', '--import-folder', 'dav'],
    {},
    io,
  );
  await vi.waitFor(() => expect(io.printed.stdout).toContain('"type":"sandbox"'));
  const { stores }: Served = JSON.parse(io.printed.stdout.split('\n', 1).join(''));
  const [{ api, store, token } = { api: '', store: '', token: '' }] = stores;
  const headers = { 'X-Auth-Token': token, Accept: 'application/json', 'Content-Type': 'application/json' };
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    await fetch(`${api}/stores/${store}/v2${path}`, { headers, ...init });
  const [product]: { id: number }[] = JSON.parse(await (await ask('/products')).text());
  const write = async (file: string): Promise<number> => {
    const body = JSON.stringify({ image_file: file });
    return (await ask(`/products/${product?.id}/images`, { method: 'POST', body })).status;
  };
  expect([await write('mug.png'), await write('jug.png')]).toEqual([201, 400]);
  io.signal('SIGINT');
  expect(await ended).toBe(130);
});

it('prints its tokens though the variables of an earlier one hold the same', async () => {
  const serve = async (environment: Record<string, string>): Promise<string> => {
    const io = fakeIo();
    const words = ['sandbox', '--stores', '1', '--products', '1', '--images', '0', '--token', 'mine0mine'];
    const ended = main(words, environment, io);
    await vi.waitFor(() => expect(io.printed.stdout).toContain('CUTOVER_SETTLE_AFTER'));
    io.signal('SIGINT');
    await ended;
    return /CUTOVER_SOURCE_TOKEN=(.*)/.exec(io.printed.stdout)?.[1] ?? '';
  };
  const token = await serve({});
  expect(token).toBe('mine0mine');
  expect(await serve({ CUTOVER_SOURCE_TOKEN: token })).toBe(token);
});

it.each([
  ['', ''],
  ['--token mine0mine --read-only-token mineToRead', '--port PORT'],
  ['--state stores.db', '--port PORT'],
])('stopped, it says how to serve the same once more: %s', async (typed, more) => {
  const io = fakeIo();
  const words = ['--stores', '1', '--products', '1', '--images', '0'];
  const given = typed === '' ? [] : typed.split(' ');
  const ended = main(['sandbox', ...words, ...given], {}, io);
  await vi.waitFor(() => expect(io.printed.stdout).toContain('CUTOVER_SETTLE_AFTER'));
  io.signal('SIGINT');
  expect(await ended).toBe(130);
  const port = /CUTOVER_SOURCE_API=http:\/\/127.0.0.1:(\d+)/.exec(io.printed.stdout)?.[1] ?? '';
  const next = /Next: cutover sandbox (.*)/.exec(io.printed.stderr)?.[1]?.replace(port, 'PORT');
  expect(next).toBe([more, ...words, typed].filter((text) => text !== '').join(' '));
});

it('refuses the token of another store, and one that no request could carry', async () => {
  const other = await run('sandbox --json --source-token abc');
  expect([other.exitCode, resultOf(other.stdout).error?.code]).toEqual([2, 'token-in-wrong-place']);
  const { exitCode, stdout } = await run('sandbox --json --token ä');
  expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'bad-value']);
});

it('refuses an import folder that is not there', async () => {
  const { exitCode, stdout } = await run('sandbox --json --import-folder nowhere');
  expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'bad-value']);
});

it('takes a token that only reads, which opens every store and changes none', async () => {
  const io = fakeIo();
  const words = ['sandbox', '--json', '--stores', '2', '--products', '1', '--images', '0'];
  const ended = main([...words, '--read-only-token', 'mineToRead'], {}, io);
  await vi.waitFor(() => expect(io.printed.stdout).toContain('"type":"sandbox"'));
  const { stores }: Served = JSON.parse(io.printed.stdout.split('\n', 1).join(''));
  const statuses = await Promise.all(
    stores.map(async ({ api, store }) => {
      const products = `${api}/stores/${store}/v3/catalog/products`;
      const headers = { 'X-Auth-Token': 'mineToRead', 'Content-Type': 'application/json' };
      const [read, write] = [
        await fetch(products, { headers }),
        await fetch(products, { headers, method: 'POST', body: '{}' }),
      ];
      return [read.status, write.status];
    }),
  );
  io.signal('SIGINT');
  await ended;
  expect(statuses).toEqual([
    [200, 403],
    [200, 403],
  ]);
});

it('prints the tokens that only read beside what to paste, new ones each time', async () => {
  const serve = async (): Promise<string[]> => {
    const io = fakeIo();
    const ended = main(['sandbox', '--products', '1', '--images', '0'], {}, io);
    await vi.waitFor(() => expect(io.printed.stdout).toContain('cutover verify'));
    io.signal('SIGINT');
    await ended;
    return [...io.printed.stdout.matchAll(/^# export CUTOVER_(?:SOURCE|TARGET)_TOKEN=(\w+)$/gm)].map(
      ([, token = '']) => token,
    );
  };
  const tokens = [...(await serve()), ...(await serve())];
  expect([tokens.length, new Set(tokens).size]).toEqual([4, 4]);
});

it('prints what can be sourced as a whole: variables, and nothing that runs', async () => {
  const io = fakeIo();
  const ended = main(['sandbox', '--products', '1', '--images', '0'], {}, io);
  await vi.waitFor(() => expect(io.printed.stdout).toContain('cutover verify'));
  io.signal('SIGINT');
  await ended;
  const lines = io.printed.stdout.trimEnd().split('\n');
  expect(lines.filter((line) => !/^(?:export CUTOVER_\w+=\S+|# .*|)$/u.test(line))).toEqual([]);
  expect(lines.at(-1)).toBe('# then cutover audit, cutover diff, cutover migrate, cutover verify');
});

it('refuses one token for both scopes', async () => {
  const { exitCode, stdout } = await run('sandbox --json --token mine0mine --read-only-token mine0mine');
  expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'bad-value']);
});

// A file in the place of the source is called by its name wherever a person reads of it, and by its digest where a program
// does: that is the store of the run, which stays one as long as the bytes do.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../main.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { environment, sandbox, withTwoStores } from '../testing/two-stores.ts';

withTwoStores();

const ofFile = () => ({
  ...environment,
  CUTOVER_SOURCE_STORE: '',
  CUTOVER_SOURCE_TOKEN: '',
  CUTOVER_SOURCE_API: '',
  CUTOVER_TARGET_API: sandbox.origin,
});
const digest = /[0-9a-f]{12}/;

test('no screen, list, title or page for people has the digest in place of the name', async () => {
  const io = fakeIo();
  const [product] = sandbox.control('def').products();
  const rows = ['Item,ID,SKU,Image URL (Import)', `Product,1,${product?.sku ?? ''},http://127.0.0.1/a.jpg`];
  writeFileSync(join(io.cwd, 'shop.csv'), rows.join('\n'));
  const named: string[] = [];
  const told = async (line: string): Promise<string> => {
    io.printed.stdout = '';
    io.printed.stderr = '';
    await main(line.split(' '), ofFile(), io);
    return io.printed.stdout + io.printed.stderr;
  };
  let pages = 0;
  const check = (what: string, text: string): void => {
    if (text.includes('file-'))
      named.push(`${what}: ${text.split('\n').find((one) => one.includes('file-')) ?? ''}`);
  };
  for (const command of ['audit', 'diff', 'migrate --dry-run', 'migrate --yes', 'verify', 'repair --yes']) {
    check(command, await told(`${command} --source-file shop.csv`));
    const title = (await told('report --format md')).split('\n')[0];
    expect(title).toMatch(/^# [A-Z][a-z]+ of shop\.csv → def$/);
    check(`report of ${command}`, await told('report --format md'));
    pages += 1;
    await told(`report --out ${pages}.html`);
    check(`page of ${command}`, readFileSync(join(io.cwd, `${pages}.html`), 'utf8'));
  }
  for (const line of ['status', 'runs', 'plan show', 'settle', 'journal check'])
    check(line, await told(line));
  const [run = ''] = /r\d{4}-\w{4}/.exec(await told('runs')) ?? [];
  check('other stores', await told(`report --run ${run} --source abc --target def --format md`));
  expect(named).toEqual([]);
  expect((await told('runs')).split('\n')[0]).toBe('shop.csv → def');

  // Programs keep what tells one file from another.
  const result: unknown = JSON.parse(
    (await told('runs --json'))
      .trimEnd()
      .split('\n')
      .find((line) => line.startsWith('{"type":"result"')) ?? '',
  );
  expect(result).toMatchObject({
    runs: expect.arrayContaining([
      expect.objectContaining({ source: expect.stringMatching(/^file-[0-9a-f]{12}$/) }),
    ]),
  });

  // Changed since: another source of the same name, which is seen to be another.
  writeFileSync(join(io.cwd, 'shop.csv'), [...rows, 'Product,2,NEW,http://127.0.0.1/b.jpg'].join('\n'));
  await told('diff --source-file shop.csv');
  const headings = (await told('runs')).split('\n').filter((line) => line.startsWith('shop.csv'));
  expect(headings.map((line) => line.replace(digest, 'DIGEST'))).toEqual([
    'shop.csv (DIGEST) → def',
    'shop.csv (DIGEST) → def',
  ]);
  expect(new Set(headings).size).toBe(2);
});

test.each([
  ['typed as where somebody stands', 'audit --source-file .', {}],
  ['typed as a way to it', 'audit --source-file ../saved/.', {}],
  ['named by a variable', 'audit', { CUTOVER_SOURCE_FILE: '.' }],
])('the folder of a snapshot is called by its name, %s', async (_, line, more) => {
  const io = fakeIo();
  await main(['snapshot', '--source', 'abc', '--out', 'saved'], environment, io);
  const inside = { ...io, cwd: join(io.cwd, 'saved') };
  const told = async (words: string): Promise<string[]> => {
    io.printed.stdout = '';
    io.printed.stderr = '';
    await main(words.split(' '), { ...ofFile(), CUTOVER_TARGET_STORE: '', ...more }, inside);
    return io.printed.stdout.split('\n');
  };
  expect(await told(line)).toContain('Read from saved; nothing of V2 was compared with it');
  expect((await told('runs'))[0]).toBe('saved (V2 against V3)');
  expect((await told('report --format md'))[0]).toBe('# Audit of store saved');
});

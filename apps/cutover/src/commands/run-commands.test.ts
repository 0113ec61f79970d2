// The four verbs through the whole app, against local stores: exit codes, the lines that scripts read, and what reaches
// the stores.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../main.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { environment, run, sandbox, withTwoStores, writes } from '../testing/two-stores.ts';

withTwoStores();

test('rows of a file that are not used make a command incomplete that is done, and no other', async () => {
  const io = fakeIo();
  const rows = ['Item,ID,SKU,Image URL (Import)', 'Product,x,B,b.jpg', 'Product,1,A,'];
  const [product] = sandbox.control('def').products();
  writeFileSync(join(io.folder, 'e.csv'), rows.join('\n'));
  writeFileSync(
    join(io.folder, 'f.csv'),
    [...rows, `Product,2,${product?.sku ?? ''},http://127.0.0.1/c.jpg`].join('\n'),
  );
  const ofFile = { CUTOVER_SOURCE_STORE: '', CUTOVER_SOURCE_TOKEN: '', CUTOVER_SOURCE_API: '' };
  const target = { ...ofFile, CUTOVER_TARGET_API: sandbox.origin };
  const ended = async (line: string, file = 'e.csv') =>
    (await run(io, `${line} --source-file ${file}`, target)).result;
  for (const line of ['audit', 'diff', 'migrate --yes', 'verify'])
    expect(await ended(line)).toMatchObject({ exitCode: 4, rowsNotUsed: 1 });
  expect(await ended('diff', 'f.csv')).toMatchObject({ exitCode: 3, rowsNotUsed: 1, missing: 1 });
});

test('a snapshot says what it saved in lines of the schema', async () => {
  const { result } = await run(fakeIo(), 'snapshot --out saved');
  expect(result).toMatchObject({
    exitCode: 0,
    products: 6,
    images: 12,
    modifiers: 0,
    swatches: 0,
    missing: 0,
  });
});

describe('transfer', () => {
  test('audit, diff, dry run, migrate, verify', async () => {
    const io = fakeIo();
    expect((await run(io, 'audit')).exitCode).toBe(0);

    const compared = await run(io, 'diff');
    expect(compared.exitCode).toBe(3);
    expect(compared.result).toMatchObject({
      same: 0,
      changed: 0,
      missing: 12,
      extra: 0,
      error: 0,
      unmatchedProducts: 0,
      images: 12,
    });
    expect(compared.lines.filter((one) => one.type === 'finding' && one.sign === '+').length).toBe(12);

    const rehearsed = await run(io, 'migrate --dry-run');
    expect(rehearsed.exitCode).toBe(0);
    expect(rehearsed.result).toMatchObject({ created: 0, remaining: 12, estimate: { bytes: 0 } });
    expect(writes()).toBe(0);

    const migrated = await run(io, 'migrate --yes');
    expect(migrated.exitCode).toBe(0);
    expect(migrated.result).toMatchObject({
      created: 12,
      updated: 0,
      removed: 0,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
    });
    expect(writes()).toBe(12);

    const verified = await run(io, 'verify');
    expect(verified.exitCode).toBe(0);
    expect(verified.result).toMatchObject({ checked: 12, unchecked: 0, mismatched: 0, level: 'fields' });
    // The report of a run that found nothing still says what it proves, in the figures of the run itself.
    await run(
      io,
      `report --format jsonl --run ${verified.result?.type === 'result' ? verified.result.run : ''}`,
    );
    const [proof] = io.printed.stdout.split('\n');
    expect(JSON.parse(proof ?? '')).toMatchObject({
      type: 'summary',
      command: 'verify',
      source: 'abc',
      target: 'def',
      level: 'fields',
      exitCode: 0,
      counts: { checked: 12, unchecked: 0, mismatched: 0, images: 12 },
    });
    expect((await run(io, 'diff')).exitCode).toBe(0);

    const files = readdirSync(io.cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    for (const { token } of sandbox.stores)
      expect([io.printed.stderr, io.printed.stdout, ...files].filter((text) => text.includes(token))).toEqual(
        [],
      );
  });

  test('a plan too large is refused before the first write, a damaged target is found', async () => {
    const io = fakeIo();
    const refused = await run(io, 'migrate --yes --max-changes 11');
    expect(refused.result).toMatchObject({ exitCode: 7, products: 6, images: 12, created: 0, remaining: 12 });
    expect(writes()).toBe(0);
    expect((await run(io, 'migrate --yes --max-changes 12')).exitCode).toBe(0);
    const [image] = sandbox.control('def').images();
    if (image === undefined) throw new Error('nothing was created');
    sandbox.control('def').removeImage(image.id);
    expect((await run(io, 'verify')).exitCode).toBe(3);
  });

  test('what a refused plan of an earlier diff holds is counted, too', async () => {
    const io = fakeIo();
    await run(io, 'diff');
    const held = { products: 6, images: 12, created: 0, remaining: 12 };
    expect((await run(io, 'migrate')).result).toMatchObject({ exitCode: 2, ...held });
    expect((await run(io, 'migrate --yes --max-changes 11')).result).toMatchObject({ exitCode: 7, ...held });
    expect(writes()).toBe(0);
  });

  test('the products file decides, and one that cannot be read is wrong usage', async () => {
    const io = fakeIo();
    const [product] = sandbox.control('abc').products();
    writeFileSync(join(io.cwd, 'some.csv'), `source_sku\n${product?.sku}\n`);
    expect((await run(io, 'diff --products some.csv')).result).toMatchObject({ missing: 2, products: 1 });
    for (const [text, next] of [
      ['sku\nX\n', /^Give it a heading line with source_product_id or source_sku/],
      ['source_sku\n', /^Name a product on each line below the headings, or leave --products out/],
      ['source_product_id\n-1\n0x\n', /^Fix the lines named/],
    ] as const) {
      writeFileSync(join(io.cwd, 'none.csv'), text);
      expect((await run(io, 'diff --products none.csv')).result).toMatchObject({
        exitCode: 2,
        error: { code: 'bad-products-file', next: expect.stringMatching(next) },
      });
    }
    expect(io.printed.stderr).toContain('the file names no product: there is nothing below its headings');
    expect(io.printed.stderr).toMatch(/line 2, column source_product_id: [^;]+; line 3, column/);
  });
});

describe('on a terminal', () => {
  const atTerminal = { TERM: 'dumb' };
  async function answered(args: string, answer: string) {
    const io = fakeIo({ terminal: true });
    const running = main(args.split(' '), { ...environment, ...atTerminal }, io);
    io.answer(`${answer}\n`);
    return { exitCode: await running, stdout: io.printed.stdout, stderr: io.printed.stderr };
  }

  test('no is no', async () => {
    const { exitCode, stderr } = await answered('migrate', 'n');
    expect([exitCode, writes()]).toEqual([7, 0]);
    expect(stderr).toContain('Plan for store def: 12 images to create, 0 to update, 0 to remove.');
    expect(stderr).toContain('Write to store def? [y/N] ');
    expect(stderr).toContain('Nothing was changed.');
  });

  test('yes is yes', async () => {
    const { exitCode, stdout } = await answered('migrate', 'y');
    expect([exitCode, stdout, writes()]).toEqual([0, '12 created, 0 updated, 0 removed\n', 12]);
  });

  test('mirror wants the name of the target', async () => {
    expect([(await answered('migrate --policy mirror', 'abc')).exitCode, writes()]).toEqual([7, 0]);
    expect([(await answered('migrate --policy mirror', 'def')).exitCode, writes()]).toEqual([0, 12]);
  });
});

describe('parity', () => {
  test('one store against itself writes nothing', async () => {
    const io = fakeIo();
    const alone = { CUTOVER_TARGET_STORE: '', CUTOVER_TARGET_TOKEN: '' };
    const compared = await run(io, 'diff', alone);
    expect(compared.lines[0]).toMatchObject({ type: 'run', mode: 'parity', resumed: false });
    expect(compared.result).toMatchObject({ exitCode: 0, same: 12 });
    expect((await run(io, 'migrate --yes', alone)).result).toMatchObject({ exitCode: 0, created: 0 });
    expect(
      (await run(io, 'verify', { ...environment, CUTOVER_TARGET_STORE: 'abc', CUTOVER_TARGET_TOKEN: '' }))
        .result,
    ).toMatchObject({ exitCode: 0, checked: 12 });
  });
});

test('the log file holds the events and the words, requests with their store among them', async () => {
  const io = fakeIo();
  const environmentOfLog = { CUTOVER_LOG_FILE: 'run.log', CUTOVER_QUIET: '1', CUTOVER_VERBOSE: '1' };
  await run(io, 'diff', environmentOfLog);
  await run(io, 'diff', { ...environmentOfLog, CUTOVER_TARGET_TOKEN: 'wrong0token' });
  expect(io.printed.stderr).not.toMatch(/GET \/v3\/\S+ 200/u);
  const log = readFileSync(join(io.cwd, 'run.log'), 'utf8');
  const types = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(new Set(types)).toEqual(new Set(['run', 'said', 'progress', 'finding', 'result', 'cause']));
  expect(log).toMatch(/"text":"source GET \/v3\/catalog\/products 200 \d+ ms"/);
  expect(log).toMatch(/"text":"target GET \/v\S+ 401 \d+ ms"/);
  expect(log).toContain('"errors":["StoreError: GET /v');
  for (const { token } of sandbox.stores) expect(log).not.toContain(token);
  expect(log).not.toContain('wrong0token');
});

test('a token that found its way into a name is not in the journal', async () => {
  const io = fakeIo();
  const token = sandbox.stores[0]?.token ?? '';
  const [product] = sandbox.control('abc').products();
  writeFileSync(join(io.cwd, `${token}.csv`), `source_sku\n${product?.sku}\n`);
  expect((await run(io, `diff --products ${token}.csv`)).exitCode).toBe(3);
  expect(readFileSync(join(io.cwd, 'cutover.db'), 'latin1')).toContain('[redacted].csv');
  expect(readFileSync(join(io.cwd, 'cutover.db'), 'latin1')).not.toContain(token);
});

describe('refused by the store', () => {
  test('the error names the store and its token', async () => {
    const io = fakeIo();
    const { result } = await run(io, 'diff', { CUTOVER_TARGET_TOKEN: 'wrong0token' });
    expect(result).toMatchObject({
      error: {
        code: 'credentials-refused',
        next: 'Check the hash of this store and its token (CUTOVER_TARGET_TOKEN), then run the same command again.',
      },
    });
    expect(io.printed.stderr).toContain('  Target store def: GET /v');
  });

  test.each([
    ['a wrong token', { CUTOVER_SOURCE_TOKEN: 'wrong0token' }, 'credentials-refused'],
    ['no such store', { CUTOVER_SOURCE_STORE: 'nobody' }, 'no-such-store'],
  ])('%s', async (_, more, code) => {
    expect((await run(fakeIo(), 'audit', more)).result).toMatchObject({ exitCode: 5, error: { code } });
  });

  test('a token that may only read', async () => {
    const readOnly = { CUTOVER_TARGET_TOKEN: sandbox.stores[1]?.readOnlyToken };
    expect((await run(fakeIo(), 'migrate --yes', readOnly)).result).toMatchObject({
      exitCode: 5,
      error: { code: 'scope-missing' },
    });
  });
});

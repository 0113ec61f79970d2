import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive } from '@cutover/image-content';
import { acquireLock, openJournal } from '@cutover/journal';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { jsonLine } from '../reporters/json-lines.ts';
import { type FakeIo, fakeIo } from '../testing/fake-io.ts';
import { resultOf, run } from '../testing/run-main.ts';
import { someRun } from '../testing/some-run.ts';

const panelOf = (store: string): string => `https://store-${store}.mybigcommerce.com/manage/products/edit`;

describe('the journal, read only', () => {
  async function withRuns(): Promise<FakeIo> {
    const io = fakeIo();
    const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
    const base = { mode: 'transfer', source: 'abc', target: 'def', optionsKey: 'k', dryRun: false } as const;
    const diff = await journal.openRun({
      ...base,
      command: 'diff',
      options: { match: 'id', policy: 'copy', products: '' },
    });
    await journal.addFindings(diff.id, [
      {
        sign: '+',
        kind: 'product-image',
        source: { productId: 1, imageId: 2, sku: '=A1' },
        message: 'missing',
      },
    ]);
    await journal.addActions(diff.id, [
      {
        verb: 'create',
        subject: { kind: 'product-image', productId: 3 },
        from: { productId: 1, imageId: 2 },
        wanted: {},
        position: 0,
      },
    ]);
    await journal.setPhase(diff.id, 'planned');
    await journal.finishRun(diff.id, 'differs', { images: 1 });
    await journal.openRun({
      ...base,
      command: 'migrate',
      options: { match: 'id', policy: 'copy', products: '' },
      planRun: diff.id,
    });
    await journal.close();
    return io;
  }

  test.each([
    [
      'report --out a.csv --pictures inline',
      'A report as CSV has no place for --pictures.',
      'Leave --pictures out, or name a file that ends with .html.',
    ],
    [
      'report --format html --pictures folder',
      'A folder of pictures is made beside a file, and this report goes to standard output.',
      'Name a file with --out, or use --pictures inline.',
    ],
    [
      'report --out a.csv --ids ./a.csv',
      '--out and --ids name the same file, ./a.csv: one would replace the other.',
      'Name two files.',
    ],
    [
      'report --ids a.html',
      '--ids ends as a file of HTML does, and what it writes is CSV.',
      'Name a file that ends with .csv.',
    ],
  ])('%s is refused', async (words, why, next) => {
    const { exitCode, stderr } = await run(words, {}, await withRuns());
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).toContain(next);
  });

  test('runs tells where each stands and what continues it', async () => {
    const io = await withRuns();
    const { exitCode, stdout } = await run('runs --json', {}, io);
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout.trimEnd()).runs;
    expect(jsonLine.parse(JSON.parse(stdout.trimEnd())).type).toBe('result');
    expect(rows).toEqual([
      {
        run: expect.any(String),
        command: 'migrate',
        mode: 'transfer',
        source: 'abc',
        target: 'def',
        phase: 'scanning',
        dryRun: false,
        done: 0,
        total: 1,
        resumable: true,
        next: 'cutover migrate --source abc --target def --match id',
      },
      {
        run: expect.any(String),
        command: 'diff',
        mode: 'transfer',
        source: 'abc',
        target: 'def',
        phase: 'finished',
        dryRun: false,
        outcome: 'differs',
        done: 1,
        total: 1,
        resumable: false,
        next: 'cutover migrate --source abc --target def --match id',
      },
    ]);
  });

  test('a run under way is not offered to be continued', async () => {
    const io = await withRuns();
    const owner = {
      command: 'cutover migrate',
      pid: process.pid,
      host: 'host',
      since: '2026-01-02T03:00:00.000Z',
    };
    const lock = acquireLock(join(io.cwd, 'cutover.db'), owner);
    const { exitCode, stdout } = await run('status --json', {}, io);
    lock.release();
    const states = JSON.parse(stdout.trimEnd()).runs.map((row: { command: string; resumable: boolean }) => [
      row.command,
      row.resumable,
    ]);
    expect([exitCode, states]).toEqual([0, [['migrate', false]]]);
  });

  test('without a journal there are no runs', async () => {
    const { exitCode, stdout, io } = await run('status --json');
    expect([exitCode, JSON.parse(stdout).runs]).toEqual([0, []]);
    expect(readdirSync(io.cwd)).toEqual([]);
  });

  test('a report without rows says so, and which run of the same stores has some', async () => {
    const io = await withRuns();
    const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
    const clean = await journal.openRun(someRun({ command: 'verify' }));
    await journal.finishRun(clean.id, 'done');
    const other = await journal.openRun(someRun({ command: 'verify', target: 'other' }));
    await journal.finishRun(other.id, 'done');
    await journal.close();
    const said = async (args: string): Promise<string> => {
      const before = io.printed.stderr.length;
      expect(await run(args, {}, io)).toMatchObject({ exitCode: 0 });
      return io.printed.stderr.slice(before);
    };
    const nothing = `Run ${clean.id} (verify) has no findings and no changes, so no rows`;
    const [diff] = /r0001-\w+/.exec((await run('runs', {}, io)).stdout) ?? [];
    expect(await said(`report --run ${clean.id} --out a.csv`)).toBe(
      `${nothing}; those of run ${diff} (diff): cutover report --out a.csv --run ${diff}\n`,
    );
    expect(await said(`report --target def --format jsonl`)).toContain(
      `cutover report --format jsonl --run ${diff}`,
    );
    expect(await said(`report --target other --out a.csv`)).toBe(
      `Run ${other.id} (verify) has no findings and no changes, so no rows.\n`,
    );
    expect(await said(`report --run ${diff} --out a.csv`)).toBe('');
    const written = async (of: string, file: string): Promise<string> => {
      io.printed.stdout = '';
      return (await run(`report --run ${of} --out ${file}`, {}, io)).stdout;
    };
    expect([
      await written(clean.id, 'a.csv'),
      await written(clean.id, 'a.jsonl'),
      await written(clean.id, 'a.html'),
      await written(clean.id, 'a.md'),
    ]).toEqual([
      `0 rows of run ${clean.id} in a.csv\n`,
      `0 rows and the summary of run ${clean.id} in a.jsonl\n`,
      `Report of run ${clean.id} in a.html, with nothing to list\n`,
      `Report of run ${clean.id} in a.md\n`,
    ]);
  });

  test('a journal that is named and is empty is said to be so', async () => {
    const io = fakeIo();
    writeFileSync(join(io.cwd, 'e.db'), '');
    const { exitCode, stderr } = await run('status --journal e.db', {}, io);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`The file ${join(io.cwd, 'e.db')} is empty.`),
    ]);
  });

  test('the result of a report says how much its run has read', async () => {
    const io = await withRuns();
    io.printed.stdout = '';
    const { stdout } = await run('report --format jsonl --json', {}, io);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ products: 0, images: 1 });
  });

  test('report writes CSV that a spreadsheet cannot run, whole or not at all', async () => {
    const io = await withRuns();
    const diff = JSON.parse((await run('runs --json', {}, io)).stdout.trimEnd()).runs[1].run;
    const { exitCode, stderr } = await run(`report --run ${diff} --out findings.csv`, {}, io);
    expect([exitCode, stderr.split('\n').at(-1)]).toEqual([0, '']);
    const lines = readFileSync(join(io.cwd, 'findings.csv'), 'utf8').split('\n');
    expect(lines).toEqual([
      '\uFEFFtype,run,sign,rule,severity,kind,source_product_id,source_image_id,source_sku,target_product_id,target_image_id,target_sku,fields,action,status,attempts,message,source_values,target_values,suppressed,known,source_name,target_name,source_alt_text,target_alt_text,source_picture,target_picture,source_link,target_link,rendition,rendition_type,rendition_pixels,rendition_bytes,of,source_variant_id,source_modifier_id,source_option_id,source_value_id,target_variant_id,target_modifier_id,target_option_id,target_value_id,handed_over_from,handed_over_link,handed_over_type,handed_over_pixels,handed_over_bytes,by_run',
      `finding,${diff},missing,,,product-image,1,2,'=A1,,,,,,,,missing,,,,,,,,,,,${panelOf('abc')}/1,,,,,,,,,,,,,,,,,,,,`,
      expect.stringMatching(
        new RegExp(
          `^action,${diff},,,,create,1,2,,3,,,,.+,pending,0,,,,,,,,,,,,${panelOf('abc')}/1,${panelOf('def')}/3,,,,,product-image,,,,,,,,,,,,,,$`,
        ),
      ),
      '',
    ]);
    expect(readdirSync(io.cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('report writes a page for people, private and whole, and takes a title and a logo', async () => {
    const io = await withRuns();
    writeFileSync(join(io.cwd, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const { exitCode } = await run('report --out a.html --title A&B --logo logo.svg', {}, io);
    const page = readFileSync(join(io.cwd, 'a.html'), 'utf8');
    expect({
      exitCode,
      mode: statSync(join(io.cwd, 'a.html')).mode & 0o777,
      title: /<h1>(.*?)<\/h1>/.exec(page)?.[1],
      logo: /<img class="logo" src="([^"]{20})/.exec(page)?.[1],
      isWhole: page.endsWith('</html>\n'),
    }).toEqual({
      exitCode: 0,
      mode: process.platform === 'win32' ? 0o666 : 0o600,
      title: 'A&amp;B',
      logo: 'data:image/svg+xml;b',
      isWhole: true,
    });
    expect(page).not.toContain('onload="alert');
  });

  test('a logo is shown only if it can be: cut short, it is refused, and nothing is written', async () => {
    const io = await withRuns();
    const noise = { type: 'gaussian', mean: 120, sigma: 60 } as const;
    const drawn = sharp({ create: { width: 60, height: 40, channels: 3, background: '#c00', noise } });
    const [png, jpg] = await Promise.all([drawn.clone().png().toBuffer(), drawn.clone().jpeg().toBuffer()]);
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><g fill="#c00"/></svg>\n';
    const files: Readonly<Record<string, string | Buffer>> = {
      'whole.png': png,
      'whole.jpg': jpg,
      'whole.svg': svg,
      'signature.png': png.subarray(0, 8),
      'half.png': png.subarray(0, png.length / 2),
      'start.jpg': jpg.subarray(0, 3),
      'half.jpg': jpg.subarray(0, jpg.length / 2),
      'half.svg': svg.slice(0, -10),
    };
    const came: Record<string, unknown> = {};
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(io.cwd, name), bytes);
      const { exitCode, stderr } = await run(`report --out of-${name}.html --logo ${name}`, {}, io);
      const isWritten = existsSync(join(io.cwd, `of-${name}.html`));
      came[name] = [exitCode, isWritten, stderr.includes(`${name} `)];
      io.printed.stderr = '';
    }
    const [shown, refused] = [
      [0, true, false],
      [2, false, true],
    ];
    expect(came).toEqual({
      'whole.png': shown,
      'whole.jpg': shown,
      'whole.svg': shown,
      'signature.png': refused,
      'half.png': refused,
      'start.jpg': refused,
      'half.jpg': refused,
      'half.svg': refused,
    });
  });

  test('a logo that is none, is too large or has no place is refused, and nothing is written', async () => {
    const io = await withRuns();
    writeFileSync(join(io.cwd, 'page.svg'), '<html><svg/></html>');
    writeFileSync(
      join(io.cwd, 'large.png'),
      Buffer.concat([Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'), Buffer.alloc(262_144)]),
    );
    writeFileSync(join(io.cwd, 'a.jpg'), Buffer.from([0xff, 0xd8, 0xff]));
    const refusals = [
      '--out a.html --logo page.svg',
      '--out a.html --logo large.png',
      '--out a.md --logo a.jpg',
      '--out a.csv --title T',
      '--out a.html --logo none.png',
      '--out a.html --logo /dev/zero',
    ];
    const codes: number[] = [];
    for (const line of refusals) codes.push((await run(`report ${line}`, {}, io)).exitCode);
    expect([codes, readdirSync(io.cwd).filter((name) => /^a\.(?!jpg)/.test(name))]).toEqual([
      [2, 2, 2, 2, 2, 2],
      [],
    ]);
  });

  test('report --pictures shows what was removed as it was kept, and asks nobody for it', async () => {
    const io = await withRuns();
    const path = join(io.cwd, 'cutover.db');
    const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#c00' } })
      .png()
      .toBuffer();
    const archived = await openArchive(`${path}.pictures`).put(png);
    const journal = openJournal(path, { now: io.now, random: () => 0.5 });
    const [migration] = journal.runs({ command: 'migrate' });
    const migrated = migration?.id ?? '';
    const [removal] = await journal.addActions(migration?.planRun ?? '', [
      {
        verb: 'remove',
        subject: { kind: 'product-image', productId: 3, imageId: 9 },
        replaces: false,
        position: 1,
      },
    ]);
    const action = removal?.id ?? '';
    const basis = await journal.saveBasis(migrated, 3, []);
    await journal.start([
      { action, run: migrated, basis, sentName: '', sentVia: 'none', digest: 'd', archived },
    ]);
    await journal.record([{ action, is: 'applied', how: 'answered' }]);
    await journal.close();
    const line = `report --run ${migrated} --out a.html --pictures`;
    const { stdout } = await run(`${line} inline --json`, {}, io);
    expect(resultOf(stdout)).toMatchObject({ exitCode: 0, requests: { content: 0 } });
    const shown = /<img src="([^"]*)" width="30" height="20" alt="Target: image 9"/;
    expect(shown.exec(readFileSync(join(io.cwd, 'a.html'), 'utf8'))?.[1]).toMatch(
      /^data:image\/webp;base64,/,
    );
    await run(`${line} folder`, {}, io);
    const address = shown.exec(readFileSync(join(io.cwd, 'a.html'), 'utf8'))?.[1] ?? '';
    expect(readdirSync(join(io.cwd, 'a-pictures')).map((name) => `./a-pictures/${name}`)).toEqual([address]);
  });

  test('report --ids writes which image stands for which, and nothing else unless it is asked for', async () => {
    const io = await withRuns();
    const journal = openJournal(join(io.cwd, 'cutover.db'), { now: io.now, random: () => 0.5 });
    const [diff] = journal.runs({ command: 'diff' });
    await journal.addFindings(diff?.id ?? '', [
      {
        sign: '=',
        kind: 'product-image',
        source: { productId: 4, imageId: 5, sku: 'S' },
        target: { productId: 6, imageId: 7 },
        message: 'the same',
      },
    ]);
    // A verify since then pairs no ids of its own.
    const since = await journal.openRun(someRun({ command: 'verify' }));
    await journal.setPhase(since.id, 'verifying');
    await journal.finishRun(since.id, 'done');
    await journal.close();
    io.printed.stdout = '';
    const { exitCode, stdout } = await run('report --ids map.csv', {}, io);
    expect([exitCode, stdout.trim(), readFileSync(join(io.cwd, 'map.csv'), 'utf8')]).toEqual([
      0,
      `1 image of run ${diff?.id} with the ids of both sides in map.csv`,
      '\uFEFFsource_product_id,source_image_id,target_product_id,target_image_id,sku\n4,5,6,7,S\n',
    ]);
  });

  test('the name of the file says which format, and may not contradict it', async () => {
    const io = await withRuns();
    const starts = async (line: string, file: string): Promise<string> => {
      await run(`report ${line}--out ${file}`, {}, io);
      return readFileSync(join(io.cwd, file), 'utf8').slice(0, 20).trim();
    };
    expect([await starts('', 'a.jsonl'), await starts('', 'a.csv'), await starts('', 'a.txt')]).toEqual([
      '{"type":"summary","t',
      'type,run,sign,rule,',
      'type,run,sign,rule,',
    ]);
    for (const line of [
      '--format csv --out b.jsonl',
      '--format jsonl --out b.csv',
      '--format csv --out b.html',
      '--format html --out b.md',
      '--out b.pdf',
    ])
      expect((await run(`report ${line}`, {}, io)).exitCode).toBe(2);
    expect(readdirSync(io.cwd).filter((name) => name.startsWith('b.'))).toEqual([]);
  });

  test('a folder that is not there is named as it was given', async () => {
    const io = await withRuns();
    const { exitCode, stderr } = await run('report --out nowhere/x.csv', {}, io);
    expect([exitCode, stderr.includes(`open '${join(io.cwd, 'nowhere', 'x.csv')}'`)]).toEqual([2, true]);
    expect(stderr).not.toContain('.part');
  });

  test('report as JSON Lines to stdout keeps the schema', async () => {
    const io = await withRuns();
    io.printed.stdout = '';
    const { exitCode, stdout } = await run('report --format jsonl --json', {}, io);
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => jsonLine.parse(JSON.parse(line)).type),
    ).toEqual(['summary', 'finding', 'action', 'result']);
  });

  test('a run of other stores is refused', async () => {
    const io = await withRuns();
    const id = JSON.parse((await run('runs --json', {}, io)).stdout.trimEnd()).runs[0].run;
    const { exitCode } = await run(`report --run ${id} --source other`, {}, io);
    expect(exitCode).toBe(7);
    expect((await run('report --run r9-none', {}, io)).exitCode).toBe(2);
  });

  test('a reader that goes away ends a report with 0', async () => {
    const io = await withRuns();
    io.closeStdout();
    const ended = run('report', {}, io);
    io.closeStdout();
    expect((await ended).exitCode).toBe(0);
  });
});

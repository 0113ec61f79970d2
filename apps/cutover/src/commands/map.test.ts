import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../main.ts';
import { jsonLine } from '../reporters/json-lines.ts';
import { fakeIo } from '../testing/fake-io.ts';

const good = {
  id: 7,
  product_id: 2,
  image_file: 'a/1.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: null,
};
const mapped = {
  id: 7,
  product_id: 2,
  image_file: 'a/1.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: '',
};

test('a V2 answer becomes V3 lines; a row that cannot be read is named and the rest is kept', async () => {
  const io = fakeIo();
  writeFileSync(join(io.cwd, 'v2.json'), JSON.stringify([good, { ...good, id: 'x' }]));
  expect(await main(['map', 'v2.json'], {}, io)).toBe(2);
  expect(
    io.printed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([expect.objectContaining(mapped)]);
  expect(io.printed.stderr).toContain('v2.json, line 1');
  expect(io.printed.stderr).toContain('1 row could not be read; 1 row mapped.');
});

test('--json keeps the schema', async () => {
  const io = fakeIo();
  writeFileSync(join(io.cwd, 'rows.jsonl'), `${JSON.stringify(good)}\nnonsense\n${JSON.stringify(good)}\n`);
  expect(await main(['map', 'rows.jsonl', '--json'], {}, io)).toBe(2);
  const lines = io.printed.stdout
    .trimEnd()
    .split('\n')
    .map((line) => jsonLine.parse(JSON.parse(line)));
  expect(lines.map((line) => line.type)).toEqual(['mapped', 'unreadable', 'mapped', 'result']);
  expect(lines.at(-1)).toMatchObject({
    exitCode: 2,
    products: 1,
    images: 2,
    mapped: 2,
    unreadable: 1,
    error: { code: 'unreadable-input' },
  });
});

test('says of how many products the pictures are', async () => {
  const io = fakeIo();
  const rows = [2, 2, 3, 2].map((product_id, at) => ({ ...good, id: 7 + at, product_id }));
  writeFileSync(join(io.cwd, 'v2.json'), JSON.stringify(rows));
  expect(await main(['map', 'v2.json', '--json'], {}, io)).toBe(0);
  expect(JSON.parse(io.printed.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    products: 2,
    images: 4,
  });
});

test('what is no address and no path is told so', async () => {
  const io = fakeIo();
  writeFileSync(join(io.cwd, 'v2.json'), JSON.stringify([{ ...good, image_file: 'C:\\pots\\a.jpg' }]));
  expect(await main(['map', 'v2.json', '--verbose'], {}, io)).toBe(4);
  expect(io.printed.stderr).toContain(
    'left out: this is neither an http address nor a path of a store, and V3 takes no other: give a public address',
  );
});

test('no input at all is no record, and a missing file is wrong usage', async () => {
  expect(await main(['map', '--from', 'jsonl'], {}, fakeIo())).toBe(0);
  expect(await main(['map', 'nowhere.json'], {}, fakeIo())).toBe(2);
});

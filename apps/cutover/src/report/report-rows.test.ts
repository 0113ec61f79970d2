import { openJournal } from '@cutover/journal';
import { expect, test } from 'vitest';
import { guardFormula } from '../formats/csv.ts';
import { someRun } from '../testing/some-run.ts';
import { cellsOf, columns, jsonFieldsOf, reportEntries } from './report-rows.ts';

test('a report goes through all pages of findings, then all actions', async () => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun({ command: 'diff', source: 'a', target: 'b' }));
  const findings = Array.from({ length: 1_001 }, (_, at) => ({
    sign: '+' as const,
    kind: 'product-image' as const,
    source: { productId: 1, imageId: at + 1, sku: '=cmd()' },
    message: 'missing',
  }));
  const { snapshot } = await journal.openSnapshot(run, 'target', 'b', 'v3');
  const product = { productId: 2, sku: 'T', name: 'T', url: '/t', matchKey: 't' };
  await journal.savePage(snapshot, { products: [product], images: [], cursor: 2, complete: true });
  await journal.addFindings(run, findings);
  await journal.addActions(run, [
    {
      verb: 'create',
      subject: { kind: 'product-image', productId: 2 },
      from: { productId: 1, imageId: 7 },
      sku: 'S',
      wanted: { sort_order: 1 },
      position: 0,
    },
  ]);
  const found = journal.run(run);
  if (found === undefined) throw new Error('the run is gone');
  const entries = [...reportEntries(journal, found)];
  expect(entries.length).toBe(1_003);
  expect(entries[0]?.type).toBe('summary');
  const [, first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined || last.type !== 'action') throw new Error('no entries');
  expect(cellsOf(first).length).toBe(columns.length);
  expect(cellsOf(first)).toEqual([
    'finding',
    run,
    'missing',
    '',
    '',
    'product-image',
    1,
    1,
    '=cmd()',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'missing',
    ...Array.from({ length: 10 }, () => ''),
    'https://store-a.mybigcommerce.com/manage/products/edit/1',
    ...Array.from({ length: 20 }, () => ''),
  ]);
  expect(cellsOf(last)).toEqual([
    'action',
    run,
    '',
    '',
    '',
    'create',
    1,
    7,
    'S',
    2,
    '',
    'T',
    'sort_order',
    last.action.id,
    'pending',
    0,
    ...Array.from({ length: 6 }, () => ''),
    'T',
    '',
    '',
    '',
    '',
    'https://store-a.mybigcommerce.com/manage/products/edit/1',
    'https://store-b.mybigcommerce.com/manage/products/edit/2',
    ...Array.from({ length: 4 }, () => ''),
    'product-image',
    ...Array.from({ length: 14 }, () => ''),
  ]);
  expect(JSON.parse(JSON.stringify(jsonFieldsOf(last)))).toEqual({
    run,
    action: last.action.id,
    kind: 'create',
    of: 'product-image',
    status: 'pending',
    source: { productId: 1, imageId: 7, sku: 'S' },
    target: { productId: 2, sku: 'T' },
  });
  const seen = { contentType: 'image/png', width: 1_280, height: 960, contentLength: 4_711 };
  const rendition = { url: 'https://cdn.example/a.1280.1280.png?c=1', origin: 'zoom', ...seen } as const;
  const copied = {
    ...last,
    action: { ...last.action, handedOver: { is: 'rendition', ...rendition } },
  } as const;
  const asSeen = ['image/png', '1280 × 960', 4_711];
  expect(cellsOf(copied).slice(-19, -15)).toEqual([rendition.url, ...asSeen]);
  expect(cellsOf(copied).slice(-6)).toEqual(['zoom', 'https://cdn.example/a.1280.1280.png', ...asSeen, '']);
  const fields = { is: 'rendition', ...rendition, url: 'https://cdn.example/a.1280.1280.png' };
  expect(jsonFieldsOf(copied)).toMatchObject({ rendition, handedOver: fields });
  const original = { is: 'original', origin: 'template:2', ...seen } as const;
  const url = 'https://cdn.example/a.png?signature=s3cret';
  const moved = { ...last, action: { ...last.action, handedOver: { ...original, url } } };
  expect(cellsOf(moved).slice(-19, -15)).toEqual(['', '', '', '']);
  expect(cellsOf(moved).slice(-6)).toEqual(['template:2', 'https://cdn.example/a.png', ...asSeen, '']);
  expect(jsonFieldsOf(moved)).toMatchObject({
    handedOver: { ...original, url: 'https://cdn.example/a.png' },
  });
  expect(jsonFieldsOf(moved)).not.toHaveProperty('rendition');
  await journal.close();
});

test('no word for a sign is taken for a formula', () => {
  for (const sign of ['=', '~', '+', '-', '!'] as const) {
    const entry = {
      type: 'finding' as const,
      run: 'r1',
      finding: { seq: 1, sign, kind: 'product-image' as const, message: 'm' },
      sides: { source: undefined, target: undefined },
    };
    const word = String(cellsOf(entry)[2]);
    expect([word.length > 3, guardFormula(word)]).toEqual([true, word]);
  }
});

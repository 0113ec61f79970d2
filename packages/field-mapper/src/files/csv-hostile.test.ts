import { describe, expect, test } from 'vitest';
import { image, MODERN, mapped } from '../testing/csv.ts';
import { createMapper } from './mapper.ts';

describe('hostile files are refused with their line', () => {
  test.each<[string, string | Buffer, string]>([
    ['other headings', 'a,b\n1,2\n', 'line 1: not the headings of a BigCommerce product CSV with images'],
    [
      'CR only',
      `${MODERN}\rProduct,5,,,,,,,,\r`,
      'line 1: a line ends in CR alone; save the file with LF or CRLF line ends',
    ],
    [
      'CR at the very end',
      `${MODERN}\nProduct,5,,,,,,,,\r`,
      'line 2: a line ends in CR alone; save the file with LF or CRLF line ends',
    ],
    [
      'an open quote',
      `${MODERN}\nProduct,5,"open\nmore\n`,
      'line 2: a quote is opened here and never closed',
    ],
    [
      'a quote within a cell',
      `${MODERN}\nProduct,5,19" rack,,,,,,,"x"y\n`,
      'line 2, column 3: a quote stands in the middle of a cell; quotes in text are doubled',
    ],
    ['doubled headings', `Item,ID,${MODERN}\n`, 'line 1, column 3: the heading "Item" stands twice'],
    [
      'NUL',
      `${MODERN}\nProduct,5,\0,,,,,,,\n`,
      'line 2: holds a NUL character; a UTF-16 file needs a byte order mark, or save it as UTF-8',
    ],
    [
      'Windows-1252',
      Buffer.from(`${MODERN}\nProduct,5,caf\u00e9,,,,,,,\n`, 'latin1'),
      'line 2: not UTF-8: save the file as UTF-8',
    ],
    [
      'too many columns behind sound records',
      `${MODERN}\n\n${'x,'.repeat(6_000)}\n`,
      'line 3: a record of more than 5000 columns',
    ],
    ['too many columns', `${'x,'.repeat(6_000)}Item\n`, 'line 1: a record of more than 5000 columns'],
    [
      'an endless record',
      `${MODERN}\nProduct,5,${'x'.repeat(3_000_000)}`,
      'line 2: a record of more than 1048576 characters',
    ],
    ['a million columns', 'x,'.repeat(1_000_000), 'line 1: a record of more than 5000 columns'],
  ])('%s', async (_, text, refused) => {
    expect(await mapped(text, 65_536)).toEqual({ records: [], errors: [], refused });
  });

  test('a long record is named by its own line, though sound ones came in the same chunk', async () => {
    const text = `${MODERN}\n\n${'x'.repeat(1_100_000)}`;
    const refused = 'line 3: a record of more than 1048576 characters';
    expect(await mapped(text, text.length)).toEqual({ records: [], errors: [], refused });
  });

  test('what stands before a fault is read, wherever chunks end', async () => {
    const text = `${MODERN}\nProduct,5,,,,,,,,\nImage,7,,,,,https://x.example/a.jpg,,,0\nImage,8,x"y,,,,,,,\n`;
    const record = {
      id: 7,
      product_id: 5,
      is_thumbnail: false,
      sort_order: 0,
      description: '',
      image_url: 'https://x.example/a.jpg',
    };
    const refused = 'line 4, column 3: a quote stands in the middle of a cell; quotes in text are doubled';
    const told = { records: [image(3, record)], errors: [], refused };
    expect([await mapped(text, 1), await mapped(text, 40), await mapped(text, 10_000)]).toEqual([
      told,
      told,
      told,
    ]);
  });

  test('an endless line is refused early, with the rest unread', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${MODERN}\nProduct,5,"`);
      for (; given < 1_000; given += 1) yield Buffer.alloc(65_536, 'x');
    }
    await expect(createMapper().map(endless()).next()).rejects.toThrow(
      'line 2: a quote is opened here and not closed within 1048576 characters',
    );
    expect(given).toBeLessThan(100);
  });
});

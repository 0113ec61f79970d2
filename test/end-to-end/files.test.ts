// What goes in and comes out besides the stores: `map`, `report`, `status`, `runs`.
import { execFileSync } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../support/binary.ts';
import { inPlace, pair, single } from '../support/place.ts';
import { v2Image } from '../support/v2-image.ts';

const v3Fields = {
  id: 247,
  product_id: 77,
  image_file: v2Image.image_file,
  is_thumbnail: true,
  sort_order: 2,
  description: '',
  url_zoom: v2Image.zoom_url,
  url_standard: v2Image.standard_url,
  url_thumbnail: v2Image.thumbnail_url,
  url_tiny: v2Image.tiny_url,
};

const modernCsv = `\uFEFFItem,ID,Name,Type,SKU,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order
Product,77,Walnut shelf,physical,SHELF-1,,,,,
Image,247,,,,product_images/p/022/walnut__36562.jpg,,"A shelf, of ""walnut""",TRUE,0
Image,248,,,,p/023/back__1.jpg,,Rückseite,FALSE,1
Product,78,Oak shelf,physical,SHELF-2,,,,,
Image,,,,,,https://pictures.example/oak.jpg,,,
`;
const legacyCsv = `Item Type,Product ID,Product Name,Product Code/SKU,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1,Product Image ID - 2,Product Image File - 2,Product Image Description - 2,Product Image Is Thumbnail - 2,Product Image Sort - 2
Product,77,Walnut shelf,SHELF-1,247,p/022/walnut__36562.jpg,A shelf,Y,0,248,p/023/back__1.jpg,The back,N,1
Product,78,Oak shelf,SHELF-2,,,,,,,,,,
`;

describe('map', () => {
  const inputs: readonly (readonly [name: string, text: string, records: readonly object[]])[] = [
    [
      'v2.json',
      JSON.stringify([v2Image, { ...v2Image, id: 248, is_thumbnail: false, description: 'Back' }]),
      [v3Fields, { ...v3Fields, id: 248, is_thumbnail: false, description: 'Back' }],
    ],
    [
      'v2.jsonl',
      `${JSON.stringify(v2Image)}\n${JSON.stringify({ ...v2Image, id: 248 })}\n`,
      [v3Fields, { ...v3Fields, id: 248 }],
    ],
    [
      'modern.csv',
      modernCsv,
      [
        { id: 247, product_id: 77, is_thumbnail: true, sort_order: 0, description: 'A shelf, of "walnut"' },
        { id: 248, product_id: 77, is_thumbnail: false, sort_order: 1, description: 'Rückseite' },
        { product_id: 78, image_url: 'https://pictures.example/oak.jpg' },
      ],
    ],
    [
      'legacy.csv',
      legacyCsv,
      [
        {
          id: 247,
          product_id: 77,
          image_file: 'p/022/walnut__36562.jpg',
          is_thumbnail: true,
          sort_order: 0,
          description: 'A shelf',
        },
        {
          id: 248,
          product_id: 77,
          image_file: 'p/023/back__1.jpg',
          is_thumbnail: false,
          sort_order: 1,
          description: 'The back',
        },
      ],
    ],
  ];

  it.each(inputs)(
    '%s: the same from a file and from standard input, in V3’s shape',
    async (name, text, records) => {
      await inPlace({ stores: single(1, 1) }, async (place) => {
        writeFileSync(place.at(name), text);
        const fromFile = await place.json(`map ${name}`);
        expect(fromFile.result, fromFile.stderr).toMatchObject({
          exitCode: 0,
          mapped: records.length,
          unreadable: 0,
        });
        expect(
          fromFile.lines.filter(({ type }) => type === 'mapped').map(({ record }) => record),
        ).toMatchObject(records);

        const piped = await place.plain('map', { input: text });
        expect(piped.code).toBe(0);
        expect(
          piped.stdout
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
        ).toMatchObject(records);
        expect(place.source.requests()).toEqual([]);
      });
    },
  );

  it.each([
    ['half a document', JSON.stringify([v2Image]).slice(0, -40)],
    ['a picture', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
    ['a table that is no export', 'colour,size\nred,9\n'],
    ['a quote that is never closed', `${modernCsv}Image,250,"open\n`],
  ])('%s: 2, with the place and nothing invented', async (_, input) => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const { code, result, stderr } = await place.json('map', { input });
      expect(result).toMatchObject({ exitCode: 2, error: { code: 'unreadable-input' } });
      expect(code).toBe(2);
      expect(stderr).toMatch(/line \d+/);
    });
  });

  it('ten thousand images from a pipe', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const input = Array.from(
        { length: 10_000 },
        (_, id) => `${JSON.stringify({ ...v2Image, id: id + 1 })}\n`,
      ).join('');
      const { result } = await place.json('map', { input });
      expect(result).toMatchObject({ exitCode: 0, mapped: 10_000, unreadable: 0 });
    });
  });
});

describe('report', () => {
  it('holds each finding and action once, in both formats, and formulas stay text', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const [product] = place.source.products();
      place.source.addImage({ productId: product?.id ?? 0, description: '=HYPERLINK("http://x")' });
      expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0, created: 41 });
      const csv = await place.plain('report --format csv');
      expect(csv.code).toBe(0);
      const [heading = '', ...rows] = csv.stdout.trimEnd().split('\n');
      expect(heading.split(',').slice(0, 7)).toEqual([
        'type',
        'run',
        'sign',
        'rule',
        'severity',
        'kind',
        'source_product_id',
      ]);
      expect(rows.filter((row) => row.startsWith('action,'))).toHaveLength(41);
      for (const row of rows) expect(row).not.toMatch(/(^|,)"?[=@]/);

      const jsonl = await place.plain('report --format jsonl');
      const lines = jsonl.stdout.trimEnd().split('\n').map(parseLine);
      expect(lines.filter((line) => line?.type === 'action' && line['status'] === 'applied')).toHaveLength(
        41,
      );
      // The run itself is a line for programs, and no row of a table.
      expect(lines.map((line) => line?.type === 'summary').filter(Boolean)).toEqual([true]);
      expect(lines).toHaveLength(rows.length + 1);

      const toFile = await place.json('report --format jsonl --out out/../report.jsonl');
      expect(toFile.result).toMatchObject({ exitCode: 0, lines: lines.length });
      expect(readFileSync(place.at('report.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(lines.length);
    });
  });

  it.skipIf(process.platform === 'win32')(
    'written to a pipe goes through it, and never takes its place',
    async () => {
      await inPlace({ stores: pair(6, 20) }, async (place) => {
        await place.json('diff');
        const pipe = place.at('pipe');
        execFileSync('mkfifo', [pipe]);
        // Opened for both ways, so that neither side waits for the other.
        const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
        const { code } = await place.plain('report --out pipe');
        expect({ code, isPipe: lstatSync(pipe).isFIFO() }).toEqual({ code: 0, isPipe: true });
        const read = Buffer.alloc(64);
        expect(read.subarray(0, readSync(end, read)).toString()).toMatch(/^\uFEFFtype,run,sign/);
        closeSync(end);
      });
    },
  );

  it('a diff’s report names each image that is missing', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      await place.json('diff');
      const { stdout } = await place.plain('report --format jsonl');
      const lines = stdout
        .trimEnd()
        .split('\n')
        .flatMap((text) => parseLine(text) ?? []);
      const missing = lines.filter((line) => line.type === 'finding' && line['sign'] === '+');
      const named = missing
        .map((line) => (line['source'] as { imageId: number }).imageId)
        .sort((a, b) => a - b);
      expect(named).toEqual(place.source.images().map(({ id }) => id));
    });
  });
});

describe('status and runs', () => {
  it('tell of a run while it is under way, and of all runs afterwards', async () => {
    await inPlace({ stores: pair(60, 240) }, async (place) => {
      await place.json('audit');
      const migrate = place.start('migrate --yes --json --concurrency 1');
      const { run } = await migrate.line(({ type }) => type === 'run');
      await migrate.line((line) => line.type === 'action' && line['status'] === 'applied');
      // However long it takes to look, the run is under way meanwhile.
      migrate.send('SIGSTOP');
      const during = await place.json('status');
      expect(during.result['runs']).toContainEqual(
        expect.objectContaining({ run, command: 'migrate', phase: 'applying', total: 240, resumable: false }),
      );
      expect((await place.plain('status')).stdout).toContain('under way');
      migrate.send('SIGCONT');
      expect((await migrate.ended).code).toBe(0);

      const after = await place.json('runs');
      expect(after.result['runs']).toMatchObject([
        {
          run,
          command: 'migrate',
          mode: 'transfer',
          source: 'source',
          target: 'target',
          phase: 'finished',
          done: 240,
          total: 240,
          resumable: false,
        },
        { command: 'audit', phase: 'finished' },
      ]);
      const plain = await place.plain('runs');
      expect(plain.stdout).toContain(String(run));
      expect(plain.stdout).toContain('next: cutover verify --source source --target target');
    });
  });

  it('without a journal there is nothing to tell, and nothing is made', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      expect((await place.json('status')).result).toMatchObject({ exitCode: 0, runs: [] });
      expect((await place.json('runs')).result).toMatchObject({ exitCode: 0, runs: [] });
      expect(() => readFileSync(place.at('cutover.db'))).toThrow('ENOENT');
    });
  });
});

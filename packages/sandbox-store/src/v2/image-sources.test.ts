import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { openTestStore, pictureUrl } from '../testing/test-store.ts';

const images = '/v2/products/77/images';
const unusable = (named: string): unknown => [
  {
    status: 400,
    message: "The field 'image_file' is invalid.",
    details: { invalid_reason: `The file '${named}' is missing or is not usable by this resource.` },
  },
];

describe('import files', () => {
  let folder = '';
  let outside = '';
  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'import-'));
    folder = join(outside, 'import');
    mkdirSync(join(folder, 'autumn'), { recursive: true });
    writeFileSync(join(folder, 'autumn', 'hat.png'), tinyPicture(1));
    writeFileSync(join(folder, 'notes.jpg'), 'no picture');
    writeFileSync(join(folder, 'huge.png'), Buffer.concat([tinyPicture(1), Buffer.alloc(8_000_000)]));
    writeFileSync(join(outside, 'secret.png'), tinyPicture(2));
    symlinkSync(join(outside, 'secret.png'), join(folder, 'link.png'));
  });
  afterAll(() => rmSync(outside, { recursive: true }));

  it.each(['autumn/hat.png', '/autumn/hat.png', './autumn/../autumn/hat.png'])(
    '%s is taken',
    async (path) => {
      const { control, send } = await openTestStore({ importFolder: folder });
      const { status } = await send('POST', images, { image_file: path });
      expect([status, control.images()[0]?.imageFile]).toEqual([
        201,
        expect.stringMatching(/^[a-z]\/\d{3}\/hat__\d{5}\.png$/),
      ]);
      expect(Buffer.from(await control.pictureBytes(247))).toEqual(Buffer.from(tinyPicture(1)));
    },
  );

  it.each(['notes.jpg', 'huge.png', 'nothing.png', 'autumn', '../secret.png', 'link.png', '.'])(
    '%s is not usable',
    async (path) => {
      const { control, send } = await openTestStore({ importFolder: folder });
      const { status, body } = await send('POST', images, { image_file: path });
      expect([status, body, control.images()]).toEqual([400, unusable(path), []]);
    },
  );

  it('may be planted, and are judged like any other picture', async () => {
    const { control, send } = await openTestStore();
    control.putImportFile('a/hat.png', tinyPicture(1));
    control.putImportFile('a/hat.txt', Buffer.from('a hat'));
    const statuses = [];
    for (const path of ['a/hat.png', 'a/hat.txt', 'a/none.png'])
      statuses.push((await send('POST', images, { image_file: path })).status);
    expect(statuses).toEqual([201, 400, 400]);
  });
});

const xml = (inner: string): string => `<?xml version="1.0"?>\n<image>\n${inner}\n</image>\n`;
it.each([
  ['415', xml(`<image_file>${pictureUrl(1)}</image_file>`), 415, []],
  [
    'taken',
    xml(
      `<image_file>${pictureUrl(1)}?a=1&amp;b=2</image_file> <is_thumbnail>true</is_thumbnail><sort_order>4</sort_order><description/>`,
    ),
    201,
    [[true, 4, '']],
  ],
  ['taken', xml(`<image_url>${pictureUrl(1)}</image_url>`), 400, []],
  ['taken', xml('<image_file>a.png'), 400, []],
  ['taken', '<image>', 400, []],
  ['taken', '{"image_file":"a.png"}', 400, []],
] as const)('v2-xml-body %s: %s', async (value, body, status, rows) => {
  const { control, sandbox } = await openTestStore({ switches: { 'v2-xml-body': value } });
  const answer = await sandbox.handle(
    new Request(`${sandbox.origin}/stores/abc${images}`, {
      method: 'POST',
      headers: { 'x-auth-token': 'full', 'content-type': 'application/xml' },
      body,
    }),
  );
  const kept = control
    .images()
    .map(({ isThumbnail, sortOrder, description }) => [isThumbnail, sortOrder, description]);
  expect([answer.status, kept]).toEqual([status, rows]);
});

it.each([
  ['400', 400],
  ['500', 500],
] as const)('v2-long-address %s', async (value, status) => {
  const { control, send } = await openTestStore({ switches: { 'v2-long-address': value } });
  const address = (length: number): string => {
    const bare = pictureUrl(1, '.png');
    return bare.replace('.png', `${'a'.repeat(length - bare.length)}.png`);
  };
  const long = await send('POST', images, { image_file: address(256) });
  const fitting = await send('POST', images, { image_file: address(255) });
  expect([long.status, fitting.status, control.images().length]).toEqual([status, 201, 1]);
});

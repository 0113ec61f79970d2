// A store that is gone: saved with `snapshot` while it was there, and moved from the folder, or from an export and a folder
// of pictures, with the built program.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '@cutover/sandbox-store';
import { expect, it } from 'vitest';
import { inPlace, type Place, pair, pairOfAllKinds } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { modifiers, slotShops, swatches } from '../support/slots.ts';
import { variantPictures } from '../support/variants.ts';
import { shownBy } from '../support/world.ts';

/** A store of its own, which can be closed while the target goes on. */
async function storeToBeGone(products: number, images: number, stores = pair): Promise<Sandbox> {
  return await startSandbox({
    stores: stores(products, images),
    quota: { requests: 1_000_000, windowMs: 30_000 },
  });
}

const ofStore = ({ stores: [store] }: Sandbox) => ({
  CUTOVER_SOURCE_STORE: store?.store ?? '',
  CUTOVER_SOURCE_API: store?.api ?? '',
  CUTOVER_SOURCE_TOKEN: store?.token ?? '',
});

const targetOnly = { CUTOVER_SOURCE_STORE: '', CUTOVER_SOURCE_TOKEN: '' };

const picturesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));

/** The target alone is there: pictures, texts and order are what the former store showed. */
async function moveFrom(place: Place, args: string, formerly: unknown, images: number): Promise<void> {
  const migrated = await place.json(`migrate --yes ${args}`, { variables: targetOnly });
  expect(migrated.result, migrated.stderr).toMatchObject({ exitCode: 0, created: images, failed: 0 });
  expect(await shownBy(place.target)).toEqual(formerly);
  place.target.resetRequests();
  const again = await place.json(`migrate --yes ${args}`, { variables: targetOnly });
  expect(again.result).toMatchObject({ exitCode: 0, created: 0, updated: 0, removed: 0 });
  expect(place.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  const verified = await place.json(`verify --level content ${args}`, { variables: targetOnly });
  expect(verified.result).toMatchObject({ exitCode: 0, checked: images, unchecked: 0, mismatched: 0 });
  expect(place.source.requests()).toEqual([]);
}

it('a snapshot is killed again and again, continued, and stands for the store that is gone', async () => {
  await inPlace({ stores: pair(300, 500) }, async (place) => {
    const gone = await storeToBeGone(300, 500);
    const control = gone.control(gone.stores[0]?.store ?? '');
    const draw = createRandom(7);
    let killed = 0;
    for (let kills = 0; kills < 6; kills += 1) {
      const fatal = 1 + Math.floor(draw() * 3);
      let seen = 0;
      const { signal } = await place.start('snapshot --out saved --with-pictures --json', {
        variables: ofStore(gone),
        onLine(_line, kill) {
          seen += 1;
          if (seen === fatal) kill();
        },
      }).ended;
      if (signal === 'SIGKILL') killed += 1;
    }
    expect(killed).toBeGreaterThan(2);
    const pictures = control.variants().filter(({ image }) => image !== null).length;
    const saved = await place.json('snapshot --out saved --with-pictures', { variables: ofStore(gone) });
    expect(saved.result, saved.stderr).toMatchObject({
      exitCode: 0,
      products: 300,
      images: 500,
      pictures: 500 + pictures,
      missing: 0,
    });
    expect(saved.lines.filter(({ type, run }) => type === 'progress' && run !== undefined)).toEqual([]);
    const lines = readFileSync(place.at('saved/images.jsonl'), 'utf8').trimEnd().split('\n');
    expect(new Set(lines.map((line) => String(JSON.parse(line).id))).size).toBe(300);
    // A picture is saved once, whole, under the digest of its bytes.
    const files = picturesBelow(place.at('saved/pictures')).filter((file) => !file.endsWith('.part'));
    expect(files.length).toBe(500 + pictures);
    for (const file of files.slice(0, 20))
      expect(path.basename(file)).toContain(
        `.${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)}.`,
      );
    const formerly = await shownBy(control);
    await gone.close();
    await moveFrom(place, '--source-file saved', formerly, 500);
  });
});

it('a snapshot holds all kinds; a store that is gone with its pictures leaves swatches alone behind', async () => {
  await inPlace({ stores: pair(20, 40) }, async (place) => {
    const gone = await storeToBeGone(20, 40, pairOfAllKinds);
    const control = gone.control(gone.stores[0]?.store ?? '');
    const shown = (of: 'modifier' | 'swatch'): number =>
      control.values().filter((value) => value.of === of && value.image !== undefined).length;
    const byKind = {
      product: 40,
      variant: control.variants().filter(({ image }) => image !== null).length,
      modifier: shown('modifier'),
      swatch: shown('swatch'),
    };
    const slots = byKind.variant + byKind.modifier + byKind.swatch;
    const saved = await place.json('snapshot --out saved --with-pictures', { variables: ofStore(gone) });
    expect(saved.result, saved.stderr).toMatchObject({
      exitCode: 0,
      modifiers: byKind.modifier,
      swatches: byKind.swatch,
      pictures: 40 + slots,
      missing: 0,
    });
    const formerly = {
      images: await shownBy(control),
      variants: await variantPictures(control),
      modifiers: await modifiers.pictures(control),
    };
    await gone.close();
    const args = '--yes --source-file saved --allow-private-hosts';
    const { result, lines } = await place.json(`migrate ${args}`, { variables: targetOnly });
    expect(result).toMatchObject({
      exitCode: 4,
      byKind,
      created: 40,
      set: byKind.variant + byKind.modifier,
      failed: byKind.swatch,
    });
    const failed = lines.filter(({ type, status }) => type === 'action' && status === 'failed');
    expect(new Set(failed.map(({ of, reason }) => `${String(of)} ${String(reason).slice(0, 4)}`))).toEqual(
      new Set(['swatch 400:']),
    );
    expect({
      images: await shownBy(place.target),
      variants: await variantPictures(place.target),
      modifiers: await modifiers.pictures(place.target),
    }).toEqual(formerly);
  });
});

it('where the former addresses still answer, all kinds of a file are moved, compared, and not sent twice', async () => {
  await inPlace({ stores: pair(20, 40) }, async (place) => {
    const former = await storeToBeGone(20, 40, pairOfAllKinds);
    const control = former.control(former.stores[0]?.store ?? '');
    try {
      await place.json('snapshot --out saved --with-pictures', { variables: ofStore(former) });
      control.resetRequests();
      const args = '--yes --source-file saved --allow-private-hosts';
      const migrated = await place.json(`migrate ${args}`, { variables: targetOnly });
      expect(migrated.result, migrated.stderr).toMatchObject({ exitCode: 0, created: 40, failed: 0 });
      for (const shop of slotShops)
        expect(await shop.pictures(place.target)).toEqual(await shop.pictures(control));
      expect(Object.values(await swatches.pictures(place.target)).filter(Boolean).length).toBeGreaterThan(0);
      const verified = await place.json('verify --level content --source-file saved --allow-private-hosts', {
        variables: targetOnly,
      });
      expect(verified.result).toMatchObject({ exitCode: 0, unchecked: 0, mismatched: 0 });
      place.target.resetRequests();
      const again = await place.json(`migrate ${args}`, { variables: targetOnly });
      expect(again.result).toMatchObject({ exitCode: 0, created: 0, set: 0 });
      expect(place.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(control.requests().filter(({ version }) => version !== 'cdn')).toEqual([]);
    } finally {
      await former.close();
    }
  });
});

it('an export with a folder of pictures: found by name, what is not there is said with its product', async () => {
  await inPlace({ stores: pair(4, 6) }, async (place) => {
    const bySku = new Map(place.source.products().map(({ id, sku }) => [id, sku]));
    mkdirSync(place.at('pictures'));
    const rows = await Promise.all(
      place.source.images().map(async (image, index) => {
        const name = `photo-${index}.jpg`;
        if (index > 0) writeFileSync(place.at(`pictures/${name}`), await place.source.pictureBytes(image.id));
        return `Product,${bySku.get(image.productId) ?? ''},${name},Front ${index},${index === 0 ? 'Y' : 'N'},${index}`;
      }),
    );
    writeFileSync(
      place.at('export.csv'),
      `Item Type,Product Code/SKU,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1\n${rows.join('\n')}\n`,
    );
    const args = '--source-file export.csv --pictures pictures --yes';
    const { result, lines } = await place.json(`migrate ${args}`, { variables: targetOnly });
    expect(result).toMatchObject({ exitCode: 4, created: 5, failed: 1 });
    expect(lines.find(({ type, status }) => type === 'action' && status === 'failed')).toMatchObject({
      reason: 'original-unreachable: tried the address in the file (not in the folder of pictures)',
    });
    const applied = lines.filter(({ type, status }) => type === 'action' && status === 'applied');
    expect(applied.map(({ handedOver }) => handedOver)).toMatchObject(
      Array.from({ length: 5 }, () => ({ is: 'original', origin: 'folder', contentType: 'image/png' })),
    );
    // By which our file is asked for its pictures is shown to nobody.
    expect(JSON.stringify(lines)).not.toMatch(/picture-[\da-f]{16}/u);
    const [first] = place.source.images();
    writeFileSync(place.at('pictures/photo-0.jpg'), await place.source.pictureBytes(first?.id ?? 0));
    const retried = await place.json(`retry --failed ${args}`, { variables: targetOnly });
    expect(retried.result, retried.stderr).toMatchObject({ exitCode: 0, created: 1 });
    expect(
      place.target
        .images()
        .map(({ description }) => description)
        .toSorted(),
    ).toEqual(rows.map((_, index) => `Front ${index}`));
  });
});

it.each([
  ['diff --source-file none.csv', 'file-not-usable', 'none.csv cannot be read (ENOENT)'],
  ['diff --source-file page.csv', 'bad-source-file', 'page.csv: line 1:'],
  ['diff --source-file e.csv --policy mirror', 'bad-source-file', '1 row cannot be used (line 3'],
  ['diff --source-file e.csv --source-via v2', 'wrong-usage', 'not through V2'],
  ['diff --source-file e.csv --match url', 'wrong-usage', 'at which address a product is'],
  ['diff --source-file e.csv --transfer url', 'wrong-usage', 'are uploaded'],
  ['diff --source-file e.csv --source abc', 'wrong-usage', 'both named'],
  ['diff --pictures .', 'wrong-usage', 'where the source is a file'],
  ['snapshot', 'wrong-usage', 'A snapshot needs a folder'],
  ['snapshot --out full', 'file-not-usable', 'holds something else, and is no snapshot'],
])('%s is refused as %s', async (args, code, words) => {
  await inPlace({ stores: pair(2, 2) }, async (place) => {
    writeFileSync(place.at('page.csv'), '<html><title>Sign in</title></html>');
    writeFileSync(place.at('e.csv'), 'Item,ID,SKU,Image URL (Import)\nProduct,1,A,\nProduct,x,B,b.jpg\n');
    mkdirSync(place.at('full'));
    writeFileSync(place.at('full/letter.txt'), '');
    const { result } = await place.json(args);
    expect(result).toMatchObject({
      exitCode: 2,
      error: { code, what: expect.stringContaining(words) },
    });
    expect(place.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

it.skipIf(process.platform === 'win32')(
  'a pipe is not waited for, and a link in a saved folder shows nobody’s own pictures',
  async () => {
    await inPlace({ stores: pair(1, 1) }, async (place) => {
      execFileSync('mkfifo', [place.at('pipe')]);
      mkdirSync(place.at('saved'));
      mkdirSync(place.at('private'));
      symlinkSync(place.at('private'), place.at('saved/pictures'));
      const line = { id: 1, product_id: 5, image_file: 'a/1/passport.jpg', is_thumbnail: true };
      writeFileSync(
        place.at('saved/images.jsonl'),
        JSON.stringify({ ...line, description: '', sort_order: 0 }),
      );
      for (const [source, words] of [
        ['pipe', 'pipe is a pipe'],
        ['saved', 'saved/pictures is a link'],
      ]) {
        const { result } = await place.json(`diff --source-file ${source}`, { variables: targetOnly });
        expect(result).toMatchObject({
          exitCode: 2,
          error: { code: 'file-not-usable', what: expect.stringContaining(words ?? '') },
        });
      }
    });
  },
);

it('rows that cannot be used are counted with their line, and nobody calls it done', async () => {
  await inPlace({ stores: pair(2, 2) }, async (place) => {
    writeFileSync(place.at('e.csv'), 'Item,ID,SKU,Image URL (Import)\nProduct,x,B,b.jpg\nProduct,1,A,\n');
    const { result, stderr } = await place.json('migrate --source-file e.csv --yes', {
      variables: targetOnly,
    });
    expect(result).toMatchObject({ exitCode: 4, rowsNotUsed: 1, created: 0 });
    const compared = await place.json('diff --source-file e.csv', { variables: targetOnly });
    expect(compared.result).toMatchObject({ exitCode: 4, rowsNotUsed: 1, missing: 0 });
    expect(stderr).toContain('1 row of e.csv not used: line 2: "x" is not a whole number above 0\n');
  });
});

it('a picture that is broken in the store is saved as it is, named as unusable, and not handed over', async () => {
  await inPlace({ stores: pair(2, 4) }, async (place) => {
    const gone = await startSandbox({ stores: pair(2, 4, 'drawn') });
    const control = gone.control(gone.stores[0]?.store ?? '');
    const [cut, ...others] = control.images();
    control.updateImage(cut?.id ?? 0, { damage: { original: 'truncated' } });
    const snapshot = 'snapshot --out saved --with-pictures';
    const saved = await place.json(snapshot, { variables: ofStore(gone) });
    expect(saved.result).toMatchObject({ exitCode: 4, pictures: 4, missing: 0, unusable: 1 });
    expect(saved.stderr).toContain(
      `Saved as it is, and unusable: product ${cut?.productId}, picture ${cut?.id}: `,
    );
    expect(saved.stderr).not.toContain('Not saved');
    expect(picturesBelow(place.at('saved/pictures'))).toHaveLength(4);
    // Nothing is asked of the store, and it is as broken as it was.
    const again = await place.json(snapshot, { variables: ofStore(gone) });
    expect(again.result).toMatchObject({ exitCode: 4, pictures: 4, missing: 0, unusable: 1 });
    const words = await place.plain(snapshot, { variables: ofStore(gone) });
    expect(words.stdout).toContain('4 pictures were saved before; 1 of the saved is of no use: ');
    const list = await place.plain('snapshot --out saved', { variables: ofStore(gone) });
    expect(list.stdout).toContain(
      'The pictures that were saved before are in it, and were not looked at again',
    );
    await gone.close();
    const { result, lines } = await place.json('migrate --source-file saved --yes', {
      variables: targetOnly,
    });
    expect(result).toMatchObject({ exitCode: 4, created: others.length, failed: 1 });
    expect(lines.filter(({ status }) => status === 'failed')).toEqual([
      expect.objectContaining({
        source: expect.objectContaining({ imageId: cut?.id }),
        reason: expect.stringContaining('tried the address in the file (broken when it was saved)'),
      }),
    ]);
    expect(place.target.requests().filter(({ method }) => method === 'POST')).toHaveLength(others.length);
  });
});

it('a picture that was damaged after it was saved is not handed over', async () => {
  await inPlace({ stores: pair(1, 1) }, async (place) => {
    const gone = await storeToBeGone(1, 1);
    await place.json('snapshot --out saved --with-pictures', { variables: ofStore(gone) });
    await gone.close();
    for (const file of picturesBelow(place.at('saved/pictures')))
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('more')]));
    const { result, lines } = await place.json('migrate --source-file saved --yes', {
      variables: targetOnly,
    });
    expect(result).toMatchObject({ exitCode: 4, created: 0, failed: 1 });
    expect(lines.find(({ status }) => status === 'failed')?.['reason']).toContain(
      'tried the address in the file (damaged)',
    );
    expect(place.target.images()).toEqual([]);
  });
});

it('a file that has changed does not go on beside writes in doubt of the former one', async () => {
  await inPlace({ stores: pair(1, 1) }, async (place) => {
    await place.json('snapshot --out saved');
    place.target.failNext({ method: 'POST' }, 'reset-after', 1);
    await place.start('migrate --source-file saved --yes --json', {
      variables: { ...targetOnly, CUTOVER_SETTLE_AFTER: '60s' },
      onLine(line, kill) {
        if (line.type === 'progress' && line['phase'] === 'settling') kill();
      },
    }).ended;
    const file = place.at('saved/images.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"name":"', '"name":"New '));
    const { result } = await place.json('migrate --source-file saved --yes', { variables: targetOnly });
    expect(result).toMatchObject({ exitCode: 7, error: { code: 'run-unfinished' } });
    expect(place.target.images().length).toBe(1);
    // What only reads goes on.
    expect((await place.json('diff --source-file saved', { variables: targetOnly })).result['exitCode']).toBe(
      0,
    );
  });
});

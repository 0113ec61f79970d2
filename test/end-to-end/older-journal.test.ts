// A migration that an earlier version has begun, and that ended in its middle: the journal it left (`older/`, written by
// that version, killed after three of six creates) is opened by this one, brought up to date, and its run is continued.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { StoreControl } from '@cutover/sandbox-store';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { inPlace, type Place } from '../support/place.ts';

const views = ['front', 'back', 'left', 'right', 'above', 'below'];
const then = Date.parse('2026-01-02T03:04:05Z');
const stores = [
  { hash: 'source', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 101 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 50_001 } },
] as const;

/** As the store was then: always the same ids, names and dates, so that the journal speaks of these images. */
function plant(store: StoreControl, count: number): void {
  const { id: productId } = store.addProduct({ sku: 'KETTLE', name: 'Kettle' });
  for (const [at, view] of views.slice(0, count).entries())
    store.addImage({
      productId,
      picture: { drawn: at + 1 },
      fileName: `kettle-${view}.png`,
      description: `seen from: ${view}`,
      sortOrder: at,
      isThumbnail: at === 0,
      dateCreated: then,
    });
}

const shown = (store: StoreControl): string[] =>
  store.products().flatMap(({ id }) => store.images(id).map(({ description }) => description));
const posts = ({ target }: Place): number =>
  target.requests().filter(({ method }) => method === 'POST').length;

/** The stores listen on another port in each test; the addresses of pictures that were read follow them. */
function movedTo(place: Place): void {
  const journal = new Database(place.at('cutover.db'));
  const origin = new URL(place.sandbox.origin).host;
  for (const [table, column] of addressColumns)
    journal.exec(`update ${table} set ${column} = replace(${column}, '127.0.0.1:38891', '${origin}')`);
  journal.close();
}
const addressColumns = [
  ['originals', 'url'],
  ['snapshot_images', 'url_zoom'],
  ['snapshot_images', 'url_standard'],
  ['snapshot_images', 'url_thumbnail'],
  ['snapshot_images', 'url_tiny'],
] as const;

function schemaOf(place: Place): unknown {
  const journal = new Database(place.at('cutover.db'), { readonly: true });
  const version = journal.pragma('user_version', { simple: true });
  journal.close();
  return version;
}

it('is brought up to date and its run continued: nothing is lost and nothing made twice', async () => {
  await inPlace({ stores }, async (place) => {
    plant(place.source, 6);
    plant(place.target, 3);
    const arrived = place.target.images();
    const old = readFileSync(new URL('older/schema-7-half-done.db.gz', import.meta.url));
    writeFileSync(place.at('cutover.db'), gunzipSync(old));
    movedTo(place);
    expect(schemaOf(place)).toBe(7);

    const ended = await place.json('migrate --yes --transfer upload');
    expect(ended.result, ended.stderr).toMatchObject({
      exitCode: 0,
      created: 6,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
    });
    expect(ended.lines.find(({ type }) => type === 'run')).toMatchObject({
      run: 'r0001-qrj7',
      resumed: true,
    });
    expect(schemaOf(place)).toBeGreaterThan(7);
    expect([shown(place.target), posts(place)]).toEqual([views.map((view) => `seen from: ${view}`), 3]);
    expect(place.target.images().slice(0, 3)).toEqual(arrived);
    expect((await place.json('verify --level content')).result).toMatchObject({ exitCode: 0, checked: 6 });
  });
});

// Makes what older-journal.test.ts continues: a migration that another version of the program has begun and that was killed
// in its middle, as the journal it left and the two stores as they were then. Among its writes are one whose answer was lost, a
// failure and a copy that went in place of an original, because those are what versions have kept in different ways.
//   CUTOVER_BINARY=OLD/apps/cutover/dist/cutover.js node --conditions=source test/end-to-end/older/make.ts [auto|off]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { photo } from '../../support/photo.ts';
import { inPlace, type Place, pairOfAllKinds } from '../../support/place.ts';

/** The addresses in the journal name this port; the test lets them follow the stores. */
const port = 38_891;
const killedAfter = 12;

/** One original is larger than its copies and lost, and of one image nothing is left. */
async function damage({ source }: Place): Promise<void> {
  const [copied, , lost] = source.images();
  if (copied === undefined || lost === undefined) throw new Error('the source has too few images');
  const areas = await photo(1, 6, 1).png().toBuffer();
  const wide = sharp(areas).resize(1_400, 210, { fit: 'fill', kernel: 'nearest' });
  source.updateImage(copied.id, { picture: await wide.png().toBuffer(), damage: { original: 'missing' } });
  source.updateImage(lost.id, { damage: { original: 'missing', renditions: 'missing' } });
}

/** Some products of the target have an image of their own, so that what they lack comes one by one. */
function plantOwn({ target }: Place): void {
  for (const [index, { id: productId }] of target.products().entries())
    if (index % 2 === 0)
      target.addImage({
        productId,
        picture: { tiny: 900_000 + index },
        fileName: `own-${index}.png`,
        sortOrder: 50,
        description: 'its own',
      });
}

async function killInTheMiddle({ target, start }: Place, batch: string): Promise<void> {
  const lost = target.products()[4]?.id;
  target.failNext({ method: 'POST', path: new RegExp(`/products/${lost}/`) }, 'reset-after');
  let applied = 0;
  let copied = false;
  const { signal, stderr } = await start('migrate --yes --allow-renditions --json', {
    variables: { CUTOVER_BATCH: batch, CUTOVER_SETTLE_AFTER: '2m' },
    onLine(line, kill) {
      if (line['status'] === 'applied') applied += 1;
      copied ||= line['rendition'] !== undefined;
      if (applied >= killedAfter && copied) kill();
    },
  }).ended;
  if (signal !== 'SIGKILL') throw new Error(`it came to its end:\n${stderr}`);
}

/** The file as one, without a log of writes beside it. */
function whole(file: string): Buffer {
  const database = new Database(file);
  database.pragma('journal_mode = DELETE');
  database.exec('vacuum');
  database.close();
  return gzipSync(readFileSync(file), { level: 9 });
}

function schemaOf(file: string): number {
  const database = new Database(file, { readonly: true });
  const version = Number(database.pragma('user_version', { simple: true }));
  database.close();
  return version;
}

const [batch = 'off'] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'cutover-older-'));
const state = path.join(folder, 'stores.db');
const left = path.join(folder, 'left.db');
await inPlace({ stores: pairOfAllKinds(12, 30) ?? [], state, port }, async (place) => {
  await damage(place);
  plantOwn(place);
  await killInTheMiddle(place, batch);
  writeFileSync(left, new Database(place.at('cutover.db'), { readonly: true }).serialize());
});
const named = (what: string): URL => new URL(`schema-${schemaOf(left)}-${what}.db.gz`, import.meta.url);
writeFileSync(named('half-done'), whole(left));
writeFileSync(named('stores'), whole(state));
rmSync(folder, { recursive: true });

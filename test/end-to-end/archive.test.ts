// The pictures kept beside the journal before something is removed. Invariant: nothing is removed whose picture could not
// be kept, unless that was allowed; and what was kept is the picture itself, under the digest of its bytes.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageOf, OWN_FROM, plantOwn } from '../support/own-images.ts';
import { inPlace, type Place, pair } from '../support/place.ts';
import { findingsOf, told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';

const consent = '--yes --confirm target';
const mirror = `migrate ${consent} --policy mirror`;

describe('the archive beside the journal', () => {
  const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const kept = (place: Place): string[] =>
    readdirSync(place.at('cutover.db.pictures'), { recursive: true, encoding: 'utf8' })
      .map((name) => place.at(path.join('cutover.db.pictures', name)))
      .filter((file) => statSync(file).isFile());

  it('holds each picture that was removed, named by the digest of its bytes', async () => {
    await inPlace({ stores: pair(8, 24) }, async (place) => {
      await plantOwn(place);
      const own = place.target.images().filter(({ sortOrder }) => sortOrder >= OWN_FROM);
      const digests = await Promise.all(
        own.map(async ({ id }) => digestOf(await place.target.pictureBytes(id))),
      );
      const migrated = await told(place, mirror);
      expect(migrated.result).toMatchObject({ exitCode: 0, removed: own.length });
      const files = kept(place);
      expect(files.map((file) => path.basename(file)).toSorted()).toEqual(digests.toSorted());
      expect(files.map((file) => digestOf(readFileSync(file)))).toEqual(
        files.map((file) => path.basename(file)),
      );
    });
  });

  it('what cannot be kept is not removed, unless that is allowed; and then it cannot be put back', async () => {
    await inPlace({ stores: pair(8, 24) }, async (place) => {
      const { target } = place;
      await plantOwn(place);
      const own = target.images().find(({ description }) => description.startsWith('the target'));
      if (own === undefined) throw new Error('nothing was planted');
      target.updateImage(own.id, { damage: { original: 'missing' } });
      const refused = await told(place, mirror);
      expect(refused.result, refused.stderr).toMatchObject({ exitCode: 4, failed: 1, remaining: 0 });
      const failures = refused.lines.filter(({ status }) => status === 'failed');
      expect(failures.map(({ kind, target: at, reason }) => ({ kind, target: at, reason }))).toEqual([
        {
          kind: 'remove',
          target: { productId: own.productId, imageId: own.id, sku: 'POT-0001-CHA' },
          reason: expect.stringMatching(/^not-archived: its original is not available: .*--allow-unarchived/),
        },
      ]);
      expect(imageOf(target, own.id)).toMatchObject({ id: own.id });

      const allowed = await told(place, `${mirror} --allow-unarchived`);
      expect(allowed.result, allowed.stderr).toMatchObject({ exitCode: 0, removed: 1, failed: 0 });
      expect(await shownBy(target, 'order')).toEqual(await shownBy(place.source, 'order'));

      const reverted = await told(place, `revert ${allowed.run} ${consent}`);
      expect(reverted.result).toMatchObject({ exitCode: 4, created: 0, left: 1 });
      expect(await findingsOf(place, reverted.run)).toEqual([
        {
          rule: 'changed-since',
          severity: 'warning',
          kind: 'product-image',
          target: { productId: own.productId, imageId: own.id },
          message: expect.stringMatching(/^left as it is: .*picture was not kept/),
        },
      ]);
    });
  });
});

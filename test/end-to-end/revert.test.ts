// A run taken back by the built program. Invariant: the target shows again what it showed before the run, to the byte of
// every picture, but for what somebody has changed since, which stays and is told.
import { describe, expect, it } from 'vitest';
import type { Ended } from '../support/binary.ts';
import { imageOf, plantOwn } from '../support/own-images.ts';
import { inPlace, pair } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { findingsOf, killedAgain, told } from '../support/watched.ts';
import { methodsOf, shownBy } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const images = 500;
const consent = '--yes --confirm target';
const mirror = `migrate ${consent} --policy mirror`;

/** What the actions of one kind came to: the target images that were written. */
const written = ({ lines }: Pick<Ended, 'lines'>, kind: string): number[] =>
  lines.flatMap((line) => {
    const { target } = line;
    const isIt = line.type === 'action' && line['kind'] === kind && line['status'] === 'applied';
    return isIt && isRef(target) ? [target.imageId] : [];
  });

const isRef = (ref: unknown): ref is { productId: number; imageId: number } =>
  typeof ref === 'object' && ref !== null && 'imageId' in ref;

describe('a migration that made, changed and removed images', () => {
  it(`of ${images} images is taken back to the byte`, async () => {
    await inPlace({ stores: pair(140, images) }, async (place) => {
      await plantOwn(place);
      const before = await shownBy(place.target);
      const migrated = await told(place, mirror);
      const { created, updated, removed } = migrated.result;
      expect(migrated.result, migrated.stderr).toMatchObject({ exitCode: 0, images: 640, removed: 140 });
      expect([created, updated].every((count) => Number(count) > 40)).toBe(true);

      place.target.resetRequests();
      const began = performance.now();
      const reverted = await told(place, `revert ${migrated.run} ${consent}`);
      const seconds = (performance.now() - began) / 1000;
      expect(reverted.result, reverted.stderr).toEqual({
        type: 'result',
        time: expect.any(String),
        run: reverted.run,
        command: 'revert',
        exitCode: 0,
        products: 140,
        images,
        requests: { v2: 0, v3: expect.any(Number), content: expect.any(Number) },
        created: removed,
        updated: expect.any(Number),
        removed: created,
        set: 0,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        conflicts: 0,
        revertsRun: migrated.run,
        left: 0,
      });
      expect(reverted.lines[0]).toEqual({
        type: 'run',
        time: expect.any(String),
        run: reverted.run,
        command: 'revert',
        mode: 'transfer',
        resumed: false,
        revertsRun: migrated.run,
      });
      expect(await shownBy(place.target)).toEqual(before);
      const { picture = 0, ...api } = methodsOf(place.target);
      const requests = Object.values(api).reduce((sum, count) => sum + count, 0);
      process.stdout.write(
        `revert of ${images} images: ${requests} requests (${(requests / images).toFixed(2)} an image, ${JSON.stringify(api)}), ${picture} of pictures, ${seconds.toFixed(1)} s\n`,
      );

      place.target.resetRequests();
      expect((await told(place, `revert ${migrated.run} ${consent}`)).result).toMatchObject({
        exitCode: 0,
        created: 0,
        updated: 0,
        removed: 0,
      });
      expect(writesTo(place.target)).toEqual([]);
    });
  });

  it('is taken back through SIGKILLs and lost answers by the same command again and again', async () => {
    await inPlace({ stores: pair(16, 50) }, async (place) => {
      await plantOwn(place);
      const before = await shownBy(place.target);
      const migrated = await told(place, mirror);
      place.target.setFaults({ 'reset-after': 0.08 });
      place.target.resetRequests();
      const args = `revert ${migrated.run} ${consent}`;
      const { killed, last } = await killedAgain(place, args, {
        draw: createRandom(11),
        kills: 5,
        lineMax: 30,
      });
      expect(killed.length).toBeGreaterThanOrEqual(3);
      expect(last.result, last.stderr).toMatchObject({
        exitCode: 0,
        run: last.run,
        created: migrated.result['removed'],
        removed: migrated.result['created'],
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        left: 0,
      });
      // One run from the first to the last, and nothing put back or removed twice.
      expect(killed).toEqual(killed.map((_, index) => ({ run: last.run, resumed: index > 0 })));
      const took = (method: string): number =>
        place.target
          .requests()
          .reduce((sum, request) => sum + (request.method === method ? request.applied : 0), 0);
      expect([took('POST'), took('DELETE')]).toEqual([
        migrated.result['removed'],
        migrated.result['created'],
      ]);
      expect(await shownBy(place.target)).toEqual(before);
    });
  });
});

it('what somebody has changed since is left alone and listed, and everything else is taken back', async () => {
  await inPlace({ stores: pair(12, 40) }, async (place) => {
    const { target } = place;
    await plantOwn(place);
    const before = await shownBy(target);
    const older = target.images().find(({ description }) => description === 'older words');
    const migrated = await told(place, mirror);
    const made = written(migrated, 'create').map((id) => imageOf(target, id));
    const [edited, gone] = made.filter((one) => !one.isThumbnail && one.productId !== older?.productId);
    if (edited === undefined || gone === undefined || older === undefined) throw new Error('too few images');
    target.updateImage(edited.id, { description: 'written by hand' });
    target.removeImage(gone.id);
    target.removeImage(older.id);

    const reverted = await told(place, `revert ${migrated.run} ${consent}`);
    expect(reverted.result, reverted.stderr).toMatchObject({
      exitCode: 4,
      created: migrated.result['removed'],
      removed: Number(migrated.result['created']) - 2,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
      left: 2,
    });
    const changed = { rule: 'changed-since', severity: 'warning', kind: 'product-image' };
    const found = await findingsOf(place, reverted.run);
    expect(found.toSorted((a, b) => Number('fields' in b) - Number('fields' in a))).toEqual([
      {
        ...changed,
        target: { productId: edited.productId, imageId: edited.id },
        fields: ['description'],
        message: expect.stringMatching(/^left as it is: this run made it, .*description/),
      },
      {
        ...changed,
        target: { productId: older.productId, imageId: older.id },
        message: expect.stringMatching(/^left as it is: this run changed it, .*removed/),
      },
    ]);
    // The edited one stays beside what was there before; the one that was removed by hand does not come back.
    const skuOf = new Map(target.products().map(({ id, sku }) => [id, sku]));
    const [withEdit, withGap] = [skuOf.get(edited.productId) ?? '', skuOf.get(older.productId) ?? ''];
    const { [withEdit]: shown = [], ...others } = await shownBy(target);
    expect(others).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([sku]) => sku !== withEdit)),
      [withGap]: before[withGap]?.filter(({ description }) => description !== 'older words'),
    });
    expect(shown.filter(({ description }) => description !== 'written by hand')).toEqual(before[withEdit]);
    expect(shown).toHaveLength((before[withEdit]?.length ?? 0) + 1);
  });
});

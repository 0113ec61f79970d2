// What a verify has found wrong, done again by the built program. Invariant: a repair writes to what was complained of and
// is still wrong, and to nothing beside it; what it says of itself is what a verify by another run says.

import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { killedAgain, told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const images = 60;
const content = 'verify --level content';

interface Damage {
  readonly text: { readonly imageId: number; readonly description: string };
  readonly missing: { readonly productId: number };
  readonly thumbnail: { readonly right: number; readonly wrong: number };
  readonly picture: { readonly productId: number; readonly imageId: number };
  /** Images that nothing is wrong with: in a product of its own, and beside the one with another text. */
  readonly sound: number;
  readonly beside: number;
}

/** One product for each way in which a target goes wrong. */
function damage({ target }: Place): Damage {
  const [first, second, third, fourth, fifth] = target
    .products()
    .map(({ id }) => target.images(id))
    .filter((all) => all.length > 2);
  const plain = (all: typeof first) => {
    const image = all?.find(({ isThumbnail }) => !isThumbnail);
    if (image === undefined) throw new Error('too few images');
    return image;
  };
  const [text, missing, wrong, picture, sound] = [first, second, third, fourth, fifth].map(plain);
  const beside = first?.findLast(({ id, isThumbnail }) => !isThumbnail && id !== text?.id);
  const right = third?.find(({ isThumbnail }) => isThumbnail);
  if (!text || !missing || !wrong || !picture || !sound || !right || !beside)
    throw new Error('too few products');
  target.updateImage(text.id, { description: 'damaged by hand' });
  target.removeImage(missing.id);
  target.updateImage(right.id, { isThumbnail: false });
  target.updateImage(wrong.id, { isThumbnail: true });
  target.updateImage(picture.id, { picture: { drawn: 4 } });
  return {
    text: { imageId: text.id, description: text.description },
    missing,
    thumbnail: { right: right.id, wrong: wrong.id },
    picture: { productId: picture.productId, imageId: picture.id },
    sound: sound.id,
    beside: beside.id,
  };
}

const productOf = (store: StoreControl, imageId: number): number =>
  store.images().find(({ id }) => id === imageId)?.productId ?? 0;

describe('repair', () => {
  it('does again what a verify found wrong, that alone, and verifies it; a dry run only tells of it', async () => {
    await inPlace({ stores: pair(18, images) }, async (place) => {
      const { target } = place;
      expect((await told(place, 'migrate --yes')).code).toBe(0);
      const migrated = await shownBy(target);
      const damaged = damage(place);
      const all = 'description image_url is_thumbnail sort_order';
      const of = (imageId: number): string => `/${productOf(target, imageId)}/images/${imageId}`;
      const verified = await told(place, content);
      expect(verified.result).toMatchObject({ exitCode: 3, checked: images, mismatched: 5 });

      target.resetRequests();
      const there = target.images();
      const dry = await told(place, 'repair --dry-run');
      expect(dry.result, dry.stderr).toMatchObject({
        exitCode: 0,
        created: 0,
        updated: 0,
        removed: 0,
        remaining: 5,
        estimate: {
          requests: expect.any(Number),
          bytes: expect.any(Number),
          seconds: expect.any(Number),
          secondsMin: expect.any(Number),
          secondsMax: expect.any(Number),
        },
        verifyRun: verified.run,
      });
      expect([writesTo(target), target.images()]).toEqual([[], there]);

      const repaired = await told(place, 'repair --yes');
      expect(repaired.result, repaired.stderr).toEqual({
        type: 'result',
        time: expect.any(String),
        run: repaired.run,
        command: 'repair',
        exitCode: 0,
        products: 4,
        images: expect.any(Number),
        byKind: { product: 15, variant: 0, modifier: 0, swatch: 0 },
        requests: { v2: expect.any(Number), v3: expect.any(Number), content: expect.any(Number) },
        created: 2,
        updated: 2,
        removed: 1,
        set: 0,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        conflicts: 0,
        verifyRun: verified.run,
        verified: { run: expect.any(String), checked: expect.any(Number), unchecked: 0, mismatched: 0 },
      });
      expect(repaired.lines.filter(({ type }) => type === 'run')).toEqual([
        {
          type: 'run',
          time: expect.any(String),
          run: repaired.run,
          command: 'repair',
          mode: 'transfer',
          resumed: false,
          verifyRun: verified.run,
        },
        // Its own look at what it has done is a verify like any other.
        {
          type: 'run',
          time: expect.any(String),
          run: expect.any(String),
          command: 'verify',
          mode: 'transfer',
          resumed: false,
        },
      ]);
      expect(writesTo(target).toSorted()).toEqual(
        [
          `DELETE /${damaged.picture.productId}/images/${damaged.picture.imageId}`,
          `POST /${damaged.picture.productId}/images ${all}`,
          `POST /${damaged.missing.productId}/images ${all}`,
          `PUT ${of(damaged.text.imageId)} description`,
          `PUT ${of(damaged.thumbnail.right)} is_thumbnail`,
        ].toSorted(),
      );
      expect(await shownBy(target)).toEqual(migrated);
      expect((await told(place, content)).result).toMatchObject({
        exitCode: 0,
        checked: images,
        unchecked: 0,
        mismatched: 0,
      });
    });
  });

  it('leaves alone what went wrong since the verify, and what is right again by now', async () => {
    await inPlace({ stores: pair(18, images) }, async (place) => {
      const { target } = place;
      await told(place, 'migrate --yes');
      const damaged = damage(place);
      const { run } = await told(place, content);
      target.updateImage(damaged.text.imageId, { description: damaged.text.description });
      for (const id of [damaged.sound, damaged.beside])
        target.updateImage(id, { description: 'damaged after the verify' });
      const later = (): number =>
        target.images().filter(({ description }) => description === 'damaged after the verify').length;
      const repaired = await told(place, `repair --yes --run ${run}`);
      // What it finds at its end in a product that it has fixed is told, and is not its business.
      expect(repaired.result, repaired.stderr).toMatchObject({
        exitCode: 4,
        created: 2,
        updated: 1,
        removed: 1,
        set: 0,
        failed: 0,
        remaining: 0,
        verifyRun: run,
        verified: { mismatched: 1, unchecked: 0 },
      });
      expect(later()).toBe(2);
      // Once a verify has complained of it, it is fixed as well.
      expect((await told(place, 'verify')).result).toMatchObject({ exitCode: 3, mismatched: 2 });
      expect((await told(place, 'repair --yes')).result).toMatchObject({ exitCode: 0, updated: 2 });
      expect(later()).toBe(0);
    });
  });

  it('begins where a verify has ended: 2 before that, and nothing to do where it found nothing', async () => {
    await inPlace({ stores: pair(8, 24) }, async (place) => {
      await told(place, 'migrate --yes');
      place.target.resetRequests();
      const refusals: unknown[] = [];
      for (const args of ['repair --yes', 'repair', 'repair --dry-run']) {
        const { code, result } = await told(place, args);
        refusals.push([args, code, result['error']]);
      }
      const problem = (code: string) => ({
        code,
        title: expect.stringMatching(/\w/),
        what: expect.stringMatching(/\w/),
        next: expect.stringMatching(/\w/),
      });
      expect(refusals).toEqual([
        ['repair --yes', 2, problem('nothing-verified')],
        ['repair', 2, problem('nothing-verified')],
        ['repair --dry-run', 2, problem('nothing-verified')],
      ]);
      const verified = await told(place, 'verify');
      const { result } = await told(place, 'repair --yes');
      expect(result).toMatchObject({
        exitCode: 0,
        created: 0,
        updated: 0,
        removed: 0,
        verifyRun: verified.run,
      });
      expect(writesTo(place.target)).toEqual([]);
    });
  });

  it('says what removes images that only the target has, where nothing else is left', async () => {
    await inPlace({ stores: pair(4, 8) }, async (place) => {
      const { target } = place;
      await told(place, 'migrate --yes');
      const [image] = target.images();
      if (image === undefined) throw new Error('no image');
      target.addImage({ productId: image.productId, picture: { tiny: 9 }, fileName: 'extra.png' });
      target.updateImage(image.id, { description: 'damaged' });
      await told(place, 'verify');
      const way =
        /only images that the source does not have are in the way[^]*--policy mirror remove every/iu;
      const next = /Next: .* diff .*--policy mirror/u;
      // Something is left for a repair to do: that comes first.
      const first = await place.plain('repair --dry-run');
      expect([first.code, way.test(first.stdout), next.test(first.stderr)]).toEqual([0, false, false]);
      for (const [command, code] of [
        ['repair --yes', 4],
        ['repair --dry-run', 0],
      ] as const) {
        const { stdout, stderr, ...ended } = await place.plain(command);
        expect([command, ended.code, way.test(stdout), next.test(stderr)], stdout + stderr).toEqual([
          command,
          code,
          true,
          true,
        ]);
      }
      expect((await told(place, 'diff --policy mirror')).result).toMatchObject({ exitCode: 3, extra: 1 });
      expect((await told(place, 'migrate --policy mirror --yes --confirm target')).result).toMatchObject({
        exitCode: 0,
        removed: 1,
      });
      expect((await told(place, 'verify')).code).toBe(0);
    });
  });

  it('is finished by the same command after SIGKILLs, each write made once', async () => {
    await inPlace({ stores: pair(18, images) }, async (place) => {
      const { target } = place;
      await told(place, 'migrate --yes');
      const migrated = await shownBy(target);
      for (const [index, image] of target.images().entries()) {
        if (index % 4 === 0 && !image.isThumbnail) target.removeImage(image.id);
        else if (index % 2 === 0) target.updateImage(image.id, { description: `damaged ${index}` });
      }
      const missing = images - target.images().length;
      const { result, run } = await told(place, 'verify');
      expect(result).toMatchObject({ exitCode: 3 });
      target.resetRequests();
      target.setFaults({ 'reset-after': 0.1 });
      const { killed, last } = await killedAgain(place, 'repair --yes', {
        draw: createRandom(5),
        kills: 4,
        lineMax: 20,
      });
      expect(killed.length).toBeGreaterThanOrEqual(2);
      expect(last.result, last.stderr).toMatchObject({
        exitCode: 0,
        created: missing,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        verifyRun: run,
      });
      expect(killed).toEqual(killed.map((_, index) => ({ run: last.run, resumed: index > 0 })));
      const made = target.requests().filter(({ method }) => method === 'POST');
      expect(made.reduce((sum, { applied }) => sum + applied, 0)).toBe(missing);
      expect(await shownBy(target)).toEqual(migrated);
    });
  });
});

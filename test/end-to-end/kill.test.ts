import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../support/binary.ts';
import { inPlace, type Place, pair, single } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { methodsOf, shownBy } from '../support/world.ts';

interface Kills {
  readonly seed: number;
  readonly kills: number;
  /** The latest line that may be a run's last. */
  readonly lineMax: number;
  readonly countsFindings?: boolean;
}

/** Runs the command again and again, SIGKILL at a random line of each; true once it has been killed so often. */
async function killOften(
  place: Place,
  args: string,
  { seed, kills, lineMax, countsFindings = false }: Kills,
): Promise<number> {
  const draw = createRandom(seed);
  for (let killed = 0; killed < kills; killed += 1) {
    // Any line may be the last: before the first request, while reading, between a write and its record, while settling.
    const fatal = 1 + Math.floor(draw() * lineMax);
    let seen = 0;
    const { signal } = await place.start(`${args} --json`, {
      onLine(line, kill) {
        if (line.type === 'finding' && !countsFindings) return;
        seen += 1;
        if (seen === fatal) kill();
      },
    }).ended;
    if (signal !== 'SIGKILL') return killed;
  }
  return kills;
}

const images = 400;
const reference = (place: Place) => ({
  CUTOVER_TARGET_STORE: 'reference',
  CUTOVER_TARGET_TOKEN: place.sandbox.stores[2]?.token ?? '',
});
const withReference = () => {
  const [source, target] = pair(110, images);
  if (source === undefined || target === undefined) throw new Error('a pair is two');
  return [source, target, { ...target, hash: 'reference' }];
};

describe('twenty SIGKILLs and lost answers', () => {
  it('no image is lost and none is made twice', async () => {
    await inPlace({ stores: withReference(), faults: { 'reset-after': 0.08 } }, async (place) => {
      expect(await killOften(place, 'migrate --yes', { seed: 20, kills: 20, lineMax: 60 })).toBe(20);
      const last = await place.json('migrate --yes');
      expect(last.result, last.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
      expect(last.stderr).toMatch(
        /Taking over from cutover migrate \(process \d+ on .+\), which is not running any more\./,
      );

      const writes = place.target.requests().filter(({ method }) => method === 'POST');
      expect(writes.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
      expect(methodsOf(place.target)['DELETE']).toBeUndefined();

      expect(
        (await place.json('migrate --yes --journal reference.db', { variables: reference(place) })).code,
      ).toBe(0);
      expect(await shownBy(place.target)).toEqual(await shownBy(place.sandbox.control('reference')));
      expect((await place.json('verify --level content')).result).toMatchObject({
        exitCode: 0,
        checked: images,
        mismatched: 0,
        unchecked: 0,
      });
    });
  });

  it('a mirror removes what only the target has, changes what differs, and nothing else', async () => {
    await inPlace(
      { stores: withReference(), faults: { 'reset-after': 0.08, 'reset-before': 0.04 } },
      async (place) => {
        for (const store of [place.target, place.sandbox.control('reference')]) {
          // Every product holds an image of its own, and a third of them one of the source's with another text.
          const bySku = new Map(place.source.products().map(({ id, sku }) => [sku, id]));
          for (const [index, { id, sku }] of store.products().entries()) {
            store.addImage({
              productId: id,
              picture: { tiny: 900_000 + index },
              fileName: `foreign-${index}.png`,
              sortOrder: 50,
              description: 'foreign',
            });
            const [original] = place.source.images(bySku.get(sku) ?? 0);
            if (index % 3 !== 0 || original === undefined) continue;
            const fileName = path.posix.basename(original.imageFile).replace(/__\d+(?=\.\w+$)/, '');
            store.addImage({
              productId: id,
              picture: await place.source.pictureBytes(original.id),
              fileName,
              description: 'older words',
              sortOrder: original.sortOrder,
              isThumbnail: original.isThumbnail,
            });
          }
        }
        const args = 'migrate --yes --policy mirror --confirm target';
        expect(await killOften(place, args, { seed: 7, kills: 20, lineMax: 60 })).toBe(20);
        const last = await place.json(args);
        expect(last.result, last.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
        const uninterrupted = await place.json(
          'migrate --yes --policy mirror --confirm reference --journal reference.db',
          { variables: reference(place) },
        );
        expect(uninterrupted.result, uninterrupted.stderr).toMatchObject({ exitCode: 0 });
        expect(await shownBy(place.target)).toEqual(await shownBy(place.sandbox.control('reference')));
        expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
        expect(methodsOf(place.source)['DELETE'] ?? 0).toBe(0);
      },
    );
  });
});

describe.each(['audit', 'diff', 'verify'])('%s', (command) => {
  it.each([
    ['two stores', pair(300, 900)],
    ['one store', single(300, 900)],
  ])(
    'killed again and again over %s, finds what it finds uninterrupted, each thing once',
    async (_, stores) => {
      await inPlace({ stores, quota: { requests: 1_000_000, windowMs: 30_000 } }, async (place) => {
        const plain = place.source.images().filter(({ isThumbnail }) => !isThumbnail);
        for (const image of plain.slice(0, 40)) place.source.updateImage(image.id, { isThumbnail: true });
        for (const image of plain.slice(200, 210))
          place.source.updateImage(image.id, { damage: { original: 'missing', renditions: 'missing' } });

        const reportOf = async (journal: string): Promise<string[]> => {
          const { stdout, code } = await place.plain(`report --format jsonl --journal ${journal}`);
          expect(code).toBe(0);
          return stdout
            .trimEnd()
            .split('\n')
            .flatMap((text) => {
              const { time: _, run: __, action: ___, ...rest } = parseLine(text) ?? { type: 'none' };
              // The summary tells when a run began and ended, which is its own.
              return rest.type === 'summary' ? [] : [JSON.stringify(rest)];
            })
            .sort();
        };
        const whole = await place.json(`${command} --journal whole.db`);
        await killOften(place, command, { seed: 3, kills: 6, lineMax: 30, countsFindings: true });
        const last = await place.json(command);
        const { run: _a, time: _b, requests: _c, ...found } = last.result;
        const { run: _d, time: _e, requests: _f, ...wanted } = whole.result;
        expect(found).toEqual(wanted);
        expect(await reportOf('cutover.db')).toEqual(await reportOf('whole.db'));
      });
    },
  );
});

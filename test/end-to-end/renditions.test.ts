// A picture whose original is gone, by the built program: what a person is told on the way from the failure to the copy and
// from there to the original, and that a death in the middle makes nothing twice.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { photo } from '../support/photo.ts';
import { inPlace, type Place, pair } from '../support/place.ts';
import { told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';

/** The first image is larger than any copy of it, and its original is gone. */
async function losesOriginal({ source }: Place): Promise<number> {
  const [image] = source.images();
  if (image === undefined) throw new Error('there is no image');
  const picture = await photo(1, 1_400, 210).png().toBuffer();
  source.updateImage(image.id, { picture, damage: { original: 'missing' } });
  return image.id;
}

/** How many writes have taken effect, by method. */
function done({ target }: Place): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, applied } of target.requests())
    if (applied > 0) counts[method] = (counts[method] ?? 0) + applied;
  return counts;
}

describe('a picture whose original is gone', () => {
  it('is left out, copied by a retry that allows it, marked everywhere, and replaced when the original is back', async () => {
    await inPlace({ stores: pair(3, 6) }, async (place) => {
      const image = await losesOriginal(place);
      const strict = await place.json('migrate --yes');
      expect(strict.result, strict.stderr).toMatchObject({ exitCode: 4, created: 5, failed: 1 });

      const allowed = await told(place, 'retry --failed --allow-renditions --yes');
      expect(allowed.result, allowed.stderr).toMatchObject({
        exitCode: 0,
        created: 1,
        failed: 0,
        renditions: 1,
      });
      expect(
        allowed.lines.findLast(({ status, kind }) => status === 'applied' && kind === 'create'),
      ).toMatchObject({
        source: { imageId: image },
        rendition: { origin: 'zoom', contentType: 'image/png', width: 1_280, height: 192 },
      });

      for (const file of ['report.html', 'report.md', 'report.csv', 'report.jsonl'])
        expect((await place.plain(`report --out ${file}`)).code).toBe(0);
      const text = (file: string): string => readFileSync(place.at(file), 'utf8');
      const copied = 'a rendition of 1280 × 192 pixels, because no original could be reached';
      expect(text('report.html')).toContain(copied);
      expect(text('report.html')).toContain('moved, 1 picture of it as a rendition.');
      expect(text('report.html')).toContain(
        'Handed over: a rendition, from the zoom copy; image/png, 1280 × ',
      );
      expect(text('report.html')).toContain('data-result="renditions" value="1"');
      expect(text('report.md')).toContain('1 of these is a rendition');
      expect(text('report.csv')).toContain('1280.1280.');
      expect(text('report.jsonl')).toContain('"origin":"zoom"');

      const verified = await place.plain('verify');
      expect(verified.code).toBe(3);
      expect(verified.stdout).toContain('rendition-copied');
      expect(verified.stderr + verified.stdout).toMatch(/Next: .*cutover\S* report --run/);

      const before = done(place);
      const again = await place.plain('migrate --yes');
      expect([again.code, done(place)]).toEqual([0, before]);
      expect(again.stderr + again.stdout).toContain(
        'Still renditions, because no original can be reached: 1 picture.',
      );

      expect((await told(place, 'migrate --yes')).result).toMatchObject({ renditionsKept: 1 });

      place.source.updateImage(image, { damage: {} });
      const replaced = await place.json('migrate --yes');
      expect(replaced.result, replaced.stderr).toMatchObject({ exitCode: 0, created: 1, removed: 1 });
      expect(await shownBy(place.target, 'order')).toEqual(await shownBy(place.source, 'order'));
      expect((await place.json('verify --level content')).result).toMatchObject({ exitCode: 0, checked: 6 });
    });
  });

  it('is copied once and replaced once, wherever the program is killed, and the run goes on as it was begun', async () => {
    await inPlace({ stores: pair(3, 6) }, async (place) => {
      const image = await losesOriginal(place);
      const killedAt = async (args: string, status: string, kind: string): Promise<void> => {
        const { signal } = await place.start(`${args} --json`, {
          onLine(line, kill) {
            if (line['status'] === status && line['kind'] === kind) kill();
          },
        }).ended;
        expect(signal).toBe('SIGKILL');
      };
      const allowed = 'migrate --yes --allow-renditions';
      for (const status of ['started', 'applied', 'started']) await killedAt(allowed, status, 'create');
      const other = await place.json('migrate --yes');
      expect(other.result).toMatchObject({
        exitCode: 7,
        error: { code: 'other-options', what: expect.stringContaining('with --allow-renditions') },
      });
      expect((await place.plain('status')).stdout).toContain('--allow-renditions');
      const copied = await place.json(allowed);
      expect(copied.result, copied.stderr).toMatchObject({ exitCode: 0, renditions: 1 });
      expect(done(place)).toMatchObject({ POST: 6 });
      expect(done(place)).not.toHaveProperty('DELETE');

      place.source.updateImage(image, { damage: {} });
      await killedAt('migrate --yes', 'started', 'create');
      await killedAt('migrate --yes', 'started', 'remove');
      const replaced = await place.json('migrate --yes');
      expect(replaced.result, replaced.stderr).toMatchObject({ exitCode: 0 });
      expect(done(place)).toMatchObject({ POST: 7, DELETE: 1 });
      expect(await shownBy(place.target, 'order')).toEqual(await shownBy(place.source, 'order'));
    });
  });

  it('is copied for a source that is a saved folder without it, and uploaded', async () => {
    await inPlace({ stores: pair(3, 6) }, async (place) => {
      await losesOriginal(place);
      expect((await place.json('snapshot --out saved')).result).toMatchObject({ exitCode: 0, images: 6 });
      const variables = { CUTOVER_SOURCE_STORE: '', CUTOVER_SOURCE_TOKEN: '' };
      const args = '--source-file saved --allow-private-hosts --yes';
      const strict = await place.json(`migrate ${args}`, { variables });
      expect(strict.result, strict.stderr).toMatchObject({ exitCode: 4, created: 5, failed: 1 });
      const allowed = await told(place, `migrate ${args} --allow-renditions`, { variables });
      expect(allowed.result, allowed.stderr).toMatchObject({ exitCode: 0, created: 1, renditions: 1 });
      expect((await told(place, `verify ${args}`, { variables })).result).toMatchObject({
        exitCode: 3,
        mismatched: 1,
      });
    });
  });
});

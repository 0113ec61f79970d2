// A disk that fills up at different moments of a migration. It takes a small file system of its own, which only root on
// Linux may mount; elsewhere the tests are skipped, and say so.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPlace, pair } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/bin/mount');
if (!canMount)
  process.emitWarning(
    'SKIPPED: a disk of a few kilobytes needs root on Linux; disk-full.test.ts proves nothing here.',
  );

const images = 400;

describe.skipIf(!canMount)('a disk that fills up', () => {
  it.each([16, 48, 96, 112, 128, 144, 192, 256, 320, 384, 448])(
    'at %i KiB: 9, nothing on the store that is not in the journal, and more room is all it takes',
    async (kilobytes) => {
      await inPlace({ stores: pair(110, images) }, async (place) => {
        const disk = place.at('disk');
        mkdirSync(disk);
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk]);
        try {
          const full = await place.json('migrate --yes --journal disk/cutover.db');
          expect(full.result, full.stderr).toMatchObject({
            exitCode: 9,
            error: { next: expect.stringMatching(/[Rr]oom/) },
          });
          expect(full.code).toBe(9);
          const made = place.target.images().length;
          expect(made).toBeLessThan(images);

          execFileSync('mount', ['-o', 'remount,size=64m', disk]);
          const rest = await place.json('migrate --yes --journal disk/cutover.db');
          expect(rest.result, rest.stderr).toMatchObject({
            exitCode: 0,
            failed: 0,
            remaining: 0,
            inDoubt: 0,
          });
          const created = place.target.requests().filter(({ method }) => method === 'POST');
          expect(created.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
          expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
        } finally {
          execFileSync('umount', ['-l', disk]);
        }
      });
    },
  );
});

// The files beside the journal, on a disk that is full: the log, and a report. Linux has a device that is always full.
// Invariant: a log that cannot be written is told once and stops nothing; a report that cannot be written whole ends
// with 9 and leaves what was there before.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inPlace, pair } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const images = 60;
const hasFullDevice = existsSync('/dev/full');
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/bin/mount');

describe.skipIf(!hasFullDevice)('on a full disk', () => {
  it('a log is told of once, and the migration comes to its end', async () => {
    await inPlace({ stores: pair(20, images) }, async (place) => {
      const { result, stderr } = await place.json('migrate --yes --log-file /dev/full');
      expect(result, stderr).toMatchObject({
        exitCode: 0,
        created: images,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
      });
      expect(stderr.match(/log file cannot be written any more: ENOSPC/g)).toHaveLength(1);
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it('a report to a device: 9, and it says why', async () => {
    await inPlace({ stores: pair(20, images) }, async (place) => {
      await place.json('diff');
      const { result } = await place.json('report --format jsonl --out /dev/full');
      expect(result).toMatchObject({ exitCode: 9, error: { code: 'disk-full' } });
    });
  });
});

describe.skipIf(!canMount)('on a disk of a few kilobytes', () => {
  it.each([
    [4, 9],
    [12, 9],
    [64, 0],
  ])('%i KiB: %i, a report that is whole or the one before it', async (kilobytes, exitCode) => {
    await inPlace({ stores: pair(20, images) }, async (place) => {
      await place.json('diff');
      const disk = place.at('disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk]);
      try {
        const file = path.join(disk, 'report.jsonl');
        writeFileSync(file, 'the one before\n');
        const { result } = await place.json('report --format jsonl --out disk/report.jsonl');
        expect(result).toMatchObject({ exitCode });
        const text = readFileSync(file, 'utf8');
        if (exitCode === 9) {
          expect(result).toMatchObject({ error: { code: 'disk-full' } });
          expect(text).toBe('the one before\n');
        } else expect(text.trimEnd().split('\n').length).toBeGreaterThan(images);
        expect(readdirSync(disk)).toEqual(['report.jsonl']);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  });
});

// Stdout is a file that cannot grow: what a script reads from it would end before it is whole, so that has to be known.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binary, cleanVariables } from '../support/binary.ts';
import { inPlace, type Place, pair, single } from '../support/place.ts';

const image = {
  id: 7,
  product_id: 2,
  image_file: 'a/1.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: '',
};
const FULL = '/dev/full';

/** Ends with this code, and says on stderr why. */
async function run({ folder, stores }: Place, words: string, input = '') {
  const child = spawn('bash', ['-c', `exec "$0" "$1" ${words}`, process.execPath, binary], {
    cwd: folder,
    env: { ...cleanVariables(folder), ...stores },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code]: unknown[] = await once(child, 'close');
  return { code, said };
}

describe.skipIf(!existsSync(FULL))('a stdout that is full', () => {
  it('ends commands that read with 9, from the first line on and at the last; a reader who has gone with 0', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const many = `${JSON.stringify(image)}\n`.repeat(2_000);
      const full = { code: 9, said: expect.stringContaining('ENOSPC') };
      expect(await run(place, `map > ${FULL}`, many)).toEqual(full);
      expect(await run(place, `status --json > ${FULL}`)).toEqual(full);
      expect(await run(place, 'map > >(head -1 > first)', many)).toEqual({ code: 0, said: '' });
    });
  });

  it('does not stop a migration, which says at its end that its lines are cut short', async () => {
    await inPlace({ stores: pair(2, 5) }, async (place) => {
      const { code, said } = await run(place, `migrate --yes --json > ${FULL}`);
      expect({ code, made: place.target.images().length }).toEqual({ code: 0, made: 5 });
      expect(said).toContain('stdout ends before it was whole: ENOSPC');
    });
  });
});

// Stdout is a file that cannot grow: what a script reads from it would end before it is whole, so that has to be known.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binary, cleanVariables } from '../support/binary.ts';
import { inPlace, single } from '../support/place.ts';

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
function run(words: string, cwd: string, input = ''): { code: number | null; said: string } {
  const { status, stderr } = spawnSync('bash', ['-c', `exec "$0" "$1" ${words}`, process.execPath, binary], {
    cwd,
    env: cleanVariables(cwd),
    input,
    encoding: 'utf8',
  });
  return { code: status, said: stderr };
}

describe.skipIf(!existsSync(FULL))('a stdout that is full', () => {
  it('ends commands that read with 9, from the first line on and at the last; a reader who has gone with 0', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const many = `${JSON.stringify(image)}\n`.repeat(2_000);
      const full = { code: 9, said: expect.stringContaining('ENOSPC') };
      expect(run(`map > ${FULL}`, place.at('.'), many)).toEqual(full);
      expect(run(`status --json > ${FULL}`, place.at('.'))).toEqual(full);
      expect(run('map > >(head -1 > first)', place.at('.'), many)).toEqual({ code: 0, said: '' });
    });
  });
});

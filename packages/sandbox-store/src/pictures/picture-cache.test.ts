import { expect, it } from 'vitest';
import { createPictureCache } from './picture-cache.ts';
import { tinyPicture } from './tiny-picture.ts';

/** A cache with its own count of what was made under each key. */
function counted(bytesMax: number, factsMax = 100) {
  const cache = createPictureCache(bytesMax, factsMax);
  const made: string[] = [];
  const make = (key: string) => async () => {
    made.push(key);
    return Promise.resolve(new Uint8Array(10).fill(key.charCodeAt(0)));
  };
  return {
    made,
    bytes: (key: string) => cache.bytes(key, make(key)),
    facts: (key: string) => cache.facts(key, make(key)),
  };
}

it('makes nothing twice, and nothing twice at once', async () => {
  const { made, bytes } = counted(100);
  const [one, other] = await Promise.all([bytes('a'), bytes('a')]);
  expect([one === other, await bytes('a'), made]).toEqual([true, one, ['a']]);
});

it('forgets what was not asked for the longest when there are too many bytes', async () => {
  const { made, bytes } = counted(30);
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await bytes(key);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
});

it('keeps the facts of pictures whose bytes are gone', async () => {
  const { made, bytes, facts } = counted(10);
  const first = await facts('a');
  await bytes('b');
  expect([first, await facts('a'), made]).toEqual([{ type: undefined, length: 10 }, first, ['a', 'b']]);
});

it('keeps the facts of so many and no more', async () => {
  const { made, facts } = counted(10, 2);
  for (const key of ['a', 'b', 'c', 'b', 'a']) await facts(key);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

it('tells a picture by its bytes', async () => {
  const cache = createPictureCache(1000, 10);
  const picture = tinyPicture(1);
  expect(await cache.facts('x', () => Promise.resolve(picture))).toEqual({
    type: { mime: 'image/png', extension: 'png' },
    length: picture.length,
  });
});

it('tries again what has failed', async () => {
  const cache = createPictureCache(1000, 10);
  await expect(cache.bytes('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.bytes('x', () => Promise.resolve(new Uint8Array(1)))).toEqual(new Uint8Array(1));
});

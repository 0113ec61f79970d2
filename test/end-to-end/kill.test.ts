import { expect, it } from 'vitest';
import { methodsOf, shownBy } from '../world.ts';
import { inPlace, pair } from './place.ts';

/** A repeatable sequence of numbers from 0 to 1 (Mulberry32). */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const images = 400;

it('loses no image and makes none twice over twenty SIGKILLs and lost answers', async () => {
  const [source, target] = pair(110, images);
  if (source === undefined || target === undefined) throw new Error('a pair is two');
  const stores = [source, target, { ...target, hash: 'reference' }];
  await inPlace({ stores, faults: { 'reset-after': 0.08 } }, async (place) => {
    const draw = createDraw(20);
    let kills = 0;
    for (let attempt = 0; attempt < 40 && kills < 20; attempt += 1) {
      // Any line may be the last: before the first request, while reading, between a write and its record, while settling.
      const fatal = 1 + Math.floor(draw() * 60);
      let seen = 0;
      const { code, signal } = await place.start('migrate --yes --json', {
        onLine(line, kill) {
          if (line.type === 'finding') return;
          seen += 1;
          if (seen === fatal) kill();
        },
      }).ended;
      if (signal === 'SIGKILL') kills += 1;
      else expect(code).toBe(0);
    }
    expect(kills).toBe(20);

    const last = await place.json('migrate --yes');
    expect(last.result).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
    expect(last.code).toBe(0);

    const writes = place.target.requests().filter(({ method }) => method === 'POST');
    expect(writes.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
    expect(methodsOf(place.target)['DELETE']).toBeUndefined();

    const reference = await place.json('migrate --yes --journal reference.db', {
      variables: {
        CUTOVER_TARGET_STORE: 'reference',
        CUTOVER_TARGET_TOKEN: place.sandbox.stores[2]?.token ?? '',
      },
    });
    expect(reference.code).toBe(0);
    expect(await shownBy(place.target)).toEqual(await shownBy(place.sandbox.control('reference')));
    expect((await place.json('verify --level content')).result).toMatchObject({
      exitCode: 0,
      checked: images,
      mismatched: 0,
      unchecked: 0,
    });
  });
});

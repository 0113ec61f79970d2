// Products without images get theirs several products to a request, by the built program: through kills and lost answers, on a
// store that ignores what it is sent, and as the person at the terminal reads of it.
import { expect, it } from 'vitest';
import { inPlace, type Place, pair, together } from '../support/place.ts';
import { createRandom } from '../support/random.ts';
import { methodsOf, shownBy } from '../support/world.ts';

const images = 400;

/** Kills the program as it has printed so many lines, again and again; returns how often it was killed. */
async function killOften(place: Place, kills: number): Promise<number> {
  const draw = createRandom(31);
  for (let killed = 0; killed < kills; killed += 1) {
    const fatal = 1 + Math.floor(draw() * 120);
    let seen = 0;
    const { signal } = await place.start('migrate --yes --json', {
      variables: together,
      onLine(line, kill) {
        if (line.type === 'finding') return;
        seen += 1;
        if (seen === fatal) kill();
      },
    }).ended;
    if (signal !== 'SIGKILL') return killed;
  }
  return kills;
}

it('through kills and lost answers no image is lost and none is made twice', {
  timeout: 300_000,
}, async () => {
  await inPlace({ stores: pair(110, images), faults: { 'reset-after': 0.08 } }, async (place) => {
    expect(await killOften(place, 12)).toBeGreaterThan(4);
    const last = await place.json('migrate --yes', { variables: together });
    expect(last.result, last.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    const { PUT: updates = 0, POST: creates = 0 } = methodsOf(place.target);
    expect({ hasUpdates: updates > 0, creates: creates < images }).toEqual({
      hasUpdates: true,
      creates: true,
    });
    const again = await place.json('migrate --yes', { variables: together });
    expect(again.result).toMatchObject({ exitCode: 0, created: 0, updated: 0 });
  });
});

it('a store that ignores images in an update is given each by itself, and it is said why', {
  timeout: 120_000,
}, async () => {
  const [source, target] = pair(12, 40) ?? [];
  if (source === undefined || target === undefined) throw new Error('a pair is two');
  const stores = [source, { ...target, switches: { 'v3-product-put-images': 'ignored' } }] as const;
  await inPlace({ stores }, async (place) => {
    const ended = await place.plain('migrate --yes', { variables: together });
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        'the target does not show all images that it was sent in a product update: from here on each image gets a request of its own',
      ),
    });
    expect(methodsOf(place.target)['POST']).toBe(40);
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
  });
});

it('--batch off sends no product update', async () => {
  await inPlace({ stores: pair(12, 40) }, async (place) => {
    const { result } = await place.json('migrate --yes --batch off', { variables: together });
    expect(result).toMatchObject({ exitCode: 0, created: 40 });
    expect(methodsOf(place.target)).toMatchObject({ POST: 40 });
    expect(methodsOf(place.target)['PUT']).toBeUndefined();
  });
});

it('a plan says how few requests it takes, and how long it takes where that does not work', async () => {
  await inPlace({ stores: pair(60, 200) }, async (place) => {
    const planned = async (batch: string) =>
      (await place.json(`migrate --dry-run --batch ${batch}`)).result['estimate'];
    const [auto, off] = [await planned('auto'), await planned('off')];
    expect({ auto, off }).toMatchObject({
      auto: { requests: 22 },
      off: { requests: 206 },
    });
  });
});

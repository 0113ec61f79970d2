import { expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place, pair } from '../support/place.ts';
import { methodsOf, shownBy } from '../support/world.ts';

/** The methods that either store has answered, pictures included. */
const methodsSeen = ({ source, target }: Place): string[] =>
  [...new Set([...source.requests(), ...target.requests()].map(({ method }) => method))].sort();

/** A migration that SIGKILL ended after so many images. */
async function killedAfter(place: Place, applied: number): Promise<Line> {
  let seen = 0;
  const { lines, signal } = await place.start('migrate --yes --json', {
    onLine(line, kill) {
      if (line.type === 'action' && line['status'] === 'applied') seen += 1;
      if (seen === applied) kill();
    },
  }).ended;
  expect(signal).toBe('SIGKILL');
  const run = lines.find(({ type }) => type === 'run');
  if (run === undefined) throw new Error('the run was never told');
  return run;
}

it('asks the stores for nothing but GET and HEAD, and says what the migration would take', async () => {
  await inPlace({ stores: pair(20, 70) }, async (place) => {
    const { code, result } = await place.json('migrate --dry-run');
    expect(code).toBe(0);
    expect(result).toMatchObject({
      created: 0,
      updated: 0,
      removed: 0,
      failed: 0,
      remaining: 70,
      inDoubt: 0,
    });
    expect(result['estimate']).toEqual({
      requests: expect.any(Number),
      bytes: expect.any(Number),
      seconds: expect.any(Number),
      secondsMin: expect.any(Number),
      secondsMax: expect.any(Number),
    });
    expect(['GET', 'HEAD']).toEqual(expect.arrayContaining(methodsSeen(place)));
    expect(place.target.images()).toEqual([]);

    const migrated = await place.json('migrate --yes');
    expect(migrated.result).toMatchObject({ exitCode: 0, created: 70 });
    expect(migrated.lines.find(({ type }) => type === 'run')).toMatchObject({ resumed: false });
  });
});

const images = 120;

it('leaves a half-done run where it was, and the run goes on afterwards', async () => {
  await inPlace({ stores: pair(30, images) }, async (place) => {
    const run = await killedAfter(place, 40);
    const stateOf = async (): Promise<unknown> => {
      const { result } = await place.json(`status --run ${String(run['run'])}`);
      return result['runs'];
    };
    const before = await stateOf();
    expect(before).toMatchObject([
      { run: run['run'], command: 'migrate', phase: 'applying', resumable: true },
    ]);
    const there = place.target.images();
    place.source.resetRequests();
    place.target.resetRequests();

    for (const options of ['', ' --new', ' --policy mirror']) {
      const dry = await place.json(`migrate --dry-run${options}`);
      expect(dry, dry.stderr).toMatchObject({
        code: 0,
        result: { created: 0, remaining: images - there.length },
      });
    }
    expect(['GET', 'HEAD']).toEqual(expect.arrayContaining(methodsSeen(place)));
    expect(place.target.images()).toEqual(there);
    expect(await stateOf()).toEqual(before);

    const rest = await place.json('migrate --yes');
    expect(rest.result).toMatchObject({ exitCode: 0, run: run['run'], failed: 0, remaining: 0, inDoubt: 0 });
    expect(rest.lines.find(({ type }) => type === 'run')).toMatchObject({ run: run['run'], resumed: true });
    expect(methodsOf(place.target)['POST']).toBe(images - there.length);
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
  });
});

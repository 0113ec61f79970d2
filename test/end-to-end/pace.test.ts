// The pace of a run that is under way is changed from another process: the run takes it up without being interrupted, and one
// that is not under way is refused.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, pair, resultOf, single } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const images = 24;

it('a run that goes takes up another pace, and says so; afterwards there is none to change', {
  timeout: 120_000,
}, async () => {
  await inPlace({ stores: pair(12, images) }, async (place) => {
    place.target.failNext({ method: 'POST' }, { name: 'slow', delayMs: 800 }, images);
    const going = place.start('migrate --yes --json --batch off --kinds product --concurrency 1');
    const { run } = await going.line(({ type }) => type === 'run');
    await going.line(({ status }) => status === 'applied');
    const { result } = await place.json(`pace ${String(run)} --share 50% --concurrency 6`);
    expect(result).toMatchObject({ command: 'pace', exitCode: 0, run, share: 0.5, concurrency: 6 });
    const ended = await going.ended;
    expect(resultOf(ended)).toMatchObject({ exitCode: 0, created: images });
    expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'now 50% of the quota, at most 6 requests at once, as `cutover pace` asked',
    );
    expect(mostAtOnce(ended.lines)).toBe(6);
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    const late = await place.json(`pace ${String(run)} --share 50%`);
    expect(late.result).toMatchObject({
      exitCode: 7,
      error: {
        code: 'run-not-under-way',
        next: 'It is finished, so there is nothing to change; give the next run --quota-share and --concurrency.',
      },
    });
    expect(existsSync(place.at('cutover.db.pace.json'))).toBe(false);
  });
});

it('pictures follow another pace as well', { timeout: 120_000 }, async () => {
  const delayMs = 500;
  await inPlace({ stores: single(12, images) }, async (place) => {
    place.source.failNext({ method: 'GET', path: /^\/cdn\// }, { name: 'slow', delayMs }, images);
    const asked = (): number[] =>
      place.source.requests().flatMap(({ version, at }) => (version === 'cdn' ? [at] : []));
    const going = place.start('audit --json --kinds product --concurrency 1');
    const { run } = await going.line(({ type }) => type === 'run');
    await going.line(({ type, phase }) => type === 'progress' && phase === 'verifying');
    const before = asked();
    expect((await place.json(`pace ${String(run)} --concurrency 6`)).result).toMatchObject({ exitCode: 0 });
    await going.ended;
    // One by one, none is asked for before the store has answered the one before it.
    const isBeside = (at: number, index: number, all: readonly number[]): boolean =>
      index > 0 && at - (all[index - 1] ?? 0) < delayMs;
    expect([before.filter(isBeside), asked().filter(isBeside).length > 6, asked().length]).toEqual([
      [],
      true,
      images,
    ]);
  });
});

it('a pace that holds again after another one is said again', { timeout: 120_000 }, async () => {
  await inPlace({ stores: pair(12, images) }, async (place) => {
    place.target.failNext({ method: 'POST' }, { name: 'slow', delayMs: 800 }, images);
    const going = place.start('migrate --yes --json --batch off --kinds product --concurrency 1');
    const { run } = await going.line(({ type }) => type === 'run');
    await going.line(({ status }) => status === 'applied');
    const said: string[] = [];
    for (const share of ['50%', '80%', '50%']) {
      said.push(`now ${share} of the quota`);
      await place.json(`pace ${String(run)} --share ${share}`);
      await going.words(new RegExp(said.join('[^]*'), 'u'));
    }
    const { stderr } = await going.ended;
    expect(stderr.match(/now \d+% of the quota/gu)).toEqual(said);
  });
});

function mostAtOnce(lines: readonly Line[]): number {
  let open = 0;
  let most = 0;
  for (const { type, status } of lines) {
    if (type !== 'action') continue;
    open += status === 'started' ? 1 : -1;
    most = Math.max(most, open);
  }
  return most;
}

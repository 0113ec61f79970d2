// Two processes that begin at the same moment, on one journal or on one target store from two journals, and a journal
// whose write lock another program holds. Invariant: whoever comes second writes nothing, says who was first, and no
// image is made twice, however close the two starts are.
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, resultOf } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const ROUNDS = 50;
const images = 6;
const migrate = 'migrate --yes';

/** Creates that took effect; each image is to be made by exactly one. */
const made = (place: Place): number =>
  place.target
    .requests()
    .filter(({ method }) => method === 'POST')
    .reduce((sum, { applied }) => sum + applied, 0);

describe('two processes at once', () => {
  it(`${ROUNDS * 2} starts, two at the same moment: no image is made twice`, {
    timeout: 900_000,
  }, async () => {
    const codes: Record<string, number> = {};
    let named = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await inPlace({ stores: pair(3, images) }, async (place) => {
        const onOneJournal = round % 2 === 0;
        const both = [
          place.start(`${migrate} --json`),
          place.start(`${migrate} --json${onOneJournal ? '' : ' --journal other.db'}`),
        ];
        const ended = await Promise.all(both.map(async (one) => await one.ended));
        const results = ended.map((one) => resultOf(one));
        const name = results
          .map(({ exitCode }) => String(exitCode))
          .toSorted()
          .join(' and ');
        codes[name] = (codes[name] ?? 0) + 1;
        for (const [index, result] of results.entries()) {
          if (result['exitCode'] === 0) continue;
          expect(result).toMatchObject({
            exitCode: 6,
            error: { code: onOneJournal ? 'journal-held' : 'target-held' },
          });
          const first = `process ${both[1 - index]?.pid} on ${hostname()}`;
          // In the instant between its lock and its note the first one has no name yet.
          const words = ended[index]?.stderr.replaceAll(/\s+/g, ' ') ?? '';
          named += Number(words.includes(first));
          expect(words.includes(first) || words.includes('by another process'), words).toBe(true);
        }
        expect(results.some(({ exitCode }) => exitCode === 0)).toBe(true);
        expect(made(place)).toBe(images);
        expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
      });
    }
    process.stdout.write(
      `${ROUNDS * 2} starts, two at once: exit codes ${JSON.stringify(codes)}, ${named} refusals name the first, 0 images twice\n`,
    );
  });

  it('the second is refused within 200 ms of its own start-up, naming process and host', async () => {
    await inPlace({ stores: pair(3, images) }, async (place) => {
      place.target.failNext({ method: 'POST' }, { name: 'slow', delayMs: 60_000 }, images);
      const first = place.start(`${migrate} --json --concurrency 1`);
      await first.line((line) => line.type === 'action');
      const refusals: number[] = [];
      const startUps: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        // What it takes to begin: up to the moment when a command with a journal of its own has its lock and its run.
        const began = performance.now();
        const free = place.start(`diff --json --journal free-${time}.db`);
        await free.line(({ type }) => type === 'run');
        startUps.push(performance.now() - began);
        await free.ended;
        const asked = performance.now();
        const second = await place.json(migrate);
        refusals.push(performance.now() - asked);
        expect(second.result).toMatchObject({
          exitCode: 6,
          error: { code: 'journal-held' },
        });
        expect(second.stderr).toContain(`process ${first.pid} on ${hostname()}`);
      }
      const [refusedMs, startUpMs] = [Math.min(...refusals), Math.min(...startUps)];
      process.stdout.write(
        `a second process is refused ${Math.round(refusedMs)} ms after its start, of which ${Math.round(startUpMs)} ms are start-up\n`,
      );
      // On a machine that is busy with other things a start takes longer, and so does all the rest.
      expect(refusedMs).toBeLessThan(Math.max(startUpMs + 200, 2 * startUpMs));
    });
  });
});

describe('a journal whose write lock another program holds', () => {
  it.each([
    ['before the command begins', false],
    ['while the command writes', true],
  ])('%s: 6, nothing more is sent, and the same command finishes afterwards', async (_, midway) => {
    await inPlace({ stores: pair(20, 60) }, async (place) => {
      await place.json('diff');
      place.target.resetRequests();
      const holder = new Database(place.at('cutover.db'));
      try {
        if (!midway) holder.exec('begin immediate');
        const running = place.start(`${migrate} --json --concurrency 1`);
        let sent = 0;
        if (midway) {
          await running.line((line) => line.type === 'action' && line['status'] === 'applied');
          holder.pragma('busy_timeout = 5000');
          holder.exec('begin immediate');
          sent = place.target.requests().filter(({ method }) => method === 'POST').length;
        }
        const refused = await running.ended;
        expect(resultOf(refused), refused.stderr).toMatchObject({
          exitCode: 6,
          error: { code: 'journal-held' },
        });
        expect(refused.stderr).toContain('another connection is writing to it');
        // What was under way when the lock was taken may still arrive; its intent was durable.
        expect(place.target.requests().filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(
          sent + 1,
        );
        holder.exec('rollback');
      } finally {
        holder.close();
      }
      const rest = await place.json(migrate);
      expect(rest.result, rest.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
      expect(made(place)).toBe(60);
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });
});

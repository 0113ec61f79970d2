import { describe, expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, pair, resultOf, together } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const isApplied = (line: Line): boolean => line.type === 'action' && line['status'] === 'applied';
const images = 120;

describe('asked to stop while it writes', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: 130, a result that says how to go on, and nothing lost',
    async (signal) => {
      await inPlace({ stores: pair(30, images) }, async (place) => {
        const first = place.start('migrate --yes --json --concurrency 2');
        await first.line(isApplied);
        first.send(signal);
        const ended = await first.ended;
        expect(ended.code).toBe(130);
        const result = resultOf(ended);
        const { run } = result;
        expect(result).toMatchObject({
          command: 'migrate',
          exitCode: 130,
          error: { code: 'stopped', next: expect.stringContaining('cutover migrate') },
        });
        // What was under way was finished and recorded: what the run says and what the store shows are the same.
        const made = place.target.images().length;
        expect(made).toBeLessThan(images);
        expect(ended.lines.filter(isApplied)).toHaveLength(made);
        expect(result).toMatchObject({ created: made, failed: 0, inDoubt: 0, remaining: images - made });

        const status = await place.json('status');
        expect(status.result['runs']).toContainEqual(
          expect.objectContaining({
            run,
            resumable: true,
            done: made,
            total: images,
            next: expect.stringContaining('cutover migrate'),
          }),
        );
        const rest = await place.json('migrate --yes');
        expect(rest.result).toMatchObject({ run, exitCode: 0 });
        expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
        expect(place.target.requests().filter(({ method }) => method === 'POST')).toHaveLength(images);
      });
    },
  );

  it.each([1, 16])(
    'what several products were sent in one request is looked at all the same, in %i lanes',
    { timeout: 60_000 },
    async (lanes) => {
      await inPlace({ stores: pair(60, images) }, async (place) => {
        place.target.failNext({ method: 'PUT' }, { name: 'slow', delayMs: 1_000 });
        const first = place.start(`migrate --yes --json --concurrency ${lanes}`, { variables: together });
        await first.line((line) => line.type === 'action' && line['status'] === 'started');
        first.send('SIGINT');
        const ended = await first.ended;
        const made = place.target.images().length;
        expect(made).toBeGreaterThan(0);
        expect(resultOf(ended)).toMatchObject({ exitCode: 130, created: made, failed: 0, inDoubt: 0 });
        const rest = await place.json('migrate --yes --batch off', { variables: together });
        expect(rest.result).toMatchObject({ exitCode: 0, remaining: 0, inDoubt: 0 });
        expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
      });
    },
  );

  it('a second Ctrl-C ends it at once, and the run still goes on', async () => {
    // A write that gets no answer would keep the first Ctrl-C waiting.
    await inPlace({ stores: pair(30, 120) }, async (place) => {
      place.target.failNext({ method: 'POST' }, { name: 'slow', delayMs: 8_000 }, 2);
      const first = place.start('migrate --yes --json --concurrency 2');
      await first.line((line) => line.type === 'action' && line['status'] === 'started');
      first.send('SIGINT');
      await first.words(/Stopping safely/);
      const before = Date.now();
      first.send('SIGINT');
      const { code } = await first.ended;
      expect(code).toBe(130);
      expect(Date.now() - before).toBeLessThan(4_000);
      const rest = await place.json('migrate --yes', { variables: { CUTOVER_SETTLE_AFTER: '1s' } });
      expect(rest.result).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
      const shown = await shownBy(place.target);
      expect(shown).toEqual(await shownBy(place.source));
    });
  });
});

describe.each(['audit', 'diff', 'verify'])('%s', (command) => {
  it('asked to stop while it reads: 130, and the same command goes on', async () => {
    await inPlace({ stores: pair(600, 600), quota: { requests: 4, windowMs: 1_500 } }, async (place) => {
      const first = place.start(`${command} --json`);
      const { run } = await first.line(({ type }) => type === 'run');
      await first.line(({ type }) => type === 'progress');
      first.send('SIGINT');
      const ended = await first.ended;
      expect(ended.code).toBe(130);
      expect(resultOf(ended)).toMatchObject({
        command,
        exitCode: 130,
        run,
        error: { code: 'stopped', next: `cutover ${command} --json` },
      });
      place.source.setQuota({ requests: 10_000 });
      place.target.setQuota({ requests: 10_000 });
      const rest = await place.json(command);
      expect(rest.lines.find(({ type }) => type === 'run')).toMatchObject({ run, resumed: true });
      expect([0, 3]).toContain(rest.code);
    });
  });
});

it('a reader who closes stdout early does not stop migrate, and ends audit with 0', async () => {
  await inPlace({ stores: pair(40, 160) }, async (place) => {
    const audit = place.start('audit --json');
    await audit.line(() => true);
    audit.closeStdout();
    expect((await audit.ended).code).toBe(0);
    const migrate = place.start('migrate --yes --json');
    await migrate.line(isApplied);
    migrate.closeStdout();
    expect((await migrate.ended).code).toBe(0);
    expect(place.target.images()).toHaveLength(160);
  });
});

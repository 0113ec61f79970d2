// What a revert asks and tells: whose consent it needs, what it refuses, what it says before it removes anything, and how
// one that was interrupted is gone on with. Invariant: whoever has not agreed, or names the wrong run, loses nothing.
import { describe, expect, it } from 'vitest';
import { plantOwn } from '../support/own-images.ts';
import { inPlace, pair, resultOf } from '../support/place.ts';
import { onTerminal } from '../support/terminal.ts';
import { told } from '../support/watched.ts';
import { shownBy } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const consent = '--yes --confirm target';
const mirror = `migrate ${consent} --policy mirror`;

describe('refuses, and writes nothing', () => {
  it('what is not agreed to, and what is no run that has written to these stores', async () => {
    const [source, target] = pair(6, 20);
    if (source === undefined || target === undefined) throw new Error('a pair is two');
    const stores = [source, target, { ...target, hash: 'another' }];
    await inPlace({ stores }, async (place) => {
      const another = {
        CUTOVER_TARGET_STORE: 'another',
        CUTOVER_TARGET_TOKEN: place.sandbox.stores[2]?.token ?? '',
      };
      const migrated = await told(place, 'migrate --yes');
      const verified = await told(place, 'verify');
      const rehearsed = await told(place, 'migrate --dry-run');
      const elsewhere = await told(place, 'migrate --yes', { variables: another });
      place.target.resetRequests();
      const refusals: readonly (readonly [args: string, exitCode: number, error: string])[] = [
        [`revert ${migrated.run}`, 2, 'needs-yes'],
        [`revert ${migrated.run} --yes`, 2, 'needs-confirm'],
        [`revert ${migrated.run} --yes --confirm source`, 7, 'not-confirmed'],
        [`revert ${verified.run} ${consent}`, 2, 'not-revertible'],
        [`revert ${rehearsed.run} ${consent}`, 2, 'not-revertible'],
        [`revert r9999-none ${consent}`, 2, 'unknown-run'],
        [`revert ${consent}`, 2, 'wrong-usage'],
        [`revert ${elsewhere.run} ${consent}`, 7, 'other-stores'],
        [`revert ${migrated.run} ${consent} --max-changes 19`, 7, 'too-many-changes'],
      ];
      const answers: (readonly [string, unknown, unknown])[] = [];
      for (const [args] of refusals) {
        const { code, result } = await told(place, args);
        const error = result['error'];
        answers.push([args, code, isProblem(error) ? error.code : undefined]);
      }
      expect(answers).toEqual(refusals);
      expect(writesTo(place.target)).toEqual([]);
      expect(place.target.images()).toHaveLength(20);
    });
  });
});

const isProblem = (value: unknown): value is { code: string; next: string } =>
  typeof value === 'object' && value !== null && 'code' in value && 'next' in value;

it('a dry run sends nothing but GET and HEAD, tells what it would take, and is in nobody’s way', async () => {
  await inPlace({ stores: pair(12, 40) }, async (place) => {
    await plantOwn(place);
    const before = await shownBy(place.target);
    const migrated = await told(place, mirror);
    const there = place.target.images();
    place.target.resetRequests();
    place.source.resetRequests();
    const dry = await told(place, `revert ${migrated.run} --dry-run`);
    expect(dry.result, dry.stderr).toMatchObject({
      exitCode: 0,
      created: 0,
      updated: 0,
      removed: 0,
      remaining: dry.lines.filter(({ type, status }) => type === 'action' && status === 'pending').length,
      estimate: {
        requests: expect.any(Number),
        bytes: expect.any(Number),
        seconds: expect.any(Number),
        secondsMin: expect.any(Number),
        secondsMax: expect.any(Number),
      },
    });
    expect(Number(dry.result['remaining'])).toBeGreaterThanOrEqual(40);
    const methods = [...place.target.requests(), ...place.source.requests()].map(({ method }) => method);
    expect(['GET', 'HEAD']).toEqual(expect.arrayContaining([...new Set(methods)]));
    expect(place.target.images()).toEqual(there);

    const real = await told(place, `revert ${migrated.run} ${consent}`);
    expect(real.result, real.stderr).toMatchObject({ exitCode: 0, remaining: 0 });
    expect(await shownBy(place.target)).toEqual(before);
  });
});

describe('what it says', () => {
  it('warns of what is lost with an image before it removes one, and of variants at its end', async () => {
    await inPlace({ stores: pair(6, 20) }, async (place) => {
      const { run } = await told(place, 'migrate --yes');
      const { stderr, stdout, code } = await place.plain(`revert ${run} ${consent} --verbose`);
      expect(code, stderr).toBe(0);
      const [warning, removal] = [
        stderr.indexOf('Warning: 20 images will be removed.'),
        stderr.indexOf(' DELETE '),
      ];
      expect(warning).toBeGreaterThanOrEqual(0);
      expect(removal).toBeGreaterThan(warning);
      const words = stderr.replaceAll(/\s+/g, ' ');
      expect(words).toContain(
        'what a channel or a locale says about an image (its own alt text, place, thumbnail, visibility) is lost with it.',
      );
      // Nothing is said of pictures of variants that the run was not about.
      expect(stdout).not.toMatch(/variant|Left as/);
      expect(place.target.images()).toEqual([]);
    });
  });

  it('one that is stopped names the command that continues it, once, and it works', async () => {
    await inPlace({ stores: pair(10, 30) }, async (place) => {
      const { run } = await told(place, 'migrate --yes');
      const running = place.start(`revert ${run} ${consent} --json --concurrency 1`);
      await running.line((line) => line.type === 'action' && line['status'] === 'applied');
      running.send('SIGTERM');
      const stopped = await running.ended;
      const { error } = resultOf(stopped);
      const next = isProblem(error) ? error.next : '';
      expect({ code: stopped.code, names: next.split(' ').includes(run) }, stopped.stderr).toEqual({
        code: 130,
        names: true,
      });
      expect(stopped.stderr.replaceAll(/\s+/g, ' ').split(`Next: ${next} `)).toHaveLength(2);
      const pasted = await place.startWords(next.split(' ').slice(1)).ended;
      expect(resultOf(pasted), pasted.stderr).toMatchObject({ exitCode: 0, removed: 30, remaining: 0 });
      expect(place.target.images()).toEqual([]);
    });
  });

  it('an interrupted revert stands in status with the command that continues it, which works as it stands', async () => {
    await inPlace({ stores: pair(10, 30) }, async (place) => {
      const { run } = await told(place, 'migrate --yes');
      let applied = 0;
      const { signal } = await place.start(`revert ${run} ${consent} --json --concurrency 1`, {
        onLine(line, kill) {
          applied += Number(line.type === 'action' && line['status'] === 'applied');
          if (applied === 8) kill();
        },
      }).ended;
      expect(signal).toBe('SIGKILL');
      const status = await told(place, 'status');
      const row = [status.result['runs']].flat().find((one) => isRow(one) && one.command === 'revert');
      if (!isRow(row)) throw new Error(`no revert in ${JSON.stringify(status.result)}`);
      expect(row).toMatchObject({
        next: `cutover revert --source source --target target --concurrency 1 ${run}`,
        resumable: true,
        phase: 'applying',
      });
      // Somebody pastes it at a terminal. It was confirmed, so nothing is asked again.
      const variables = { ...place.stores, CUTOVER_SETTLE_AFTER: '150ms' };
      const pasted = onTerminal(row.next.replace(/^cutover /, ''), place.folder, variables);
      try {
        const { code, text } = await pasted.ended;
        expect(code, text).toBe(0);
        expect(text).toMatch(/0 created, 0 updated, 30 removed/);
      } finally {
        pasted.kill();
      }
      expect(place.target.images()).toEqual([]);
    });
  });
});

const isRow = (value: unknown): value is { command: string; next: string } =>
  typeof value === 'object' && value !== null && 'command' in value && 'next' in value;

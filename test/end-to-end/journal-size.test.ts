// The journal's file stays as small as the last runs of each kind, whatever number of runs it has seen; what is no longer
// kept is said to be so; and `journal compact` gives the room back.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, pairOfAllKinds, single } from '../support/place.ts';

const bytesOf = (place: Place, name = 'cutover.db'): number => statSync(place.at(name)).size;
const runOf = async (place: Place, command: string): Promise<string> =>
  String((await place.json(command)).result['run']);
const isWhole = async (place: Place, journal = 'cutover.db'): Promise<void> =>
  expect((await place.json(`journal check --journal ${journal}`)).result).toMatchObject({
    exitCode: 0,
    problems: [],
  });

describe('the journal of one store', () => {
  /** Measured: 285 after one audit. Where addresses were kept whole, it was more than 700. */
  const bytesAnImage = 300;

  it('takes 0.3 KB an image, and after five audits no more than two of them', {
    timeout: 300_000,
  }, async () => {
    const [store] = pairOfAllKinds(1_250, 5_000) ?? [];
    await inPlace({ stores: store === undefined ? [] : [store] }, async (place) => {
      const sizes: number[] = [];
      let images = 0;
      for (let audit = 0; audit < 5; audit += 1) {
        const { code, result } = await place.json('audit --probe none');
        images = Number(result['images']);
        expect([code, images > 5_000]).toEqual([0, true]);
        sizes.push(bytesOf(place) / images);
      }
      const [first = 0, second = 0] = sizes;
      expect(first).toBeLessThan(bytesAnImage);
      expect(second).toBeLessThan(2 * bytesAnImage);
      expect(Math.max(...sizes)).toBeLessThan(1.1 * second);
      await isWhole(place);

      const bytesBefore = bytesOf(place);
      const { result } = await place.json('journal compact');
      expect(result).toMatchObject({ exitCode: 0, bytesBefore, bytesAfter: bytesOf(place), runsPruned: 0 });
      expect(bytesOf(place) / images).toBeLessThan(bytesAnImage);
      await isWhole(place);
      expect((await place.json('audit --probe none')).result).toMatchObject({ exitCode: 0, images });
    });
  });
});

describe('a run that a later one has overtaken', () => {
  it('is listed with what it came to, and whoever asks for more is refused with 7', async () => {
    await inPlace({ stores: single(8, 30) }, async (place) => {
      const { id: productId } = place.source.products()[0] ?? { id: 0 };
      place.source.addImage({
        productId,
        description: 'x',
        damage: { original: 'missing', renditions: 'html' },
      });
      const runs: Record<string, readonly [string, string]> = {};
      for (const command of ['audit', 'diff', 'verify'])
        runs[command] = [await runOf(place, command), await runOf(place, command)];
      const listed = (await place.json('runs')).result['runs'];
      expect(listed).toHaveLength(6);
      for (const [command, [first, last]] of Object.entries(runs)) {
        const refused = await place.json(`report --run ${first} --format jsonl`);
        expect([command, refused.code, refused.result.error]).toMatchObject([
          command,
          7,
          {
            code: 'run-pruned',
            what: expect.stringContaining(`run ${last} (${command})`),
            next: `\`cutover report --run ${last} --out report.html\` shows that one.`,
          },
        ]);
        expect((await place.json(`report --run ${last} --format jsonl`)).code).toBe(0);
        const [former, latter] = [first, last].map((run) =>
          Array.isArray(listed) ? listed.find((row) => Object(row).run === run) : undefined,
        );
        expect({ ...Object(former), run: last }).toMatchObject({
          done: Object(latter).done,
          total: Object(latter).total,
        });
        expect(Object(former).next).toContain(`report --run ${last}`);
      }
      const [diff = '', lastDiff = ''] = runs['diff'] ?? [];
      const [verify = '', lastVerify = ''] = runs['verify'] ?? [];
      for (const [command, see] of [
        [`plan show ${diff}`, `plan show ${lastDiff}`],
        [`migrate --run ${diff} --yes`, `report --run ${lastDiff} --out report.html`],
        [`repair --run ${verify} --yes`, `report --run ${lastVerify} --out report.html`],
      ] as const) {
        expect([command, (await place.json(command)).result.error]).toMatchObject([
          command,
          { code: 'run-pruned', next: `\`cutover ${see}\` shows that one.` },
        ]);
        expect([see, (await place.plain(see)).code]).toEqual([see, 0]);
      }
      await isWhole(place);
    });
  });

  it('leaves a migration all that it is gone on with, taken back and come back to by', async () => {
    await inPlace({ stores: pair(6, 24) }, async (place) => {
      await place.json('diff');
      const plan = await runOf(place, 'diff');
      const { run } = (await place.json('migrate --yes')).result;
      for (const command of ['diff', 'verify', 'diff', 'verify', 'diff'])
        expect([command, (await place.json(command)).code]).toEqual([command, 0]);
      expect((await place.json(`report --run ${plan} --ids ids.csv`)).code).toBe(0);
      const listed = (await place.json('runs')).result['runs'];
      expect(Array.isArray(listed) && listed.length).toBe(8);
      const reverted = await place.json(`revert ${String(run)} --yes --confirm target`);
      expect(reverted.result).toMatchObject({ exitCode: 0, removed: 24 });
      expect(place.target.images()).toEqual([]);
      await isWhole(place);
    });
  });
});

describe('migrations that have nothing to do', () => {
  it('take the room of one, and what the first knew is known still', async () => {
    await inPlace({ stores: pair(150, 600) }, async (place) => {
      const first = await runOf(place, 'migrate --yes');
      const runs: string[] = [];
      const sizes: number[] = [];
      for (let again = 0; again < 5; again += 1) {
        const { code, result } = await place.json('migrate --yes');
        expect([code, result['created']]).toEqual([0, 0]);
        runs.push(String(result['run']));
        sizes.push(bytesOf(place));
      }
      const [, second = 0] = sizes;
      expect(Math.max(...sizes)).toBeLessThan(1.05 * second);
      const last = runs.at(-1) ?? '';
      const refused = await place.json(`report --run ${runs[0]} --format jsonl`);
      expect([refused.code, refused.result.error]).toMatchObject([
        7,
        { code: 'run-pruned', what: expect.stringContaining(`run ${last} (migrate)`) },
      ]);
      for (const run of [first, last])
        expect((await place.json(`report --run ${run} --ids ids.csv`)).code).toBe(0);
      await isWhole(place);
      const reverted = await place.json(`revert ${first} --yes --confirm target`);
      expect(reverted.result).toMatchObject({ exitCode: 0, removed: 600 });
    });
  });
});

describe('journal compact', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/bin/mount');
  if (!canMount)
    process.emitWarning(
      'SKIPPED: a disk of a few kilobytes needs root on Linux; nothing is proved of it here.',
    );

  it.skipIf(!canMount)('on a full disk: 9, nothing lost, and more room is all it takes', async () => {
    await inPlace({ stores: single(120, 400) }, async (place) => {
      const disk = place.at('disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
      try {
        for (let audit = 0; audit < 3; audit += 1)
          await place.json('audit --probe none --journal disk/cutover.db');
        const before = bytesOf(place, 'disk/cutover.db');
        const listed = (await place.json('runs --journal disk/cutover.db')).result['runs'];
        execFileSync('mount', ['-o', `remount,size=${Math.ceil(before / 1024) + 80}k`, disk]);
        const full = await place.json('journal compact --journal disk/cutover.db');
        expect(full.result, full.stderr).toMatchObject({ exitCode: 9, error: { code: 'journal-full' } });
        await isWhole(place, 'disk/cutover.db');
        expect((await place.json('runs --journal disk/cutover.db')).result['runs']).toEqual(listed);
        execFileSync('mount', ['-o', 'remount,size=64m', disk]);
        const { result } = await place.json('journal compact --journal disk/cutover.db');
        expect(result).toMatchObject({ exitCode: 0, bytesAfter: bytesOf(place, 'disk/cutover.db') });
        expect(Number(result['bytesAfter'])).toBeLessThan(before);
        await isWhole(place, 'disk/cutover.db');
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  });

  it('killed while it writes: the file is the old one or the new one', { timeout: 120_000 }, async () => {
    await inPlace({ stores: single(300, 1_200) }, async (place) => {
      for (let audit = 0; audit < 3; audit += 1) await place.json('audit --probe none');
      const listed = (await place.json('runs')).result['runs'];
      const outcomes: string[] = [];
      for (const bytes of [1, 60_000, 300_000]) {
        const running = place.start('journal compact --json');
        const ended = running.ended.then(() => true);
        const isOver = async (): Promise<boolean> =>
          await Promise.race([ended, new Promise<boolean>((resolve) => setImmediate(resolve, false))]);
        while (
          !(await isOver()) &&
          (statSync(place.at('cutover.db-wal'), { throwIfNoEntry: false })?.size ?? 0) < bytes
        );
        running.send('SIGKILL');
        outcomes.push((await running.ended).signal ?? 'over');
        await isWhole(place);
        expect((await place.json('runs')).result['runs']).toEqual(listed);
      }
      expect(outcomes).toContain('SIGKILL');
      expect((await place.json('journal compact')).code).toBe(0);
      expect((await place.json('audit --probe none')).code).toBe(0);
    });
  });
});

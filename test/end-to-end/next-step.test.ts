// Every command ends with what to do next. Somebody pastes it, at night; so it must work as it stands.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Variables } from '../support/binary.ts';
import { inPlace, type Place, pair, resultOf, single } from '../support/place.ts';

const noStores: Variables = {
  CUTOVER_SOURCE_STORE: '',
  CUTOVER_SOURCE_API: '',
  CUTOVER_TARGET_STORE: '',
  CUTOVER_TARGET_API: '',
  CUTOVER_SETTLE_AFTER: '',
};

/** The words of a command as a POSIX shell splits them; only single quotes are used. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:[^\s']+|'(?:[^']|'\\'')*')+/g)].map(([word]) =>
    word.replaceAll(/'((?:[^'])*)'/g, '$1'),
  );
}

/** Runs what was printed after "Next:", which must be a command of ours. */
async function paste(place: Place, line: string, variables: Variables = {}) {
  const [program, ...args] = shellWords(line);
  expect(program, line).toBe('cutover');
  return await place.startWords(args, { variables }).ended;
}

const nextIn = (words: string): string => {
  const found = words.split('\n').findLast((line) => /\bnext: /i.test(line));
  if (found === undefined) throw new Error(`no next step in:\n${words}`);
  return found.replace(/^.*\bnext: /i, '').trim();
};

describe('the next step', () => {
  it('after an audit of slots of one store asks for no kinds that one store cannot compare', async () => {
    await inPlace({ stores: single(3, 6) }, async (place) => {
      const { stderr } = await place.plain('audit --kinds product,variant --min-pixels 1');
      expect(nextIn(stderr)).toBe('cutover diff');
      const { stdout } = await place.plain('status');
      expect(stdout).toMatch(/cutover diff --source \S+/);
      expect(stdout).not.toContain('--kinds');
    });
  });

  it('leads from the audit to a proved transfer by pasting alone, stores named in flags', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { origin } = place.sandbox;
      const flags = [
        '--source',
        'source',
        '--source-api',
        origin,
        '--target',
        'target',
        '--journal',
        "it's my journal.db",
        '--settle-after',
        '150ms',
      ];
      const audit = await place.startWords(
        ['audit', ...flags.filter((word) => word !== '--settle-after' && word !== '150ms')],
        { variables: noStores },
      ).ended;
      const codes: (readonly [string, number | undefined])[] = [['audit', audit.code]];
      let { stderr } = audit;
      for (let step = 0; step < 3; step += 1) {
        const next = nextIn(stderr);
        const isMigrate = next.startsWith('cutover migrate');
        const ended = await paste(place, isMigrate ? `${next} --yes` : next, {
          ...noStores,
          CUTOVER_SETTLE_AFTER: '150ms',
        });
        codes.push([shellWords(next)[1] ?? '', ended.code]);
        ({ stderr } = ended);
      }
      expect(codes).toEqual([
        ['audit', 0],
        ['diff', 3],
        ['migrate', 0],
        ['verify', 0],
      ]);
      expect(place.target.images()).toHaveLength(40);
    });
  });

  it('goes back to what a sample found wrong, however clean the samples of other products are', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      expect((await place.json('migrate --yes')).code).toBe(0);
      const [lost] = place.target.images();
      place.target.removeImage(lost?.id ?? 0);
      const sample = 'verify --sample 25%';
      let found = await place.json(sample);
      for (let turn = 1; found.code === 0 && turn < 4; turn += 1) found = await place.json(sample);
      expect(found.result).toMatchObject({ exitCode: 3, mismatched: 1 });
      const run = String(found.result['run']);
      const { checked } = found.result;
      const clean = await place.plain(sample);
      expect(clean.code, clean.stderr).toBe(0);
      expect(clean.stdout).toContain(
        `Verify ${run} found 1 image wrong that nobody has looked at as closely since.`,
      );

      const { result } = await place.json('runs');
      const [newest, before] = result['runs'] as Record<string, unknown>[];
      const isWhole = { total: 40, sample: 0.25 };
      expect(newest).toMatchObject({ command: 'verify', ...isWhole, stillWrong: { run, mismatched: 1 } });
      expect(newest?.['done']).toBeLessThan(40);
      expect(before).toMatchObject({ run, ...isWhole, done: checked });
      const { stdout } = await place.plain('status');
      expect(stdout).toContain('a sample of 25% of the products');
      expect(stdout).toContain(
        `verify ${run} found 1 image wrong that nobody has looked at as closely since`,
      );
      expect(nextIn(stdout)).toMatch(/^cutover repair .*--run /);
      expect(nextIn(clean.stderr)).toBe(nextIn(stdout));
      const repaired = await paste(place, `${nextIn(stdout)} --yes`);
      expect(repaired.code, repaired.stderr).toBe(0);
      expect(place.target.images()).toHaveLength(40);
      expect((await place.json('status')).result['runs']).toEqual([
        expect.not.objectContaining({ stillWrong: expect.anything() }),
      ]);
    });
  });

  it('after a verify of what was taken back on purpose shows it, and repairs what was migrated since', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const { run } = (await place.json('migrate --yes')).result;
      const [first, ...others] = place.source
        .products()
        .filter(({ id }) => place.source.images(id).length > 0);
      const reverted = await place.json(`revert ${String(run)} --yes --confirm target`);
      expect(reverted.result).toMatchObject({ exitCode: 0, removed: 40 });
      const verified = await place.plain('verify');
      expect(verified.code).toBe(3);
      expect(verified.stdout).toContain(`what run ${String(reverted.result['run'])} (revert) took back`);
      for (const words of [verified.stderr, (await place.plain('status')).stdout])
        expect(nextIn(words)).toMatch(/^cutover report --run \S+ --out report.html$/);
      expect((await paste(place, nextIn(verified.stderr))).code).toBe(0);

      // Of what nobody has taken back a repair is proposed, as ever, and of what was migrated again.
      writeFileSync(place.at('first.csv'), `source_sku\n${first?.sku ?? ''}\n`);
      writeFileSync(place.at('others.csv'), `source_sku\n${others.map(({ sku }) => sku).join('\n')}\n`);
      expect((await place.json('migrate --yes --products first.csv')).code).toBe(0);
      place.target.removeImage(place.target.images()[0]?.id ?? 0);
      const again = await place.plain('verify --products first.csv');
      expect(nextIn(again.stderr)).toMatch(/^cutover repair/);
      const left = await place.plain('verify --products others.csv');
      expect(nextIn(left.stderr)).toMatch(/^cutover report /);
    });
  });

  it('after a verify of what lies beside what was taken back is a repair', async () => {
    await inPlace({ stores: pair(4, 20) }, async (place) => {
      const [product] = place.source.products();
      // Its texts and places are its images' own, so that each is known by them.
      for (const [at, { id }] of place.source.images(product?.id).entries())
        place.source.updateImage(id, { description: `Picture ${at}`, sortOrder: at });
      expect((await place.json('migrate --yes')).code).toBe(0);
      const images = place.source.images(product?.id);
      const last = images.findLast(({ isThumbnail }) => !isThumbnail);
      const counterpart = place.target.products().find(({ sku }) => sku === product?.sku);
      const there = place.target.images(counterpart?.id);
      const made = there.find(({ description }) => description === last?.description);
      const beside = there.find(({ id }) => id !== made?.id);
      place.target.removeImage(made?.id ?? 0);
      const { run } = (await place.json('migrate --yes')).result;
      expect((await place.json(`revert ${String(run)} --yes --confirm target`)).result).toMatchObject({
        exitCode: 0,
        removed: 1,
      });
      // Nobody misses what was taken back any more, and another image of the product is wrong.
      place.source.removeImage(last?.id ?? 0);
      place.target.updateImage(beside?.id ?? 0, { description: 'changed by hand' });
      const verified = await place.plain('verify');
      expect(verified.code).toBe(3);
      expect(verified.stdout).not.toContain('took back');
      expect(nextIn(verified.stderr)).toMatch(/^cutover repair/);
    });
  });

  it('of a stopped migration continues that very run, whether printed by it or by status', async () => {
    await inPlace({ stores: pair(30, 120) }, async (place) => {
      for (const from of ['result', 'status', 'plain status'] as const) {
        const migrate = place.start('migrate --yes --json --concurrency 1 --match name');
        const { run } = await migrate.line(({ type }) => type === 'run');
        await migrate.line((line) => line.type === 'action' && line['status'] === 'applied');
        migrate.send('SIGTERM');
        const stopped = await migrate.ended;
        expect(stopped.code).toBe(130);
        const said = {
          result: async () => (resultOf(stopped)['error'] as { next: string }).next,
          status: async () =>
            ((await place.json('status')).result['runs'] as { run: string; next: string }[]).find(
              (row) => row.run === run,
            )?.next ?? '',
          'plain status': async () => nextIn((await place.plain(`status --run ${String(run)}`)).stdout),
        };
        const next = await said[from]();
        const resumed = await paste(
          place,
          `${next} --yes --json --max-changes 100%`.replaceAll(/( --yes| --json)(?=.*\1)/g, ''),
        );
        expect(
          resumed.lines.find(({ type }) => type === 'run'),
          `${next}\n${resumed.stderr}`,
        ).toMatchObject({ run, resumed: true });
        expect(resumed.code).toBe(0);
        for (const { id } of place.target.images()) place.target.removeImage(id);
      }
    });
  });

  it('that status prints goes to the API that the run was about, not to another host with the same token', async () => {
    await inPlace({ stores: pair(6, 20) }, async (place) => {
      const variables = { CUTOVER_SOURCE_API: '', CUTOVER_TARGET_API: '' };
      const { origin } = place.sandbox;
      expect((await place.json(`diff --source-api ${origin}`, { variables })).code).toBe(3);
      const status = await place.json('status', { variables });
      expect(status.result['runs']).toMatchObject([
        { next: expect.stringContaining(`--source-api ${origin}`) },
      ]);
    });
  });

  it('where a product has no counterpart: diff 3, migrate 4, and the report names it', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const [lonely] = place.target.products();
      place.target.updateProduct(lonely?.id ?? 0, { sku: 'NOBODY-HAS-THIS' });
      const without = place.source.products().find(({ sku }) => sku === lonely?.sku);
      const left = place.source.images(without?.id ?? 0).length;
      expect((await place.json('diff')).result).toMatchObject({ exitCode: 3, unmatchedProducts: 1 });
      const migrate = await place.json('migrate --yes');
      expect(migrate.result).toMatchObject({ exitCode: 4, created: 40 - left, failed: 0, inDoubt: 0 });
      const plain = await place.plain('migrate --yes');
      expect(plain.code).toBe(4);
      const report = await paste(place, nextIn(plain.stderr));
      expect(report.code).toBe(0);
      const page = readFileSync(place.at('report.html'), 'utf8');
      expect(page).toContain('product-unmatched');
      expect(page).toContain(lonely?.sku);
    });
  });

  it('products named in a file are the only ones touched', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const chosen = place.source
        .products()
        .filter(({ id }) => place.source.images(id).length > 0)
        .slice(0, 3);
      const csv = `source_sku\n${chosen.map(({ sku }) => sku).join('\n')}\n`;
      writeFileSync(place.at('some.csv'), csv);
      const wanted = chosen.reduce((sum, { id }) => sum + place.source.images(id).length, 0);
      expect((await place.json('migrate --yes --products some.csv')).result).toMatchObject({
        exitCode: 0,
        created: wanted,
      });
      expect(place.target.images()).toHaveLength(wanted);
      expect((await place.json('verify --products some.csv')).result).toMatchObject({
        exitCode: 0,
        checked: wanted,
      });
      expect((await place.json('diff')).result).toMatchObject({ same: wanted, missing: 40 - wanted });
    });
  });
});

it('a command that a text names in backticks runs as it stands there, also about another journal', async () => {
  await inPlace({ stores: pair(2, 6) }, async (place) => {
    const { stderr } = await place.plain('migrate --max-changes 1 --yes --journal m2.db');
    const [, show = ''] = /`cutover (plan show[^`]*)`/.exec(stderr) ?? [];
    expect(await place.plain(show)).toMatchObject({ code: 0 });
    const audited = await place.plain('audit --min-pixels 9 --journal a.db');
    const [, report = ''] = /`cutover (report[^`]*)`/.exec(audited.stdout) ?? [];
    expect(await place.plain(report)).toMatchObject({ code: 0 });
  });
});

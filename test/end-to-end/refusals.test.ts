// What stops a command before it does harm: each with its exit code, its stable error code, a next step, and nothing
// written to the store.
import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Variables } from '../support/binary.ts';
import { inPlace, type Place, pair } from '../support/place.ts';

interface Refusal {
  readonly what: string;
  readonly args: string;
  readonly variables?: (place: Place) => Variables;
  readonly prepare?: (place: Place) => unknown;
  readonly exitCode: number;
  readonly error: string;
}

const migrate = 'migrate --yes';

const refusals: readonly Refusal[] = [
  { what: 'an unknown command', args: 'migrat', exitCode: 2, error: 'unknown-command' },
  { what: 'an unknown option', args: 'audit --polcy mirror', exitCode: 2, error: 'unknown-option' },
  { what: 'a word that is no policy', args: 'diff --policy all', exitCode: 2, error: 'bad-value' },
  {
    what: 'no source store',
    args: 'audit',
    variables: () => ({ CUTOVER_SOURCE_STORE: '' }),
    exitCode: 2,
    error: 'missing-store',
  },
  {
    what: 'no source token',
    args: 'audit',
    variables: () => ({ CUTOVER_SOURCE_TOKEN: '' }),
    exitCode: 2,
    error: 'missing-token',
  },
  {
    what: 'no target token',
    args: 'diff',
    variables: () => ({ CUTOVER_TARGET_TOKEN: '' }),
    exitCode: 2,
    error: 'missing-token',
  },
  { what: 'nobody to ask and no --yes', args: 'migrate', exitCode: 2, error: 'needs-yes' },
  {
    what: 'mirror without --confirm',
    args: `${migrate} --policy mirror`,
    exitCode: 2,
    error: 'needs-confirm',
  },
  {
    what: 'mirror that confirms another store',
    args: `${migrate} --policy mirror --confirm source`,
    exitCode: 7,
    error: 'not-confirmed',
  },
  {
    what: 'a products file that is not there',
    args: `${migrate} --products none.csv`,
    exitCode: 2,
    error: 'bad-products-file',
  },
  {
    what: 'a products file that is a picture',
    args: `${migrate} --products picture.csv`,
    prepare: (place) =>
      writeFileSync(place.at('picture.csv'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
    exitCode: 2,
    error: 'bad-products-file',
  },
  {
    what: 'a products file with a quote left open',
    args: `${migrate} --products open.csv`,
    prepare: (place) => writeFileSync(place.at('open.csv'), 'source_sku\n"A-1\nA-2\n'),
    exitCode: 2,
    error: 'bad-products-file',
  },
  {
    what: 'a wrong source token',
    args: 'audit',
    variables: () => ({ CUTOVER_SOURCE_TOKEN: 'notthetokenofthisstore' }),
    exitCode: 5,
    error: 'credentials-refused',
  },
  {
    what: 'a wrong target token',
    args: migrate,
    variables: () => ({ CUTOVER_TARGET_TOKEN: 'notthetokenofthisstore' }),
    exitCode: 5,
    error: 'credentials-refused',
  },
  {
    what: 'a target token that may only read',
    args: migrate,
    variables: ({ sandbox }) => ({ CUTOVER_TARGET_TOKEN: sandbox.stores[1]?.readOnlyToken ?? '' }),
    exitCode: 5,
    error: 'scope-missing',
  },
  {
    what: 'a source store that is not there',
    args: 'diff',
    variables: () => ({ CUTOVER_SOURCE_STORE: 'nowhere' }),
    exitCode: 5,
    error: 'no-such-store',
  },
  {
    what: 'a target store that is not there',
    args: migrate,
    variables: () => ({ CUTOVER_TARGET_STORE: 'nowhere' }),
    exitCode: 5,
    error: 'no-such-store',
  },
  {
    what: 'a refused port',
    args: 'audit --wait 0',
    // Port 1 (tcpmux) is served nowhere, and connecting to it is refused at once.
    variables: () => ({ CUTOVER_SOURCE_API: 'http://127.0.0.1:1', CUTOVER_TARGET_STORE: '' }),
    exitCode: 8,
    error: 'store-unreachable',
  },
  {
    what: 'more changes than allowed',
    args: `${migrate} --max-changes 29`,
    exitCode: 7,
    error: 'too-many-changes',
  },
  {
    what: 'more changes than allowed, in percent',
    args: `${migrate} --max-changes 10%`,
    exitCode: 7,
    error: 'too-many-changes',
  },
  {
    what: 'a run nobody knows',
    args: 'report --format jsonl --run r-none',
    prepare: (place) => place.json('diff'),
    exitCode: 2,
    error: 'unknown-run',
  },
  {
    what: 'a report without a journal',
    args: 'report --format jsonl',
    exitCode: 2,
    error: 'journal-missing',
  },
  {
    what: 'a run to continue that nobody knows',
    args: 'diff --run r-none',
    exitCode: 2,
    error: 'unknown-run',
  },
  {
    what: 'an address of originals that is none',
    args: 'audit --source-originals ftp://pictures/{nope}',
    exitCode: 2,
    error: 'bad-value',
  },
  {
    what: 'a proxy that is no address',
    args: 'audit',
    variables: () => ({ HTTP_PROXY: 'not an address', HTTPS_PROXY: 'not an address', NO_PROXY: '' }),
    exitCode: 2,
    error: 'bad-value',
  },
];

describe('refuses', () => {
  // Each in a place of its own, and most of their time is waiting.
  it.concurrent.each(refusals)(
    '$what: $error, exit code $exitCode',
    async ({ args, variables, prepare, exitCode, error }) => {
      await inPlace({ stores: pair(10, 30) }, async (place) => {
        await prepare?.(place);
        const ended = await place.json(args, { variables: variables?.(place) ?? {} });
        expect(ended.result, ended.stderr).toMatchObject({
          exitCode,
          error: { code: error, title: expect.stringMatching(/\w/), next: expect.stringMatching(/\w/) },
        });
        expect(ended.code).toBe(exitCode);
        expect(place.target.images()).toEqual([]);

        const told = await place.plain(args, { variables: variables?.(place) ?? {} });
        const { title, next } = ended.result['error'] as { title: string; next: string };
        expect(told.code).toBe(exitCode);
        expect(told.stderr).toContain(title);
        expect(told.stderr.replaceAll(/\s+/g, ' ')).toContain(
          next.split('\n')[0]?.replace(' --json', '') ?? '',
        );
      });
    },
  );
});

describe('a journal that cannot be used', () => {
  it('of a later version: 9, untouched', async () => {
    await inPlace({ stores: pair(10, 30) }, async (place) => {
      await place.json('diff');
      const journal = new Database(place.at('cutover.db'));
      journal.pragma(`user_version = ${Number(journal.pragma('user_version', { simple: true })) + 1}`);
      journal.pragma('wal_checkpoint(TRUNCATE)');
      journal.close();
      const bytes = readFileSync(place.at('cutover.db'));
      for (const args of [migrate, 'diff', 'status', 'report --format jsonl']) {
        const { code, result } = await place.json(args);
        expect({ args, code, error: result['error'] }).toMatchObject({
          args,
          code: 9,
          error: { code: 'journal-newer' },
        });
      }
      expect(readFileSync(place.at('cutover.db'))).toEqual(bytes);
      expect(place.target.images()).toEqual([]);
    });
  });

  it.each([
    ['a text file', Buffer.from('Dear diary,\nthis is not a journal.\n'.repeat(40)), 'not-a-journal'],
    ['the database of another program', undefined, 'not-a-journal'],
  ])('%s: 9, untouched', async (_, text, error) => {
    await inPlace({ stores: pair(10, 30) }, async (place) => {
      const file = place.at('cutover.db');
      if (text === undefined) new Database(file).exec('create table recipe (name text)').close();
      else writeFileSync(file, text);
      const bytes = readFileSync(file);
      for (const args of [migrate, 'audit', 'status']) {
        const { code, result } = await place.json(args);
        expect({ args, code, error: result['error'] }).toMatchObject({
          args,
          code: 9,
          error: { code: error },
        });
      }
      expect(readFileSync(file)).toEqual(bytes);
      expect(place.target.images()).toEqual([]);
    });
  });

  it('with pages overwritten: 9, and nothing is written to the store', async () => {
    await inPlace({ stores: pair(40, 160) }, async (place) => {
      await place.json('diff');
      const file = place.at('cutover.db');
      new Database(file).close();
      const bytes = readFileSync(file);
      expect(bytes.length).toBeGreaterThan(5 * 4096);
      bytes.fill(0xa5, 4096, 5 * 4096);
      writeFileSync(file, bytes);
      const { code, result } = await place.json(migrate);
      expect({ code, error: result['error'] }).toMatchObject({ code: 9, error: { code: 'journal-damaged' } });
      expect(place.target.images()).toEqual([]);
    });
  });
});

describe('held by another process', () => {
  const underWay = async (place: Place) => {
    const first = place.start(`${migrate} --json --concurrency 1`);
    await first.line((line) => line.type === 'action' && line['status'] === 'applied');
    return first;
  };

  it('the journal: 6, naming the holder, while the first goes on', async () => {
    await inPlace({ stores: pair(60, 240) }, async (place) => {
      const first = await underWay(place);
      const second = await place.json(migrate);
      expect(second.result).toMatchObject({ exitCode: 6, error: { code: 'journal-held' } });
      expect(second.stderr).toContain(String(first.pid));
      const { code } = await first.ended;
      expect(code).toBe(0);
      expect(place.target.images()).toHaveLength(240);
    });
  });

  it('the target store, from another journal: 6', async () => {
    await inPlace({ stores: pair(60, 240) }, async (place) => {
      const first = await underWay(place);
      const second = await place.json(`${migrate} --journal other.db`);
      expect(second.result).toMatchObject({ exitCode: 6, error: { code: 'target-held' } });
      expect(second.stderr).toContain(String(first.pid));
      expect((await first.ended).code).toBe(0);
      expect(place.target.images()).toHaveLength(240);
    });
  });
});

it('other options on an unfinished run: 7, naming the run; the same ones or --new go on', async () => {
  await inPlace({ stores: pair(60, 240) }, async (place) => {
    const { lines } = await place.start(`${migrate} --json`, {
      onLine: (line, kill) => line.type === 'action' && line['status'] === 'applied' && kill(),
    }).ended;
    const run = String(lines.find(({ type }) => type === 'run')?.['run']);
    for (const args of [`${migrate} --match name`, `${migrate} --policy mirror --confirm target`]) {
      const { result, stderr } = await place.json(args);
      expect(result).toMatchObject({ exitCode: 7, error: { code: 'other-options' } });
      expect(stderr).toContain(run);
    }
    const afresh = await place.json(`${migrate} --match name --new`);
    expect(afresh.result).toMatchObject({ exitCode: 0 });
    expect(place.target.images()).toHaveLength(240);
  });
});

it('what has nothing to write needs no --yes, and nobody to ask', async () => {
  await inPlace({ stores: pair(3, 6) }, async (place) => {
    const refused = await place.json('migrate');
    expect(refused.result).toMatchObject({ exitCode: 2, error: { code: 'needs-yes' } });
    expect(place.target.images()).toEqual([]);
    await place.json('diff');
    const asked = await place.json('migrate');
    // What was announced is there: it is listed, as one that nobody has said yes to, and can be reported.
    expect((await place.json('runs')).result['runs']).toContainEqual(
      expect.objectContaining({ run: asked.result['run'], phase: 'planned', done: 0 }),
    );
    expect((await place.plain(`report --run ${String(asked.result['run'])}`)).code).toBe(0);
    const { run } = (await place.json('migrate --yes')).result;
    for (const again of ['migrate', 'migrate --policy mirror']) {
      const { result } = await place.json(again);
      expect(result).toMatchObject({ exitCode: 0, created: 0, remaining: 0 });
    }
    const takeBack = `revert ${String(run)}`;
    // Whoever follows the advice is not refused a second time.
    expect((await place.json(takeBack)).result).toMatchObject({
      exitCode: 2,
      error: { code: 'needs-yes', next: 'Add --yes and --confirm target, or look first with --dry-run.' },
    });
    expect((await place.json(`${takeBack} --confirm target`)).result).toMatchObject({
      exitCode: 2,
      error: { code: 'needs-yes', next: 'Add --yes, or look first with --dry-run.' },
    });
    expect((await place.json(`${takeBack} --yes`)).result).toMatchObject({
      exitCode: 2,
      error: { code: 'needs-confirm', next: 'Add --confirm target beside --yes.' },
    });
    expect(place.target.images()).toHaveLength(6);
    await place.json(`${takeBack} --yes --confirm target`);
    expect((await place.json(takeBack)).result).toMatchObject({ exitCode: 0, removed: 0, remaining: 0 });
  });
});

// `status`, `runs` and `report`: what is listed, which run is meant, and what a mistyped command leaves behind.
import { existsSync, lstatSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, single } from '../support/place.ts';

const rows = async (place: Place, command: string) => {
  const { result } = await place.json(command);
  return (result['runs'] as { run: string; command: string; next: string }[]).map(
    ({ run, command: of, next }) => ({ run, of, next }),
  );
};

const runOf = async (place: Place, command: string): Promise<string> =>
  String((await place.json(command)).result['run']);

describe('status', () => {
  it('is one paragraph a pair of stores, and a dry run hides nothing', async () => {
    await inPlace({ stores: pair(5, 10) }, async (place) => {
      await place.json('diff');
      await place.json('migrate --dry-run');
      expect((await rows(place, 'status')).map(({ of }) => of)).toEqual(['diff']);
      const { result } = await place.json('migrate --yes');
      await place.json('migrate --dry-run');
      const [one, ...others] = await rows(place, 'status');
      expect([one?.run, others]).toEqual([result['run'], []]);
      expect(one?.next).toMatch(/^cutover verify --source source --target target/u);
      expect((await rows(place, 'runs')).map(({ of }) => of)).toEqual([
        'migrate',
        'migrate',
        'migrate',
        'diff',
      ]);
      const { stdout } = await place.plain('status');
      expect(stdout.match(/next: /giu)).toHaveLength(1);
    });
  });
});

describe('report', () => {
  it('without --run is about the newest run that was carried out', async () => {
    await inPlace({ stores: pair(5, 10) }, async (place) => {
      await place.json('diff');
      const { result } = await place.json('migrate --yes');
      await place.json('migrate --dry-run');
      const { stdout } = await place.plain('report --format jsonl');
      const [summary] = stdout.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line)));
      // It has taken over the plan of the diff, and says how much that had read.
      expect(summary).toMatchObject({
        type: 'summary',
        run: result['run'],
        counts: { products: 5, images: 10, created: 10 },
      });
    });
  });
});

describe('runs --forget', () => {
  it('takes a dry run out by its short name, and keeps what has written', async () => {
    await inPlace({ stores: pair(5, 10) }, async (place) => {
      await place.json('migrate --dry-run');
      await place.json('migrate --yes');
      expect((await place.json('runs --forget r0001')).result).toMatchObject({ exitCode: 0 });
      expect((await rows(place, 'runs')).map(({ run }) => run.slice(0, 5))).toEqual(['r0002']);
      const kept = await place.json('runs --forget r0002');
      expect(kept.result).toMatchObject({
        exitCode: 7,
        error: { code: 'run-kept', next: expect.stringContaining('to undo what it has done') },
      });
      expect((await place.json('runs --forget r0009')).result).toMatchObject({ exitCode: 2 });
      expect((await place.json('journal check')).result).toMatchObject({ exitCode: 0 });
      expect((await place.json('diff')).result).toMatchObject({ exitCode: 0, same: 10 });
    });
  });

  it('speaks of no undoing where a comparison has only made the plan', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      const compared = await runOf(place, 'diff');
      expect((await place.json('migrate --yes')).result).toMatchObject({ created: 4 });
      expect((await place.json(`runs --forget ${compared}`)).result).toMatchObject({
        exitCode: 7,
        error: { code: 'run-kept', next: 'Nothing needs doing: it only stays in the list.' },
      });
    });
  });
});

describe('after failures', () => {
  it('the next command is retry --failed, and after that the report', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      const [image] = place.source.images();
      place.source.updateImage(image?.id ?? 0, { damage: { original: 'missing' } });
      const migrated = await place.plain('migrate --yes');
      expect(migrated.code).toBe(4);
      expect(migrated.stderr).toMatch(/Next: cutover retry --failed$/mu);
      const again = await place.plain('retry --failed --yes');
      expect(again.code).toBe(4);
      expect(again.stderr).toMatch(/Next: cutover report --run r\S+ --out report\.html$/mu);
    });
  });

  it('an empty dry run says that there is nothing to do', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      await place.json('migrate --yes');
      const { stdout, stderr } = await place.plain('migrate --dry-run');
      expect(stdout).toContain('Dry run: there is nothing to do. Nothing was written.');
      expect(stderr).toMatch(/Next: cutover verify$/mu);
    });
  });
});

describe('a slip', () => {
  it('in the store or its token leaves no journal behind', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      const wrong = { variables: { ...place.stores, CUTOVER_SOURCE_TOKEN: 'wrong0token' } };
      expect((await place.json('audit --wait 0', wrong)).result).toMatchObject({ exitCode: 5 });
      // The lock's file stays, as it always does.
      expect(readdirSync(place.folder)).toEqual(['cutover.db.lock']);
      // In a journal that is there already it leaves no run.
      await place.json('diff');
      expect((await place.json('audit --wait 0', wrong)).result).toMatchObject({ exitCode: 5 });
      expect((await rows(place, 'runs')).map(({ of }) => of)).toEqual(['diff']);
      const { stderr } = await place.plain('audit --wait 0', wrong);
      expect(stderr).toMatch(/Run r0003-\w+ is not kept: nothing was read\./u);
      expect((await place.json('journal check')).result).toMatchObject({ exitCode: 0 });
    });
  });

  it('in the folder of --journal makes no folder', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      expect((await place.json('diff --journal no/such/cutover.db')).result).toMatchObject({
        exitCode: 2,
        error: { code: 'file-not-usable' },
      });
      expect(existsSync(place.at('no'))).toBe(false);
    });
  });

  it.each([
    [
      'journal backup',
      '`cutover journal backup` needs a FILE, and there is none.',
      'Write `cutover journal backup FILE`.',
    ],
    [
      'audit x',
      '`cutover audit` takes options only, and there is 1 argument.',
      'Try `cutover audit --help`.',
    ],
    [
      'audit x y',
      '`cutover audit` takes options only, and there are 2 arguments.',
      'Try `cutover audit --help`.',
    ],
    [
      'journal backup x y',
      '`cutover journal backup` takes FILE, and there is 1 argument more.',
      'Try `cutover journal backup --help`.',
    ],
    ['--versoin', 'There is no option --versoin.', 'Did you mean `cutover --version`?'],
  ])('%s: %s', async (args, what, next) => {
    await inPlace({ stores: pair(1, 1) }, async (place) => {
      const { code, stderr } = await place.plain(args);
      expect(code).toBe(2);
      expect(stderr).toContain(what);
      expect(stderr).toContain(`Next: ${next}`);
    });
  });

  it('plan show takes the run as a word, in full or short', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      await place.json('diff');
      expect((await place.json('plan show r0001')).result).toMatchObject({ exitCode: 0, create: 4 });
    });
  });
});

describe('a journal by another name', () => {
  it('a link to it is held, too, and what is made is made where the link leads', async () => {
    await inPlace({ stores: pair(60, 120), quota: { requests: 40, windowMs: 1_000 } }, async (place) => {
      symlinkSync(place.at('real.db'), place.at('link.db'));
      const migrating = place.start('migrate --yes --json --journal link.db');
      await migrating.line(({ type, status }) => type === 'action' && status === 'applied');
      for (const name of ['real.db', 'link.db'])
        expect((await place.json(`diff --journal ${name}`)).result).toMatchObject({ exitCode: 6 });
      expect((await place.json('runs --forget r0001 --journal real.db')).result).toMatchObject({
        exitCode: 6,
      });
      place.target.setQuota({ requests: 100_000 });
      place.source.setQuota({ requests: 100_000 });
      expect((await migrating.ended).code).toBe(0);
      expect(lstatSync(place.at('link.db')).isSymbolicLink()).toBe(true);
      expect((await place.json('journal check --journal real.db')).result).toMatchObject({ exitCode: 0 });
    });
  });

  it('a mistyped token removes neither a link nor what was there before', async () => {
    await inPlace({ stores: pair(2, 4) }, async (place) => {
      symlinkSync(place.at('real.db'), place.at('link.db'));
      writeFileSync(place.at('n.db.seq'), 'mine');
      const wrong = { variables: { ...place.stores, CUTOVER_SOURCE_TOKEN: 'wrong0token' } };
      for (const name of ['link.db', 'n.db'])
        expect((await place.json(`audit --wait 0 --journal ${name}`, wrong)).result).toMatchObject({
          exitCode: 5,
        });
      expect(lstatSync(place.at('link.db')).isSymbolicLink()).toBe(true);
      expect([existsSync(place.at('real.db')), existsSync(place.at('n.db'))]).toEqual([false, false]);
      expect(existsSync(place.at('n.db.seq'))).toBe(true);
    });
  });
});

it('an audit with a target leaves a journal that is whole', async () => {
  await inPlace({ stores: pair(3, 6) }, async (place) => {
    await place.json('audit');
    expect((await place.json('journal check')).result).toMatchObject({ exitCode: 0, problems: [] });
  });
});

describe('a run that is named', () => {
  it('of another pair, or without a plan, is refused', async () => {
    await inPlace(
      { stores: [...(pair(2, 4) ?? []), { hash: 'third', catalog: { kind: 'products-only', products: 2 } }] },
      async (place) => {
        await place.json('migrate --yes');
        await place.json('verify');
        const [, , third] = place.sandbox.stores;
        const other = {
          variables: {
            ...place.stores,
            CUTOVER_TARGET_STORE: third?.store ?? '',
            CUTOVER_TARGET_TOKEN: third?.token ?? '',
          },
        };
        expect((await place.json('migrate --run r0001 --dry-run', other)).result).toMatchObject({
          exitCode: 7,
        });
        expect((await place.json('migrate --run r0001 --yes', other)).result).toMatchObject({ exitCode: 7 });
        expect((await place.json('migrate --run r0002 --yes')).result).toMatchObject({
          exitCode: 2,
          error: { code: 'unknown-run' },
        });
      },
    );
  });
});

describe('one store without V2', () => {
  it('is not compared with --source-via v3', async () => {
    await inPlace({ stores: single(2, 4) }, async (place) => {
      for (const command of ['diff', 'verify', 'repair --yes', 'migrate --yes'])
        expect((await place.json(`${command} --source-via v3`)).result).toMatchObject({
          exitCode: 2,
          error: { code: 'wrong-usage' },
        });
      expect((await place.json('audit --source-via v3')).result).toMatchObject({ exitCode: 0 });
    });
  });

  it('is not sent round in a circle', async () => {
    await inPlace(
      { stores: single(2, 4) },
      async (place) => {
        const audit = await place.plain('audit --wait 0');
        expect(audit.stderr).toMatch(/Next: cutover report --run r\S+ --out report\.html$/mu);
        const diff = await place.plain('diff --wait 0');
        expect(diff.code).toBe(8);
        expect(diff.stderr).toMatch(/Next: Without V2 the two views of a store cannot be compared/u);
      },
      ({ path }) =>
        path.includes('/v2/') ? { status: 410, body: [{ status: 410, message: 'Gone' }] } : undefined,
    );
  });
});

it('another picture of the same name on the target is nobody’s copy, once it was looked at', async () => {
  await inPlace({ stores: [...(pair(0, 0) ?? [])] }, async (place) => {
    const { id: productId } = place.source.addProduct({ sku: 'MUG', name: 'Mug' });
    const { id } = place.target.addProduct({ sku: 'MUG', name: 'Mug' });
    const picture = (drawn: number) => ({ picture: { drawn }, fileName: 'image.png', description: 'a' });
    place.source.addImage({ productId, isThumbnail: true, ...picture(1) });
    await place.json('migrate --yes');
    await place.json('diff');
    place.target.addImage({ productId: id, sortOrder: 5, ...picture(77) });
    await place.json('diff');
    const { result, lines } = await place.json('verify --level content');
    expect(lines.filter((line) => line['rule'] === 'surplus-image')).toEqual([]);
    expect(result).toMatchObject({ checked: 1 });
  });
});

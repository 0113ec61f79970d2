// On a machine that others use too: what they have left in a folder decides nothing, and nothing that is run later lies
// where they can write.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { binary, cleanVariables } from '../support/binary.ts';
import { inPlace, pair, single } from '../support/place.ts';

const run = promisify(execFile);

describe('a cutover.json in the working folder', () => {
  it.each([
    ['source-api', 'https://evil.example'],
    ['yes', true],
    ['log-file', '../elsewhere'],
    ['source-originals', ['https://evil.example/{image_file}']],
    ['out', '../elsewhere'],
    ['journal', '../elsewhere'],
    ['products', '/etc/passwd'],
  ])('cannot set %s', async (key, value) => {
    await inPlace({ stores: pair(1, 1) }, async (place) => {
      writeFileSync(place.at('cutover.json'), JSON.stringify({ [key]: value }));
      const { result } = await place.json('migrate');
      expect(result).toMatchObject({ exitCode: 2, error: { code: 'bad-config-file' } });
      expect(place.source.requests()).toEqual([]);
    });
  });

  it('that everybody can write is refused by its name', async () => {
    await inPlace({ stores: pair(1, 1) }, async (place) => {
      writeFileSync(place.at('cutover.json'), '{"match":"sku"}');
      chmodSync(place.at('cutover.json'), 0o666);
      const { result } = await place.json('diff');
      expect(result).toMatchObject({ exitCode: 2, error: { code: 'bad-config-file' } });
      chmodSync(place.at('cutover.json'), 0o664);
      expect((await place.json('diff')).result).toMatchObject({ exitCode: 3 });
    });
  });
});

it("says where tokens go when that is not BigCommerce's API", async () => {
  await inPlace({ stores: single(1, 1) }, async (place) => {
    const { stderr } = await place.json('audit --quiet');
    expect(stderr).toContain(
      `Tokens go to ${place.stores['CUTOVER_SOURCE_API']}, which is not BigCommerce's API.`,
    );
  });
});

describe('compiled code', () => {
  const started = async (prepare: (cache: string) => void) => {
    let found: { shared: string[]; own: string[] | undefined; mode: number | undefined } | undefined;
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const [cache, shared] = [place.at('cache'), place.at('shared')];
      mkdirSync(shared);
      prepare(cache);
      const variables = { ...place.stores, XDG_CACHE_HOME: cache, TMPDIR: shared };
      expect((await place.start('runs', { variables }).ended).code).toBe(0);
      const own = `${cache}/cutover`;
      found = {
        shared: readdirSync(shared),
        own: existsSync(own) ? readdirSync(own) : undefined,
        mode: existsSync(own) ? statSync(own).mode & 0o777 : undefined,
      };
    });
    return found;
  };

  it('is kept in a folder of the user alone, and not among the files that all share', async () => {
    expect(await started(() => undefined)).toEqual({ shared: [], own: ['compiled'], mode: 0o700 });
  });

  it('is kept while a command is at work, so that one which is killed leaves it, too', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const variables = { XDG_CACHE_HOME: place.at('cache') };
      const sandbox = place.start('sandbox --json --products 1', { variables });
      await sandbox.line(({ type }) => type === 'sandbox');
      const kept = (): number =>
        readdirSync(place.at('cache'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
          .length;
      await expect.poll(kept, { timeout: 30_000 }).toBeGreaterThan(0);
      sandbox.send('SIGKILL');
    });
  });

  it('is kept nowhere where others could write to that folder', async () => {
    const open = (cache: string): void => {
      mkdirSync(`${cache}/cutover`, { recursive: true });
      chmodSync(`${cache}/cutover`, 0o777);
    };
    expect(await started(open)).toEqual({ shared: [], own: [], mode: 0o777 });
  });

  it.each([
    [0o777, []],
    [0o1777, ['compiled']],
  ])('beside others’ files, in a folder of mode %o', async (mode, own) => {
    const around = (cache: string): void => {
      mkdirSync(cache);
      chmodSync(cache, mode);
    };
    expect(await started(around)).toEqual({ shared: [], own, mode: 0o700 });
  });
});

it('what it leaves behind is for its user alone, whatever the umask says', async () => {
  await inPlace({ stores: pair(2, 4) }, async (place) => {
    // Not in one step: the stores are in this process, and have to answer meanwhile.
    const cutover = async (args: string): Promise<void> => {
      await run('sh', ['-c', `umask 0; exec "$0" "$@"`, process.execPath, binary, ...args.split(' ')], {
        cwd: place.folder,
        env: { ...cleanVariables(place.folder), ...place.stores, CUTOVER_LOG_FILE: place.at('log.jsonl') },
      });
    };
    await cutover('migrate --yes');
    await cutover('report --out report.csv');
    const modes = readdirSync(place.folder).map((name) => [
      name,
      (statSync(place.at(name)).mode & 0o777).toString(8),
    ]);
    expect(modes.filter(([name]) => !['config', 'state'].includes(name ?? ''))).toEqual([
      ['cutover.db', '600'],
      ['cutover.db.lock', '600'],
      ['cutover.db.seq', '600'],
      ['log.jsonl', '600'],
      ['report.csv', '600'],
    ]);
  });
});

it('a token file that others can read is warned about', async () => {
  await inPlace({ stores: single(1, 1) }, async (place) => {
    writeFileSync(place.at('token'), place.stores['CUTOVER_SOURCE_TOKEN'] ?? '');
    const words = 'Others can read the file named with --source-token-file';
    for (const [mode, isWarned] of [
      [0o644, true],
      [0o600, false],
    ] as const) {
      chmodSync(place.at('token'), mode);
      const { stderr, result } = await place.json('audit --source-token-file token');
      expect([result['exitCode'], stderr.includes(words)]).toEqual([0, isWarned]);
    }
  });
});

it('a link that lies where a report is made is not followed', async () => {
  await inPlace({ stores: single(1, 1) }, async (place) => {
    await place.json('diff');
    writeFileSync(place.at('precious'), 'precious');
    symlinkSync(place.at('precious'), place.at('report.csv'));
    expect((await place.plain('report --out report.csv')).code).toBe(0);
    expect(readFileSync(place.at('precious'), 'utf8')).toBe('precious');
    expect(readFileSync(place.at('report.csv'), 'utf8')).toContain('severity');
  });
});

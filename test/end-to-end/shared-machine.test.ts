// On a machine that others use too: what they have left in a folder decides nothing, and nothing that is run later lies
// where they can write.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPlace, pair, single } from '../support/place.ts';

describe('a cutover.json in the working folder', () => {
  it.each([
    ['source-api', 'https://evil.example'],
    ['yes', true],
    ['log-file', '../elsewhere'],
    ['source-originals', ['https://evil.example/{image_file}']],
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

  it('is kept nowhere where others could write to that folder', async () => {
    const open = (cache: string): void => {
      mkdirSync(`${cache}/cutover`, { recursive: true });
      chmodSync(`${cache}/cutover`, 0o777);
    };
    expect(await started(open)).toEqual({ shared: [], own: [], mode: 0o777 });
  });
});

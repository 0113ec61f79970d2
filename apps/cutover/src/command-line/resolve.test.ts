import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CutoverError } from '../errors.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { parseConfig } from './config-file.ts';
import { optionKeys, variableName } from './option-table.ts';
import { resolveOptions } from './resolve.ts';

/** The options with these settings in each of the four places; undefined: nothing stands there. */
async function resolved(places: { flag?: string; variable?: string; here?: object; own?: object }) {
  const io = fakeIo();
  if (places.here !== undefined) writeFileSync(join(io.cwd, 'cutover.json'), JSON.stringify(places.here));
  if (places.own !== undefined) {
    mkdirSync(io.configFolder);
    writeFileSync(join(io.configFolder, 'cutover.json'), JSON.stringify(places.own));
  }
  const flags = new Map(places.flag === undefined ? [] : [['settleAfter' as const, [places.flag]]]);
  const environment = places.variable === undefined ? {} : { CUTOVER_SETTLE_AFTER: places.variable };
  return await resolveOptions(['settleAfter', 'yes', 'sourceOriginals'], flags, environment, io);
}

describe('precedence', () => {
  const own = { 'settle-after': '4s' };
  const here = { settleAfter: '3s' };
  test.each([
    ['a flag beats all', { flag: '1s', variable: '2s', here, own }, 1_000],
    ['the environment beats the files', { variable: '2s', here, own }, 2_000],
    ["the folder's file beats the user's", { here, own }, 3_000],
    ["the user's file beats the default", { own }, 4_000],
    ['the default', {}, 120_000],
    ['an empty variable is none', { variable: ' ', own }, 4_000],
  ])('%s', async (_, places, expected) => {
    expect((await resolved(places)).settleAfter).toBe(expected);
  });

  test('an option that the command does not have is read from nowhere', async () => {
    const options = await resolveOptions([], new Map(), { CUTOVER_SETTLE_AFTER: 'nonsense' }, fakeIo());
    expect(options.settleAfter).toBe(120_000);
  });

  test('a wrong value names where it stands', async () => {
    await expect(resolved({ variable: 'soon' })).rejects.toThrow(
      'CUTOVER_SETTLE_AFTER: "soon" is not a duration',
    );
    await expect(resolved({ flag: 'soon' })).rejects.toThrow('--settle-after: "soon" is not a duration');
  });

  test('every option has a variable of its own', () => {
    const names = optionKeys.map((key) => variableName(key));
    const twice = names.filter((name, at) => names.indexOf(name) !== at);
    expect(twice).toEqual([]);
    expect(variableName('productCount')).toBe('CUTOVER_SANDBOX_PRODUCTS');
    expect(names.filter((name) => !/^CUTOVER_[A-Z_]+$/.test(name))).toEqual([]);
    expect([variableName('source'), variableName('target'), variableName('sourceTokenFile')]).toEqual([
      'CUTOVER_SOURCE_STORE',
      'CUTOVER_TARGET_STORE',
      'CUTOVER_SOURCE_TOKEN_FILE',
    ]);
  });
});

describe('cutover.json', () => {
  const codeOf = (text: string): string => {
    try {
      parseConfig('cutover.json', text);
      return 'read';
    } catch (error) {
      if (error instanceof CutoverError) return error.problem.code;
      throw error;
    }
  };
  test.each([
    ['{"source": "abc", "yes": true, "concurrency": 4, "source-originals": ["https://a/{store}"]}', 'read'],
    ['{"sorce": "abc"}', 'bad-config-file'],
    ['{"source-token": "x"}', 'token-in-wrong-place'],
    ['{"targetToken": "x"}', 'token-in-wrong-place'],
    ['{"CUTOVER_SOURCE_TOKEN": "x"}', 'token-in-wrong-place'],
    ['{"confirm": "abc"}', 'bad-config-file'],
    ['{"yes": "1"}', 'bad-config-file'],
    ['{"source": ["a", "b"]}', 'bad-config-file'],
    ['{"source": null}', 'bad-config-file'],
    ['{"settleAfter": "1s", "settle-after": "2s"}', 'bad-config-file'],
    ['[]', 'bad-config-file'],
    ['{', 'bad-config-file'],
  ])('%s is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CutoverError } from '../errors.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { parseConfig } from './config-file.ts';
import { optionKeys, optionRows, variableName } from './option-table.ts';
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
  return resolveOptions(['settleAfter', 'yes', 'sourceOriginals'], flags, environment, io);
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
    const options = resolveOptions([], new Map(), { CUTOVER_SETTLE_AFTER: 'nonsense' }, fakeIo());
    expect(options.settleAfter).toBe(120_000);
  });

  test('a wrong value names where it stands', async () => {
    await expect(resolved({ variable: 'soon' })).rejects.toThrow(
      'CUTOVER_SETTLE_AFTER: "soon" is not a duration',
    );
    await expect(resolved({ flag: 'soon' })).rejects.toThrow('--settle-after: "soon" is not a duration');
  });

  test('what names a file or a folder is taken from no file of the working folder', () => {
    const named = optionKeys.filter((key) => /FILE|FOLDER/.test(optionRows[key]?.placeholder ?? ''));
    expect(named).toEqual(expect.arrayContaining(['journal', 'out', 'ids', 'logFile', 'state', 'products']));
    expect(named.filter((key) => optionRows[key]?.inFile === undefined)).toEqual([]);
  });

  test.each([
    ['few.csv', undefined, 120],
    ['7', undefined, 7],
    ['7', '9', 9],
    ['', undefined, 120],
  ])('of a name that two options have, what fits is taken: %j, its own %j', async (both, own, expected) => {
    const environment = { CUTOVER_PRODUCTS: both, CUTOVER_SANDBOX_PRODUCTS: own };
    const { productCount } = resolveOptions(['productCount'], new Map(), environment, fakeIo());
    expect(productCount).toBe(expected);
  });

  test('the other option of that name has its value whole', async () => {
    const environment = { CUTOVER_PRODUCTS: 'few.csv', CUTOVER_SANDBOX_PRODUCTS: '9' };
    const { products } = resolveOptions(['products'], new Map(), environment, fakeIo());
    expect(products).toBe('few.csv');
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
  const cases: [string, string][] = [
    ['{"source": "abc", "concurrency": 4, "source-via": "v3"}', 'read'],
    ...['yes', 'allow-private-hosts', 'allow-unarchived'].map((key): [string, string] => [
      `{"${key}": true}`,
      'bad-config-file',
    ]),
    ...['source-api', 'targetApi', 'log-file', 'source-token-file', 'target-token-file'].map(
      (key): [string, string] => [`{"${key}": "https://x"}`, 'bad-config-file'],
    ),
    ['{"source-originals": ["https://a/{store}"]}', 'bad-config-file'],
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
  ];
  test.each(cases)('%s is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

describe('who has written it', () => {
  const text = '{"settle-after": "3s"}';
  const readFrom = async (prepare: (path: string, folder: string) => void, file = 'cutover.json') => {
    const io = fakeIo();
    prepare(join(io.cwd, file), io.cwd);
    const options = resolveOptions(['settleAfter', 'yes'], new Map(), {}, io);
    return options.settleAfter;
  };
  test('one that a group may write is read, and so is a link to one of ours', async () => {
    const group = (path: string): void => {
      writeFileSync(path, text);
      chmodSync(path, 0o664);
    };
    expect(await readFrom(group)).toBe(3_000);
    const link = (path: string, folder: string): void => {
      writeFileSync(join(folder, 'elsewhere.json'), text);
      symlinkSync(join(folder, 'elsewhere.json'), path);
    };
    expect(await readFrom(link)).toBe(3_000);
  });

  test('one that everybody may write is refused, behind a link too', async () => {
    const open = (path: string): void => {
      writeFileSync(path, text);
      chmodSync(path, 0o666);
    };
    await expect(readFrom(open)).rejects.toThrow('can be written by everybody');
    const link = (path: string, folder: string): void => {
      open(join(folder, 'elsewhere.json'));
      symlinkSync(join(folder, 'elsewhere.json'), path);
    };
    await expect(readFrom(link)).rejects.toThrow('can be written by everybody');
  });

  // Only root may give a file away.
  test.runIf(process.getuid?.() === 0)(
    'one of another user is refused, and so is a link of theirs',
    async () => {
      const theirs = (path: string): void => {
        writeFileSync(path, text);
        chownSync(path, 4_321, 4_321);
      };
      await expect(readFrom(theirs)).rejects.toThrow('belongs to another user');
      const link = (path: string, folder: string): void => {
        writeFileSync(join(folder, 'elsewhere.json'), text);
        symlinkSync(join(folder, 'elsewhere.json'), path);
        lchownSync(path, 4_321, 4_321);
      };
      await expect(readFrom(link)).rejects.toThrow('belongs to another user');
    },
  );

  test('a folder and a pipe are refused at once', async () => {
    await expect(readFrom((path) => mkdirSync(path))).rejects.toThrow('is no file of settings');
    const pipe = (path: string): void => void execFileSync('mkfifo', [path]);
    await expect(readFrom(pipe)).rejects.toThrow('is no file of settings');
  });

  test('one of more than a megabyte is refused, and one of just that is read', async () => {
    const ofBytes = (bytes: number) => (path: string) => writeFileSync(path, text.padEnd(bytes));
    expect(await readFrom(ofBytes(1_048_576))).toBe(3_000);
    await expect(readFrom(ofBytes(1_048_577))).rejects.toThrow('is no file of settings');
  });

  test("the user's own file may say what one in the working folder may not", async () => {
    expect((await resolved({ own: { yes: true } })).yes).toBe(true);
    await expect(resolved({ here: { yes: true } })).rejects.toThrow(
      '"yes" cannot be set by a file in the working folder',
    );
  });
});

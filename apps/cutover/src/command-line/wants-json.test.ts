import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../terminal/io.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { resultOf, run } from '../testing/run-main.ts';
import { wantsJson } from './wants-json.ts';

const yes = '{"json": true}';
const no = '{"json": false}';

describe('does a script read stdout?', () => {
  const cases: [string, string[], Environment, string | undefined, string | undefined, boolean][] = [
    ['nobody says so', ['diff'], {}, undefined, undefined, false],
    ['the flag', ['diff', '--json'], { CUTOVER_JSON: '0' }, no, undefined, true],
    ['the flag with a value it does not take', ['diff', '--json=1'], {}, undefined, undefined, true],
    ['not what stands behind --', ['map', '--', '--json'], {}, undefined, undefined, false],
    ['the environment, in words', ['diff'], { CUTOVER_JSON: 'true' }, no, undefined, true],
    ['the environment says no', ['diff'], { CUTOVER_JSON: '0' }, yes, undefined, false],
    ['a variable that says nothing', ['diff'], { CUTOVER_JSON: 'maybe' }, yes, undefined, true],
    ['the file here', ['diff'], {}, yes, no, true],
    ['the file here says no', ['diff'], {}, no, yes, false],
    ['the own file', ['diff'], {}, undefined, yes, true],
    ['a file with other faults', ['diff'], {}, '{"json": true, "nonsense": 1}', undefined, true],
    ['a file that is no JSON', ['diff'], {}, '{', undefined, false],
  ];
  test.each(cases)('%s', async (_, args, environment, here, own, expected) => {
    const io = fakeIo();
    if (here !== undefined) writeFileSync(join(io.cwd, 'cutover.json'), here);
    if (own !== undefined) {
      mkdirSync(io.configFolder);
      writeFileSync(join(io.configFolder, 'cutover.json'), own);
    }
    expect(wantsJson(args, environment, io)).toBe(expected);
  });
});

test.each([
  ['chosen in cutover.json', {}, true],
  ['chosen in the environment', { CUTOVER_JSON: 'true' }, false],
])('%s, wrong usage still ends with the result line', async (_, environment, inFile) => {
  const io = fakeIo();
  if (inFile) writeFileSync(join(io.cwd, 'cutover.json'), yes);
  const { exitCode, stdout } = await run('diff --nonsense', environment, io);
  expect([exitCode, resultOf(stdout).error?.code]).toEqual([2, 'unknown-option']);
});

// An option is its row: a made-up one appears wherever its row says so, and no list anywhere else names it.
import type { Run } from '@cutover/journal';
import { type Choices, type Means, optionsKeyOf, type Patience } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { parseConfig } from '../command-line/config-file.ts';
import { helpOn } from '../command-line/help.ts';
import { flag, type OptionRows, value } from '../command-line/option-row.ts';
import { optionRows, optionTable } from '../command-line/option-table.ts';
import { readCommandLine } from '../command-line/read-command-line.ts';
import { readText } from '../command-line/read-value.ts';
import { resolveRows } from '../command-line/resolve.ts';
import type { Environment } from '../terminal/io.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { nextCommand, sameCommand } from './next-command.ts';
import { matchWords, originOf, originWords, wholeMatchWords } from './origin.ts';

const rows: OptionRows = {
  ...optionTable,
  sparkle: value('WAY', readText, 'how it sparkles', { group: 'Pace', placed: 'first', kept: true }),
  colour: value('NAME', readText, 'which colour', { mustMatch: { as: 'colourName', otherwise: 'none' } }),
  onlyToday: flag('today alone', { group: 'Safety', repeated: 'by the same command' }),
  afresh: flag('from the start', { repeated: 'never' }),
};
const options = ['sparkle', 'colour', 'onlyToday', 'afresh', 'concurrency', 'json'];
const shine = {
  name: 'shine',
  summary: 'shine',
  about: ['Shines.'],
  options,
  examples: [],
  exitCodes: [0],
  readsOnly: true,
};
const commands = new Map([['shine', shine]]);

/** A line as somebody types it. */
function parse(words: readonly string[]) {
  const parsed = readCommandLine(words, commands, rows);
  if (parsed.kind !== 'run') throw new Error('no command');
  return parsed;
}

/** From there to the values that the command is given. */
async function read(words: readonly string[], environment: Environment = {}) {
  const { command, flags } = parse(words);
  return await resolveRows(command.options, flags, environment, fakeIo(), rows);
}

const line = ['shine', '--sparkle', 'brightly', '--colour', 'blue', '--only-today', '--afresh'];
const { flags } = parse(line);
const typed = { program: 'cutover', command: 'shine', commands, io: { platform: 'linux' }, flags } as const;

test.each([
  ['the command line', line, {}, { sparkle: 'brightly', colour: 'blue', onlyToday: true, afresh: true }],
  [
    'the environment',
    ['shine'],
    { CUTOVER_SPARKLE: 'dimly', CUTOVER_ONLY_TODAY: '1' },
    { sparkle: 'dimly', colour: undefined, onlyToday: true, afresh: false },
  ],
  [
    'a flag rather than the environment',
    ['shine', '--sparkle=brightly'],
    { CUTOVER_SPARKLE: 'dimly' },
    { sparkle: 'brightly', colour: undefined, onlyToday: false, afresh: false },
  ],
])('its value is read from %s', async (_, words, environment, expected) => {
  const { sparkle, colour, onlyToday, afresh } = await read(words, environment);
  expect({ sparkle, colour, onlyToday, afresh }).toEqual(expected);
});

test.each([
  [['shine', '--sparkel', 'x'], 'Did you mean --sparkle?'],
  [
    ['shine', '--only-today=1'],
    'Write --only-today alone, or leave it out; CUTOVER_ONLY_TODAY=0 in the environment also means no.',
  ],
])('a line that is wrong is put right: %j', async (words, next) => {
  await expect(read(words)).rejects.toMatchObject({ problem: { next } });
});

test('a file of settings may name it', () => {
  expect(parseConfig('cutover.json', '{"only-today": true, "sparkle": "dimly"}', 'folder', rows)).toEqual(
    new Map([
      ['onlyToday', ['true']],
      ['sparkle', ['dimly']],
    ]),
  );
});

test('help has it under its heading, with its flag, variable and key', async () => {
  const help = (await helpOn('shine', typed.commands, { rows })).join('\n');
  expect(help).toContain(
    [
      'Options',
      '  --colour NAME',
      '      which colour',
      '  --afresh',
      '      from the start',
      '',
      'Safety',
      '  --only-today',
      '      today alone',
      '',
      'Pace',
      '  --sparkle WAY',
      '      how it sparkles',
      '  --concurrency N',
    ].join('\n'),
  );
  expect(await helpOn('environment', typed.commands, { rows })).toContainEqual(
    expect.stringMatching(/^ {2}CUTOVER_ONLY_TODAY +--only-today +only-today$/u),
  );
});

test('what is to be kept is kept with the run and comes back from it', () => {
  const kept = originOf(typed.flags, rows);
  expect(kept).toEqual({ sparkle: 'brightly' });
  expect(originWords({ options: kept }, options, rows)).toEqual(['--sparkle', 'brightly']);
  expect(originOf(typed.flags)).toEqual({});
});

test('what must match is told by the command that continues, unless it is what it would be anyway', () => {
  const of = (colourName: string) => ({ options: { colourName } });
  expect(matchWords(of('blue'), options, rows)).toEqual(['--colour', 'blue']);
  expect(matchWords(of('none'), options, rows)).toEqual([]);
  expect(wholeMatchWords(of('blue'), options, rows)).toEqual(['--colour', 'blue']);
});

test('what was meant once comes again only with the same command, a fresh start never', () => {
  expect(nextCommand(typed, 'shine', [], rows)).toBe('cutover shine --sparkle brightly --colour blue');
  expect(sameCommand(typed, rows)).toBe('cutover shine --sparkle brightly --colour blue --only-today');
});

test('the level and the sample of a stopped verify are spelled as they are typed', () => {
  const run = { options: { level: 'content', sample: 0.07, match: 'sku', policy: 'mirror' } };
  expect(matchWords(run, ['level', 'sample', 'match', 'policy'])).toEqual([
    '--policy',
    'mirror',
    '--level',
    'content',
    '--sample',
    '7%',
  ]);
  const whole: Pick<Run, 'options'> = { options: { level: 'fields', sample: 1 } };
  expect(matchWords(whole, ['level', 'sample'])).toEqual([]);
});

test('the engine refuses to continue with another value of exactly those that must match', () => {
  const asked = {
    match: 'sku',
    policy: 'copy',
    prefer: 'ask',
    productsDigest: '',
    transfer: 'auto',
    sourceVia: 'auto',
    allowUnarchived: false,
    concurrency: undefined,
  } as const satisfies Partial<Choices['selection'] & Choices['decisions'] & Means & Patience>;
  const others = {
    match: 'name',
    policy: 'mirror',
    prefer: 'source',
    productsDigest: 'abc',
    kinds: ['product', 'variant'],
    transfer: 'url',
    sourceVia: 'v3',
    allowUnarchived: true,
    concurrency: 3,
  };
  // Whichever part of the request it is in.
  const keyOf = (changed: object): string => {
    const flat = { ...asked, ...changed };
    const choices: Choices = JSON.parse(JSON.stringify({ selection: flat, decisions: flat }));
    return optionsKeyOf(choices);
  };
  const matter = Object.entries(others)
    .filter(([name, other]) => keyOf({ [name]: other }) !== keyOf({}))
    .map(([name]) => (name === 'productsDigest' ? 'products' : name));
  // What a verify or an audit alone has the engine keeps beside, and how a plan is carried out, which is no part of it.
  const marked = Object.keys(optionRows).filter((key) => optionRows[key]?.mustMatch !== undefined);
  const beside = new Set(['level', 'sample', 'probe', 'minPixels', 'allowRenditions']);
  expect(matter.toSorted()).toEqual(marked.filter((key) => !beside.has(key)).toSorted());
});

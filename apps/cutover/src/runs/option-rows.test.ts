// An option is its row: a made-up one appears wherever its row says so, and no list anywhere else names it.
import type { Run } from '@cutover/journal';
import { type Choices, choicesUnsaid, optionsKeyOf } from '@cutover/sync-engine';
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
import { matchWords, originOf, originWords, sharedChoices, wholeMatchWords } from './origin.ts';

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
async function parse(words: readonly string[]) {
  const parsed = await readCommandLine(words, commands, rows);
  if (parsed.kind !== 'run') throw new Error('no command');
  return parsed;
}

/** From there to the values that the command is given. */
async function read(words: readonly string[], environment: Environment = {}) {
  const { command, flags } = await parse(words);
  return resolveRows(command.options, flags, environment, fakeIo(), rows);
}

const line = ['shine', '--sparkle', 'brightly', '--colour', 'blue', '--only-today', '--afresh'];
const { flags } = await parse(line);
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

const other = (selection: Partial<Choices['selection']>, decisions: Partial<Choices['decisions']> = {}) => ({
  selection: { ...choicesUnsaid.selection, ...selection },
  decisions: { ...choicesUnsaid.decisions, ...decisions },
});

test.each([
  ['products', other({ productsDigest: 'abc' })],
  ['match', other({ match: 'name' })],
  ['policy', other({}, { policy: 'mirror' })],
  ['prefer', other({}, { prefer: 'source' })],
  ['kinds', other({ kinds: ['product', 'variant'] })],
])('the engine knows a plan of other --%s by its row', (option, choices) => {
  const shared = sharedChoices();
  const others = shared.filter((row) => row.option !== option);
  expect(others.length).toBe(shared.length - 1);
  expect(optionsKeyOf(choices, { shared })).not.toBe(optionsKeyOf(choicesUnsaid, { shared }));
  expect(optionsKeyOf(choices, { shared: others })).toBe(optionsKeyOf(choicesUnsaid, { shared: others }));
});

test('a choice that a plan is made with is one because its row says so, and comes last where it is new', () => {
  const shared = sharedChoices();
  const ofPlan = {
    came: shared.length + 1,
    value: ({ selection }: Choices) => selection.sourceVia,
    before: 'auto',
  };
  const withColour = sharedChoices({
    colour: value('NAME', readText, 'which colour', { mustMatch: { as: 'colourName', ofPlan } }),
    ...optionTable,
  });
  expect(withColour.map(({ option }) => option)).toEqual([...shared.map(({ option }) => option), 'colour']);
  const keyOf = (choices: Choices) => optionsKeyOf(choices, { shared: withColour });
  expect(keyOf(choicesUnsaid)).toBe(optionsKeyOf(choicesUnsaid, { shared }));
  expect(keyOf(other({ sourceVia: 'v3' }))).not.toBe(keyOf(choicesUnsaid));
});

// What a run is known by is a digest of their values in this order: a new one that came between would make each run another.
test('the choices that a plan is made with have each come at their own time', () => {
  const rows = Object.values(optionRows).flatMap(({ mustMatch }) => mustMatch?.ofPlan?.came ?? []);
  expect(rows.toSorted((a, b) => a - b)).toEqual(rows.map((_, index) => index + 1));
});

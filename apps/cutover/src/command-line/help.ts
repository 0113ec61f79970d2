// The help, made of the tables: meant to be read from top to bottom, aloud if need be, in 80 columns. Its lines are made
// whole here, and broken in one place at the end.
import { CutoverError } from '../errors.ts';
import { filledBy, signsOf, wrappedLine } from '../terminal/wrapped-by.ts';
import { type CommandRow, type CommandRows, heeds } from './command-row.ts';
import { exitCodeTable, exitCodeWords } from './exit-codes.ts';
import { nearest } from './nearest.ts';
import { fileKey, groups, type OptionRows } from './option-row.ts';
import { flagName, optionRows, variableName, variableOfFlag } from './option-table.ts';

const width = 80;
const topics = ['exit-codes', 'environment'];

/** The help on a topic: '' for the overview, a command's name, `exit-codes`, `environment`, a rule or the code of an error. */
export async function helpOn(
  topic: string,
  commands: CommandRows<CommandRow<string>>,
  { rows = optionRows, wrap = inEighty }: HelpOptions = {},
): Promise<readonly string[]> {
  return (await wholeLines(topic, commands, rows)).flatMap(wrap);
}

interface HelpOptions {
  readonly rows?: OptionRows;
  /** A line as the lines of where it is read. */
  readonly wrap?: (line: string) => readonly string[];
}

const filled = (text: string, cells: number, side?: 'start'): string => filledBy(signsOf, text, cells, side);

const inEighty = (line: string): string[] =>
  wrappedLine(line, width, { program: 'cutover', widthOf: signsOf });

async function wholeLines(
  topic: string,
  commands: CommandRows<CommandRow<string>>,
  rows: OptionRows,
): Promise<readonly string[]> {
  if (topic === '') return overview(commands);
  const row = commands.get(topic);
  if (row !== undefined) return [...commandHelp(row, rows), ...((await row.moreHelp?.()) ?? [])];
  const within = [...commands.values()].filter(({ name }) => name.startsWith(`${topic} `));
  const [only, another] = within;
  if (only !== undefined && another === undefined) return await wholeLines(only.name, commands, rows);
  if (only !== undefined)
    return [
      `cutover ${topic}`,
      '',
      'Commands',
      ...within.map(({ name, summary }) => beside(name, 18, summary)),
      '',
      `More: \`cutover help ${only.name}\``,
    ];
  if (topic === 'exit-codes') return ['Exit codes', '', ...exitCodes(Object.keys(exitCodeTable).map(Number))];
  if (topic === 'environment') return environment(rows, (await import('./proxy.ts')).proxyVariables);
  const { pageNames, pageOn } = await import('./topics.ts');
  const page = pageOn(topic);
  if (page !== undefined) return page.map((line) => (line.startsWith('- ') ? `  ${line}` : line));
  const near = nearest(topic, [...commands.keys(), ...topics, ...pageNames()]);
  throw new CutoverError(
    'wrong-usage',
    `There is no help on "${topic}".`,
    near === undefined ? 'Try `cutover --help`.' : `Did you mean \`cutover help ${near}\`?`,
  );
}

function overview(commands: CommandRows<CommandRow<string>>): string[] {
  return [
    'Cutover moves a BigCommerce store’s product images off the deprecated V2 API and onto V3, and proves that every one arrived.',
    '',
    'Usage: cutover COMMAND [OPTIONS]',
    '',
    'Commands',
    ...[...commands.values()].map(({ name, summary }) => beside(name, 16, summary)),
    '',
    'Begin with',
    '  cutover demo                      two local stores, nothing needed',
    '  cutover audit --source HASH       your store, read only',
    '',
    'More: `cutover COMMAND --help`, `cutover help exit-codes`, `cutover help environment`, `cutover help` with the name of a rule or the code of an error, `cutover --version`.',
  ];
}

function commandHelp(row: CommandRow<string>, rows: OptionRows): string[] {
  return [
    `cutover ${row.name}: ${row.summary}`,
    '',
    `Usage: ${['cutover', row.name, row.operands, row.needs, '[OPTIONS]'].filter((word) => word !== undefined).join(' ')}`,
    '',
    ...row.about.flatMap((paragraph) => [paragraph, '']),
    'Examples',
    ...row.examples.flatMap(([line, says]) => [`  ${line}`, `      ${says}`]),
    '',
    ...optionGroups(row, rows),
    'Environment',
    `  Each option can also be set by a variable, such as ${variableName(row.options[0] ?? 'json', rows)}, or by a key in cutover.json. A flag overrides the environment, which overrides cutover.json in this folder, which overrides your own.${row.options.includes('source') && row.options.includes('sourceApi') ? ' Tokens: CUTOVER_SOURCE_TOKEN, CUTOVER_TARGET_TOKEN.' : ''} See \`cutover help environment\`.`,
    '',
    'Exit codes',
    // Any command may meet a fault of our own.
    ...exitCodes(
      [...new Set([1, ...row.exitCodes])].toSorted((a, b) => a - b),
      row,
    ),
  ];
}

/** The options in the order in which a person asks: what is special here, which stores, which products, how safe. */
function optionGroups(row: CommandRow<string>, rows: OptionRows): string[] {
  const { options, idle = [], optionHelp: here = {} } = row;
  const used = options.filter((key) => heeds(row, key));
  const lists = [
    { heading: 'Options', keys: used.filter((key) => rows[key]?.group === undefined) },
    ...groups.map((heading) => ({ heading, keys: grouped(heading, used, rows) })),
  ];
  return [
    ...lists.flatMap(({ heading, keys }) =>
      keys.length === 0 ? [] : [heading, ...keys.flatMap((key) => optionHelp(key, rows, here[key])), ''],
    ),
    ...(idle.length === 0
      ? []
      : [
          `Accepted but ignored here, so that the same flags work for every command: ${idle.map((key) => `--${flagName(key, rows)}`).join(', ')}.`,
          '',
        ]),
  ];
}

function grouped(group: string, used: readonly string[], rows: OptionRows): readonly string[] {
  const placed = (key: string): number => ({ first: -1, none: 0, last: 1 })[rows[key]?.placed ?? 'none'];
  return Object.keys(rows)
    .filter((key) => used.includes(key) && rows[key]?.group === group)
    .toSorted((a, b) => placed(a) - placed(b));
}

function optionHelp(key: string, rows: OptionRows, here: string | undefined): string[] {
  const row = rows[key];
  if (row === undefined) return [];
  const flag = `--${flagName(key, rows)}${row.placeholder === undefined ? '' : ` ${row.placeholder}`}`;
  const notes = [
    row.repeats ? 'may be repeated' : undefined,
    row.fallback === undefined ? undefined : `default: ${row.fallback}`,
  ];
  const told = notes.filter((note) => note !== undefined);
  return [`  ${flag}`, `      ${here ?? row.help}${told.length === 0 ? '' : ` (${told.join('; ')})`}`];
}

function environment(rows: OptionRows, proxies: readonly string[]): string[] {
  const keys = Object.keys(rows);
  const column = Math.max(30, ...keys.map((key) => variableName(key, rows).length + 2));
  const line = (variable: string, flag: string, key: string): string =>
    `  ${filled(variable, column)}${filled(flag, 24)}${key}`;
  const lines = keys.map((key) =>
    line(variableName(key, rows), `--${flagName(key, rows)}`, keyInFile(key, rows)),
  );
  return [
    'Environment and configuration',
    '',
    'A flag beats the environment, the environment beats cutover.json in the working folder, that beats cutover.json in your own configuration folder. Write 1 for yes and 0 for no; in cutover.json true and false. A file in the working folder may come from somebody else, so keys marked * are read from your own file only, and a file that belongs to another user, or that everybody can write, is refused.',
    '',
    line('variable', 'flag', 'key in cutover.json'),
    ...lines,
    ...sharedWords(keys, rows),
    '',
    'Tokens (never a flag or a key):',
    '  CUTOVER_SOURCE_TOKEN          the source token itself',
    '  CUTOVER_TARGET_TOKEN          the target token itself',
    '',
    'Other variables:',
    `  ${filled(proxies.join(', '), 39)}proxies`,
    '  NO_COLOR, FORCE_COLOR, TERM=dumb, CI   colours and screens',
    '  ACCESSIBLE                             plain lines, as --accessible',
    '  CUTOVER_STATE_DIR, XDG_STATE_HOME      where the locks of target stores are',
    '  XDG_CACHE_HOME                         where compiled code is kept',
  ];
}

/** Which variables are read for two options. */
function sharedWords(keys: readonly string[], rows: OptionRows): string[] {
  const names = keys
    .filter((key) => rows[key]?.sharesVariable === true)
    .map((key) => variableOfFlag(key, rows));
  return names.length === 0
    ? []
    : [
        '',
        `${names.join(', ')} also apply to the second option of that name, if its own variable is not set and the value fits.`,
      ];
}

/** The key, marked where only the user’s own file may have it; none where no file may. */
const keyInFile = (key: string, rows: OptionRows): string =>
  rows[key]?.inFile === false ? '-' : `${fileKey(key)}${rows[key]?.inFile === 'own' ? ' *' : ''}`;

const exitCodes = (codes: readonly number[], row?: CommandRow<string>): string[] =>
  codes.map((code) => beside(filled(String(code), 3, 'start'), 5, exitCodeWords(code, row)));

/** A word, and what it means behind a column of this width. */
const beside = (word: string, column: number, meaning: string): string =>
  `  ${filled(word, column)}${meaning}`;

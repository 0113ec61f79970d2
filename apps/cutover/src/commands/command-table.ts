// THE table of commands: which options each one knows, and what its help says. Parsing, help and "did you mean" read it.
import type { CommandRow } from '../command-line/command-row.ts';
import type { OptionKey } from '../command-line/option-table.ts';
import { upkeepTable } from './upkeep-table.ts';

export const commandNames = [
  'audit',
  'diff',
  'migrate',
  'verify',
  'status',
  'runs',
  'report',
  'plan show',
  'repair',
  'revert',
  'settle',
  'retry',
  'journal check',
  'journal backup',
  'unlock',
  'map',
  'sandbox',
  'demo',
] as const;
export type CommandName = (typeof commandNames)[number];

export const everywhere = [
  'json',
  'noColor',
  'accessible',
  'quiet',
  'verbose',
  'logFile',
] as const satisfies OptionKey[];
const stores = [
  'source',
  'sourceTokenFile',
  'sourceApi',
  'sourceOriginals',
  'sourceVia',
  'target',
  'targetTokenFile',
  'targetApi',
] as const satisfies OptionKey[];
// The four commands of a run take the same options, so that one set of flags serves them all.
const running = [
  ...stores,
  'journal',
  'run',
  'products',
  'match',
  'policy',
  'prefer',
  'transfer',
  'allowUnarchived',
  'yes',
  'confirm',
  'maxChanges',
  'quotaShare',
  'settleAfter',
  'concurrency',
  'allowPrivateHosts',
  'new',
  ...everywhere,
] as const satisfies OptionKey[];

const writing = [
  'transfer',
  'allowUnarchived',
  'yes',
  'confirm',
  'maxChanges',
  'settleAfter',
] as const satisfies OptionKey[];

export const commandTable: Readonly<Record<CommandName, CommandRow>> = {
  ...upkeepTable(everywhere, running),
  audit: {
    summary: 'grade every image of a store',
    about: [
      'Reads the source store (and the target, if one is named) and grades every image: what is wrong, how bad it is, what it breaks, and whether migrate can mend it. It needs a token and nothing else, and writes to no store.',
    ],
    options: ['failOn', ...running],
    idle: ['policy', ...writing],
    examples: [
      ['cutover audit --source abc123', 'audit one store; the token is asked for'],
      ['cutover audit --source abc123 --fail-on warning --json', 'for a script: exit 3 from warnings up'],
    ],
    exitCodes: [0, 2, 3, 5, 6, 7, 8, 9, 130],
    readsOnly: true,
  },
  diff: {
    summary: 'compare the two sides and save the plan',
    about: [
      'Pairs the images of both sides and says one thing about each: = the same, ~ differs, + missing on the target, - only on the target, ! could not be told. The plan that would make them equal is saved in the journal for migrate.',
      'With one store, the two sides are its V2 view and its V3 view (parity). With two, the source is read and the target compared (transfer).',
    ],
    options: running,
    idle: writing,
    examples: [
      ['cutover diff --source abc123', 'parity: the V2 view of a store against its V3 view'],
      ['cutover diff --source abc123 --target def456', 'transfer: what the target lacks'],
    ],
    exitCodes: [0, 2, 3, 5, 6, 7, 8, 9, 130],
    readsOnly: true,
  },
  migrate: {
    summary: 'carry out the plan, resumably',
    about: [
      'Carries out the plan of the newest diff of these stores and options, or makes one. It asks before the first write, and the same command continues what was interrupted. Every write is written down before it is sent and again when it is answered, so nothing is sent twice and nothing is lost.',
      'A picture that was replaced on the source is made anew first, then the old one is removed, its bytes kept beside the journal; nothing else is removed under --policy copy. What somebody has edited on the target since is left alone until --prefer decides.',
      'Ctrl-C once: requests in flight are finished and recorded, and the command that continues is printed. Twice: out at once, still safe.',
    ],
    options: ['dryRun', 'stopAfterFailures', ...running],
    examples: [
      ['cutover migrate --source abc123 --target def456 --dry-run', 'what it would do and cost'],
      ['cutover migrate --source abc123 --target def456', 'do it, after a question'],
      ['cutover migrate --source abc123 --target def456 --yes --max-changes 500 --json', 'for a script'],
      [
        'cutover migrate --source abc123 --target def456 --policy mirror',
        'also remove what only the target has',
      ],
    ],
    exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
    readsOnly: false,
  },
  verify: {
    summary: 'read both sides afresh and prove them equal',
    about: [
      'Reads both sides again and compares them. --level fields compares what the API says; links also asks for each rendition; content also decodes the pictures and compares them as the eye does. What was not checked is said, never counted as good.',
    ],
    options: ['level', 'sample', ...running],
    idle: ['policy', ...writing],
    examples: [
      ['cutover verify --source abc123 --target def456', 'the fields of every image'],
      [
        'cutover verify --source abc123 --target def456 --level content --sample 5%',
        'look at a random twentieth',
      ],
    ],
    exitCodes: [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
    readsOnly: true,
  },
  status: {
    summary: 'where the newest runs stand and what would happen next',
    about: [
      'Shows the newest run of each command and pair of stores, also while it is under way, and the command that continues it; for the newest unfinished run also what is left: changes to make, doubts and their age, failures by reason. Reads the journal only.',
    ],
    options: ['journal', 'run', 'source', 'target', ...everywhere],
    examples: [['cutover status', 'this folder’s journal']],
    exitCodes: [0, 2, 9, 130],
    readsOnly: true,
  },
  runs: {
    summary: 'every run in the journal',
    about: ['Lists every run in the journal, newest first. Reads the journal only.'],
    options: ['journal', 'run', 'source', 'target', ...everywhere],
    examples: [['cutover runs --json', 'for a script: result.runs']],
    exitCodes: [0, 2, 9, 130],
    readsOnly: true,
  },
  report: {
    summary: 'the findings and actions of a run, as CSV or JSON Lines',
    about: [
      'Writes the findings and actions of one run. CSV cells that a spreadsheet would take for a formula get an apostrophe in front. A file appears whole or not at all.',
    ],
    options: ['format', 'out', 'journal', 'run', 'source', 'target', ...everywhere],
    examples: [
      ['cutover report --out findings.csv', 'the newest run, for a spreadsheet'],
      ['cutover report --format jsonl --run ID', 'one run, to standard output'],
    ],
    exitCodes: [0, 2, 9, 130],
    readsOnly: true,
  },
  map: {
    summary: 'turn V2 data into V3 shape, without a network',
    about: [
      'Reads V2 JSON, JSON Lines, or a product CSV (modern or legacy export, known by its headings; divided by commas, tabs or semicolons) from files or standard input and writes the V3 shape as JSON Lines to standard output.',
      'Rows that cannot be read are named with their line on stderr, and the exit code is 2. A picture that V3 has no counterpart for is left out of its record and counted on stderr, and the exit code is 4: a path of the import folder, a resized copy whose original cannot be told. Warnings are counted, and told one by one with --verbose.',
    ],
    operands: '[FILE...]',
    options: ['from', ...everywhere],
    examples: [
      ['cutover map images.json > v3.jsonl', 'a saved V2 answer'],
      ['cutover map --from csv < export.csv', 'a product export'],
    ],
    exitCodes: [0, 2, 4, 130],
    readsOnly: true,
  },
  sandbox: {
    summary: 'serve local stores that speak V2 and V3',
    about: [
      'Serves stores on this machine that behave as the API is documented, pictures included, until it is stopped. The first store has images, the others the same products without.',
    ],
    options: [
      'port',
      'stores',
      'productCount',
      'images',
      'seed',
      'quota',
      'fault',
      'switch',
      'state',
      ...everywhere,
    ],
    examples: [
      ['cutover sandbox --products 40', 'two stores; prints what to paste'],
      ['cutover sandbox --fault reset-after=0.05 --quota 40/2s --json', 'a store with a bad line'],
    ],
    exitCodes: [2, 9, 130],
    readsOnly: true,
  },
  demo: {
    summary: 'the whole way on two local stores, in about a minute',
    about: [
      'Starts two local stores, audits, diffs, migrates, kills the migration in the middle, resumes it and verifies the result. Needs nothing and leaves nothing.',
    ],
    options: ['keep', ...everywhere],
    examples: [['cutover demo', 'watch it']],
    exitCodes: [0, 1, 130],
    readsOnly: true,
  },
};

/** The command that these words begin with, which may have a name of two words. */
export function commandAt(words: readonly string[]): { name: CommandName; length: number } | undefined {
  for (const length of [2, 1]) {
    const name = commandNames.find((one) => one === words.slice(0, length).join(' '));
    if (name !== undefined && name.split(' ').length === length) return { name, length };
  }
  return undefined;
}

export const isCommandName = (text: string): text is CommandName =>
  commandNames.some((name) => name === text);

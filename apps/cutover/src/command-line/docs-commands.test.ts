// Every command that the README and the docs name is one that the program reads: its name, its options and their values.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandTable } from '../commands/command-table.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { readCommandLine } from './read-command-line.ts';
import { resolveOptions } from './resolve.ts';

const root = new URL('../../../../', import.meta.url);

const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

/** In a code block, or between backticks, up to where a comment, a file or another command follows. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/(?:^|[`:$] ?)(?:npx pnpm (?:--silent )?)?cutover ([a-z-][^`\n]*)/gm)]
    .map(([, words = '']) => (words.split(/ #| [|>&…]|;/)[0] ?? '').trim())
    .filter((words) => words !== '');

/** What stands for a value of one's own. */
const values: Readonly<Record<string, string>> = { 'P%': '5%', N: '4', ID: '7' };

async function complaintOf(line: string): Promise<string | undefined> {
  const words = line.split(/ +/).map((word) => values[word] ?? word);
  try {
    const read = await readCommandLine(words, commandTable);
    if (read.kind === 'run') resolveOptions(read.command.options, read.flags, {}, fakeIo());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test.each(pages)('%s', async (page) => {
  const complaints: [string, string][] = [];
  for (const line of commandsIn(readFileSync(new URL(page, root), 'utf8'))) {
    const complaint = await complaintOf(line);
    if (complaint !== undefined) complaints.push([line, complaint]);
  }
  expect(complaints).toEqual([]);
});

test('finds them in blocks and between backticks, and says which is wrong', async () => {
  const text =
    'Run `npx pnpm cutover diff --sample 5%`, or:\n```\nnpx pnpm cutover migrate --dry-runs   # writes nothing\ncutover verify --level closely > a.txt\n```\nand `cutover.db`, cutover itself.';
  const lines = commandsIn(text);
  expect(lines).toEqual(['diff --sample 5%', 'migrate --dry-runs', 'verify --level closely']);
  expect(await Promise.all(lines.map(complaintOf))).toEqual([
    undefined,
    expect.stringContaining('--dry-runs'),
    expect.stringContaining('closely'),
  ]);
});

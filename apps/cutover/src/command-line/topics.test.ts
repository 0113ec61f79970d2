import { ruleIds } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { commandTable } from '../commands/command-table.ts';
import { errorTable } from '../errors.ts';
import { helpOn } from './help.ts';

it.each([...ruleIds, ...Object.keys(errorTable)])('there is help on %s, in 80 columns', async (topic) => {
  const lines = await helpOn(topic, commandTable);
  expect(lines[0]).toBe(topic);
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

it('the help on a rule says what it means, how it is recognised and what to do', async () => {
  expect(await helpOn('order-tie', commandTable)).toEqual([
    'order-tie',
    '',
    'Two images share a place, so the store chooses their order.',
    '',
    '  - Severity: warning',
    '  - Found by: `audit`',
    '  - Fixed by `migrate`: no',
    '',
    'How it is recognised',
    '',
    'Two images of a product have one sort order.',
    '',
    'Example',
    '',
    'Images 11 and 12 both have 0.',
    '',
    'What to do',
    '',
    'Give them places of their own.',
  ]);
});

it('a topic that is nearly one is pointed to', async () => {
  await expect(helpOn('order-tye', commandTable)).rejects.toMatchObject({
    problem: { code: 'wrong-usage', next: 'Did you mean `cutover help order-tie`?' },
  });
  await expect(helpOn('constructor', commandTable)).rejects.toMatchObject({
    problem: { code: 'wrong-usage' },
  });
});

it('the first word of a command of two leads to it, or to all that begin so', async () => {
  expect(await helpOn('plan', commandTable)).toEqual(await helpOn('plan show', commandTable));
  const lines = await helpOn('journal', commandTable);
  expect(lines[0]).toBe('cutover journal');
  expect(lines.flatMap((line) => /^ {2}(journal \w+) /u.exec(line)?.[1] ?? [])).toEqual(
    [...commandTable.keys()].filter((name) => name.startsWith('journal ')),
  );
});

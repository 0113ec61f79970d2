// A line of the products file that the source cannot answer, as each command speaks of it to people: the source has no such
// product, and no word of a counterpart, which would send them to the wrong store. One that only the target lacks is not.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../main.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { environment, sandbox, withTwoStores } from '../testing/two-stores.ts';

withTwoStores();

const commands = [
  'audit',
  'diff',
  'migrate --dry-run',
  'migrate --yes',
  'verify',
  'repair --yes',
  'report --format md',
];

/** What people read of each command, on the screen and on stdout. */
async function wordsOf(products: string): Promise<Record<string, string>> {
  const io = fakeIo();
  writeFileSync(join(io.cwd, 'some.csv'), products);
  const told: Record<string, string> = {};
  for (const command of commands) {
    io.printed.stdout = '';
    io.printed.stderr = '';
    await main(
      [...command.split(' '), ...(command.startsWith('report') ? [] : ['--products', 'some.csv'])],
      environment,
      io,
    );
    told[command] = io.printed.stdout + io.printed.stderr;
  }
  return told;
}

/** Of each command: whether it says so, and which words of counterparts it has, but for a count of none and what its rule means. */
const spokenOf = (told: Readonly<Record<string, string>>, said: RegExp) =>
  Object.entries(told).map(([command, text]) => [
    command,
    said.test(text),
    text
      .split('\n')
      .filter((line) => /counterpart|on the target has|the target does not/.test(line))
      .filter((line) => !/ 0 {2}products without a counterpart|no counterpart on the target, or/.test(line)),
  ]);

test.each([
  ['source_sku\nNONE\n', 1],
  ['source_product_id,target_sku\n999,ANY\n998,\n', 2],
])('of %j, which the source does not have', async (products, absent) => {
  const each = /line \d of the products file names (SKU NONE|product 999), which the source does not have/;
  const count = new RegExp(`${absent} \\|? ?products? ?of the products file that the source does not have`);
  const told = await wordsOf(products);
  expect(spokenOf(told, new RegExp(`${each.source}|${count.source}`))).toEqual(
    commands.map((command) => [command, true, []]),
  );
  for (const command of ['diff', 'verify']) expect(told[command]).toMatch(count);
});

test('of one that only the target lacks', async () => {
  const added = sandbox.control('abc').addProduct({ name: 'New', sku: 'NEW' });
  const told = await wordsOf(`source_product_id\n${added.id}\n`);
  expect(
    Object.entries(told).filter(([, text]) =>
      /the source does not have(?!; correct|\. The message)/.test(text),
    ),
  ).toEqual([]);
  expect(told['verify']).not.toContain('of the products file');
  expect(told['diff']).toMatch(/ 1 {2}product without a counterpart/);
  expect(told['migrate --yes']).toContain('Left out: 1 product without a counterpart');
});

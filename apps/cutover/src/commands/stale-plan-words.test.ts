// A plan that somebody else has carried out meanwhile, as people read of it: one sentence on the products that have changed,
// and no count of what a comparison of long ago has found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../main.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { environment, withTwoStores } from '../testing/two-stores.ts';

withTwoStores();

test('products that have changed since are one sentence, unless each is asked for', async () => {
  const io = fakeIo();
  const told = async (line: string) => {
    io.printed.stdout = '';
    io.printed.stderr = '';
    const exitCode = await main(line.split(' '), environment, io);
    const changed = io.printed.stderr.split('\n').filter((one) => one.includes('changed since'));
    return { exitCode, changed, first: io.printed.stdout.split('\n')[0] };
  };
  await told('diff --journal first.db');
  await told('diff --journal second.db');
  await told('migrate --yes --journal third.db');

  const stale = await told('migrate --yes --journal first.db');
  expect(stale).toEqual({
    exitCode: 0,
    changed: [
      expect.stringMatching(
        /^6 target products have changed since they were planned \(\d+, \d+, \d+ and 3 more; `cutover report --journal first\.db --run \S+ --out report\.csv` lists each\): 12 actions dropped, 0 added$/,
      ),
    ],
    first: 'Nothing to do: 12 changes of the plan are not needed any more.',
  });
  // The command that is named there lists what was dropped, though another run would find nothing to tell.
  const [, named = ''] = /`cutover (.+?)`/.exec(stale.changed[0] ?? '') ?? [];
  await told(named);
  const rows = readFileSync(join(io.cwd, 'report.csv'), 'utf8').split('\n');
  const dropped = rows.filter((row) => row.includes('the product has changed since it was planned'));
  expect(dropped.length).toBe(12);
  const { changed } = await told('migrate --yes --verbose --journal second.db');
  expect(changed.length).toBe(7);
  // Of a plan that is as it was, nothing has changed.
  expect((await told('migrate --yes --journal first.db')).changed).toEqual([]);
});

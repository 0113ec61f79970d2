// A plan that somebody else has carried out meanwhile, as people read of it: one sentence on the products that have changed,
// and no count of what a comparison of long ago has found.
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

  expect(await told('migrate --yes --journal first.db')).toEqual({
    exitCode: 0,
    changed: [
      expect.stringMatching(
        /^6 target products have changed since they were planned \(\d+, \d+, \d+ and 3 more; --verbose lists each\): 12 actions dropped, 0 added$/,
      ),
    ],
    first: 'Nothing to do: 12 changes of the plan are not needed any more.',
  });
  const { changed } = await told('migrate --yes --verbose --journal second.db');
  expect(changed.length).toBe(7);
  // Of a plan that is as it was, nothing has changed.
  expect((await told('migrate --yes --journal first.db')).changed).toEqual([]);
});

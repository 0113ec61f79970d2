import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { acquireLock } from './lock/lock.ts';
import {
  someCreate,
  someFinding,
  someImage,
  someIntent,
  someProduct,
  someRun,
  stillJournal,
  temporaryFolder,
} from './testing/samples.ts';

const canary = 'canary9f2c71e4tokenb80d';

/** Everything that takes words is given the token; true when a file of the folder, or an error, shows it. */
async function fullLife(secrets: readonly string[]): Promise<boolean> {
  const folder = temporaryFolder();
  const words = `401 for X-Auth-Token ${canary}, twice ${canary}`;
  const journal = stillJournal(join(folder, 'cutover.db'), { secrets });
  const lock = acquireLock(journal.path, { command: 'migrate', pid: 1, host: 'here', since: 'now' });
  const { id: run } = await journal.openRun(someRun({ optionsKey: canary, options: { token: canary } }));
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  const page = {
    products: [someProduct(1, { name: words })],
    images: [someImage(1, 11, { description: words })],
    cursor: 1,
    complete: true,
  };
  await journal.savePage(snapshot, page);
  await journal.addFindings(run, [someFinding({ message: words, rule: canary, fields: [canary] })]);
  const actions = await journal.addActions(
    run,
    [11, 12, 13].map((id) => someCreate(1, id, { wanted: { description: words } })),
  );
  const [first = '', second = '', third = ''] = actions.map((action) => action.id);
  const intent = { ...someIntent(run, await journal.saveBasis(run, 1, [])), sentName: `${canary}.jpg` };
  await journal.start([{ action: first, ...intent }]);
  await journal.failed(first, { code: 'refused', words });
  await journal.start([{ action: second, ...intent }]);
  await journal.record([{ action: second, is: 'blocked', reason: words, candidates: [] }]);
  await journal.addActions(run, [], { actions: [third], reason: words });
  const error: unknown = await journal
    .record([{ action: first, is: 'notDone', reason: words }])
    .catch((reason: unknown) => reason);
  const seen = () => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(canary));
  const whileOpen = seen() || inspect(error, { depth: 9 }).includes(canary);
  expect(readdirSync(folder)).toContain('cutover.db-wal');
  lock.release();
  await journal.close();
  return whileOpen || seen();
}

it('lets no token into a file or an error', async () => {
  expect(await fullLife([canary, ''])).toBe(false);
});

it('is a test that would see one', async () => {
  expect(await fullLife([])).toBe(true);
});

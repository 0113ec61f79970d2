import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { someFinding, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { backupJournal } from './backup.ts';
import { checkJournal } from './check.ts';

describe('a backup', () => {
  it('of a journal under way is one moment of it, opens, and checks clean', async () => {
    const folder = temporaryFolder();
    const [path, copy] = [join(folder, 'cutover.db'), join(folder, 'copy.db')];
    const journal = stillJournal(path);
    const { id: run } = await journal.openRun(someRun());
    await journal.addFindings(
      run,
      Array.from({ length: 3000 }, () => someFinding()),
    );
    let written = 0;
    const done = new AbortController();
    const writing = (async () => {
      for (; !done.signal.aborted; written += 1)
        await journal.addFindings(run, [someFinding(), someFinding()]);
    })();
    await backupJournal(path, copy);
    done.abort();
    await writing;
    await journal.close();
    expect(written).toBeGreaterThan(0);
    const { problems, facts } = await checkJournal(copy);
    expect(problems).toEqual([]);
    const found = facts['findings'] ?? 0;
    expect([found >= 3000, found <= 3000 + 2 * written, found % 2]).toEqual([true, true, 0]);
    expect(readdirSync(folder).toSorted()).toEqual([
      'copy.db',
      'copy.db.seq',
      'cutover.db',
      'cutover.db.seq',
    ]);
    // It does not know what was written after it, so its owner has to look before writing.
    const restored = stillJournal(copy);
    expect([restored.unclean, restored.lostRows, restored.runs().length]).toEqual([true, false, 1]);
    await restored.close();
  });

  it('of a journal that was closed is not closed: it does not know what came after it', async () => {
    const folder = temporaryFolder();
    const [path, copy] = [join(folder, 'cutover.db'), join(folder, 'copy.db')];
    const journal = stillJournal(path);
    await journal.openRun(someRun());
    await journal.close();
    await backupJournal(path, copy);
    const [original, restored] = [stillJournal(path), stillJournal(copy)];
    expect([original.unclean, restored.unclean]).toEqual([false, true]);
    await original.close();
    await restored.close();
  });

  it.each(['copy.db', 'copy.db-wal', 'copy.db-journal', 'copy.db.seq'])(
    'overwrites nothing: %s is there',
    async (name) => {
      const folder = temporaryFolder();
      await stillJournal(join(folder, 'cutover.db')).close();
      writeFileSync(join(folder, name), 'mine');
      await expect(backupJournal(join(folder, 'cutover.db'), join(folder, 'copy.db'))).rejects.toMatchObject({
        code: 'exists',
      });
      expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
      expect(readdirSync(folder).toSorted()).toEqual(['cutover.db', name].toSorted());
    },
  );

  it.each([
    ['no journal', 'none.db', 'copy.db', 'missing'],
    ['another file', 'letter.txt', 'copy.db', 'not-a-journal'],
    ['no folder', 'cutover.db', 'no/copy.db', 'missing'],
  ])('of %s is refused and leaves nothing', async (_, from, to, code) => {
    const folder = temporaryFolder();
    await stillJournal(join(folder, 'cutover.db')).close();
    writeFileSync(join(folder, 'letter.txt'), 'a letter');
    await expect(backupJournal(join(folder, from), join(folder, to))).rejects.toMatchObject({ code });
    expect(readdirSync(folder).toSorted()).toEqual(['cutover.db', 'letter.txt']);
  });
});

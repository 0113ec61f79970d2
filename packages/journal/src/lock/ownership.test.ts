import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConnection } from '../files/connection.ts';
import { readTail } from '../files/tail-file.ts';
import type { Journal } from '../journal.ts';
import { mayHoldHalfPages } from '../open-journal.ts';
import { createStatements } from '../schema/statements.ts';
import { upgrades } from '../schema/upgrades.ts';
import { someFinding, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { createOwnership } from './ownership.ts';

/** What a killed owner leaves: its files as they are while it still has them open. */
function leftBehind(path: string, copy: string, parts: readonly string[] = ['', '-wal', '.seq']): string {
  for (const part of parts) copyFileSync(`${path}${part}`, `${copy}${part}`);
  return copy;
}
const state = ({ unclean, lostRows }: Journal) => ({ unclean, lostRows });
const clean = { unclean: false, lostRows: false };
const unclean = { unclean: true, lostRows: false };
const lost = { unclean: true, lostRows: true };

async function reopened(path: string): Promise<{ unclean: boolean; lostRows: boolean }> {
  const journal = stillJournal(path);
  await journal.close();
  return state(journal);
}

describe('the mark of an owner', { timeout: 30_000 }, () => {
  it('is on from its first write until it closes', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    expect(state(stillJournal())).toEqual(clean);
    const owner = stillJournal(path);
    expect(await reopened(leftBehind(path, join(folder, 'unwritten.db'), ['']))).toEqual(clean);
    await owner.openRun(someRun());
    expect(await reopened(leftBehind(path, join(folder, 'killed.db')))).toEqual(unclean);
    await owner.close();
    expect(await reopened(path)).toEqual(clean);
  });

  it('is not taken off by an owner that wrote nothing', async () => {
    const folder = temporaryFolder();
    const owner = stillJournal(join(folder, 'cutover.db'));
    await owner.openRun(someRun());
    const killed = leftBehind(owner.path, join(folder, 'killed.db'));
    await owner.close();
    expect([await reopened(killed), await reopened(killed)]).toEqual([unclean, unclean]);
  });

  it('stays with the runs that were unfinished then, whoever closes in between, until they finish', async () => {
    const folder = temporaryFolder();
    const owner = stillJournal(join(folder, 'cutover.db'));
    const { id: run } = await owner.openRun(someRun());
    const killed = leftBehind(owner.path, join(folder, 'killed.db'));
    await owner.close();
    const other = stillJournal(killed);
    await other.finishRun((await other.openRun(someRun({ command: 'audit' }))).id, 'done');
    await other.close();
    const continued = stillJournal(killed);
    expect(state(continued)).toEqual(unclean);
    await continued.resumeRun(run);
    await continued.close();
    const last = stillJournal(killed);
    expect(state(last)).toEqual(unclean);
    await last.finishRun(run, 'done');
    await last.close();
    expect(await reopened(killed)).toEqual(clean);
  });

  it('is put on the runs that are opened meanwhile', async () => {
    const folder = temporaryFolder();
    const owner = stillJournal(join(folder, 'cutover.db'));
    await owner.finishRun((await owner.openRun(someRun())).id, 'done');
    const killed = leftBehind(owner.path, join(folder, 'killed.db'));
    await owner.close();
    const next = stillJournal(killed);
    const { id: run } = await next.openRun(someRun());
    await next.close();
    const last = stillJournal(killed);
    expect(state(last)).toEqual(unclean);
    await last.finishRun(run, 'done');
    await last.close();
    expect(await reopened(killed)).toEqual(clean);
  });
});

describe('rows that are gone', { timeout: 30_000 }, () => {
  async function killedAfter(folder: string, rows: number): Promise<{ path: string; run: string }> {
    const owner = stillJournal(join(folder, 'owner.db'));
    await owner.openRun(someRun());
    await owner.close();
    const again = stillJournal(owner.path);
    const { id: run } = await again.openRun(someRun());
    for (let row = 0; row < rows; row += 1) await again.addFindings(run, [someFinding()]);
    const path = leftBehind(again.path, join(folder, 'killed.db'));
    await again.close();
    return { path, run };
  }

  it('are none when only the owner was killed', async () => {
    const { path } = await killedAfter(temporaryFolder(), 1);
    expect(await reopened(path)).toEqual(unclean);
  });

  it.each([1, 200])('are noticed when the log is missing after %i writes', async (rows) => {
    const { path } = await killedAfter(temporaryFolder(), rows);
    rmSync(`${path}-wal`);
    expect(await reopened(path)).toEqual(lost);
  });

  it('are noticed when one byte of the log is damaged, which SQLite takes for its end', async () => {
    const { path, run } = await killedAfter(temporaryFolder(), 200);
    const log = readFileSync(`${path}-wal`);
    log[5000] = (log[5000] ?? 0) ^ 1;
    writeFileSync(`${path}-wal`, log);
    const journal = stillJournal(path);
    expect(state(journal)).toEqual(lost);
    expect(journal.findings(run).length).toBe(0);
    await journal.close();
  });

  it('are measured against a note that follows every thousand rows', async () => {
    const owner = stillJournal(join(temporaryFolder(), 'cutover.db'));
    const noted = () => readTail(owner.path)?.seq;
    const { id: run } = await owner.openRun(someRun());
    expect(noted()).toBe(1);
    await owner.addFindings(
      run,
      Array.from({ length: 990 }, () => someFinding()),
    );
    expect(noted()).toBe(1);
    await owner.addFindings(
      run,
      Array.from({ length: 10 }, () => someFinding()),
    );
    expect(noted()).toBe(1001);
    await owner.addFindings(run, [someFinding()]);
    await owner.close();
    expect(noted()).toBe(1002);
  });

  it('do not give a run number away again', async () => {
    const { path } = await killedAfter(temporaryFolder(), 1);
    rmSync(`${path}-wal`);
    const journal = stillJournal(path);
    expect(journal.runs().map(({ id: run }) => run)).toEqual(['r0001-2222']);
    expect((await journal.openRun(someRun())).id).toBe('r0003-2222');
    await journal.close();
  });

  it.each([
    ['missing', undefined],
    ['unreadable', 'not JSON'],
    ["another journal's", '{"journal":"other","runs":1,"seq":1}'],
  ])('cannot be ruled out when the note beside the journal is %s', async (_, note) => {
    const path = join(temporaryFolder(), 'cutover.db');
    const owner = stillJournal(path);
    await owner.openRun(someRun());
    await owner.close();
    if (note === undefined) rmSync(`${path}.seq`);
    else writeFileSync(`${path}.seq`, note);
    expect(await reopened(path)).toEqual(unclean);
  });
});

describe('a journal that is not where it was', () => {
  it('has taken with it what it knew: a new one in its place says so, until it is closed', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const owner = stillJournal(path);
    await owner.openRun(someRun());
    await owner.close();
    rmSync(path);
    const inItsPlace = stillJournal(path);
    expect(state(inItsPlace)).toEqual(lost);
    const { id: run } = await inItsPlace.openRun(someRun());
    await inItsPlace.finishRun(run, 'done');
    await inItsPlace.close();
    expect(await reopened(path)).toEqual(clean);
  });

  it.each([
    ['removed', (path: string) => rmSync(path)],
    ['replaced by another', (path: string) => renameSync(`${path}.copy`, path)],
  ])('takes no more writes once it is %s', async (_, vanish) => {
    const path = join(temporaryFolder(), 'cutover.db');
    const owner = stillJournal(path);
    const { id: run } = await owner.openRun(someRun());
    copyFileSync(path, `${path}.copy`);
    vanish(path);
    await expect(owner.setPhase(run, 'applying')).rejects.toMatchObject({
      name: 'JournalError',
      code: 'gone',
    });
    expect(owner.run(run)?.phase).toBe('scanning');
    await owner.close();
  });
});

function arePagesKept(path: string): boolean {
  const database = openConnection(path, { readOnly: true, upgrades, first: () => undefined });
  const ownership = createOwnership(database, createStatements(database), path);
  ownership.close();
  database.close();
  return ownership.arePagesKept;
}

describe.runIf(process.platform === 'linux')('the pages that a killed owner has written', () => {
  it('are whole where they lie, as long as the machine has not stopped, and nowhere else', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    const owner = stillJournal(path);
    const { id: run } = await owner.openRun(someRun());
    expect(arePagesKept(path)).toBe(true);
    expect(arePagesKept(leftBehind(path, join(folder, 'copied.db')))).toBe(false);
    const note = readFileSync(`${path}.seq`, 'utf8');
    const notes = {
      'of an earlier start': JSON.stringify({ ...JSON.parse(note), place: '0123456789abcdef' }),
      'of an earlier version': JSON.stringify({ ...JSON.parse(note), place: undefined }),
      'of another journal': JSON.stringify({ ...JSON.parse(note), journal: 'other' }),
      'of more rows': JSON.stringify({ ...JSON.parse(note), seq: 9_999 }),
      unreadable: 'x',
    };
    const kept = Object.entries(notes).map(([which, text]) => {
      writeFileSync(`${path}.seq`, text);
      return [which, arePagesKept(path)];
    });
    expect(Object.fromEntries(kept)).toEqual({
      'of an earlier start': false,
      'of an earlier version': false,
      'of another journal': false,
      'of more rows': false,
      unreadable: false,
    });
    writeFileSync(`${path}.seq`, note);
    await owner.finishRun(run, 'done');
    await owner.close();
    expect(arePagesKept(path)).toBe(true);
  });
});

it.each([
  ['a small file, always', 1_000, { unclean: false, arePagesKept: true }, true, true],
  ['a large one that was closed', 1e9, { unclean: false, arePagesKept: true }, false, false],
  ['a large one whose owner was killed', 1e9, { unclean: true, arePagesKept: true }, false, false],
  ['a large one whose machine may have stopped', 1e9, { unclean: true, arePagesKept: false }, false, true],
  ['the same that is only read', 1e9, { unclean: true, arePagesKept: false }, true, false],
])('pages are looked at: %s', (_, bytes, found, readOnly, looked) => {
  expect(mayHoldHalfPages(bytes, found, readOnly)).toBe(looked);
});

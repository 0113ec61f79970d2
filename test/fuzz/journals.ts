// A journal that was written by an earlier version, or damaged, or made by somebody else. Laws: refused with JournalError
// or opened; whatever is asked of it is answered or refused the same way; and what is whole is brought up to date with its
// rows kept. The samples were written by the versions whose number they bear.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkJournal, type Journal, JournalError, openJournal } from '@cutover/journal';
import fc from 'fast-check';
import { hitSamples, noise } from './mutations.ts';
import { anyOrValid, type FuzzParser, onlyA } from './parser.ts';

const samples = [1, 2, 3, 4, 5, 6, 7].map(
  (version): Uint8Array =>
    gunzipSync(readFileSync(new URL(`samples/journal-schema-${version}.db.gz`, import.meta.url))),
);
const words = [
  '\0',
  '\u00ff\u00ff',
  'CUTO',
  'SQLite format 3\0',
  'create',
  'applied',
  'r0001-2222',
  '{}',
  '[]',
  'null',
  '"',
  '-1',
  '\u0001',
  '\u007f\u00ff\u00ff\u00ff',
  'CREATE TABLE',
  'strict',
  'check',
];

const folder = mkdtempSync(path.join(tmpdir(), 'cutover-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'cutover.db');

const clean = { problems: [] as string[], runs: ['r0002-2222', 'r0001-2222'], actions: 2, links: 1 };
const valid = fc
  .constantFrom(...samples)
  .map((bytes) => ({ bytes, choice: 0, expected: JSON.stringify(clean) }));

export const journals: FuzzParser = {
  name: 'journals',
  inputs: anyOrValid(fc.oneof({ weight: 12, arbitrary: hitSamples(samples, words) }, noise), valid),
  async play(bytes, choice) {
    for (const part of ['', '-wal', '-shm', '-journal', '.seq', '.lock'])
      rmSync(file + part, { force: true });
    writeFileSync(file, bytes);
    if (choice % 3 === 1) await problemsOf();
    let journal: Journal;
    try {
      journal = openJournal(file, { now: () => 0, random: () => 0 });
    } catch (error) {
      return onlyA(error, JournalError).code;
    }
    let told: Omit<typeof clean, 'problems'>;
    try {
      told = toldBy(journal);
    } finally {
      await journal.close().catch((error: unknown) => onlyA(error, JournalError));
    }
    return JSON.stringify({ problems: await problemsOf(), ...told });
  },
};

async function problemsOf(): Promise<string[]> {
  try {
    const { problems } = await checkJournal(file);
    // A sample is one file, and the note beside it is of its own time.
    return problems.map(({ code }) => code).filter((code) => code !== 'witness-missing');
  } catch (error) {
    return [onlyA(error, JournalError).code];
  }
}

/** Asks what commands ask that only read; what a question is refused with does not keep from the next. */
function toldBy(journal: Journal) {
  const runs = answered(() => journal.runs().map(({ id }) => id)) ?? [];
  const told = { runs, actions: 0, links: 0 };
  for (const run of runs) {
    for (const ask of questions(journal, run)) answered(ask);
    told.actions += answered(() => [...journal.actionsOf(run, [6]).values()].flat().length) ?? 0;
  }
  told.links = answered(() => journal.links({ source: 's', target: 't' }, [6]).length) ?? 0;
  return told;
}

const questions = (journal: Journal, run: string): readonly (() => unknown)[] => [
  () => journal.run(run),
  () => journal.findings(run),
  () => journal.findingCounts(run),
  () => journal.actionCounts(run),
  () => journal.pendingProducts(run, 0, 9),
  () => journal.pendingOf(run, [5, 6]),
  () => journal.touchedProducts(run, 0, 9),
  () => journal.failures(run),
  () => journal.snapshotOf(run, 'source'),
  () => journal.products(1, 0, 9),
  () => journal.images(1, [5]),
  () => journal.openAttempt(`${run}/0000001`),
  () => journal.sightings(run, 'after', [6]),
  () => journal.writesOf(run, [6]),
  () => journal.doubts({ source: 's', target: 't' }),
  () => journal.lastSightings({ source: 's', target: 't' }, [6]),
  () => journal.claimed('t', 6),
  () => journal.lastShown('t', [6]),
  () => journal.lastSent('t', [6]),
  () => journal.unfinished('migrate', { source: 's', target: 't' }),
];

function answered<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    onlyA(error, JournalError);
    return undefined;
  }
}

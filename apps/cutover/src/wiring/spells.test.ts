import { openJournal, type Spell } from '@cutover/journal';
import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { timesContinued } from '../runs/times-continued.ts';
import { someRun } from '../testing/some-run.ts';
import { createSpellRecorder } from './spells.ts';

const start = Date.UTC(2026, 0, 2);

async function setUp() {
  let at = start;
  const now = (): number => at;
  const journal = openJournal(':memory:', { now, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const sit = (resumed = false) => {
    const recorder = createSpellRecorder(journal, now);
    recorder.event({ type: 'run', run, command: 'migrate', mode: 'transfer', resumed });
    return {
      ...recorder,
      done: (done: number, phase: 'reading' | 'writing' = 'reading', unit?: 'products') =>
        recorder.event({ type: 'progress', run, phase, done, unit }),
      wait: (ms: number | undefined, more: Partial<EngineEvent & { type: 'wait' }> = {}) =>
        recorder.event({ type: 'wait', waitsFor: 'quota', by: 'queue', store: 's', ms, ...more }),
    };
  };
  const shown = (): unknown[] => journal.spells(run).map(inSeconds);
  return { journal, run, sit, shown, after: (seconds: number) => (at += seconds * 1_000) };
}

const inSeconds = ({ is, word, store, from, to, times, ms, images }: Spell): unknown[] => [
  `${is} ${word} ${store}`.trim(),
  (Date.parse(from) - start) / 1_000,
  (Date.parse(to) - start) / 1_000,
  times,
  ms / 1_000,
  images,
];

test('a sitting, its waits and its pace, in steps of ten seconds at least; another sitting goes on with the count', async () => {
  const { journal, sit, shown, after } = await setUp();
  const first = sit();
  after(10);
  first.done(40);
  after(30);
  first.done(100);
  first.done(7, 'reading', 'products');
  first.wait(9_000);
  // Two wait for one thing.
  first.wait(9_000, { by: 'reads' });
  after(3);
  first.wait(undefined);
  after(6);
  first.wait(undefined, { by: 'reads' });
  // Too short to be told.
  first.wait(4_000);
  after(1);
  first.wait(undefined);
  after(33);
  first.done(150);
  first.done(3, 'writing');
  after(5);
  first.paused(true);
  after(20);
  first.paused(false);
  await first.close('stopped');
  after(600);
  const second = sit(true);
  after(5);
  second.done(150, 'writing');
  after(5);
  second.done(170, 'writing');
  await second.close('ended');
  expect(shown()).toEqual([
    ['sitting stopped', 0, 108, 1, 108, 0],
    ['pace reading', 0, 10, 1, 10, 40],
    ['pace reading', 10, 40, 1, 30, 60],
    ['wait quota s', 40, 49, 1, 9, 0],
    ['pace reading', 40, 83, 1, 43, 50],
    ['pace writing', 83, 83, 1, 0, 3],
    ['wait pause', 88, 108, 1, 20, 0],
    ['sitting ended', 708, 718, 1, 10, 0],
    ['pace writing', 713, 718, 1, 5, 20],
  ]);
  await journal.close();
});

test('one that was killed leaves when it was last heard of, and one whose run is finished says so', async () => {
  const { journal, run, sit, shown, after } = await setUp();
  const killed = sit();
  after(20);
  killed.done(10);
  after(60);
  await new Promise(setImmediate);
  expect(shown()[0]).toEqual(['sitting', 0, 20, 1, 20, 0]);
  const second = sit(true);
  after(9);
  await journal.finishRun(run, 'done');
  await second.close('ended');
  expect(shown().at(-1)).toEqual(['sitting finished', 80, 89, 1, 9, 0]);
  await journal.close();
});

test('a run of a million images, with a wait in each window and a death each hour, is some hundred spells', async () => {
  const { journal, run, sit, after } = await setUp();
  let [done, waited, died] = [0, 0, 0];
  let sitting = sit();
  while (done < 1_000_000) {
    after(10);
    done += 1_000;
    sitting.done(done);
    sitting.wait(20_000);
    after(20);
    sitting.wait(undefined);
    waited += 20;
    if (done % 12_000 !== 0) continue;
    await sitting.close('stopped');
    after(7);
    died += 1;
    sitting = sit(true);
    // What it goes on from.
    sitting.done(done);
  }
  await sitting.close('stopped');
  const spells = journal.spells(run);
  const of = (is: Spell['is']): readonly Spell[] => spells.filter((spell) => spell.is === is);
  const sum = (is: Spell['is'], what: 'images' | 'ms' | 'times'): number =>
    of(is).reduce((all, spell) => all + spell[what], 0);
  expect({
    sittings: [of('sitting').length, sum('sitting', 'times')],
    waits: [of('wait').length, sum('wait', 'ms') / 1_000],
    paces: [of('pace').length, sum('pace', 'images')],
  }).toEqual({ sittings: [60, died + 1], waits: [120, waited], paces: [120, 1_000_000] });
  const lengths = of('pace').map(({ from, to }) => Date.parse(to) - Date.parse(from));
  expect(Math.max(...lengths) / Math.min(...lengths.slice(0, -1))).toBeLessThan(8);
  await journal.close();
});

test('a command that was only refused has not continued the run, however often, and neither has the first that was not', async () => {
  const { journal, run, sit, shown, after } = await setUp();
  const continued = (): number => timesContinued(journal, { id: run, resumes: resumes });
  let resumes = 0;
  const first = sit();
  after(5);
  first.done(100);
  await first.close('needs-yes', true);
  expect(continued()).toBe(0);
  for (resumes = 1; resumes <= 70; resumes += 1) {
    after(10);
    await sit(true).close('needs-yes', true);
  }
  const fine = sit(true);
  after(5);
  fine.done(10, 'writing');
  await fine.close('stopped');
  expect(continued()).toBe(0);
  resumes += 1;
  after(10);
  const bound = sit(true);
  bound.done(20, 'writing');
  await bound.close('too-many-changes', true);
  expect(continued()).toBe(1);
  expect(shown().at(-1)).toEqual(['sitting too-many-changes', 720, 720, 1, 0, 0]);
  await journal.close();
});

test('a journal that takes nothing stops nothing', async () => {
  const { journal, sit } = await setUp();
  const sitting = sit();
  await journal.close();
  sitting.done(10);
  await sitting.close('stopped');
});

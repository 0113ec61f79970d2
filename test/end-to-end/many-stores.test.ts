// docs/many-stores.md as an agency would use it: its script, run against real stores and cut off on the way, and its two
// examples, of which every exit code, option and variable is one of the program's.
import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { exitCodeTable } from '../../apps/cutover/src/command-line/exit-codes.ts';
import { flagName, optionRows, variableName } from '../../apps/cutover/src/command-line/option-table.ts';
import { binary, cleanVariables } from '../support/binary.ts';
import { inPlace, type Place, pair } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const page = readFileSync(new URL('../../docs/many-stores.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  Array.from(
    page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gmsu')),
    ([, text = '']) => text,
  );
const [script = ''] = blocks('sh');
const [workflow = '', manifests = ''] = blocks('yaml');
/** A shell says so of a program that SIGKILL has ended. */
const KILLED = 137;

const numbersIn = (text: string): number[] =>
  Array.from(text.matchAll(/\d+/gu), ([digits]) => Number(digits));
const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const ours = ascending(Object.keys(exitCodeTable).map(Number));

describe('the exit codes of the page', () => {
  it('in its table are those of the program, each once', () => {
    const rows = page.match(/^\| +[\d, ]+ \|/gmu) ?? [];
    expect(ascending(rows.flatMap(numbersIn))).toEqual(ours);
  });

  it('in its script are told apart as the table does', () => {
    const again = /^ {2}([\d |]+)\) next=again/mu.exec(script)?.[1] ?? '';
    const table = page.match(/^\|.*\|.*\| *runs the same command again.*$/gmu) ?? [];
    const inTable = table.flatMap((row) => numbersIn(row.split('|')[1] ?? ''));
    expect(ascending(numbersIn(again))).toEqual(ascending([...inTable, KILLED]));
  });

  it('in its workflow are all of them: what goes on, and what needs a person', () => {
    const named = Array.from(workflow.matchAll(/fromJSON\('\[(.*?)\]'\)/gu), ([, list = '']) =>
      numbersIn(list),
    );
    const [again = [], person = []] = named;
    expect([named.length, ascending([0, ...again, ...person])]).toEqual([2, ascending([...ours, KILLED])]);
    expect(ascending(again)).toEqual(ascending([6, 8, 130, KILLED]));
  });

  it('in its Job are all of them, told apart in the same way', () => {
    const [, job] = parseAllDocuments(manifests).map((one) => Object(one.toJS()));
    const rules: { action: string; onExitCodes?: { values: number[] } }[] = job.spec.podFailurePolicy.rules;
    const valuesOf = (action: string): number[] =>
      ascending(rules.flatMap((rule) => (rule.action === action ? (rule.onExitCodes?.values ?? []) : [])));
    expect({ end: valuesOf('FailJob'), again: valuesOf('Count') }).toEqual({
      end: [1, 2, 3, 4, 5, 7, 9],
      again: [6, 8, 130, KILLED],
    });
    // What the API server takes beside a failure policy, and nothing else.
    expect(job.spec.template.spec.restartPolicy).toBe('Never');
  });
});

it('both examples can be parsed, and name options and variables of the program alone', () => {
  for (const text of [workflow, manifests])
    for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([]);
  const known = Object.keys(optionRows);
  const flags = new Set(['json', ...known.map((key) => flagName(key))]);
  const commands = [
    ...Array.from(
      `${script}\n${workflow}`.matchAll(/(?:^|run:) +cutover [^\n]*(?:\\\n[^\n]*)*/gmu),
      ([one]) => one,
    ),
    manifests.slice(manifests.indexOf('args:'), manifests.indexOf('env:')),
  ];
  const named = commands.flatMap((one) => Array.from(one.matchAll(/--([a-z-]+)/gu), ([, name = '']) => name));
  expect(named.filter((name) => !flags.has(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(8);
  const variables = new Set([
    ...known.map((key) => variableName(key)),
    'CUTOVER_SOURCE_TOKEN',
    'CUTOVER_TARGET_TOKEN',
  ]);
  const used = Array.from(page.matchAll(/\bCUTOVER_[A-Z_]+/gu), ([name]) => name);
  expect(used.filter((name) => !variables.has(name))).toEqual([]);
  expect(used.length).toBeGreaterThan(5);
});

/** The script with the program on its path, as the page says. */
function scripted({ folder, stores }: Place) {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'cutover'), `#!/bin/sh\nexec "${process.execPath}" "${binary}" "$@"\n`);
  chmodSync(path.join(bin, 'cutover'), 0o755);
  writeFileSync(path.join(folder, 'one-store.sh'), script);
  const clean = cleanVariables(folder);
  const options = (more: Readonly<Record<string, string>>) => ({
    cwd: folder,
    env: {
      ...clean,
      ...stores,
      CUTOVER_SETTLE_AFTER: '150ms',
      CUTOVER_BATCH: 'off',
      ...more,
      PATH: `${bin}:${clean['PATH'] ?? ''}`,
    },
  });
  return {
    async run(journal: string, more: Readonly<Record<string, string>> = {}) {
      const code = await new Promise<number>((resolve) => {
        const child = spawn('sh', ['one-store.sh', journal], { ...options(more), stdio: 'ignore' });
        child.on('close', (ended) => resolve(ended ?? KILLED));
      });
      return { code, next: readFileSync(path.join(folder, journal, 'next'), 'utf8').trim() };
    },
    report: async (journal: string, out: string) =>
      await new Promise<number>((resolve) => {
        const args = ['report', '--journal', `${journal}/cutover.db`, '--out', out];
        execFile(path.join(bin, 'cutover'), args, options({}), (error) => resolve(Number(error?.code ?? 0)));
      }),
  };
}

describe('the script of the page', () => {
  // So slow that no run of five seconds comes to the end of it.
  const shop = { stores: pair(60, 200), quota: { requests: 20, windowMs: 1_000 } };

  /** Runs it again and again, as the scheduler does: with little time until it was cut off among its writes, then with all it needs. */
  async function toTheEnd(place: Place, more: Readonly<Record<string, string>>, moves = false) {
    const { run, report } = scripted(place);
    const runs: { code: number; next: string; images: number }[] = [];
    const cut = (): typeof runs => runs.filter(({ next, images }) => next === 'again' && images > 0);
    for (let number = 0; number < 20 && runs.at(-1)?.code !== 0; number += 1) {
      // The runner is gone; what the cache has kept is put where the next one looks for it.
      if (moves && number > 0) {
        cpSync(place.at(`journal${number - 1}`), place.at(`journal${number}`), { recursive: true });
        renameSync(place.at(`journal${number - 1}`), place.at(`gone${number}`));
      }
      const patience = cut().length === 0 ? { LIMIT: '5s', ...more } : { LIMIT: '5m' };
      const came = await run(moves ? `journal${number}` : 'journal', patience);
      runs.push({ ...came, images: place.target.images().length });
    }
    const reported = await report(moves ? `journal${runs.length - 1}` : 'journal', 'report.html');
    const codes = [...new Set(cut().map(({ code }) => code))];
    return { last: runs.at(-1), isCut: cut().some(({ images }) => images < 200), codes, reported };
  }
  const last = { code: 0, next: 'done', images: 200 };

  it('is ended by its limit, and goes on from a journal that was restored elsewhere', {
    timeout: 150_000,
  }, async () => {
    await inPlace(shop, async (place) => {
      expect(await toTheEnd(place, {}, true)).toEqual({ last, isCut: true, codes: [130], reported: 0 });
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it('goes on after a SIGKILL, and no image is made twice', { timeout: 150_000 }, async () => {
    await inPlace({ ...shop, faults: { slow: 0.2 } }, async (place) => {
      // No patience for what is in flight.
      expect(await toTheEnd(place, { GRACE: '0.01' })).toEqual({
        last,
        isCut: true,
        codes: [KILLED],
        reported: 0,
      });
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it.each([
    ['too many changes', { MAX_CHANGES: '1' }, { code: 7, next: 'person' }],
    [
      'a store that cannot be reached',
      { CUTOVER_WAIT: '0s', CUTOVER_TARGET_API: 'http://127.0.0.1:9' },
      { code: 8, next: 'again' },
    ],
    [
      'a token that is refused',
      { CUTOVER_TARGET_TOKEN: 'not-the-token-0123456789' },
      { code: 5, next: 'person' },
    ],
    ['an option that is not there', { CUTOVER_MATCH: 'nothing' }, { code: 2, next: 'person' }],
  ])('says what comes next: %s', async (_, variables, expected) => {
    await inPlace({ stores: pair(5, 9) }, async (place) => {
      expect(await scripted(place).run('journal', variables)).toEqual(expected);
    });
  });
});

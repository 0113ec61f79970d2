import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, type Journal, openJournal } from '@cutover/journal';
import { carriedKinds } from '@cutover/sync-engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kindsMeant } from './kinds-meant.ts';

const all = carriedKinds;
const store = (hash: string) => ({ hash, api: 'https://api.example', token: 't' });
const named = { mode: 'transfer', source: store('source'), target: store('target') } as const;

let folder = '';
let journal: Journal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-kinds-'));
  journal = openJournal(join(folder, 'cutover.db'));
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const inOneStore = (command: string, over: Partial<Asked> = {}) => {
  const options: Asked = { kinds: undefined, sourceVia: 'auto', run: undefined, new: false, ...over };
  const { source } = named;
  return kindsMeant({ command, options }, { mode: 'parity', source, target: source }, journal);
};

type Asked = Parameters<typeof kindsMeant>[0]['options'];

function meant(command: string, options: Partial<Asked> = {}) {
  const given: Asked = { kinds: undefined, sourceVia: 'auto', run: undefined, new: false, ...options };
  return kindsMeant({ command, options: given }, named, journal);
}

async function begun(
  command: Command,
  options: Record<string, string>,
  phase: 'applying' | 'scanning',
  mode: 'parity' | 'transfer' = 'transfer',
) {
  const run = await journal.openRun({
    command,
    mode,
    source: 'source',
    target: mode === 'parity' ? 'source' : 'target',
    optionsKey: 'k',
    options,
    dryRun: false,
  });
  if (phase === 'applying') await journal.setPhase(run.id, phase);
  return run.id;
}

test.each(['audit', 'diff', 'migrate', 'retry', 'verify'])(
  '%s is about all kinds, or those that are named',
  (command) => {
    expect(meant(command)).toEqual(all);
    expect(meant(command, { kinds: ['variant'] })).toEqual(['variant']);
  },
);

test.each(['repair', 'revert'])('%s has no choice of its own', (command) => {
  expect(meant(command)).toBeUndefined();
});

test('one store compared with itself is about what both views show, V2 alone about images of products', () => {
  for (const command of ['diff', 'migrate', 'verify'])
    expect(inOneStore(command)).toEqual(['product', 'variant', 'modifier']);
  expect(inOneStore('diff', { sourceVia: 'v2' })).toEqual(['product', 'variant', 'modifier']);
  expect([inOneStore('audit'), inOneStore('audit', { sourceVia: 'v2' })]).toEqual([all, undefined]);
  expect([meant('diff', { sourceVia: 'v2' }), meant('verify', { sourceVia: 'v3' })]).toEqual([
    undefined,
    all,
  ]);
});

test('a migration that writes and says nothing of kinds goes on so, unless a new one is begun', async () => {
  const run = await begun('migrate', {}, 'applying');
  expect([meant('migrate'), meant('migrate', { new: true }), meant('diff')]).toEqual([undefined, all, all]);
  expect(meant('migrate', { run })).toBeUndefined();
});

test('one that says it is held to its word elsewhere; one that has not written yet holds nothing', async () => {
  await begun('migrate', { kinds: 'product' }, 'applying');
  await begun('verify', {}, 'scanning');
  expect([meant('migrate'), meant('verify')]).toEqual([all, all]);
});

test('one that compares a store with itself in the kinds of an earlier version goes on with these', async () => {
  const run = await begun('migrate', { kinds: 'product,variant' }, 'applying', 'parity');
  const [before, now] = [
    ['product', 'variant'],
    ['product', 'variant', 'modifier'],
  ];
  expect([inOneStore('migrate'), inOneStore('migrate', { run })]).toEqual([before, before]);
  expect([inOneStore('migrate', { new: true }), inOneStore('diff')]).toEqual([now, now]);
});

import { expect, it } from 'vitest';
import { nameOfSourceFile, sourceWithDigest, storesWords } from './stores-words.ts';

const target = 'def456';
const file = { source: 'file-83d32697972e', target, mode: 'transfer' } as const;

it.each([
  [
    'a file, by its name and not its folder',
    { ...file, options: { sourceFile: '/home/someone/exports/shop.csv' } },
    'shop.csv → def456',
    'shop.csv (83d32697972e)',
  ],
  [
    'the folder of a snapshot',
    { ...file, options: { sourceFile: 'saved/' } },
    'saved → def456',
    'saved (83d32697972e)',
  ],
  [
    'the folder where somebody stood',
    { ...file, options: { sourceFile: '..', sourceName: 'saved' } },
    'saved → def456',
    'saved (83d32697972e)',
  ],
  [
    'the same, of a run that has kept nothing but what was typed',
    { ...file, options: { sourceFile: '..' } },
    'the folder 83d32697972e → def456',
    'the folder 83d32697972e',
  ],
  [
    'a file that a variable names',
    { ...file, options: { sourceName: 'shop.csv' } },
    'shop.csv → def456',
    'shop.csv (83d32697972e)',
  ],
  [
    'a file that nobody has named',
    { ...file, options: {} },
    'the file 83d32697972e → def456',
    'the file 83d32697972e',
  ],
  [
    'a store, whatever file a variable names besides',
    { ...file, source: 'file83d', options: { sourceFile: 'shop.csv' } },
    'file83d → def456',
    'file83d',
  ],
  [
    'one store',
    { source: 'abc', target: 'abc', mode: 'parity' as const, options: {} },
    'abc (V2 against V3)',
    'abc',
  ],
])('%s', (_, run, words, exact) => {
  expect([storesWords(run), sourceWithDigest(run)]).toEqual([words, exact]);
});

it.each([
  ['.', 'saved'],
  ['./', 'saved'],
  ['..', 'home'],
  ['../other/.', 'other'],
  ['../saved/../saved', 'saved'],
  ['/exports/shop.csv', 'shop.csv'],
])('from the folder saved, %s is called %s', (sourceFile, name) => {
  expect(nameOfSourceFile('/home/saved', sourceFile)).toBe(name);
});

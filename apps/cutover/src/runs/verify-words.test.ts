import type { Run } from '@cutover/journal';
import { expect, it } from 'vitest';
import { proofSentence, uncheckedWords } from './verify-words.ts';

const journal = { snapshotOf: () => undefined };
const verified = (
  counts: Run['counts'],
  more: Partial<Pick<Run, 'mode' | 'options' | 'outcome' | 'finishedAt'>> = {},
): Run => ({
  id: 'r0001-abcd',
  command: 'verify',
  optionsKey: 'k',
  dryRun: false,
  phase: 'finished',
  startedAt: '2026-11-29T06:00:00.000Z',
  updatedAt: '2026-11-29T06:30:00.000Z',
  resumes: 0,
  planRun: undefined,
  verifyRun: undefined,
  revertsRun: undefined,
  marchCursor: undefined,
  mode: 'transfer',
  source: 'abc123',
  target: 'def456',
  marched: true,
  outcome: 'done',
  finishedAt: '2026-11-29T06:30:00.000Z',
  options: { level: 'fields', sample: 1 },
  counts,
  ...more,
});
const all = { checked: 1200, products: 300, drawnProducts: 300 };

it('a clean verify can be quoted, with its day, how much it compared and what of it', () => {
  const sentences = (['fields', 'links', 'content'] as const).map((level) =>
    proofSentence(journal, verified(all, { options: { level, sample: 1 } })),
  );
  const begins =
    'On 2026-11-29 all 1,200 images of 300 products were compared on store abc123 and store def456';
  expect(sentences).toEqual([
    `${begins} by alt text, order and thumbnail flag, but not by the pictures themselves, and none differs.`,
    `${begins} by alt text, order and thumbnail flag, and each picture answered at its addresses, and none differs.`,
    `${begins} by alt text, order, thumbnail flag and picture, and none differs.`,
  ]);
  expect(proofSentence(journal, verified(all, { mode: 'parity' }))).toBe(
    'On 2026-11-29 all 1,200 images of 300 products were compared in the V2 and the V3 view of store abc123 by alt text, place, thumbnail flag and file, but not by the pictures themselves, and none differs.',
  );
});

it('texts that the store does not show as they were sent are no difference, and not kept quiet', () => {
  expect(proofSentence(journal, verified({ ...all, keptOtherwise: 2 }))).toBe(
    'On 2026-11-29 all 1,200 images of 300 products were compared on store abc123 and store def456 by alt text, order and thumbnail flag, but not by the pictures themselves, and none differs, except that store def456 has trimmed, cut or composed 2 alt texts that it was sent.',
  );
});

it('a single image is spoken of as one', () => {
  const one = { checked: 1, products: 1, drawnProducts: 1 };
  const sentences = (['fields', 'links', 'content'] as const).map((level) =>
    proofSentence(journal, verified(one, { options: { level, sample: 1 } })),
  );
  const begins = 'On 2026-11-29 the only image of 1 product was compared on store abc123 and store def456';
  expect(sentences).toEqual([
    `${begins} by alt text, order and thumbnail flag, but not by the picture itself, and it is the same.`,
    `${begins} by alt text, order and thumbnail flag, and the picture answered at its addresses, and it is the same.`,
    `${begins} by alt text, order, thumbnail flag and picture, and it is the same.`,
  ]);
});

it('a sample claims no more than it drew', () => {
  const counts = { checked: 60, outsideSample: 1140, products: 300, drawnProducts: 15 };
  expect(proofSentence(journal, verified(counts))).toBe(
    'On 2026-11-29 60 of 1,200 images, those of 15 of 300 products, drawn by a hash of their ids, were compared on store abc123 and store def456 by alt text, order and thumbnail flag, but not by the pictures themselves, and none differs.',
  );
});

it('a file is quoted by its name and which bytes it was', () => {
  const ofFile = (sourceFile: string) => ({
    source: 'file-0123456789ab',
    options: { level: 'fields', sample: 1, sourceFile },
  });
  const quoted = (file: string) => proofSentence(journal, verified(all, ofFile(file)));
  const begins = 'On 2026-11-29 all 1,200 images of 300 products were compared in';
  const ends =
    'and store def456 by alt text, order and thumbnail flag, but not by the pictures themselves, and none differs.';
  expect([quoted('shops/shop.csv'), quoted('.')]).toEqual([
    `${begins} shop.csv (0123456789ab) ${ends}`,
    `${begins} the folder 0123456789ab ${ends}`,
  ]);
});

it('a sample that met every image there is still claims no more than the products that it drew', () => {
  const counts = { checked: 2, products: 300, drawnProducts: 15 };
  expect(proofSentence(journal, verified(counts, { options: { level: 'fields', sample: 0.05 } }))).toBe(
    'On 2026-11-29 2 of 2 images, those of 15 of 300 products, drawn by a hash of their ids, were compared on store abc123 and store def456 by alt text, order and thumbnail flag, but not by the pictures themselves, and none differs.',
  );
});

it.each<[string, Run]>([
  ['that found something', verified({ ...all, mismatched: 1 }, { outcome: 'differs' })],
  ['that could not look at all', verified({ ...all, unchecked: 1 }, { outcome: 'incomplete' })],
  ['that is not over', verified(all, { outcome: undefined, finishedAt: undefined })],
  ['that checked nothing', verified({ products: 3 })],
])('nothing can be quoted of a verify %s', (_what, run) => {
  expect(proofSentence(journal, run)).toBeUndefined();
});

it('why images were not checked is said with each number', () => {
  expect(uncheckedWords(verified({ outsideSample: 1140, unmatchedImages: 7, unchecked: 2 }))).toBe(
    '1,140 outside the sample, 7 of products without a counterpart, 2 that could not be compared',
  );
  expect(uncheckedWords(verified({ unchecked: 2 }))).toBe('could not be compared');
  expect(uncheckedWords(verified({}))).toBe('');
});

import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingRow, ImageRef } from '../journal.ts';
import { createStatements } from '../schema/statements.ts';
import { upgrades } from '../schema/upgrades.ts';
import { someFinding, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { createFindings } from './findings.ts';

describe('findings', () => {
  const rows: readonly FindingRow[] = [
    someFinding({
      sign: '~',
      source: { productId: 1, imageId: 2, sku: 'A' },
      target: { productId: 3 },
      fields: ['description'],
    }),
    someFinding({ sign: '+', rule: 'x', severity: 'critical' }),
    someFinding({ rule: 'thumbnail-missing', severity: 'critical', kind: 'swatch' }),
  ];

  it('are read on from where one stopped, and belong to their run', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    const other = await journal.openRun(someRun());
    await journal.addFindings(run, rows.slice(0, 2));
    await journal.addFindings(other.id, [someFinding()]);
    await journal.addFindings(run, rows.slice(2));
    const all = journal.findings(run);
    expect(all).toEqual(rows.map((row, index) => ({ seq: [1, 2, 4][index], ...row })));
    expect(journal.findings(run, 1, 1)).toEqual(all.slice(1, 2));
    expect(journal.findings(run, 2)).toEqual(all.slice(2));
  });

  it('are counted by sign, rule and severity', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    await journal.addFindings(run, [...rows, ...rows]);
    expect(journal.findingCounts(run)).toEqual({
      bySign: { '~': 2, '+': 2 },
      byRule: { x: 2, 'thumbnail-missing': 2 },
      bySeverity: { critical: 4 },
    });
    expect(journal.findingCounts('nobody')).toEqual({ bySign: {}, byRule: {}, bySeverity: {} });
  });

  it('that were set aside are counted apart', async () => {
    const journal = stillJournal();
    const { id: run } = await journal.openRun(someRun());
    const set: readonly FindingRow[] = [
      someFinding({ severity: 'critical' }),
      someFinding({ severity: 'critical', suppressed: { reason: 'ours' } }),
      someFinding({ severity: 'critical', known: true }),
      someFinding({ severity: 'warning', suppressed: { reason: 'ours' }, known: true }),
    ];
    await journal.addFindings(run, set);
    expect(journal.findings(run)).toEqual(set.map((row, index) => ({ seq: index + 1, ...row })));
    expect(journal.openFindings(run)).toEqual({ bySeverity: { critical: 1 }, suppressed: 2, known: 1 });
  });
});

const few = fc.integer({ min: 1, max: 3 });
const ref = fc.record<ImageRef, 'productId'>(
  {
    productId: few,
    imageId: few,
    sku: fc.constantFrom('A', 'B', ''),
    variantId: few,
    variantSku: fc.constantFrom('V', ''),
    label: fc.string(),
  },
  { requiredKeys: ['productId'] },
);
const same: fc.Arbitrary<FindingRow> = fc.record({
  kind: fc.constantFrom('product-image', 'variant-image'),
  sign: fc.constant('=' as const),
  message: fc.constant('same'),
  source: ref,
  target: ref,
});
/** What keeps a finding out of a row that is shared. */
const more = fc.constantFrom<Partial<FindingRow>>(
  { rule: 'x' },
  { severity: 'info' },
  { fields: ['description'] },
  { values: { description: ['a', 'b'] } },
  { suppressed: { reason: 'so' } },
  { known: true },
);
const finding: fc.Arbitrary<FindingRow> = fc.oneof(
  { weight: 3, arbitrary: same },
  { weight: 1, arbitrary: fc.tuple(same, more).map(([said, other]) => ({ ...said, ...other })) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('+' as const, '-' as const), ref).map(
      ([sign, side]): FindingRow => ({
        kind: 'product-image',
        sign,
        message: 'alone',
        ...(sign === '+' ? { source: side } : { target: side }),
      }),
    ),
  },
  fc.record<FindingRow, 'kind' | 'message'>(
    {
      kind: fc.constantFrom('product-image', 'variant-image'),
      sign: fc.constantFrom('=', '~', '+', '-'),
      rule: fc.constant('x'),
      severity: fc.constant('warning'),
      message: fc.constantFrom('same', 'other'),
      source: ref,
      target: ref,
      fields: fc.constant(['description']),
      values: fc.constant({ description: ['a', 'b'] }),
      suppressed: fc.constant({ reason: 'so' }),
      known: fc.constant(true),
    },
    { requiredKeys: ['kind', 'message'] },
  ),
);

function withoutSeq(finding: Finding): FindingRow {
  const { seq: _, ...row } = finding;
  return row;
}

describe('images that are the same on both sides', () => {
  it('read back as they were found, in their order, a page at a time, and are counted one by one', async () => {
    const journal = stillJournal();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(finding, { maxLength: 9 }), { maxLength: 4 }),
        few,
        async (pages, limit) => {
          const { id: run } = await journal.openRun(someRun());
          for (const page of pages) await journal.addFindings(run, page);
          const all = journal.findings(run).map(withoutSeq);
          expect(all).toEqual(pages.flat());
          const paged: FindingRow[] = [];
          for (let after = 0; ; ) {
            const page = journal.findings(run, after, limit);
            paged.push(...page.map(withoutSeq));
            if (page.length < limit) break;
            after = page.at(-1)?.seq ?? after;
          }
          expect(paged).toEqual(all);
          const signs = Object.values(journal.findingCounts(run).bySign).reduce((sum, one) => sum + one, 0);
          expect(signs).toBe(all.filter(({ sign }) => sign !== undefined).length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('share rows of 500 images, which are never read in part', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { id: run } = await journal.openRun(someRun());
    const sames = Array.from({ length: 1_050 }, (_, index): FindingRow => {
      const source = { productId: index < 1_040 ? 1 : 2, imageId: index + 1, sku: 'A' };
      return someFinding({ sign: '=', source, target: { ...source, productId: 7 } });
    });
    await journal.addFindings(run, sames);
    expect(journal.findings(run, 0, 3).length).toBe(500);
    expect(journal.findings(run).map(({ source }) => source)).toEqual(sames.map(({ source }) => source));
    await journal.close();
    const database = new Database(path);
    expect(database.prepare('select number from findings').pluck().all()).toEqual([500, 500, 50]);
    database.exec('update findings set number = 2 where number = 50');
    database.close();
    const damaged = stillJournal(path);
    expect(() => damaged.findings(run)).toThrow(expect.objectContaining({ code: 'damaged' }));
    await damaged.close();
  });

  it('are read no further than a page goes: each of the rows behind it may stand for as many again', () => {
    const database = new Database(':memory:');
    database.pragma('foreign_keys = off');
    for (const statement of upgrades.flatMap((step) => step())) database.exec(statement.compile().sql);
    const { add, page } = createFindings(createStatements(database));
    add(
      'r',
      Array.from({ length: 2_000 }, (_, at) =>
        someFinding({ sign: '+', source: { productId: 1, imageId: at + 1 } }),
      ),
    );
    let read = 0;
    database.function('read', (message) => {
      read += 1;
      return message;
    });
    const all = "select name from pragma_table_info('findings')";
    const columns = database.prepare<[], string>(all).pluck().all();
    const seen = columns.map((name) => (name === 'message' ? 'read(message) as message' : `"${name}"`));
    database.exec(`create temp view findings as select ${seen.join()} from main.findings`);
    expect([page('r', 0, 600).length, read]).toEqual([1_000, 2]);
    expect([page('r', 0, 500).length, read]).toEqual([500, 3]);
    database.close();
  });

  it('read as they were found where a version before 17 has saved them, a row for each product', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { id: run } = await journal.openRun(someRun());
    await journal.close();
    const database = new Database(path);
    const add = database.prepare(
      `insert into findings (run, sign, kind, source, target, message, alike, number) values (?, '=', 'product-image', ?, ?, 'same', ?, 2)`,
    );
    add.run(run, '{"productId":1,"sku":"A"}', '{"productId":2}', '[[11,21],[12]]');
    add.run(run, '{"productId":1}', '{"productId":2}', '[[11,21]]');
    database.close();
    const later = stillJournal(path);
    const common = { seq: 1, kind: 'product-image', sign: '=', message: 'same' } as const;
    expect(later.findings(run, 0, 1)).toEqual([
      { ...common, source: { productId: 1, sku: 'A', imageId: 11 }, target: { productId: 2, imageId: 21 } },
      { ...common, source: { productId: 1, sku: 'A', imageId: 12 }, target: { productId: 2, imageId: 12 } },
    ]);
    expect(() => later.findings(run, 1)).toThrow(expect.objectContaining({ code: 'damaged' }));
    await later.close();
  });
});

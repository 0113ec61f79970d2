import { describe, expect, it } from 'vitest';
import type { FindingRow } from '../journal.ts';
import { someFinding, someRun, stillJournal } from '../testing/samples.ts';

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

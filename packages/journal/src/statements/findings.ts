// Findings: what a run saw. Invariants: they are only ever added, so the number of a row is a cursor to read on from; and of
// those that are let go the number stays, so that what is counted is the same before and after.
import { sql } from 'kysely';
import type { Finding, FindingRow, SameImages } from '../journal.ts';
import { everyRow, query, type Statements } from '../schema/statements.ts';
import type { FindingsCountedTable, FindingsTable } from '../schema/tables.ts';
import { type Alike, putTogether, takeApart, takeApartOfProduct } from './alike.ts';
import { imageRefColumn, valuesColumn, wordsColumn } from './json-column.ts';

type Row = Omit<FindingsTable, 'seq'>;

export function createFindings({ prepare, prepareRows }: Statements) {
  const insert = prepareRows((rows: readonly Row[]) =>
    query.insertInto('findings').values(
      rows.map((p) => ({
        run: p.run,
        sign: p.sign,
        rule: p.rule,
        severity: p.severity,
        kind: p.kind,
        source: p.source,
        target: p.target,
        fields: p.fields,
        message: p.message,
        field_values: p.field_values,
        suppressed: p.suppressed,
        known: p.known,
        alike: p.alike,
        number: p.number,
      })),
    ),
  );
  const page = prepare((p: { run: string; after: number; limit: number }) =>
    query
      .selectFrom('findings')
      .selectAll()
      .where('run', '=', p.run)
      .where('seq', '>', p.after)
      .orderBy('seq')
      .limit(p.limit),
  );
  const counts = prepare((p: { run: string }) =>
    query
      .selectFrom('findings')
      .select((e) => ['sign', 'rule', 'severity', e.fn.sum<number>('number').as('number')])
      .where('run', '=', p.run)
      .groupBy(['sign', 'rule', 'severity']),
  );
  const setAside = prepare((p: { run: string }) =>
    query
      .selectFrom('findings')
      .select((e) => [
        'severity',
        e('suppressed', 'is not', null).as('isSuppressed'),
        'known',
        e.fn.sum<number>('number').as('number'),
      ])
      .where('run', '=', p.run)
      .groupBy(['severity', 'isSuppressed', 'known']),
  );
  const counted = prepare((p: { run: string }) =>
    query.selectFrom('findings_counted').selectAll().where('run', '=', p.run),
  );
  const lastOfFirst = prepare((p: { run: string; rows: number }) =>
    query
      .selectFrom(
        query
          .selectFrom('findings')
          .select('seq')
          .where('run', '=', p.run)
          .orderBy('seq')
          .limit(p.rows)
          .as('first'),
      )
      .select((e) => e.fn.max('seq').as('seq')),
  );
  const countUpTo = prepare((p: { run: string; seq: number }) =>
    query
      .insertInto('findings_counted')
      .columns(['run', 'sign', 'rule', 'severity', 'suppressed', 'known', 'number'])
      .expression((e) =>
        e
          .selectFrom('findings')
          .select((of) => [
            'run',
            sql<FindingsCountedTable['sign']>`ifnull(sign, '')`.as('sign_or_none'),
            sql<string>`ifnull(rule, '')`.as('rule_or_none'),
            sql<FindingsCountedTable['severity']>`ifnull(severity, '')`.as('severity_or_none'),
            sql<number>`suppressed is not null`.as('is_suppressed'),
            'known',
            of.fn.sum<number>('number').as('number'),
          ])
          .where('run', '=', p.run)
          .where('seq', '<=', p.seq)
          .groupBy(['run', 'sign', 'rule', 'severity', 'is_suppressed', 'known']),
      )
      .onConflict((conflict) =>
        conflict.columns(['run', 'sign', 'rule', 'severity', 'suppressed', 'known']).doUpdateSet((e) => ({
          number: e('findings_counted.number', '+', e.ref('excluded.number')),
        })),
      ),
  );
  const dropUpTo = prepare((p: { run: string; seq: number }) =>
    query.deleteFrom('findings').where('run', '=', p.run).where('seq', '<=', p.seq),
  );

  /** No more than one row beyond `limit`, however many findings the rows stand for: as many rows may hold 500 times as much. */
  function kept(run: string, after: number, limit: number): Finding[] {
    const findings: Finding[] = [];
    for (const row of page.each({ run, after, limit })) {
      findings.push(...toFindings(row));
      if (limit !== everyRow && findings.length >= limit) break;
    }
    return findings;
  }

  return {
    add(run: string, findings: readonly (FindingRow | SameImages)[]): void {
      insert.run(putTogether(findings).map((row) => rowOf(run, row)));
    },
    /** Those of one row are never parted: there may be more than `limit`, and fewer only at the end. */
    page: (run: string, after = 0, limit = everyRow): Finding[] => kept(run, after, limit),
    /** Lets go the first of them, but for their number; returns how many rows went. */
    countOnly(run: string, rows: number): number {
      const { seq } = lastOfFirst.get({ run, rows }) ?? {};
      if (seq === undefined || seq === null) return 0;
      countUpTo.run({ run, seq });
      return dropUpTo.run({ run, seq });
    },
    counts(run: string) {
      const bySign: Record<string, number> = {};
      const byRule: Record<string, number> = {};
      const bySeverity: Record<string, number> = {};
      for (const row of [...counts.all({ run }), ...counted.all({ run })]) {
        add(bySign, row.sign, row.number);
        add(byRule, row.rule, row.number);
        add(bySeverity, row.severity, row.number);
      }
      return { bySign, byRule, bySeverity };
    },
    /** What nobody has set aside, by severity, and how much was: a finding that is both counts as suppressed. */
    open(run: string) {
      const bySeverity: Record<string, number> = {};
      let [suppressed, known] = [0, 0];
      const gone = counted.all({ run }).map((row) => ({ ...row, isSuppressed: row.suppressed }));
      for (const row of [...setAside.all({ run }), ...gone]) {
        if (Number(row.isSuppressed) === 1) suppressed += row.number;
        else if (row.known === 1) known += row.number;
        else add(bySeverity, row.severity, row.number);
      }
      return { bySeverity, suppressed, known };
    },
  };
}

function add(counts: Record<string, number>, name: string | null, number: number): void {
  if (name !== null && name !== '') counts[name] = (counts[name] ?? 0) + number;
}

function rowOf(run: string, row: FindingRow | Alike): Row {
  const isAlike = 'products' in row;
  const finding: FindingRow = isAlike ? row.common : row;
  return {
    run,
    sign: finding.sign ?? null,
    rule: finding.rule ?? null,
    severity: finding.severity ?? null,
    kind: finding.kind,
    source: finding.source === undefined ? null : JSON.stringify(finding.source),
    target: finding.target === undefined ? null : JSON.stringify(finding.target),
    fields: finding.fields === undefined ? null : JSON.stringify(finding.fields),
    message: finding.message,
    field_values: finding.values === undefined ? null : JSON.stringify(finding.values),
    suppressed: finding.suppressed?.reason ?? null,
    known: finding.known === true ? 1 : 0,
    alike: isAlike ? JSON.stringify(row.products) : null,
    number: isAlike ? row.number : 1,
  };
}

function toFindings(row: Row & { seq: number }): Finding[] {
  const { seq } = row;
  const finding = toFinding(row);
  return findingsOf(finding, row).map((one) => ({ seq, ...one }));
}

function findingsOf(finding: FindingRow, { alike, number }: Row): FindingRow[] {
  if (alike === null) return [finding];
  return finding.source === undefined
    ? takeApart(finding, alike, number)
    : takeApartOfProduct(finding, alike, number);
}

function toFinding(row: Row): FindingRow {
  return {
    kind: row.kind,
    message: row.message,
    ...(row.sign === null ? {} : { sign: row.sign }),
    ...(row.rule === null ? {} : { rule: row.rule }),
    ...(row.severity === null ? {} : { severity: row.severity }),
    ...(row.source === null ? {} : { source: imageRefColumn(row.source) }),
    ...(row.target === null ? {} : { target: imageRefColumn(row.target) }),
    ...(row.fields === null ? {} : { fields: wordsColumn(row.fields) }),
    ...(row.field_values === null ? {} : { values: valuesColumn(row.field_values) }),
    ...(row.suppressed === null ? {} : { suppressed: { reason: row.suppressed } }),
    ...(row.known === 1 ? { known: true as const } : {}),
  };
}

// Findings: what a run saw. Invariant: they are only ever added, so their number is a cursor to read on from.
import type { Finding, FindingRow } from '../journal.ts';
import { everyRow, query, type Statements } from '../schema/statements.ts';
import type { FindingsTable } from '../schema/tables.ts';
import { imageRefColumn, valuesColumn, wordsColumn } from './json-column.ts';

type Row = Omit<FindingsTable, 'seq'>;

export function createFindings({ prepare }: Statements) {
  const insert = prepare((p: Row) =>
    query.insertInto('findings').values({
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
    }),
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
      .select((e) => ['sign', 'rule', 'severity', e.fn.countAll<number>().as('number')])
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
        e.fn.countAll<number>().as('number'),
      ])
      .where('run', '=', p.run)
      .groupBy(['severity', 'isSuppressed', 'known']),
  );

  return {
    add(run: string, findings: readonly FindingRow[]): void {
      for (const finding of findings) {
        insert.run({
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
        });
      }
    },
    page: (run: string, after = 0, limit = everyRow): Finding[] =>
      page.all({ run, after, limit }).map(toFinding),
    counts(run: string) {
      const bySign: Record<string, number> = {};
      const byRule: Record<string, number> = {};
      const bySeverity: Record<string, number> = {};
      for (const row of counts.all({ run })) {
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
      for (const row of setAside.all({ run })) {
        if (Number(row.isSuppressed) === 1) suppressed += row.number;
        else if (row.known === 1) known += row.number;
        else add(bySeverity, row.severity, row.number);
      }
      return { bySeverity, suppressed, known };
    },
  };
}

function add(counts: Record<string, number>, name: string | null, number: number): void {
  if (name !== null) counts[name] = (counts[name] ?? 0) + number;
}

function toFinding(row: Row & { seq: number }): Finding {
  return {
    seq: row.seq,
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

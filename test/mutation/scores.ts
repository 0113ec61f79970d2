// What a run ends with: a row for each module, the score of each group, and every mutant that no test noticed. A group
// below the floor fails the run, so that a strong module cannot make up for a weak one. Stryker loads it as a reporter.

/** What is read of https://github.com/stryker-mutator/mutation-testing-elements, `mutation-testing-report-schema`. */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The share of its mutants that each group has to kill. */
const floor = 0.85;

const groups: Readonly<Record<string, RegExp>> = {
  'march, pairing, prediction': /sync-engine\/src\/(?:march|pair-images|predict)\.ts$/,
  planning: /sync-engine\/src\/plan\.ts$/,
  reconciling: /sync-engine\/src\/(?:write\/|kinds\/product-image\/)?(?:assign|reconcile)\.ts$/,
  'state machines': /journal\/src\/transitions\.ts$/,
  mapping: /field-mapper\/src\//,
};

const columns = ['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const;

function countsOf(mutants: readonly Mutant[]): number[] {
  return columns.map((status) => mutants.filter((mutant) => mutant.status === status).length);
}

/** NaN where there are no mutants. What could not be run counts neither way. */
function scoreOf(mutants: readonly Mutant[]): number {
  const [killed = 0, timeout = 0, survived = 0, uncovered = 0] = countsOf(mutants);
  return (killed + timeout) / (killed + timeout + survived + uncovered);
}

function rowOf(name: string, mutants: readonly Mutant[]): string {
  return `| ${[name, ...countsOf(mutants), `${(scoreOf(mutants) * 100).toFixed(1)} %`].join(' | ')} |`;
}

/** The place and the change, on one line. */
function changeOf(path: string, source: string, { location, replacement = '', ...mutant }: Mutant): string {
  const { start, end } = location;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const text = lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join(' ');
  const change = [text, replacement].map((code) => code.replaceAll(/\s+/g, ' ')).join('  →  ');
  return `${path}:${start.line}:${start.column} ${mutant.status} ${mutant.mutatorName}  ${change}`;
}

function onMutationTestReportReady({ files }: Report): void {
  const mutated = Object.entries(files).filter(([, { mutants }]) => mutants.length > 0);
  const missed = mutated.flatMap(([path, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status !== 'Killed' && status !== 'Timeout')
      .map((mutant) => changeOf(path, source, mutant)),
  );
  const grouped = Object.entries(groups).flatMap(([name, pattern]) => {
    const mutants = mutated.flatMap(([path, file]) => (pattern.test(path) ? file.mutants : []));
    return mutants.length === 0 ? [] : [{ name, mutants }];
  });
  const table = [
    '| module | killed | timed out | survived | not covered | score |',
    '| --- | --: | --: | --: | --: | --: |',
    ...mutated.map(([path, { mutants }]) => rowOf(`\`${path}\``, mutants)),
    ...grouped.map(({ name, mutants }) => rowOf(`**${name}**`, mutants)),
  ];
  const low = grouped.filter(({ mutants }) => scoreOf(mutants) < floor);
  const verdict = low.map(({ name }) => `${name}: fewer than ${floor * 100} % of the mutants are killed`);
  process.stdout.write(`\n${[...missed, '', ...table, '', ...verdict].join('\n')}\n`);
  if (low.length > 0) process.exitCode = 1;
}

export const strykerPlugins = [
  { kind: 'Reporter', name: 'scores', value: { onMutationTestReportReady } },
] as const;

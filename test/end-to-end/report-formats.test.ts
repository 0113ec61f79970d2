// One run, reported in each format by the built program: the same findings and changes, with the same ids, signs, rules and
// words, and a page that says how many of them it does not list.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place, pairOfAllKinds, single } from '../support/place.ts';

it('of two stores, command by command, CSV, JSON Lines and the page tell the same', async () => {
  await inPlace({ stores: pairOfAllKinds(8, 24) }, async (place) => {
    const { source, target } = place;
    const lost = source.images().slice(0, 3);
    for (const { id } of lost) source.updateImage(id, { damage: { original: 'missing' } });
    const nobody = target.products().at(-1)?.id ?? 0;
    target.updateProduct(nobody, { sku: 'NOBODY-HAS-THIS' });
    for (const command of ['audit --fail-on fatal', 'diff', 'migrate --yes'])
      await expectSameFacts(place, command);
    const migration = await newest(place, 'migrate');
    for (const { id } of lost) source.updateImage(id, { damage: {} });
    const retried = await expectSameFacts(place, 'retry --failed --yes');
    expect(retried.result).toMatchObject({ created: 3 });
    const retry = await newest(place, 'migrate');
    // Both carried out one plan, and each of its changes is told as what the one or the other did.
    for (const [run, other, made] of [
      [retry, migration, 3],
      [migration, retry, retried.applied - 3],
    ] as const) {
      const { jsonl, page } = await reportOf(place, run);
      const applied = jsonl.filter(({ status }) => status === 'applied');
      expect(new Set(applied.map(({ by }) => by))).toEqual(new Set([migration, retry]));
      expect(applied.filter(({ by }) => by === run)).toHaveLength(made);
      expect(page).toContain(
        `${applied.length} changes made, ${made} of them by this run and ${applied.length - made} by others`,
      );
      expect(page.split(`By run ${other}: `)).toHaveLength(applied.length - made + 1);
      expect(page).not.toContain(`By run ${run}: `);
    }
    await expectSameFacts(place, 'verify');
    const [spoilt, gone] = target.images();
    target.updateImage(spoilt?.id ?? 0, { description: '=spoilt' });
    target.removeImage(gone?.id ?? 0);
    for (const command of ['verify', 'repair --yes', 'migrate --yes', 'migrate --yes', 'diff --new'])
      await expectSameFacts(place, command);
    await expectSameFacts(place, `revert ${retry} --yes --confirm target`);
    await expectSameFacts(place, 'migrate --dry-run');
  });
});

it('of one store, where one thumbnail is missing, CSV, JSON Lines and the page tell the same', async () => {
  await inPlace({ stores: single(6, 18) }, async (place) => {
    const image = place.source.images().find(({ isThumbnail }) => isThumbnail);
    place.source.updateImage(image?.id ?? 0, { isThumbnail: false });
    for (const command of [
      'audit --fail-on fatal',
      'diff --sample 50%',
      'diff',
      'verify --sample 50%',
      'migrate --yes',
      'migrate --yes',
      'verify',
    ])
      await expectSameFacts(place, command);
  });
});

async function newest(place: Place, command: string): Promise<string> {
  const runs = (await place.json('runs')).result['runs'];
  const row: unknown = Array.isArray(runs) ? runs.find((one) => Object(one).command === command) : undefined;
  return String(Object(row).run);
}

async function reportOf(place: Place, run: string) {
  const texts: string[] = [];
  const lines: unknown[] = [];
  for (const name of ['page.html', 'rows.csv', 'rows.jsonl']) {
    const { result } = await place.json(`report --run ${run} --out ${name}`);
    lines.push(result['lines']);
    texts.push(readFileSync(place.at(name), 'utf8'));
  }
  const [page = '', csv = '', jsonl = ''] = texts;
  const [head = [], ...rows] = cellsIn(csv);
  return {
    page,
    rows: rows.map((cells) => new Map(head.map((column, at) => [column, cells[at] ?? '']))),
    jsonl: jsonl
      .trimEnd()
      .split('\n')
      .map((line): Fields => JSON.parse(line))
      .slice(1),
    lines,
  };
}

type Fields = Readonly<Record<string, unknown>>;

async function expectSameFacts(
  place: Place,
  command: string,
): Promise<{ readonly result: Line; readonly applied: number }> {
  const { result } = await place.json(command);
  const { page, rows, jsonl, lines } = await reportOf(place, String(result['run']));
  expect([command, rows.map(ofCells)]).toEqual([command, jsonl.map(ofFields)]);
  const unlisted = Number(/CSV and JSON Lines have (\d+) more rows?:/.exec(page)?.[1] ?? 0);
  const done = Number(/<li>Changes made: (\d+)<\/li>/.exec(page)?.[1] ?? 0);
  // Of a verify a page also shows what the migration before it did, whose rows are in the report of that one.
  const moved = command.startsWith('verify') ? done : 0;
  const [listed] = lines;
  expect([command, Number(listed) - moved + unlisted, ...lines.slice(1)]).toEqual([
    command,
    rows.length,
    rows.length,
    rows.length + 1,
  ]);
  const isNothing = page.includes('Nothing has to be listed: no image differs, and nothing was changed.');
  expect([command, isNothing]).toEqual([command, Number(listed) === 0]);
  return { result, applied: jsonl.filter(({ status }) => status === 'applied').length };
}

const signs: Readonly<Record<string, string>> = {
  '': '',
  '=': 'same',
  '~': 'differs',
  '+': 'missing',
  '-': 'extra',
  '!': 'unknown',
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
const idNames = ['productId', 'imageId', 'variantId', 'modifierId', 'optionId', 'valueId'] as const;
const idColumns = ['product_id', 'image_id', 'variant_id', 'modifier_id', 'option_id', 'value_id'] as const;

/** What both shapes say, as a JSON line says it. */
function ofFields(line: Fields): Fields {
  const isFinding = line['type'] === 'finding';
  const wanted = Object(line['values'] ?? {});
  const valuesOf = (side: 0 | 1): unknown =>
    Object.fromEntries(Object.entries(wanted).map(([name, both]) => [name, Object(both)[side]]));
  return {
    type: line['type'],
    run: line['run'],
    sign: signs[text(line['sign'])],
    rule: text(line['rule']),
    severity: text(line['severity']),
    kind: isFinding ? line['kind'] : line['of'],
    verb: isFinding ? '' : line['kind'],
    action: text(line['action']),
    status: text(line['status']),
    message: text(isFinding ? line['message'] : line['reason']),
    // Of an action the columns name what is sent, which a line of a report leaves out.
    fields: isFinding && Array.isArray(line['fields']) ? line['fields'].join(' ') : '',
    values: isFinding && line['values'] !== undefined ? [valuesOf(0), valuesOf(1)] : [],
    suppressed: text(Object(line['suppressed'] ?? {}).reason),
    known: line['known'] === true ? 'yes' : '',
    by: text(line['by']),
    handedOver: text(Object(line['handedOver'] ?? {}).origin),
    ids: (['source', 'target'] as const).map((side) =>
      idNames.map((name) => text(Object(line[side] ?? {})[name])),
    ),
  };
}

/** The same, as a row of the table says it. */
function ofCells(row: ReadonlyMap<string, string>): Fields {
  const cell = (column: string): string => (row.get(column) ?? '').replace(/^'(?=[=+\-@\t\r])/, '');
  const isFinding = cell('type') === 'finding';
  return {
    type: cell('type'),
    run: cell('run'),
    sign: cell('sign'),
    rule: cell('rule'),
    severity: cell('severity'),
    kind: isFinding ? cell('kind') : cell('of'),
    verb: isFinding ? '' : cell('kind'),
    action: cell('action'),
    status: cell('status'),
    message: cell('message'),
    fields: isFinding ? cell('fields') : '',
    values:
      cell('source_values') === ''
        ? []
        : [JSON.parse(cell('source_values')), JSON.parse(cell('target_values'))],
    suppressed: cell('suppressed'),
    known: cell('known'),
    by: cell('by_run'),
    handedOver: cell('handed_over_from'),
    ids: (['source', 'target'] as const).map((side) => idColumns.map((column) => cell(`${side}_${column}`))),
  };
}

/** The cells of a CSV file, by the quotes that RFC 4180 gives them. */
function cellsIn(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((cells) => cells.length > 1);
}

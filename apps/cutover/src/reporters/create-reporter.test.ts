import type { EngineEvent } from '@cutover/sync-engine';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../errors.ts';
import { createOutput } from '../terminal/output.ts';
import { noColours } from '../terminal/palette.ts';
import { createSecrets } from '../terminal/secrets.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { createReporter } from './create-reporter.ts';
import { findingText } from './finding-text.ts';
import { jsonLine } from './json-lines.ts';
import type { Outcome } from './reporter.ts';

const run = 'r1';
const events: EngineEvent[] = [
  { type: 'run', run, command: 'diff', mode: 'transfer', resumed: false },
  { type: 'progress', run, phase: 'reading', done: 2, total: 4 },
  { type: 'notice', run, code: 'v2-unheard', store: 'abc', why: 'a \u001B[31mred\u001B[0m word' },
  {
    type: 'finding',
    run,
    sign: '=',
    kind: 'product-image',
    source: { productId: 1, imageId: 11, sku: 'MUG' },
    target: { productId: 5, imageId: 51, sku: 'MUG' },
    message: 'the same',
  },
  {
    type: 'finding',
    run,
    sign: '~',
    kind: 'product-image',
    source: { productId: 1, imageId: 12, sku: 'MUG' },
    target: { productId: 5, imageId: 52 },
    fields: ['description'],
    message: 'description differs',
  },
  {
    type: 'finding',
    run,
    rule: 'alt-text-missing',
    severity: 'warning',
    kind: 'product-image',
    source: { productId: 9, sku: '' },
    message: 'no \u202Ealt text',
  },
  {
    type: 'action',
    run,
    action: 'r1/000001',
    verb: 'create',
    kind: 'product-image',
    status: 'applied',
    source: { productId: 1, imageId: 13, sku: 'MUG' },
    target: { productId: 5, imageId: 53 },
  },
  {
    type: 'action',
    run,
    action: 'r1/000002',
    verb: 'create',
    kind: 'product-image',
    status: 'failed',
    source: { productId: 2, imageId: 21, sku: 'LAMP' },
    target: { productId: 6 },
    reason: '422: too large',
    code: '422',
  },
];
const outcome: Outcome = {
  ended: 'differs',
  run,
  products: 2,
  images: 4,
  facts: { same: 1, changed: 1, missing: 0, extra: 0, error: 0, unmatchedProducts: 0 },
  summary: ['2 products'],
  next: 'cutover migrate',
};

/** Everything printed for these events and this outcome. */
async function printed(options: {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  onTerminal?: boolean;
  waitedOutMs?: number;
  told?: EngineEvent[];
  end?: Outcome;
  log?: string[];
}) {
  const io = fakeIo();
  const out = createOutput({
    stdout: io.stdout,
    stderr: io.stderr,
    secrets: createSecrets(),
    quiet: () => options.quiet ?? false,
    canLive: false,
  });
  let beat: () => void = () => undefined;
  const reporter = createReporter({
    out,
    json: options.json ?? false,
    verbose: options.verbose ?? false,
    onTerminal: options.onTerminal ?? false,
    stdoutPalette: noColours,
    stderrPalette: noColours,
    log: options.log === undefined ? undefined : (line) => options.log?.push(line),
    waitedOutMs: options.waitedOutMs ?? 900_000,
    now: io.now,
    every(_ms, tick) {
      beat = tick;
      return () => undefined;
    },
    spell: (text) => text,
  });
  const listener = await reporter.listen();
  for (const event of options.told ?? events) listener(event);
  beat();
  reporter.close();
  reporter.finish('diff', options.end ?? outcome, { v2: 1, v3: 2, content: 3 });
  return {
    stdout: io.printed.stdout.split('\n').slice(0, -1),
    stderr: io.printed.stderr.split('\n').slice(0, -1),
  };
}

describe('products that have changed since a plan was made', () => {
  const told = [71, 72, 73, 74].map(
    (productId): EngineEvent => ({
      type: 'notice',
      run,
      code: 'product-moved',
      productId,
      dropped: 2,
      added: 0,
    }),
  );
  const end: Outcome = { ended: 'done', run, products: 4, images: 8, facts: {}, summary: ['the summary'] };
  const count = (more: string): string =>
    `4 target products have changed since they were planned (71, 72, 73${more}): 8 actions dropped, 0 added`;

  test('are counted at the end, however many', async () => {
    const { stdout, stderr } = await printed({ told, end });
    expect([stdout, stderr]).toEqual([
      ['the summary'],
      [count(' and 1 more; `cutover report --out report.csv` lists each')],
    ]);
  });

  test('are a line each where all is asked for', async () => {
    const { stderr } = await printed({ told, end, verbose: true });
    const lines = [71, 72, 73, 74].map(
      (id) => `target product ${id} has changed since it was planned: 2 actions dropped, 0 added`,
    );
    expect(stderr).toEqual([...lines, count(' and 1 more')]);
  });

  test('are no line of a script', async () => {
    const { stdout } = await printed({ told, end, json: true });
    expect(stdout.map((line) => line.startsWith('{"type":"result"'))).toEqual([true]);
  });
});

describe('products that a products file names in vain', () => {
  const unmatched = { type: 'finding', run, rule: 'product-unmatched', kind: 'product-image' } as const;
  const told: EngineEvent[] = [
    ...[2, 3, 4, 5, 6].map((line): EngineEvent => ({ ...unmatched, message: `line ${line} names nothing` })),
    // A product of the source is a line each, however many: it is not the file that is wrong.
    ...[7, 8, 9, 10].map(
      (productId): EngineEvent => ({ ...unmatched, source: { productId }, message: 'no counterpart' }),
    ),
  ];
  const end: Outcome = { ended: 'done', run, products: 4, images: 8, facts: {}, summary: ['the summary'] };
  const shown = (lines: readonly string[]): string[] =>
    lines.flatMap(
      (line) => /line \d names nothing|no counterpart|… .*|the summary/.exec(line)?.slice(0, 1) ?? [],
    );
  const without = Array.from({ length: 4 }, () => 'no counterpart');
  const named = (...lines: readonly number[]): string[] => lines.map((line) => `line ${line} names nothing`);

  test('are shown by the first of them, and counted', async () => {
    const { stdout } = await printed({ told, end });
    expect(shown(stdout)).toEqual([
      ...named(2, 3, 4),
      ...without,
      '… and 2 more lines of the products file; --verbose lists each',
      'the summary',
    ]);
  });

  test('are a line each where there are few, or where all is asked for', async () => {
    const few = await printed({ told: told.slice(2), end });
    expect(shown(few.stdout)).toEqual([...named(4, 5, 6), ...without, 'the summary']);
    const all = await printed({ told, end, verbose: true });
    expect(shown(all.stdout)).toEqual([...named(2, 3, 4, 5, 6), ...without, 'the summary']);
  });

  test('are a line each for a script', async () => {
    const { stdout } = await printed({ told, end, json: true });
    expect(stdout.filter((line) => line.startsWith('{"type":"finding"')).length).toBe(told.length);
  });
});

describe('text', () => {
  test('results on stdout, words on stderr, a heartbeat where nothing can be rewritten', async () => {
    expect(await printed({})).toEqual({
      stdout: [
        '   product                   image      what (source → target)',
        '~  MUG                       12         description differs',
        '   product 9                            no \\u{202e}alt text  alt-text-missing',
        'failed    create  LAMP                      21         422: too large',
        '2 products',
      ],
      stderr: [
        'Run r1: diff, transfer',
        'V2 of store abc does not answer (a \\u{1b}[31mred\\u{1b}[0m word), so nothing was compared with V2',
        'Reading: 2 of 4 images (50%)',
        'Next: cutover migrate',
      ],
    });
  });

  test('no arrow is explained where the two views of one store are named in each line', async () => {
    const told = events.map((event) =>
      event.type === 'run' ? { ...event, mode: 'parity' as const } : event,
    );
    expect((await printed({ told })).stdout[0]).toBe('   product                   image      what');
  });

  test('each run has its heading: a repair may be two, one below the other, and a verify of what it has left', async () => {
    const one: EngineEvent = {
      type: 'finding',
      run,
      sign: '~',
      kind: 'product-image',
      source: { productId: 7, imageId: 12, sku: 'MUG' },
      message: 'differs',
    };
    const began = (id: string, command: 'repair' | 'verify' = 'repair'): EngineEvent => ({
      type: 'run',
      run: id,
      command,
      mode: 'transfer',
      resumed: false,
    });
    const heading = '   product                   image      what (source → target)';
    const row = '~  MUG                       12         differs';
    expect(
      (await printed({ told: [began('r1'), one, one, began('r2'), one, began('r3', 'verify'), one] })).stdout,
    ).toEqual([
      heading,
      row,
      row,
      heading,
      row,
      heading.replace('what', 'what is still so after the repair'),
      row,
      '2 products',
    ]);
  });

  test('--quiet leaves results and problems', async () => {
    const end: Outcome = { problem: problemOf('store-unreachable', 'GET failed', 'try later') };
    expect(await printed({ quiet: true, told: [], end })).toEqual({
      stdout: [],
      stderr: [
        'Error: The store cannot be reached.',
        '  GET failed',
        '  Next: try later',
        '  (store-unreachable, exit code 8)',
      ],
    });
  });

  test('--verbose also tells what is the same and what was done', async () => {
    const { stdout } = await printed({ verbose: true });
    expect(stdout.slice(1, 2)).toEqual(['=  MUG                       11         the same']);
    expect(stdout).toContain('applied   create  MUG                       13');
  });

  test('a terminal is not flooded', async () => {
    const many = Array.from(
      { length: 1_045 },
      (_, at): EngineEvent => ({
        type: 'finding',
        run,
        sign: '+',
        kind: 'product-image',
        source: { productId: at + 1 },
        message: 'missing',
      }),
    );
    const { stdout } = await printed({ onTerminal: true, told: [...events.slice(0, 1), ...many] });
    expect(stdout.length).toBe(43);
    expect(stdout.slice(41)).toEqual([
      '… and 1,005 more: `cutover report --run r1 --out report.html`',
      '2 products',
    ]);
    expect((await printed({ told: many })).stdout.length).toBe(1_047);
  });
});

test('a message too long for the terminal goes on below itself', () => {
  const finding = events.find((event) => event.type === 'finding' && event.sign === '~');
  if (finding?.type !== 'finding') throw new Error('no finding');
  const message = 'description "a fine mug, blue" → "a fine mug, green"; sort_order 1 → 2';
  expect(findingText({ ...finding, message }, noColours, 70)).toEqual([
    '~  MUG                       12         description "a fine mug, blue"',
    '                                        → "a fine mug, green";',
    '                                        sort_order 1 → 2',
  ]);
});

test('a name wider than its column stands on a line of its own, and what follows under its headings', () => {
  const finding = events.find((event) => event.type === 'finding' && event.sign === '~');
  if (finding?.type !== 'finding') throw new Error('no finding');
  const source = { productId: 7, sku: 'MUG-0004-SAF', valueId: 12, label: 'Linen ribbon, wide' };
  expect(findingText({ ...finding, source, message: 'missing' }, noColours, 70)).toEqual([
    '~  MUG-0004-SAF: Linen ribbon, wide',
    '                             12         missing',
  ]);
  // Nobody reads a pipe; a line is a finding there.
  expect(findingText({ ...finding, source, message: 'missing' }, noColours)).toEqual([
    '~  MUG-0004-SAF: Linen ribbon, wide  12         missing',
  ]);
});

describe('JSON Lines', () => {
  test('every line keeps the schema, and stdout holds nothing else', async () => {
    const { stdout, stderr } = await printed({ json: true });
    const lines = stdout.map((line) => jsonLine.parse(JSON.parse(line)));
    expect(lines.map((line) => line.type)).toEqual([
      'run',
      'progress',
      'finding',
      'finding',
      'finding',
      'action',
      'action',
      'result',
    ]);
    expect(stdout.at(-2)).toBe(
      '{"type":"action","time":"2026-01-02T03:04:05.000Z","run":"r1","action":"r1/000002","kind":"create","of":"product-image","status":"failed","source":{"productId":2,"imageId":21,"sku":"LAMP"},"target":{"productId":6},"reason":"422: too large","code":"422"}',
    );
    expect(JSON.parse(stdout.at(-1) ?? '')).toEqual({
      type: 'result',
      time: '2026-01-02T03:04:05.000Z',
      run: 'r1',
      command: 'diff',
      exitCode: 3,
      products: 2,
      images: 4,
      requests: { v2: 1, v3: 2, content: 3 },
      same: 1,
      changed: 1,
      missing: 0,
      extra: 0,
      error: 0,
      unmatchedProducts: 0,
    });
    expect(stderr.at(-1)).toBe('Next: cutover migrate');
  });

  test.each([
    [{ json: false }, ['2 products', 'Left out: one'], []],
    [{ json: true }, [], ['Left out: one']],
    [{ json: true, quiet: true }, [], []],
  ])('remarks are words for people: %j', async (how, onStdout, onStderr) => {
    const end: Outcome = { ...outcome, remarks: ['Left out: one'], next: undefined };
    const { stdout, stderr } = await printed({ ...how, told: [], end });
    expect([stdout.filter((line) => !line.startsWith('{')), stderr]).toEqual([onStdout, onStderr]);
  });

  test('progress is thinned, but never its end', async () => {
    const told = [1, 2, 3, 4].map(
      (done): EngineEvent => ({ type: 'progress', run, phase: 'writing', done, total: 4 }),
    );
    const { stdout } = await printed({ json: true, told });
    expect(stdout.slice(0, -1).map((line) => JSON.parse(line).done)).toEqual([1, 4]);
  });

  test('a wait of a second or more is said when it begins, and when it is over', async () => {
    const wait = (ms: number | undefined): EngineEvent => ({
      type: 'wait',
      waitsFor: 'quota',
      by: 'queue',
      store: 'abc',
      ms,
    });
    const progress: EngineEvent = { type: 'progress', run, phase: 'writing', done: 1, total: 4 };
    const told = [
      wait(9_000),
      wait(undefined),
      progress,
      wait(400),
      wait(12_000),
      wait(13_000),
      wait(undefined),
    ];
    const { stdout } = await printed({ json: true, told });
    const line = { type: 'progress', time: expect.any(String), run, phase: 'writing', done: 1, total: 4 };
    expect(stdout.slice(0, -1).map((text) => jsonLine.parse(JSON.parse(text)))).toEqual([
      { ...line, unit: 'images' },
      { ...line, unit: 'images', waitingFor: 'quota', waitingMs: 12_000 },
      { ...line, unit: 'images' },
    ]);
  });

  test.each([
    ['audit', 'reading'],
    ['revert', 'planning'],
  ] as const)('a wait of %s before anything was read is said, too', async (command, phase) => {
    const wait = { type: 'wait', waitsFor: 'store', by: 'reads', store: 'abc' } as const;
    const told: EngineEvent[] = [
      { type: 'run', run, command, mode: 'parity', resumed: false },
      { ...wait, ms: 9_000 },
      { ...wait, ms: undefined },
    ];
    const { stdout } = await printed({ json: true, told });
    const line = { type: 'progress', time: expect.any(String), run, phase, done: 0, unit: 'images' };
    expect(stdout.slice(1, -1).map((text) => jsonLine.parse(JSON.parse(text)))).toEqual([
      { ...line, waitingFor: 'store', waitingMs: 9_000 },
      line,
    ]);
  });

  test.each([
    { waitedOutMs: 900_000, ms: 4_000, said: false },
    { waitedOutMs: 900_000, ms: 5_000, said: true },
    { waitedOutMs: 10_000, ms: 1_000, said: true },
    { waitedOutMs: 3_000, ms: 400, said: false },
  ])('of an outage of at most $waitedOutMs ms, a wait of $ms ms is said: $said', async (given) => {
    const { waitedOutMs, ms, said } = given;
    const told: EngineEvent[] = [{ type: 'wait', waitsFor: 'store', by: 'reads', store: 'abc', ms }];
    const { stderr } = await printed({ waitedOutMs, told });
    expect(stderr.filter((line) => line.includes('does not answer')).length).toBe(said ? 1 : 0);
  });

  test('a field that the schema does not know is caught', () => {
    const time = '2026-01-02T03:04:05.000Z';
    const line = { type: 'progress', time, run, phase: 'reading', done: 1, unit: 'images' };
    expect(jsonLine.safeParse(line).success).toBe(true);
    expect(jsonLine.safeParse({ ...line, dnoe: 1 }).success).toBe(false);
    expect(jsonLine.safeParse({ ...line, time: '2026-01-02T03:04:05Z' }).success).toBe(false);
    expect(
      jsonLine.safeParse({
        type: 'result',
        time: line.time,
        command: 'diff',
        exitCode: 0,
        products: 0,
        images: 0,
        requests: { v2: 0, v3: 0, content: 0 },
      }).success,
    ).toBe(false);
  });

  test('the log file holds the same lines, whatever stdout is', async () => {
    const log: string[] = [];
    await printed({ log });
    expect(log.map((line) => jsonLine.parse(JSON.parse(line)).type).at(-1)).toBe('result');
  });
});

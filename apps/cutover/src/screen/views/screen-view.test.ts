import type { EngineEvent } from '@cutover/sync-engine';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Row, rowText, rowWidth } from '../rows.ts';
import { initialState, reduce, type ScreenState } from '../screen-state.ts';
import { quotaView } from './quota-view.ts';
import type { Moment, ScreenFacts } from './screen-facts.ts';
import { endView, frameView } from './screen-view.ts';

const run = '01JZ8K3V9Q';
const facts: ScreenFacts = { command: 'migrate', source: 'abc123', target: 'xyz789', mode: 'transfer' };
const moment: Moment = {
  nowMs: 65_000,
  wish: 'running',
  pacers: {
    source: { quota: 450, left: 431, resetMs: 12_000, inFlight: 0 },
    target: { quota: 150, left: 30, resetMs: 12_000, inFlight: 8 },
  },
  begunAt: '2026-01-02 04:04',
};
const keys = { showHelp: false, hasKeys: true };

function fold(events: readonly EngineEvent[]): ScreenState {
  return events.reduce((state, event, at) => reduce(state, event, at * 5_000), initialState(0));
}
function image(id: number, sku: string) {
  return { productId: 7, imageId: id, sku };
}
const writing = fold([
  { type: 'run', run, command: 'migrate', mode: 'transfer', resumed: true },
  { type: 'progress', run, phase: 'reading', done: 400, total: 400 },
  { type: 'progress', run, phase: 'planning', done: 400, total: 400 },
  { type: 'progress', run, phase: 'writing', done: 0, total: 400 },
  { type: 'notice', run, code: 'product-moved', productId: 7, dropped: 1, added: 2 },
  {
    type: 'action',
    run,
    action: 'a1',
    verb: 'create',
    kind: 'product-image',
    status: 'applied',
    source: image(70, 'MUG-01'),
  },
  {
    type: 'action',
    run,
    action: 'a2',
    verb: 'update',
    kind: 'product-image',
    status: 'applied',
    source: image(71, '椅子-木製'),
  },
  {
    type: 'action',
    run,
    action: 'a3',
    verb: 'create',
    kind: 'product-image',
    status: 'failed',
    source: image(72, 'LAMP-7'),
    reason: '422: image_url could not be downloaded',
  },
  { type: 'progress', run, phase: 'writing', done: 100, total: 400 },
  { type: 'wait', waitsFor: 'quota', by: 'queue', store: 'xyz789', ms: 21_500 },
]);
const lines = (rows: readonly Row[]) => rows.map(rowText);

test('a terminal of 80 by 24', () => {
  expect(lines(frameView(writing, facts, moment, { columns: 80, rows: 24 }, keys))).toEqual([
    ' cutover migrate   abc123 → xyz789                                   1 min 05 s',
    ' transfer · run 01JZ8K3V9Q · continues what began 2026-01-02 04:04',
    '',
    ' ✓ reading ── ✓ planning ── ● writing ── ○ settling',
    '',
    ' █████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  25 %',
    ' 100 of 400 images · 2.0 a second · about 3 min left',
    '',
    ' source  ██████████████░  quota 431 of 450 left · new in 12 s',
    ' target  ███░░░░░░░░░░░░  quota 30 of 150 left · 8 in flight · new in 12 s',
    ' ◔ waiting 2 s for the store’s quota',
    ' ✓ 1 created   ~ 1 updated   - 0 removed   ✗ 1 failed   ? 0 in doubt',
    '',
    ' Needs a look',
    ' ✗ create   LAMP-7     image 72  422: image_url could not be downloaded',
    ' Latest',
    ' · target product 7 has changed since it was planned: 1 action dropped, 2 added',
    ' ✓ created  MUG-01     image 70',
    ' ✓ updated  椅子-木製  image 71',
    '',
    '',
    '',
    ' p pause   q stop safely   ? help   - slower   + faster',
  ]);
});

test('a source that a saved plan asks nothing of has no row', () => {
  const { target } = moment.pacers;
  const rows = (state: ScreenState, inFlight: number) =>
    lines(
      frameView(
        state,
        facts,
        { ...moment, pacers: { source: { inFlight }, target } },
        { columns: 80, rows: 24 },
        keys,
      ),
    ).filter((line) => /^ (?:source|target) /.test(line));
  const reading = fold([{ type: 'progress', run, phase: 'reading', done: 4, total: 400 }]);
  const ofTarget = ' target  ███░░░░░░░░░░░░  quota 30 of 150 left · 8 in flight · new in 12 s';
  expect([rows(writing, 0), rows(writing, 1), rows(reading, 0)]).toEqual([
    [ofTarget],
    [' source  1 in flight · quota not known yet', ofTarget],
    [' source  quota not known yet', ofTarget],
  ]);
});

test('how much of the quota is ours, and how many requests at once, where somebody bounds them', () => {
  const paced = (concurrency: number | undefined): string[] =>
    lines(
      quotaView(
        writing,
        facts,
        { ...moment, pacers: { target: moment.pacers.target }, pace: { quotaShare: 0.5, concurrency } },
        78,
      ),
    );
  expect([paced(undefined), paced(12)]).toEqual([
    ['target  ███░░░░░░░░░░░░  quota 30 of 150 left · 8 in flight · share 50 %'],
    ['target  ███░░░░░░░░░░░░  quota 30 of 150 left · 8 of 12 in flight · share 50 %'],
  ]);
});

test('a terminal of 40 columns', () => {
  expect(lines(frameView(writing, facts, moment, { columns: 40, rows: 24 }, keys))).toEqual([
    ' cutover migrate   → xyz789  1 min 05 s',
    ' transfer · run 01JZ8K3V9Q',
    '',
    ' 3 of 4 writing',
    '',
    ' ████████░░░░░░░░░░░░░░░░░░░░░░░░  25 %',
    ' 100 of 400 images · 2.0 a second',
    '',
    ' source  ██████░  quota 431 of 450 left',
    ' target  █░░░░░░  quota 30 of 150 left',
    ' ◔ waiting 2 s for the store’s quota',
    ' ✓ 1 created   ~ 1 updated',
    ' - 0 removed   ✗ 1 failed',
    ' ? 0 in doubt',
    '',
    ' Needs a look',
    ' ✗ create   LAMP-7     image 72  422:…',
    ' Latest',
    ' · target product 7 has changed since…',
    ' ✓ created  MUG-01     image 70',
    ' ✓ updated  椅子-木製  image 71',
    '',
    ' p pause   q stop safely   ? help',
  ]);
});

test('a check on 120 columns, one store, stopping by a signal', () => {
  const state = fold([
    { type: 'run', run, command: 'verify', mode: 'parity', resumed: false },
    { type: 'progress', run, phase: 'reading', done: 400, total: 400 },
    { type: 'progress', run, phase: 'verifying', done: 3, total: 4_000 },
    {
      type: 'finding',
      run,
      sign: '~',
      kind: 'product-image',
      source: image(70, 'MUG-01'),
      message: 'description differs',
    },
    { type: 'progress', run, phase: 'verifying', done: 1_203, total: 4_000 },
  ]);
  const parity: ScreenFacts = { command: 'verify', source: 'abc123', target: 'abc123', mode: 'parity' };
  const store = { inFlight: 1 };
  const stopping: Moment = {
    ...moment,
    wish: 'stopping',
    pacers: { source: store, target: store },
    // 7 more that only the target has.
    checked: 1_210,
  };
  expect(
    lines(frameView(state, parity, stopping, { columns: 120, rows: 18 }, { ...keys, hasKeys: false })),
  ).toEqual([
    ` cutover verify   abc123${' '.repeat(85)}1 min 05 s`,
    ' parity: one store, V2 against V3 · run 01JZ8K3V9Q',
    '',
    ' ✓ reading ── ● verifying',
    '',
    ' ████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  30 %',
    ' 1,203 of 4,000 images · 21.8 a second · about 3 min left',
    '',
    ' store   1 in flight · quota not known yet',
    ' ■ stopping safely, finishing 1 request in flight; the same command continues',
    ' ✓ 1,210 checked   ~ 1 differ   + 0 missing   - 0 extra   ! 0 unknown',
    '',
    ' Needs a look',
    ' ~ MUG-01  image 70  description differs',
    '',
    '',
    ' ',
  ]);
});

test('before the first event, on a few rows', () => {
  const idle: Moment = { nowMs: 0, wish: 'paused', pacers: {} };
  expect(lines(frameView(initialState(0), facts, idle, { columns: 60, rows: 9 }, keys))).toEqual([
    ' cutover migrate   abc123 → xyz789                      0 s',
    ' ○ reading ── ○ planning ── ○ writing ── ○ settling',
    ` ███████${'░'.repeat(51)}`,
    ' starting',
    ' ‖ paused; p goes on',
    ' ✓ 0 created   ~ 0 updated   - 0 removed   ✗ 0 failed',
    ' ? 0 in doubt',
    ' p go on   q stop safely   ? help   - slower   + faster',
  ]);
});

test('where the stores do not fit the source is cut, and the target whole', () => {
  const named = { ...facts, source: 'a-source-with-a-long-name', target: 'the-target-of-it' };
  const idle: Moment = { nowMs: 0, wish: 'paused', pacers: {} };
  const title = (columns: number): string | undefined =>
    lines(frameView(initialState(0), named, idle, { columns, rows: 9 }, keys))[0];
  expect([title(60), title(80)]).toEqual([
    ' cutover migrate   a-source-with-a… → the-target-of-it  0 s',
    ' cutover migrate   a-source-with-a-long-name → the-target-of-it             0 s',
  ]);
});

test('the help keeps the height of the frame, and the footer its place', () => {
  const frame = frameView(writing, facts, moment, { columns: 80, rows: 24 }, keys);
  const help = frameView(writing, facts, moment, { columns: 80, rows: 24 }, { ...keys, showHelp: true });
  expect([help.length, lines(help).slice(2, 15), help.at(-1)]).toEqual([
    frame.length,
    [
      '',
      ' Keys',
      ' p       Pause: no new request is taken. Again: go on.',
      ' q       Stop safely: requests in flight are finished and recorded. The same',
      '         command continues.',
      ' ?       Show or hide this help.',
      ' -       Slower: a tenth of the stores’ quota less, for this run.',
      ' +       Faster: a tenth more.',
      ' <       Half as many requests and pictures at once.',
      ' >       Twice as many, up to what the stores allow.',
      ' Ctrl-C  Stop safely. Twice: leave at once; the journal keeps what is certain',
      '         and what is not.',
      ' Esc     Hide this help.',
    ],
    frame.at(-1),
  ]);
});

function ending(state: ScreenState, wish: Moment['wish']) {
  return lines(endView(state, facts, { ...moment, wish }, { columns: 80, rows: 24 })).slice(2);
}

test('what stays in the scrollback', () => {
  const whole = reduce(writing, { type: 'progress', run, phase: 'settling', done: 400, total: 400 }, 60_000);
  const rest = [
    '',
    ' Needs a look',
    ' ✗ create   LAMP-7  image 72  422: image_url could not be downloaded',
    '',
  ];
  expect(ending(whole, 'running')).toEqual([
    '',
    ' ✓ reading ── ✓ planning ── ✓ writing ── ✓ settling',
    ' 400 of 400 images',
    ' ✓ 1 created   ~ 1 updated   - 0 removed   ✗ 1 failed   ? 0 in doubt',
    ...rest,
  ]);
  const open = reduce(
    writing,
    { type: 'action', run, action: 'a9', verb: 'create', kind: 'product-image', status: 'started' },
    64_999,
  );
  expect(ending(open, 'stopping')).toEqual([
    '',
    ' ✓ reading ── ✓ planning ── ● writing ── ○ settling',
    ' stopped at 100 of 400 images',
    ' ✓ 1 created   ~ 1 updated   - 0 removed   ✗ 1 failed   ? 1 in doubt',
    ...rest,
  ]);
});

test('pictures of variants are counted where a run has set any, so that the counts add up', () => {
  const set = reduce(
    writing,
    {
      type: 'action',
      run,
      action: 'a9',
      verb: 'set',
      kind: 'variant-image',
      status: 'applied',
      source: { productId: 7, variantId: 9, sku: 'MUG-01' },
    },
    64_999,
  );
  expect(ending(set, 'stopping')).toContain(
    ' ✓ 1 created   ~ 1 updated   - 0 removed   ✓ 1 set   ✗ 1 failed   ? 0 in doubt',
  );
});

test('a sample that is checked whole did not stop', () => {
  const sampled = fold([
    { type: 'run', run, command: 'verify', mode: 'transfer', resumed: false },
    { type: 'progress', run, phase: 'reading', done: 400, total: 400 },
    { type: 'progress', run, phase: 'verifying', done: 58, total: 400 },
  ]);
  const end = (isFinished: boolean) =>
    lines(
      endView(sampled, { ...facts, command: 'verify' }, { ...moment, isFinished }, { columns: 80, rows: 24 }),
    ).slice(3, 5);
  expect([end(true), end(false)]).toEqual([
    [' ✓ reading ── ✓ verifying', ' 58 of 400 images'],
    [' ✓ reading ── ● verifying', ' stopped at 58 of 400 images'],
  ]);
});

test('a check that is stopped before it has found anything shows no noughts, and one that has shows its counts', () => {
  const reading = fold([
    { type: 'run', run, command: 'diff', mode: 'transfer', resumed: false },
    { type: 'progress', run, phase: 'reading', done: 40, total: 400 },
  ]);
  const end = (same: number, isFinished = false) =>
    lines(
      endView(
        reading,
        { ...facts, command: 'diff' },
        { ...moment, wish: 'stopping', counts: { same }, isFinished },
        { columns: 80, rows: 24 },
      ),
    ).slice(4, 6);
  const counts = (same: number) => ` = ${same} the same   ~ 0 differ   + 0 missing   - 0 extra   ! 0 unknown`;
  expect([end(0), end(7), end(0, true)]).toEqual([
    [' stopped at 40 of 400 images', ''],
    [' stopped at 40 of 400 images', counts(7)],
    [' 40 of 400 images', counts(0)],
  ]);
});

test('what was equal already is said in one line', () => {
  const equal = fold([
    { type: 'run', run, command: 'migrate', mode: 'transfer', resumed: false },
    { type: 'progress', run, phase: 'settling', done: 0, total: 0 },
  ]);
  expect(ending(equal, 'running')).toEqual(['', ' ✓ nothing to do: already equal', '']);
});

test('law: a frame never fills the last row or column, and always shows how far it is', () => {
  const size = fc.record({
    columns: fc.integer({ min: 10, max: 160 }),
    rows: fc.integer({ min: 4, max: 60 }),
  });
  const wish = fc.constantFrom('running', 'paused', 'stopping');
  fc.assert(
    fc.property(size, wish, fc.boolean(), (at, wanted, showHelp) => {
      const frame = frameView(writing, facts, { ...moment, wish: wanted }, at, { showHelp, hasKeys: true });
      const end = endView(writing, facts, { ...moment, wish: wanted }, at);
      for (const rows of [frame, end]) {
        expect(rows.length).toBeLessThanOrEqual(at.rows - 1);
        for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(at.columns - 1);
      }
      if (!showHelp) expect(lines(frame).some((line) => line.includes('25 %'))).toBe(true);
    }),
  );
});

test('an audit counts what it finds by severity, and shows what is grave', () => {
  const source = { productId: 7, imageId: 70, sku: 'A-SKU-THAT-IS-MUCH-LONGER-THAN-TWENTY-FOUR-CELLS' };
  const state = fold([
    { type: 'run', run, command: 'audit', mode: 'parity', resumed: true },
    { type: 'progress', run, phase: 'reading', unit: 'products', done: 30, total: 120 },
    {
      type: 'finding',
      run,
      rule: 'thumbnail-missing',
      severity: 'critical',
      kind: 'product-image',
      source,
      message: 'no image is the thumbnail',
    },
    {
      type: 'finding',
      run,
      rule: 'order-tie',
      severity: 'warning',
      kind: 'product-image',
      source,
      message: 'x',
    },
  ]);
  const of: ScreenFacts = { command: 'audit', source: 'abc123', target: 'abc123', mode: 'parity' };
  const frame = lines(
    frameView(state, of, { ...moment, foundBefore: { warning: 4 } }, { columns: 120, rows: 22 }, keys),
  );
  expect(frame[3]).toBe(' ● reading ── ○ verifying');
  expect(frame[6]).toMatch(/^ 30 of 120 products/u);
  expect(frame).toContain(' ✗ 0 fatal   ✗ 1 critical   ! 5 warnings   ! 0 info');
  // A third of a wide row is the SKU's.
  expect(frame).toContain(` ! ${source.sku.slice(0, 38)}…  image 70  no image is the thumbnail`);
});

test('a comparison shows the counts that its run has saved', () => {
  const state = fold([
    { type: 'run', run, command: 'diff', mode: 'transfer', resumed: false },
    { type: 'progress', run, phase: 'planning', done: 30, total: 120 },
  ]);
  const counts = { same: 20, changed: 1, missing: 9, extra: 0, unmatchedProducts: 2 };
  const frame = lines(
    frameView(state, { ...facts, command: 'diff' }, { ...moment, counts }, { columns: 100, rows: 22 }, keys),
  );
  expect(frame).toContain(
    ' = 20 the same   ~ 1 differ   + 9 missing   - 0 extra   ! 0 unknown   ! 2 products unmatched',
  );
});

test('a verify shows how deep it looks', () => {
  const of: ScreenFacts = { ...facts, command: 'verify', level: 'content' };
  expect(lines(frameView(initialState(0), of, moment, { columns: 80, rows: 24 }, keys))[1]).toBe(
    ' transfer · level content',
  );
});

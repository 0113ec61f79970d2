// The normaliser takes out what differs between two runs of the same program, and nothing by which two programs differ.
import { describe, expect, test } from 'vitest';
import { normalised } from './normalised.ts';

const surroundings = {
  origin: 'http://127.0.0.1:40123',
  folder: '/tmp/cutover-e2e-a1b2c3',
  checkout: '/home/you/here',
};
const elsewhere = {
  origin: 'http://127.0.0.1:51999',
  folder: '/tmp/cutover-e2e-x9y8z7',
  checkout: '/home/me/there',
};

const said = [
  '{"type":"run","time":"2026-04-01T08:00:00.000Z","run":"r0001-g9k3","command":"migrate"}',
  '{"type":"progress","time":"2026-04-01T08:00:00.100Z","run":"r0001-g9k3","phase":"writing","done":3,"total":40}',
  '{"type":"progress","time":"2026-04-01T08:00:00.400Z","run":"r0001-g9k3","phase":"writing","done":9,"total":40}',
  '{"type":"action","time":"2026-04-01T08:00:00.500Z","run":"r0001-g9k3","action":"r0001-g9k3/0000009","kind":"create"}',
  '{"type":"result","time":"2026-04-01T08:00:01.000Z","created":40,"estimate":{"requests":47,"bytes":0,"seconds":5.3}}',
  'target GET /v3/catalog/products 200 3 ms',
  'source GET /v3/catalog/products 200 12 ms',
  'The journal /tmp/cutover-e2e-a1b2c3/cutover.db is held by process 4711 since 2026-04-01 08:00.',
  '! Store source does not answer. Next try in 5 s, at 02:29:25 UTC.',
  '18.5 a second, about 20 s left, 1.5 MB; see http://127.0.0.1:40123/stores/source and targets/x-at-127.0.0.1-40123',
  '# Verification of file-ff6d2a2e90d3 → target, made from file-a.jsonl',
  'All 18 images were compared in saved (a41f96ae4c25) and store target, by the plan (0123456789ab).',
  '',
].join('\n');

const saidAgain = [
  '{"type":"run","time":"2027-12-31T23:59:59.999Z","run":"r0001-zz00","command":"migrate"}',
  '{"type":"progress","time":"2027-12-31T23:59:59.999Z","run":"r0001-zz00","phase":"writing","done":40,"total":40}',
  '{"type":"action","time":"2027-12-31T23:59:59.999Z","run":"r0001-zz00","action":"r0001-zz00/0000009","kind":"create"}',
  '{"type":"result","time":"2027-12-31T23:59:59.999Z","created":40,"estimate":{"requests":47,"bytes":0,"seconds":61}}',
  'source GET /v3/catalog/products 200 1.2 s',
  'target GET /v3/catalog/products 200 340 ms',
  'The journal /tmp/cutover-e2e-x9y8z7/cutover.db is held by process 12 since 2027-12-31 23:59.',
  '! Store source does not answer. Next try in 6 s, at 12:02 UTC.',
  '7 a second, about 3 min left, 1.5 MB; see http://127.0.0.1:51999/stores/source and targets/x-at-127.0.0.1-51999',
  '# Verification of file-47b56aaeb9b1 → target, made from file-a.jsonl',
  'All 18 images were compared in saved (aa61dee20e23) and store target, by the plan (0123456789ab).',
  '',
].join('\n');

test('two runs that differ in time, place and chance read the same', () => {
  expect(normalised(saidAgain, elsewhere)).toBe(normalised(said, surroundings));
});

describe('what it must not hide', () => {
  test.each([
    ['a count', '"created":40', '"created":39'],
    ['an estimate of requests', '"requests":47', '"requests":48'],
    ['a size', '1.5 MB', '1.6 MB'],
    ['a status', 'products 200 3 ms', 'products 404 3 ms'],
    ['a word', 'is held by', 'was held by'],
    ['a word before a duration', 'about 20 s left', 'some 20 s left'],
    ['the number of a run', 'r0001-g9k3","command', 'r0002-g9k3","command'],
    ['the number of an action', '/0000009', '/0000010'],
    ['a phase', '"phase":"writing"', '"phase":"settling"'],
    ['the order of keys', '"kind":"create"}', '"create":"kind"}'],
    ['the name of a file', 'cutover.db', 'other.db'],
    ['a file that is called so', 'file-a.jsonl', 'file-b.jsonl'],
    ['a digest that is of no saved file', '(0123456789ab)', '(0123456789ac)'],
    ['a path of the API', 'source GET /v3/catalog', 'source GET /v2/catalog'],
    ['a line that is gone', 'source GET /v3/catalog/products 200 12 ms\n', ''],
    ['a line that is there twice', '18.5 a second', 'a\n18.5 a second'],
    ['the end of the last line', 'left, 1.5 MB', 'left,  1.5 MB'],
  ])('%s', (_, from, to) => {
    const changed = said.replaceAll(from, to);
    expect(changed).not.toBe(said);
    expect(normalised(changed, surroundings)).not.toBe(normalised(said, surroundings));
  });
});

test('lines keep their order', () => {
  const lines = ['{"type":"action","action":"a1"}', '{"type":"action","action":"a2"}'];
  expect(normalised(lines.toReversed().join('\n'), surroundings)).not.toBe(
    normalised(lines.join('\n'), surroundings),
  );
});

test('doubts that are settled one after another read the same whichever came first; what was sent keeps its order', () => {
  const action = (id: string, status: string): string =>
    `{"type":"action","time":"x","run":"r","action":"${id}","kind":"create","status":"${status}","source":{}}`;
  const read = (...lines: string[]): string => normalised(lines.join('\n'), surroundings);
  const [one, two] = [action('a1', 'applied'), action('a2', 'applied')];
  expect(read(two, one, 'end')).toBe(read(one, two, 'end'));
  const begun = action('a3', 'started');
  expect(read(two, begun, one)).not.toBe(read(one, begun, two));
  expect(read(action('a2', 'failed'), action('a1', 'failed'))).not.toBe(
    read(action('a1', 'failed'), action('a2', 'failed')),
  );
});

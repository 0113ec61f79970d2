// Answers of a store, spoilt in one place: what a proxy, a half-written deployment or a mistake of the store may send.
// Everything follows from the draw, so that a case that fails can be made again. Invariant: a spoilt answer is still one
// answer: a status, headers and bytes.
import type { TransportResponse } from '@cutover/store-http';

export type Draw = () => number;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that stand where others belong; the last ones are written into the text, for JSON itself has no such thing. */
const strangers: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31 + 5,
  2 ** 53,
  '',
  'x',
  '7',
  [],
  {},
  [[]],
  { id: 1 },
];
const rawStrangers = [
  '1e400',
  '-0',
  '123456789012345678901234567890',
  'NaN',
  'undefined',
  "'x'",
  '"\\ud800"',
  '"\\u0000"',
];
const statuses = [200, 201, 202, 204, 206, 207, 302, 304];
const pages = [
  '<!doctype html><html><body>Sign in</body></html>',
  'OK',
  '',
  '   ',
  'null',
  '[]',
  '{}',
  '0',
  '"x"',
  '\u0000',
];

/** One answer, spoilt in a way that the draw decides. */
export function mangled(answer: TransportResponse, draw: Draw): { answer: TransportResponse; how: string } {
  const kind = draw();
  const text = Buffer.from(answer.body).toString('utf8');
  if (kind < 0.06) return { answer: { ...answer, status: pick(statuses, draw) }, how: 'another status' };
  if (kind < 0.12) return { answer: withText(answer, pick(pages, draw)), how: 'another body' };
  if (kind < 0.2) return { answer: withBytes(answer, brokenBytes(answer.body, draw)), how: 'broken bytes' };
  if (kind < 0.24)
    return { answer: withText(answer, `${'['.repeat(5_000)}${']'.repeat(5_000)}`), how: 'deep nesting' };
  if (kind < 0.3) return { answer: withText(answer, withRaw(text, draw)), how: 'no JSON value' };
  const json = parsed(text);
  if (json === undefined) return { answer: withText(answer, `${text}}`), how: 'another body' };
  if (kind < 0.36)
    return { answer: withText(answer, JSON.stringify(multiplied(json, draw))), how: 'a thousand rows' };
  return { answer: withText(answer, JSON.stringify(changedIn(json, draw))), how: 'a changed value' };
}

/** Spoilt so that no reader can take it for a right answer: half of it, or something else altogether. */
export function unreadable(answer: TransportResponse, draw: Draw): TransportResponse {
  const kind = draw();
  if (kind < 0.3) return withText(answer, pick(pages.slice(0, 2), draw));
  if (kind < 0.6)
    return withBytes(answer, answer.body.slice(0, 1 + Math.floor(draw() * (answer.body.length - 2))));
  const text = Buffer.from(answer.body).toString('utf8');
  if (kind < 0.8)
    return withText(
      answer,
      text.replaceAll(/"(id|product_id)":\d+/g, '"$1":"none"').replace(/^\[\]|^\{"data":\[\]/, '{"data":7'),
    );
  return withText(answer, `${text},`);
}

function withBytes(answer: TransportResponse, body: Uint8Array): TransportResponse {
  return { ...answer, body };
}

const withText = (answer: TransportResponse, text: string): TransportResponse =>
  withBytes(answer, Buffer.from(text));

function pick<Item>(list: readonly Item[], draw: Draw): Item {
  const item = list[Math.floor(draw() * list.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function brokenBytes(body: Uint8Array, draw: Draw): Uint8Array {
  if (body.length === 0) return Buffer.from([0xff]);
  const at = Math.floor(draw() * body.length);
  const kind = draw();
  if (kind < 0.4) return body.slice(0, at);
  if (kind < 0.5) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]);
  if (kind < 0.6) return Buffer.concat([body, body]);
  const broken = Uint8Array.from(body);
  broken[at] = Math.floor(draw() * 256);
  return broken;
}

/** One value of the text replaced by what JSON does not know. */
function withRaw(text: string, draw: Draw): string {
  const values = [...text.matchAll(/(?<=[:[,])(?:\d+|"[^"]*"|true|false|null)(?=[,}\]])/g)];
  if (values.length === 0) return pick(rawStrangers, draw);
  const value = pick(values, draw);
  return text.slice(0, value.index) + pick(rawStrangers, draw) + text.slice(value.index + value[0].length);
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Where a value stands, and how to put another one there or to take it away. */
interface Spot {
  readonly value: Json;
  put(value: Json): void;
  remove(): void;
}

function spotsIn(json: Json, spots: Spot[] = []): Spot[] {
  if (Array.isArray(json)) {
    for (const [index, value] of json.entries()) {
      spots.push({
        value,
        put: (other) => void (json[index] = other),
        remove: () => void json.splice(index, 1),
      });
      spotsIn(value, spots);
    }
  } else if (typeof json === 'object' && json !== null) {
    for (const [key, value] of Object.entries(json)) {
      spots.push({ value, put: (other) => void (json[key] = other), remove: () => void delete json[key] });
      spotsIn(value, spots);
    }
  }
  return spots;
}

function changedIn(json: Json, draw: Draw): Json {
  const spots = spotsIn(json);
  if (spots.length === 0) return pick(strangers, draw);
  const spot = pick(spots, draw);
  if (draw() < 0.25) spot.remove();
  else spot.put(draw() < 0.02 ? 'x'.repeat(100_000) : pick(strangers, draw));
  return json;
}

/** One list of it a thousand times as long: the same row again and again, or rows of ids of their own. */
function multiplied(json: Json, draw: Draw): Json {
  const lists = [{ value: json, put: () => undefined }, ...spotsIn(json)].filter(({ value }) =>
    Array.isArray(value),
  );
  if (lists.length === 0) return json;
  const { value } = pick(lists, draw);
  if (!Array.isArray(value) || value[0] === undefined) return json;
  const [row] = value;
  const numbered = draw() < 0.5;
  for (let index = 0; index < 1_000; index += 1)
    value.push(
      numbered && typeof row === 'object' && row !== null && !Array.isArray(row)
        ? { ...row, id: 900_000 + index }
        : row,
    );
  return json;
}

// The rooms of the app go in no circle either: what a folder of src, or a file beside them, may import follows from where
// it stands. Imports of types count, and so do lazy ones.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

/** Room → the rooms that it imports from. */
type Rooms = ReadonlyMap<string, ReadonlySet<string>>;

/** Path → text, of every source but tests and what only tests use. */
function sources(): Map<string, string> {
  const root = new URL('.', import.meta.url);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('testing/'));
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]));
}

function roomsOf(files: ReadonlyMap<string, string>): Rooms {
  const rooms = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    const imported = rooms.get(roomOf(path)) ?? new Set();
    rooms.set(roomOf(path), imported);
    for (const [, from = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)) {
      const to = posix.join(posix.dirname(path), from);
      if (files.has(to) && roomOf(to) !== roomOf(path)) imported.add(roomOf(to));
    }
  }
  return rooms;
}

const roomOf = (path: string): string => path.split('/')[0] ?? path;

/** The first circle found, as it is walked; undefined: there is none. */
function circleIn(rooms: Rooms): string | undefined {
  const walk = (at: string, way: readonly string[]): string | undefined => {
    if (way.includes(at)) return [...way.slice(way.indexOf(at)), at].join(' → ');
    for (const next of rooms.get(at) ?? []) {
      const circle = walk(next, [...way, at]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const at of rooms.keys()) {
    const circle = walk(at, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

test('no room imports itself by way of others', () => {
  const rooms = roomsOf(sources());
  expect(rooms.get('cutover.ts')).toContain('main.ts');
  expect(rooms.get('commands')).toContain('wiring');
  expect(circleIn(rooms)).toBeUndefined();
});

test('a circle of rooms is seen, by way of types and of a lazy import', () => {
  const files = new Map([
    ['a/one.ts', `import type { Two } from '../b/two.ts';`],
    ['b/two.ts', `const three = await import('../c/three.ts');`],
    ['c/three.ts', `export { other } from '../a/other.ts';`],
    ['a/other.ts', ''],
  ]);
  expect(circleIn(roomsOf(files))).toBe('a → b → c → a');
  files.set('c/three.ts', '');
  expect(circleIn(roomsOf(files))).toBeUndefined();
});

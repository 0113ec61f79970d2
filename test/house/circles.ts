// Circles of imports, imports of types included: files, or rooms of them, that can only be understood together. Invariant: a circle is told
// once, whichever of its files is looked at first, and a file is in at least one circle that is told or in none at all.
import { importsOf } from './imports.ts';
import { pathFrom, type SourceFile } from './tree.ts';

type Imports = ReadonlyMap<string, readonly string[]>;

/** For each file that imports itself by way of others the shortest such way, as paths; each circle once. */
export function circlesIn(files: readonly SourceFile[]): string[][] {
  return circlesOf(importsBetween(files));
}

/** The same of rooms: the folders of `src`, and each file beside them. */
export function circlesOfRooms(files: readonly SourceFile[]): string[][] {
  const rooms = new Map<string, string[]>();
  for (const [path, imported] of importsBetween(files)) {
    const room = roomOf(path);
    const others = imported.map(roomOf).filter((other) => other !== room);
    rooms.set(room, [...(rooms.get(room) ?? []), ...others]);
  }
  return circlesOf(rooms);
}

function roomOf(path: string): string {
  return /^.*?\/src\/[^/]+/.exec(path)?.[0] ?? path;
}

function importsBetween(files: readonly SourceFile[]): Imports {
  return new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(path, text).flatMap(({ from }) => (from.startsWith('.') ? [pathFrom(path, from)] : [])),
    ]),
  );
}

function circlesOf(imports: Imports): string[][] {
  const circles = new Map<string, string[]>();
  for (const start of imports.keys()) {
    const circle = wayBack(start, imports);
    const key = circle?.toSorted().join('\n') ?? '';
    if (circle !== undefined && !circles.has(key)) circles.set(key, circle);
  }
  return [...circles.values()];
}

/** The shortest way from one along its imports to itself, which it begins with; undefined: there is none. */
function wayBack(start: string, imports: Imports): string[] | undefined {
  const seen = new Set<string>();
  for (let ways = [[start]]; ways.length > 0; ) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const next of imports.get(way.at(-1) ?? '') ?? []) {
        if (next === start) return way;
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return undefined;
}

// Circles of imports, imports of types included: files that can only be understood together. Invariant: a circle is told
// once, whichever of its files is looked at first, and a file is in at least one circle that is told or in none at all.
import { importsOf } from './imports.ts';
import { pathFrom, type SourceFile } from './tree.ts';

/** For each file that imports itself by way of others the shortest such way, as paths; each circle once. */
export function circlesIn(files: readonly SourceFile[]): string[][] {
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(path, text).flatMap(({ from }) => (from.startsWith('.') ? [pathFrom(path, from)] : [])),
    ]),
  );
  const circles = new Map<string, string[]>();
  for (const { path } of files) {
    const circle = wayBack(path, imports);
    const key = circle?.toSorted().join('\n') ?? '';
    if (circle !== undefined && !circles.has(key)) circles.set(key, circle);
  }
  return [...circles.values()];
}

/** The shortest way from a file along its imports to itself, which it begins with; undefined: there is none. */
function wayBack(start: string, imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
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

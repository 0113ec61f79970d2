// What one run of the program says, without what differs from one run to the next. Invariant: only what is listed here is
// taken out, each by its own shape; every other word, number and order stays as it was printed, that of JSON's keys too.

export interface Surroundings {
  /** Where the stores are, such as http://127.0.0.1:40123. */
  readonly origin: string;
  /** The folder that the program works in. */
  readonly folder: string;
  /** The checkout whose program it is. */
  readonly checkout: string;
}

/** What is taken out, in this order, and what stands in its place. */
const shapes: readonly (readonly [what: string, shape: RegExp, instead: string])[] = [
  ['moments', /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g, '<time>'],
  ['moments', /\b\d\d:\d\d(?::\d\d)? UTC\b/g, '<time> UTC'],
  ['the random end of a run’s id', /\b(r\d{4})-[a-z0-9]{4}\b/g, '$1-<run>'],
  // A saved file holds addresses of the store that it is of.
  ['the digest of a saved file', /\b(file[- ]|saved \()[0-9a-f]{12}\b/g, '$1<digest>'],
  ['ports', /\b127\.0\.0\.1([:-])\d+/g, '127.0.0.1$1<port>'],
  ['ids of processes', /\bprocess \d+/g, 'process <pid>'],
  ['durations', /\b\d+(?:\.\d+)? (?:ms|s|min|h)\b/g, '<duration>'],
  [
    'durations',
    /("(?:ageSeconds|seconds|secondsMin|secondsMax|waitingMs)":)\d+(?:\.\d+)?/g,
    '$1"<duration>"',
  ],
  ['rates', /\b\d+(?:\.\d+)? a second\b/g, '<rate> a second'],
];

/** For people: what a comparison does not see. */
export const takenOut: readonly string[] = [
  'folders',
  ...new Set(shapes.map(([what]) => what)),
  'how far a phase had come at which moment',
  'how the requests of source and target took turns',
  'which of several doubts was settled first',
];

/** The whole output of one run, as the program wrote it. */
export function normalised(text: string, { origin, folder, checkout }: Surroundings): string {
  const placed = text
    .replaceAll(origin, '<origin>')
    .replaceAll(folder, '<folder>')
    .replaceAll(checkout, '<checkout>');
  const plain = shapes.reduce((all, [, shape, instead]) => all.replaceAll(shape, instead), placed);
  return sideBySide(settledTogether(withoutPace(plain.split('\n')))).join('\n');
}

/** Progress is printed as time allows: one line a phase stays, without its count. */
function withoutPace(lines: readonly string[]): string[] {
  const phases = new Set<string>();
  return lines.flatMap((line) => {
    if (!line.startsWith('{"type":"progress",')) return [line];
    const phase = line.replace(
      /"done":\d+(?:,"total":\d+)?(?:,"unit":"images")?(?:,"waitingFor":"[a-z]+","waitingMs":"<duration>")?/,
      '"done":"<count>"',
    );
    if (phases.has(phase)) return [];
    phases.add(phase);
    return [phase];
  });
}

/** Actions that are done one after another, none begun between them, were in doubt and are looked at side by side. */
function settledTogether(lines: readonly string[]): string[] {
  const settled = (line: string): string | undefined =>
    /^\{"type":"action",.*?"action":"([^"]+)",.*?"status":"applied",/.exec(line)?.[1];
  return inOrder(lines, settled, (ids) => ids.toSorted());
}

/** Both stores are read at once: of requests that follow each other the source's come first, each side's in its order. */
function sideBySide(lines: readonly string[]): string[] {
  const sideOf = (line: string): string | undefined => /^(source|target) [A-Z]+ \//.exec(line)?.[1];
  return inOrder(lines, sideOf, () => ['source', 'target']);
}

/** Lines of a kind that follow each other are put in the order of their keys; those of one key keep theirs. */
function inOrder(
  lines: readonly string[],
  keyOf: (line: string) => string | undefined,
  order: (keys: readonly string[]) => readonly string[],
): string[] {
  const sorted: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = lines.findIndex((line, index) => index >= at && keyOf(line) === undefined);
    const together = lines.slice(at, end === -1 ? lines.length : end);
    const byKey = Map.groupBy(together, (line) => keyOf(line) ?? '');
    for (const key of order([...byKey.keys()])) sorted.push(...(byKey.get(key) ?? []));
    at += together.length;
    const other = lines[at];
    if (other !== undefined) sorted.push(other);
    at += 1;
  }
  return sorted;
}

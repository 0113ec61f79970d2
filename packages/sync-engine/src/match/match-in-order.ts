// Which of several images that look and say the same is which, so that nobody is moved past its twin. Invariant: of two
// pairs the one that comes first on one side comes first on the other, and as many are paired as that allows; so once the
// target stands as the source does, the same pairs are found again. Pure.

export interface Matching<A, B> {
  /** Whether these two may be a pair. */
  readonly may: (a: A, b: B) => boolean;
  /** How well they fit, from 0; decides only between matchings of as many pairs. */
  readonly fit: (a: A, b: B) => number;
}

/** Each list in its own order; of equally good matchings the one that takes earlier ones. Takes |a| × |b| steps. */
export function matchInOrder<A, B>(
  ours: readonly A[],
  theirs: readonly B[],
  { may, fit }: Matching<A, B>,
): (readonly [A, B])[] {
  // What can be had from here to the end of both, as [pairs, fit].
  const none = { pairs: 0, fit: 0 };
  type Best = typeof none;
  const isBetter = (a: Best, b: Best): boolean => a.pairs > b.pairs || (a.pairs === b.pairs && a.fit > b.fit);
  const best: Best[][] = Array.from({ length: ours.length + 1 }, () =>
    Array.from({ length: theirs.length + 1 }, () => none),
  );
  const at = (i: number, j: number): Best => best[i]?.[j] ?? none;
  const paired = (i: number, j: number, a: A, b: B): Best => {
    const rest = at(i + 1, j + 1);
    return { pairs: rest.pairs + 1, fit: rest.fit + fit(a, b) };
  };
  for (const [i, a] of [...ours.entries()].toReversed()) {
    for (const [j, b] of [...theirs.entries()].toReversed()) {
      const choices = [at(i + 1, j), at(i, j + 1), ...(may(a, b) ? [paired(i, j, a, b)] : [])];
      const row = best[i];
      if (row !== undefined) row[j] = choices.reduce((one, other) => (isBetter(other, one) ? other : one));
    }
  }
  const found: (readonly [A, B])[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [ours[i], theirs[j]];
    if (a === undefined || b === undefined) return found;
    const here = at(i, j);
    const isAsGood = (choice: Best): boolean => !isBetter(here, choice);
    if (may(a, b) && isAsGood(paired(i, j, a, b))) {
      found.push([a, b]);
      i += 1;
      j += 1;
    } else if (isAsGood(at(i, j + 1))) j += 1;
    else i += 1;
  }
}

/** Parts of both lists between which no pair is possible, each in its own order. */
export function kindred<A, B>(
  ours: readonly A[],
  theirs: readonly B[],
  may: Matching<A, B>['may'],
): { readonly ours: readonly A[]; readonly theirs: readonly B[] }[] {
  const parts: { ours: Set<A>; theirs: Set<B> }[] = [];
  for (const a of ours) {
    const mine = { ours: new Set([a]), theirs: new Set(theirs.filter((b) => may(a, b))) };
    for (const part of parts.filter((one) => !one.theirs.isDisjointFrom(mine.theirs))) {
      for (const one of part.ours) mine.ours.add(one);
      for (const one of part.theirs) mine.theirs.add(one);
      parts.splice(parts.indexOf(part), 1);
    }
    parts.push(mine);
  }
  return parts.map((part) => ({
    ours: ours.filter((a) => part.ours.has(a)),
    theirs: theirs.filter((b) => part.theirs.has(b)),
  }));
}

// "Did you mean …?": the nearest of some words, if it is near.

/** The word that takes the fewest edits to reach, undefined when even that is more than a third of its letters. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  let best: { word: string; edits: number } | undefined;
  for (const word of words) {
    const edits = distance(given, word);
    if (
      edits <= Math.max(1, Math.floor(Math.max(word.length, given.length) / 3)) &&
      edits < (best?.edits ?? Number.POSITIVE_INFINITY)
    )
      best = { word, edits };
  }
  return best?.word;
}

/** Letters changed, added, left out, or two neighbours swapped; one row of the table at a time, as words are short. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : changed;
      next.push(Math.min(changed, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

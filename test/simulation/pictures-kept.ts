// Which pictures there are, by the stores' own keys: equal keys are equal bytes. Nothing here looks at names.

interface Pictured {
  readonly picture: string;
  readonly description?: string;
}

/** Picture → how often it is among these images. */
export function tally(
  images: readonly Pictured[],
  by: 'picture' | 'picture and text' = 'picture',
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { picture, description } of images) {
    const name = by === 'picture' ? picture : `${picture} ${JSON.stringify(description)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

// What must be true of the stores, whatever happened on the way. These checkers read the sandbox's own tables and share
// no code with the engine: they know pictures by their bytes, not by names, and the engine by its writes alone.
import type { StoreControl } from '@cutover/sandbox-store';
import type { Scenario } from './scenario.ts';

interface Kept {
  readonly picture: string;
  readonly description: string;
}

async function keptBy(store: StoreControl, productId: number): Promise<Kept[]> {
  const images = store.images(productId).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
  return await Promise.all(
    images.map(async (image) => ({
      picture: Buffer.from(await store.pictureBytes(image.id)).toString('base64'),
      description: image.description,
    })),
  );
}

const words = (kept: Kept): string => `${kept.picture.slice(-40)} ${JSON.stringify(kept.description)}`;

/** Each source image is on the target as often as on the source, plus what was there before; nothing else is. */
export async function duplicatesAndLosses(
  source: StoreControl,
  target: StoreControl,
  scenario: Scenario,
  strangers: readonly string[],
): Promise<string[]> {
  const complaints: string[] = [];
  for (const product of source.products()) {
    const counterpart = target.products().find((one) => one.sku === product.sku);
    if (counterpart === undefined) continue;
    const wanted = tally((await keptBy(source, product.id)).map(words));
    const found = tally((await keptBy(target, counterpart.id)).map((one) => words(one)));
    const foreign =
      foreignPictures(scenario, product.sku) + strangers.filter((sku) => sku === product.sku).length;
    for (const [name, count] of wanted) {
      const there = found.get(name) ?? 0;
      if (there < count) complaints.push(`${product.sku}: lost ${count - there} of ${name}`);
      if (there > count) complaints.push(`${product.sku}: ${there - count} too many of ${name}`);
    }
    const others = [...found]
      .filter(([name]) => !wanted.has(name))
      .reduce((sum, [, count]) => sum + count, 0);
    if (others !== foreign)
      complaints.push(`${product.sku}: ${others} images that are not the source's, expected ${foreign}`);
  }
  return complaints;
}

function foreignPictures(scenario: Scenario, sku: string): number {
  return (
    scenario.target.find((product) => product.sku === sku)?.images.filter((image) => image.picture >= 9000)
      .length ?? 0
  );
}

/** Exactly one thumbnail, and the one that the source has; the source's order kept. */
export async function wrongOrderOrThumbnail(source: StoreControl, target: StoreControl): Promise<string[]> {
  const complaints: string[] = [];
  for (const product of source.products()) {
    const counterpart = target.products().find((one) => one.sku === product.sku);
    if (counterpart === undefined) continue;
    const ours = source.images(product.id).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
    if (ours.length === 0) continue;
    const theirs = target.images(counterpart.id);
    const flagged = theirs.filter((image) => image.isThumbnail);
    if (flagged.length !== 1) complaints.push(`${product.sku}: ${flagged.length} thumbnails`);
    const wanted = ours.find((image) => image.isThumbnail) ?? ours[0];
    const thumbnail = flagged[0];
    if (wanted !== undefined && thumbnail !== undefined) {
      const same =
        Buffer.compare(await source.pictureBytes(wanted.id), await target.pictureBytes(thumbnail.id)) === 0;
      if (!same) complaints.push(`${product.sku}: another picture is the thumbnail`);
    }
    complaints.push(...(await wrongOrder(source, target, product.id, counterpart.id, product.sku)));
  }
  return complaints;
}

async function wrongOrder(
  source: StoreControl,
  target: StoreControl,
  from: number,
  to: number,
  sku: string,
): Promise<string[]> {
  const places = new Map<string, number[]>();
  for (const image of source.images(from)) {
    const key = Buffer.from(await source.pictureBytes(image.id)).toString('base64');
    places.set(key, [...(places.get(key) ?? []), image.sortOrder]);
  }
  let last = Number.NEGATIVE_INFINITY;
  for (const image of target.images(to).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id)) {
    const key = Buffer.from(await target.pictureBytes(image.id)).toString('base64');
    const candidates = places.get(key);
    if (candidates === undefined) continue;
    const next = candidates.filter((place) => place >= last).toSorted((a, b) => a - b)[0];
    if (next === undefined) return [`${sku}: the order is not the source's`];
    last = next;
  }
  return [];
}

/** Writes that the store knows of: creates and their effects. */
export function writesOf(target: StoreControl): { posts: number; effects: number; others: number } {
  const log = target.requests().filter((one) => one.version === 'v3');
  const posts = log.filter((one) => one.method === 'POST');
  return {
    posts: posts.length,
    effects: posts.reduce((sum, one) => sum + one.applied, 0),
    others: log.filter((one) => one.method === 'PUT' || one.method === 'DELETE').length,
  };
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

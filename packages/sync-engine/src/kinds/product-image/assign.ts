// Which new image was made by which of several open creates of a product, told from names, texts, pictures and the order
// of sending. Invariants: an image goes to one create at most; between creates that nothing tells apart the order of
// sending decides, because either way the same is there; where it does matter and cannot be told, it is not guessed. Pure.

/** How well an image fits a create, best first: name and text, name, or (under any name) picture and text. */
const fitsByRank = ['said', 'named', 'shown'] as const;
export type Fit = (typeof fitsByRank)[number];

/** One open create and what may be its effect. */
export interface Sight {
  /** Images that fit, by id, ascending. */
  readonly fits: ReadonlyMap<number, Fit>;
  /** All that could be its effect, fitting or not, by id, ascending. */
  readonly candidates: readonly number[];
  /** Images that say what was sent to the letter, and not only what a store may have made of it. */
  readonly sameTexts: ReadonlySet<number>;
  /** Images that certainly show the picture that was sent. */
  readonly samePictures: ReadonlySet<number>;
  /** Creates with one number certainly send one picture; undefined where nobody knows. */
  readonly picture: number | undefined;
}

export type Assigned =
  | { readonly is: 'found'; readonly imageId: number; readonly surplus: readonly number[] }
  | { readonly is: 'absent' }
  | { readonly is: 'unclear'; readonly candidates: readonly number[] };

/** Creates that may have made the same images, and those images, by id. */
type Part = ReadonlyMap<Sight, readonly number[]>;

/** @param sights in the order of sending; the verdicts come in the same order. */
export function assign(sights: readonly Sight[]): Assigned[] {
  const makers = new Map<number, Sight>();
  const pools = new Map<Sight, readonly number[]>();
  const untold = new Set<Sight>();
  /** Images that belong to one of several, nobody can say to which. */
  const held = new Set<number>();
  for (const fit of fitsByRank) {
    const open: Part = new Map(
      sights
        .filter((sight) => !pools.has(sight) && !untold.has(sight))
        .map((sight) => [sight, fitting(sight, fit).filter((id) => !makers.has(id))]),
    );
    for (const part of connected(open)) {
      const found = imagesOf(part).some((id) => held.has(id)) ? noOne(part) : resolve(part);
      for (const [sight, id] of found.made) {
        makers.set(id, sight);
        pools.set(sight, part.get(sight) ?? []);
      }
      for (const sight of found.untold) {
        untold.add(sight);
        for (const id of part.get(sight) ?? []) held.add(id);
      }
    }
  }
  const ids = new Map([...makers].map(([id, sight]) => [sight, id]));
  const left = (sight: Sight): number[] => sight.candidates.filter((id) => !makers.has(id));
  const doubtful = new Set(sights.filter((sight) => !ids.has(sight)).flatMap(left));
  const reported = new Set<number>();
  return sights.map((sight): Assigned => {
    const imageId = ids.get(sight);
    if (imageId === undefined) {
      const candidates = left(sight);
      return candidates.length === 0 ? { is: 'absent' } : { is: 'unclear', candidates };
    }
    const surplus = (pools.get(sight) ?? []).filter(
      (id) => !makers.has(id) && !doubtful.has(id) && !reported.has(id),
    );
    for (const id of surplus) reported.add(id);
    return { is: 'found', imageId, surplus };
  });
}

interface Found {
  readonly made: ReadonlyMap<Sight, number>;
  readonly untold: readonly Sight[];
}

const noOne = (part: Part): Found => ({ made: new Map(), untold: [...part.keys()] });

function resolve(part: Part): Found {
  if (areAlike(part)) {
    const images = imagesOf(part);
    const sights = [...part.keys()].slice(0, images.length);
    return { made: new Map(sights.map((sight, index) => [sight, images[index] ?? 0])), untold: [] };
  }
  // Unless each image can have a maker of its own, some are a stranger's, and any of them may be.
  if (!canAllBeMade(part)) return noOne(part);
  const forced = onlyMaker(part);
  if (forced === undefined) return noOne(part);
  const [maker, imageId] = forced;
  const rest: Part = new Map(
    [...part]
      .filter(([sight]) => sight !== maker)
      .map(([sight, images]) => [sight, images.filter((id) => id !== imageId)]),
  );
  const others = connected(rest).map(resolve);
  return {
    made: new Map([forced, ...others.flatMap(({ made }) => [...made])]),
    untold: others.flatMap(({ untold }) => untold),
  };
}

/** An image that only one create can have made (or several that are alike); else one whose picture or text says whose it is. */
function onlyMaker(part: Part): [Sight, number] | undefined {
  const images = imagesOf(part);
  const isMadeWith = (sight: Sight, imageId: number): boolean => {
    const others = new Map([...part].filter(([other]) => other !== sight));
    return canAllBeMade(
      others,
      images.filter((id) => id !== imageId),
    );
  };
  for (const choose of [(makers: Part): Part => makers, likeliest]) {
    for (const imageId of images) {
      const makers = choose(new Map([...part].filter(([, ids]) => ids.includes(imageId))), imageId);
      const [first] = makers.keys();
      if (first !== undefined && areAlike(makers) && isMadeWith(first, imageId)) return [first, imageId];
    }
  }
  return undefined;
}

/** Of those who may have made an image the ones whose picture and text it certainly has, as far as it has anybody's. */
function likeliest(makers: Part, imageId: number): Part {
  const all = [...makers];
  const pictured = all.filter(([{ samePictures }]) => samePictures.has(imageId));
  const said = all.filter(([{ sameTexts }]) => sameTexts.has(imageId));
  if (pictured.length === 0 || said.length === 0) return new Map([...pictured, ...said]);
  return new Map(pictured.filter((maker) => said.includes(maker)));
}

/** True when nothing tells these creates apart: they fit the same images equally well and send one picture. */
function areAlike(part: Part): boolean {
  const [first, ...others] = part;
  if (first === undefined) return false;
  const [sight, images] = first;
  return others.every(
    ([other, ids]) =>
      ids.length === images.length &&
      ids.every((id) => images.includes(id) && sight.sameTexts.has(id) === other.sameTexts.has(id)) &&
      ((sight.picture !== undefined && sight.picture === other.picture) ||
        ids.some((id) => sight.samePictures.has(id) && other.samePictures.has(id))),
  );
}

/** Whether each image can have a maker, and each create have made one at most: a matching, by augmenting paths. */
function canAllBeMade(part: Part, images: readonly number[] = imagesOf(part)): boolean {
  const madeBy = new Map<Sight, number>();
  const place = (imageId: number, asked: Set<Sight>): boolean => {
    for (const [sight, ids] of part) {
      if (!ids.includes(imageId) || asked.has(sight)) continue;
      asked.add(sight);
      const other = madeBy.get(sight);
      if (other !== undefined && !place(other, asked)) continue;
      madeBy.set(sight, imageId);
      return true;
    }
    return false;
  };
  return images.every((imageId) => place(imageId, new Set()));
}

/** The creates that compete for images, directly or through others; those that fit none are left out. */
function connected(part: Part): Part[] {
  let parts: Map<Sight, readonly number[]>[] = [];
  for (const [sight, images] of part) {
    if (images.length === 0) continue;
    const meets = (other: Part): boolean => images.some((id) => [...other.values()].flat().includes(id));
    const met = parts.filter(meets);
    const merged = new Map([...met.flatMap((other) => [...other]), [sight, images] as const]);
    parts = [...parts.filter((other) => !met.includes(other)), merged];
  }
  return parts;
}

function fitting(sight: Sight, fit: Fit): number[] {
  return [...sight.fits].filter(([, how]) => how === fit).map(([id]) => id);
}

function imagesOf(part: Part): number[] {
  return [...new Set([...part.values()].flat())].toSorted((a, b) => a - b);
}

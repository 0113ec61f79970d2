// Which image of one store is which of the other, within one product: what an earlier run made (links), then file stems.
// A stem that stands on each side once decides alone. Where several images share a stem (`image.jpg` three times, or the
// same picture twice), pictures decide as far as they are known, then what the images say and their order; so true
// twins keep their number and two pictures of one name are never taken for each other. Pure.
import { looseStem, type ProductImage, stemOf } from '@cutover/field-mapper';
import { inOrder } from './predict.ts';

/** Whether two images show the same picture; undefined: nobody has looked, or it cannot be told. */
export type Alike = (source: ProductImage, target: ProductImage) => boolean | undefined;

export interface PairImagesInput {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  readonly links?: ReadonlyMap<number, number>;
  readonly alike?: Alike;
}

interface Open {
  readonly sources: readonly ProductImage[];
  /** By id, in order. */
  readonly free: Map<number, ProductImage>;
  readonly partner: Map<number, ProductImage>;
}

/** Source image id → its counterpart. */
export function pairAcross(input: PairImagesInput): ReadonlyMap<number, ProductImage> {
  const open = openAfterLinks(input);
  for (const stem of [stemOfImage, looseStemOfImage])
    pairByStem(open, stem, input.alike ?? (() => undefined));
  return open.partner;
}

/** Images whose names leave it open who is whose counterpart: their pictures are worth a look. */
export function namesakes(input: PairImagesInput): { source: ProductImage[]; target: ProductImage[] } {
  const open = openAfterLinks(input);
  const found = { source: new Set<ProductImage>(), target: new Set<ProductImage>() };
  for (const stem of [stemOfImage, looseStemOfImage]) {
    for (const group of groupsOf(open, stem)) {
      if (isPlain(group)) continue;
      for (const image of group.sources) found.source.add(image);
      for (const image of group.targets) found.target.add(image);
    }
  }
  return { source: [...found.source], target: [...found.target] };
}

function openAfterLinks({ source, target, links }: PairImagesInput): Open {
  const open: Open = {
    sources: inOrder(source),
    free: new Map(inOrder(target).map((image) => [image.imageId, image])),
    partner: new Map(),
  };
  for (const image of open.sources) {
    const linked = links?.get(image.imageId);
    const other = linked === undefined ? undefined : open.free.get(linked);
    if (other !== undefined) pair(open, image, other);
  }
  return open;
}

function pair({ free, partner }: Open, image: ProductImage, other: ProductImage): void {
  partner.set(image.imageId, other);
  free.delete(other.imageId);
}

interface Group {
  readonly sources: readonly ProductImage[];
  readonly targets: readonly ProductImage[];
}

function groupsOf({ sources, free, partner }: Open, stem: (image: ProductImage) => string): Group[] {
  const targets = Map.groupBy(free.values(), stem);
  const waiting = sources.filter((image) => !partner.has(image.imageId));
  return [...Map.groupBy(waiting, stem)].flatMap(([key, group]) => {
    const others = targets.get(key);
    return key === '' || others === undefined ? [] : [{ sources: group, targets: others }];
  });
}

/** One on each side, or each side's images told apart by what they say and where they stand. */
function isPlain({ sources, targets }: Group): boolean {
  if (sources.length === 1 && targets.length === 1) return true;
  if (sources.length !== targets.length) return false;
  const places = (images: readonly ProductImage[]): Set<string> =>
    new Set(images.map((image) => JSON.stringify([image.description, image.sortOrder])));
  const [ours, theirs] = [places(sources), places(targets)];
  return ours.size === sources.length && ours.symmetricDifference(theirs).size === 0;
}

function pairByStem(open: Open, stem: (image: ProductImage) => string, alike: Alike): void {
  const closeness: ((a: ProductImage, b: ProductImage) => boolean)[] = [
    (a, b) => a.description === b.description && a.sortOrder === b.sortOrder,
    (a, b) => a.description === b.description,
    () => true,
  ];
  for (const group of groupsOf(open, stem)) {
    const looks: Alike[] = isPlain(group) ? [() => true] : [alike, (a, b) => alike(a, b) ?? true];
    for (const looksSame of looks) {
      for (const close of closeness) {
        for (const image of group.sources) {
          if (open.partner.has(image.imageId)) continue;
          const other = group.targets.find(
            (one) => open.free.has(one.imageId) && close(image, one) && looksSame(image, one) === true,
          );
          if (other !== undefined) pair(open, image, other);
        }
      }
    }
  }
}

/** The name to pair by; from the file, or from an address where a view does not show the file. */
export function nameOf(image: ProductImage): string {
  return image.imageFile || image.urls.zoom || image.urls.standard || image.urls.thumbnail || image.urls.tiny;
}

function stemOfImage(image: ProductImage): string {
  return stemOf(nameOf(image));
}

function looseStemOfImage(image: ProductImage): string {
  return looseStem(stemOfImage(image));
}

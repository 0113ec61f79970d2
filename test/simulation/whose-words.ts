// Whose words an image of the target bears: those of a source image of its own picture, or its own from before. An image of
// somebody else's keeps its words and its picture, whatever it shows. Told from the tables of both stores alone.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import { OTHER_WORDS, type Others } from './deeds.ts';

export interface WhoseWords {
  /** Others may have given the source new words. */
  hear(): void;
  /** What no run may do, and some run has done. */
  wrong(): string[];
}

export interface Speakers {
  readonly source: StoreControl;
  readonly target: StoreControl;
  readonly others: Others;
}

export function createWhoseWords({ source, target, others }: Speakers): WhoseWords {
  /** SKU and picture → every text that the source has given it. */
  const said = new Map<string, Set<string>>();
  const atFirst = new Map(target.images().map((image) => [image.id, image]));
  const nameOf = (sku: string, { picture }: ImageRow): string => `${sku} ${picture}`;
  const named = (store: StoreControl): [string, ImageRow][] => {
    const skus = new Map(store.products().map(({ id, sku }) => [id, sku]));
    return store.images().map((image) => [nameOf(skus.get(image.productId) ?? '', image), image]);
  };

  function hear(): void {
    for (const [name, { description }] of named(source))
      said.set(name, (said.get(name) ?? new Set()).add(gist(description)));
  }
  hear();

  function isWrong(name: string, image: ImageRow, onSource: ReadonlySet<string>): boolean {
    const { id, description, picture } = image;
    const own = others.theirs.get(id);
    if (description === OTHER_WORDS) return own !== undefined && own.picture !== picture;
    if (own !== undefined) return own.description !== description || own.picture !== picture;
    // What the source has let go of may be taken for what came in its place.
    if (!onSource.has(name)) return false;
    return said.get(name)?.has(gist(description)) !== true && atFirst.get(id)?.description !== description;
  }

  return {
    hear,
    wrong() {
      const onSource = new Set(named(source).map(([name]) => name));
      return named(target)
        .filter(([name, image]) => isWrong(name, image, onSource))
        .map(
          ([name, { id, description }]) =>
            `image ${id} (${name.slice(0, 20)}) says ${JSON.stringify(description)}, which is another's`,
        );
    },
  };
}

/** A text as every store keeps it: some trim it, cut it at 255 letters or compose its letters. */
function gist(text: string): string {
  return Array.from(text.normalize('NFC').trim()).slice(0, 240).join('').trim();
}

// What becomes of the places that a row names for one picture: its path in the store, the address that is handed on, and
// what is told about it. Invariant: a rendition is never handed on, and what is left out is told as left out.
import type { PicturePlace } from '../picture-place.ts';
import { quoted } from './file-problem.ts';
import type { MapWarning } from './image-row.ts';

export interface RowPicture {
  /** The store-relative path; '' where there is none. */
  readonly imageFile: string;
  /** The address of the picture; '' where there is none to hand on. */
  readonly address: string;
  /** The name or path that a file gives of a picture which no store shows so; '' where there is none. */
  readonly folderPath: string;
  readonly warnings: readonly MapWarning[];
}

/**
 * The picture of the places that are said of it, the preferred one first. `told: 'by the store'` takes any path as it
 * stands, because it is the store's own answer; a path of somebody's file has to look like one.
 */
export function rowPicture(places: readonly PicturePlace[], told: 'by the store' | 'by a file'): RowPicture {
  const warnings: MapWarning[] = [];
  const rendition = places.find((place) => place.kind === 'rendition');
  const whole = places.find((place) => place.kind === 'address');
  const derived = whole === undefined ? rendition?.of.original : undefined;
  const address = whole?.address ?? derived ?? '';
  if (derived !== undefined)
    warnings.push({ field: 'image_url', reason: derivedFrom(rendition?.address ?? '') });
  const named = places.find(
    ({ kind }) => kind === 'store-path' || (kind === 'folder-path' && told === 'by the store'),
  );
  const imageFile = named === undefined ? (whole?.storePath ?? '') : textOf(named);
  if (address === '' && imageFile === '' && places.length > 0) warnings.push(leftOut(places));
  const ofFolder = places.find((place) => place.kind === 'folder-path')?.path ?? '';
  return { imageFile, address, folderPath: ofFolder === imageFile ? '' : ofFolder, warnings };
}

/**
 * Where the picture of a variant, modifier value or swatch lies; it is one address, and no path can stand for it. A variant
 * without a picture of its own shows its product's; nothing else does, so that elsewhere such a copy is a picture.
 */
export function slotPicture(
  places: readonly PicturePlace[],
  of: 'variant' | 'value',
): Pick<RowPicture, 'address' | 'warnings'> {
  const [place] = places;
  if (of === 'variant' && place?.kind === 'rendition' && place.of.ofProductImage) {
    const reason = `no picture of its own: it shows a resized copy of its product's image (${quoted(place.address)})`;
    return { address: '', warnings: [{ field: 'image_url', reason }] };
  }
  const { address, warnings } = rowPicture(places, 'by a file');
  const isLost = address === '' && places.length > 0 && warnings.length === 0;
  return { address, warnings: isLost ? [leftOut(places)] : warnings };
}

/** A picture that is not handed on, and why. */
function leftOut(places: readonly PicturePlace[]): MapWarning {
  const rendition = places.find((place) => place.kind === 'rendition');
  if (rendition !== undefined) {
    const reason = `left out: a resized copy whose address does not show where the original is (${quoted(rendition.address)})`;
    return { field: 'image_url', reason, leftOut: 'rendition' };
  }
  const [place] = places;
  const text = place === undefined ? '' : textOf(place);
  const what =
    place?.kind === 'foreign'
      ? 'this is neither an http address nor a path of a store, and V3 takes no other'
      : "a path relative to V2's WebDAV folders has no counterpart in V3";
  const reason = `left out: ${what}: give a public address or upload the picture (${quoted(text)})`;
  return { field: 'image_url', reason, leftOut: 'no-counterpart' };
}

function textOf(place: PicturePlace): string {
  if (place.kind === 'store-path' || place.kind === 'folder-path') return place.path;
  return place.kind === 'address' || place.kind === 'rendition' ? place.address : place.text;
}

const derivedFrom = (rendition: string): string =>
  `the file names a resized copy; this is the address of its original, derived and not tried (${quoted(rendition)})`;

// A picture of a slot or a rule in both views of one store: V2 shows a path, V3 an address, and no more of them can be compared
// than the file that both end with. Pure.
import { renditionAddress } from '@cutover/field-mapper';

export function fileOf(place: string): string {
  const [path = ''] = place.split(/[?#]/u, 1);
  return path.split('/').at(-1) ?? '';
}

/** As the platform names what a slot was given: `5771_source_1700000000.png`. */
export const isSlotFile = (name: string): boolean => /^\d+_source_\d+\.[a-z\d]+$/iu.test(name);

/** What has no picture of its own may show a small copy of a product image, which is none. */
export const ownPicture = ({ address }: { readonly address: string }): string =>
  renditionAddress(address)?.ofProductImage === true ? '' : address;

/** Whether two names can be those of one picture; undefined: they do not tell. */
export function isSameFile(v2: string, v3: string): boolean | undefined {
  const [a, b] = [fileOf(v2), fileOf(v3)];
  if (a === b) return true;
  return isSlotFile(a) && isSlotFile(b) ? false : undefined;
}

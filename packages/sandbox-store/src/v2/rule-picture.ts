/** `image_file` of a V2 SKU, rule or swatch: an address, a file of the import folder, or nothing. */

import { uploadNameOf } from '../image-file-name.ts';
import { importedBytes } from '../import-folder.ts';
import { ruleImageAddress } from '../picture-addresses.ts';
import { ruleImageOf } from '../rule-images.ts';
import type { RuleImage } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { sizeMax, type Upload, uploadBytes, uploadFromAddress } from '../uploads.ts';
import { v2Invalid } from './body.ts';

/** The path under which V2 shows such a picture; empty where there is none. */
export function shownFile(image: RuleImage | null): string {
  return image === null ? '' : `attribute_rule_images/${image.file}`;
}

/** The same of a rule, as the store shows that. */
export function shownRuleFile(store: Store, image: RuleImage | null): string {
  if (image === null) return '';
  switch (store.switches['v2-rule-image-file']) {
    case 'path':
      return shownFile(image);
    case 'address':
      return ruleImageAddress(store, image);
    case 'unstamped':
      return shownFile(image).replace(/(?<=_source)_\d+(?=\.)/u, '');
  }
}

/** What a write makes of a picture: as it was where the field is absent or as read, none where it is empty. */
export async function pictureFrom(
  store: Store,
  id: number,
  current: RuleImage | null,
  given: unknown,
  field: string,
): Promise<RuleImage | null | Response> {
  if (given === undefined || (current !== null && given === shownFile(current))) return current;
  if (given === '' || given === null) return null;
  const upload = typeof given === 'string' ? await taken(store, given) : undefined;
  if (upload !== undefined && !('refused' in upload)) return ruleImageOf(store, id, upload);
  const named = typeof given === 'string' ? given : '';
  return upload?.refused === 'unreachable'
    ? v2Invalid(field, `The resource at '${named}' could not be downloaded and may be invalid.`)
    : v2Invalid(field, `The file '${named}' is missing or is not usable by this resource.`);
}

async function taken(store: Store, given: string): Promise<Upload | undefined> {
  if (/^https?:\/\//i.test(given)) return uploadFromAddress(store, given, 'rule-image');
  const bytes = await importedBytes(store, given, sizeMax(store));
  return bytes === undefined ? undefined : uploadBytes(store, bytes, uploadNameOf(given), 'rule-image');
}

/**
 * THE list of what BigCommerce does not document (or documents in two ways), each point with a name.
 * The default is the documented behaviour, or the most plausible one. A client is right when it works with every value.
 * A switch changes what a store does; what goes wrong on the way is a fault, and stands elsewhere.
 */

interface Choice<Value extends string> {
  readonly values: readonly [Value, ...Value[]];
  readonly default: Value;
  readonly explains: string;
}
interface Amount {
  readonly least: number;
  readonly default: number;
  readonly explains: string;
}

const choice = <const Value extends string>(
  values: readonly [Value, ...Value[]],
  explains: string,
): Choice<Value> => ({ values, default: values[0], explains });
const amount = (defaultAmount: number, explains: string): Amount => ({
  least: 0,
  default: defaultAmount,
  explains,
});

/** Every switch: its values with the default first (or the least amount and the default), and what it decides. */
export const switchTable = {
  'v2-empty-list': choice(['204', 'array'], 'a V2 list without rows answers 204, or 200 with []'),
  'v2-default-type': choice(['xml', 'json'], 'what V2 answers where neither path nor Accept names a type'),
  'v2-any-type': choice(['as-none', 'json'], 'what V2 answers to Accept */*; as-none: as to no Accept'),
  'v2-unknown-accept': choice(['default-type', '406'], 'V2 where Accept names neither JSON nor XML'),
  'v2-limit-over-250': choice(['413', 'clamp'], 'V2 with limit above 250'),
  'v2-product-image-count': choice(['served', '404', '405'], 'GET /products/{id}/images/count'),
  'v2-extra-image-fields': choice(['absent', 'present'], 'date_modified and is_sample in V2 images'),
  'v2-empty-description': choice(['null', 'string'], 'an empty description in V2'),
  'v2-write-answer': choice(
    ['as-read', 'short'],
    'a V2 image as a create and an update answer it: as it is read, or without addresses and with "" for no description',
  ),
  'v2-if-modified-since': choice(
    ['ignored', '304'],
    'V2 reads of products and images under If-Modified-Since: as without it, or 304 where nothing has changed since',
  ),
  'v2-url-sizes': choice(
    ['as-v3', 'swapped'],
    'V2 standard_url and thumbnail_url have V3’s sizes, or exchanged',
  ),
  'v2-negative-sort': choice(['allowed', '400'], 'writing a negative sort_order through V2'),
  'v2-xml-body': choice(['415', 'taken'], 'a V2 image body in XML'),
  'v2-long-address': choice(['400', '500'], 'a V2 image_file that is an address over 255 characters'),
  'v2-rate-limit-body': choice(['array', 'object'], 'the body of a V2 429: V2’s errors, or V3’s'),
  'v2-variant-image-file': choice(
    ['path', 'address'],
    'image_file of a V2 SKU with a picture: the path in the store, or the whole address',
  ),
  'v2-variant-rules': choice(
    ['absent', 'shown', 'by-values'],
    'a variant’s picture shows as a rule in V2, beside its SKU’s; by-values: under the values that are chosen instead of the SKU',
  ),
  'v2-rule-image-file': choice(
    ['path', 'address', 'unstamped'],
    'image_file of a V2 rule with a picture: the path in the store, the whole address, or the path with the file’s name cut after _source',
  ),
  'v2-rule-value-ids': choice(
    ['same', 'own'],
    'option_value_id in the conditions of a V2 rule: the id that V3 shows of the value, or one of V2’s own',
  ),
  'v2-unauthorised-body': choice(['array', 'object'], 'the body of a V2 401'),
  'v2-delete-all': choice(
    ['page', 'all'],
    'DELETE of a V2 collection (images, SKUs, rules, option values) removes one page, or everything',
  ),
  'v3-empty-images': choice(['204', '200'], 'V3 images of a product without any'),
  'v3-limit-over-250': choice(['clamp', '413', '422'], 'V3 with limit above 250'),
  'v3-image-order': choice(['id', 'sort'], 'the order of V3’s image lists'),
  'v3-file-fields': choice(['image_file', 'image_url', 'both'], 'which of the two stands in V3 images'),
  'v3-unwritable-fields': choice(
    ['ignored', '422', 'applied'],
    'product_id, date_modified and the like in a V3 image body; applied: these two are taken',
  ),
  'v3-primary-image-absent': choice(
    ['null', 'absent'],
    'include=primary_image on a product without a thumbnail',
  ),
  'v3-put-status': choice(['200', '201'], 'the status of a V3 image update'),
  'v3-product-put-status': choice(['200', '201'], 'the status of a V3 product update'),
  'v3-put-image-url': choice(['replaces', 'ignored'], 'image_url in a V3 image update'),
  'v3-image-form-post': choice(
    ['405', 'updates'],
    'POST of a form to an image: no such method, or an update',
  ),
  'v3-delete-missing-image': choice(['404', '204'], 'DELETE of an image that is not there'),
  'v3-delete-missing': choice(
    ['404', '204'],
    'DELETE of a product, variant, option, modifier, value or rule that is not there',
  ),
  'v3-product-put-images': choice(
    ['append', 'replace', 'ignored', '207', 'first'],
    'images in a V3 product update or create; 207: product saved, images not; first: the others are ignored',
  ),
  'v3-product-put-bad-image': choice(
    ['request', 'product', 'image'],
    'a picture that a V3 product update or create names and that is not taken: the request is refused and does nothing, its product gets none of its images (207), or it alone is missing (207)',
  ),
  'v3-product-put-images-max': amount(
    0,
    'the most images that one V3 product update or create may carry, over all its products; it answers more with 413; 0: no limit',
  ),
  'v3-include-images-limit': choice(
    ['none', '10', '50', '250'],
    'how many images include=images gives at most',
  ),
  'v3-complex-rules': choice(
    ['own', 'all'],
    'V3’s complex rules: those that no value and no variant holds, or all that V2 shows as rules',
  ),
  'unknown-store': choice(['404', '401', '403'], 'the status for a store hash that does not exist'),
  'default-sort': choice(['zero', 'last'], 'sort_order of a new image that names none'),
  'sort-on-update': choice(['bump', 'none'], 'lowering an image’s priority renumbers those at or after it'),
  'sort-on-create': choice(['none', 'bump'], 'a new image’s sort_order renumbers those at or after it'),
  'sort-bump-dates': choice(['kept', 'touched'], 'date_modified of images renumbered because of another'),
  'sort-overflow': choice(
    ['kept', 'refused'],
    'a renumbering beyond the largest sort_order leaves an image in the last place, or is refused',
  ),
  'thumbnail-succession': choice(
    ['none', 'lowest-sort', 'lowest-id'],
    'who becomes thumbnail when it is deleted',
  ),
  'thumbnail-unset': choice(['kept', 'cleared'], 'is_thumbnail false on the only thumbnail'),
  'sort-kept': choice(
    ['as-sent', 'renumbered'],
    'places are kept as they are sent, or are 0, 1, 2 … after each create and update',
  ),
  'description-kept': choice(
    ['as-sent', 'trimmed', 'cut-255', 'nfc'],
    'a description is kept as it is sent, without outer blanks, its first 255 characters, or in Unicode’s composed form',
  ),
  'description-max': choice(['none', '255'], 'a description over 255 characters is refused with 422'),
  'image-bumps-product': choice(['no', 'yes'], 'an image change moves the product’s date_modified'),
  'size-limit': choice(['8000000', '8388608'], 'how many bytes 8 MB are, and by that 1 MB'),
  'gif-limits': choice(['refused', 'none'], 'a GIF of more than 150 frames, or larger than 5120 × 5120'),
  'fetch-redirects': choice(['followed', 'refused'], 'the download of image_url follows redirects'),
  'fetch-ports': choice(['any', 'standard'], 'the download of image_url uses ports other than 80 and 443'),
  'fetch-timeout-ms': amount(10_000, 'how long the download of image_url may take'),
  'list-lag-ms': amount(0, 'how long a new image stays out of lists and counts'),
  'file-name-unicode': choice(['kept', 'percent', 'ascii'], 'letters beyond ASCII in image_file'),
  'file-name-spaces': choice(['underscore', 'dash', 'kept'], 'spaces in image_file'),
  'file-name-percent': choice(
    ['decoded', 'kept'],
    'percent escapes in the name of a picture that is fetched by its address',
  ),
  'file-name-length': amount(0, 'how many letters of a file name are kept; 0: all'),
  'file-name-stamp': choice(['kept', 'dropped'], 'a CDN stamp in the name of what is uploaded'),
  'url-stamp': choice(['same', 'differs'], 'the stamp in V2’s addresses of an image and in V3’s'),
  originals: choice(['kept', 're-encoded'], 'whether an uploaded picture keeps its bytes'),
  'cdn-webp': choice(['off', 'on'], 'the CDN answers WebP when Accept allows it'),
  'variant-product-id': choice(
    ['checked', 'ignored'],
    'a variant under the path of another product: not found, or found',
  ),
  'variant-image-clear': choice(['clears', 'ignored'], 'image_url "" in a variant update'),
  'variant-image-delete': choice(['405', '204'], 'DELETE of a variant image'),
  'variant-file-limit': choice(['500', 'none'], 'a variant image_file over 1 MB answers 500, or is taken'),
  'variant-batch-image': choice(['ignored', 'applied'], 'image_url in the batch update of variants'),
  'option-values-on-edit': choice(
    ['kept', 'copied'],
    'the first edit of an option or a modifier through V3 leaves a product its option values, or gives it copies under new ids, as one on a global option set of V2 gets',
  ),
  'modifier-image-delete': choice(['204', '404', '405'], 'DELETE of a modifier value’s image'),
  'retry-after': choice(['present', 'absent'], 'X-Retry-After on a 429'),
  'rate-limit-body': choice(['object', 'empty'], 'the body of a 429'),
  gzip: choice(['off', 'on'], 'answers are gzipped when Accept-Encoding allows it'),
} as const;

type SwitchTable = typeof switchTable;
/** The name of a switch. */
export type SwitchName = keyof SwitchTable;
/** A value for every switch. */
export type Switches = {
  [Name in SwitchName]: SwitchTable[Name] extends Choice<infer Value> ? Value : number;
};

const names = Object.keys(switchTable) as SwitchName[];

/** Every switch at its default. */
export function defaultSwitches(): Switches {
  return Object.fromEntries(names.map((name) => [name, switchTable[name].default])) as unknown as Switches;
}

/** Reads `NAME=VALUE`. Throws a RangeError that names what is allowed. */
export function parseSwitch(text: string): Partial<Switches> {
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).trim();
  if (!isSwitchName(name)) {
    throw new RangeError(`There is no switch "${name}". Switches: ${names.join(', ')}.`);
  }
  if (equals < 0) throw new RangeError(`Give the switch ${name} a value: ${name}=${allowed(name)}.`);
  return { [name]: checkedValue(name, text.slice(equals + 1).trim()) };
}

/** Checks values that came from outside the type system. Throws a RangeError that names the first wrong one. */
export function checkSwitches(values: Partial<Switches>): Partial<Switches> {
  for (const [name, value] of Object.entries(values)) {
    if (!isSwitchName(name)) throw new RangeError(`There is no switch "${name}".`);
    checkedValue(name, String(value));
  }
  return values;
}

function checkedValue(name: SwitchName, text: string): string | number {
  const row: Choice<string> | Amount = switchTable[name];
  if ('values' in row) {
    if (row.values.includes(text)) return text;
  } else if (/^\d+$/.test(text) && Number(text) >= row.least) {
    return Number(text);
  }
  throw new RangeError(`The switch ${name} cannot be "${text}". Allowed: ${allowed(name)}.`);
}

function allowed(name: SwitchName): string {
  const row: Choice<string> | Amount = switchTable[name];
  return 'values' in row ? row.values.join(' | ') : `a whole number from ${row.least}`;
}

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(switchTable, name);
}

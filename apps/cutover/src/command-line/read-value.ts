// How the text of one option becomes a value. Each reader throws a BadValue that says what would be right; who gave
// the text (a flag, the environment, a file) is added by the caller.
import { carriedKinds } from '@cutover/journal/light';
import type { CarriedKind } from '@cutover/sync-engine';

/** The text is no value of this kind; the message says what one looks like. */
export class BadValue extends Error {
  override readonly name = 'BadValue';
}

const durationUnits: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `2s`, `2m`, `1h` → milliseconds; `0` is none. At most a day. */
export function readDuration(text: string): number {
  if (text === '0') return 0;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const unit = durationUnits[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new BadValue('is not a duration; write it as 500ms, 2s or 2m');
  const durationMs = Math.round(Number(match[1]) * unit);
  if (durationMs > 86_400_000) throw new BadValue('is longer than a day');
  return durationMs;
}

/** `90%` → 0.9; more than 0, at most 100. */
export function readPercent(text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const percent = Number(match?.[1]);
  if (!(percent > 0 && percent <= 100))
    throw new BadValue('is not a share; write it as 5% or 90%, at most 100%');
  return percent / 100;
}

/** 0.07 → `7%`, as `readPercent` reads it. */
export const percentText = (share: unknown): string => `${Number((Number(share) * 100).toFixed(6))}%`;

/** A whole number from `min` to `max`. */
export const readCount =
  (min: number, max: number) =>
  (text: string): number => {
    const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count >= min && count <= max)) throw new BadValue(`is not a whole number from ${min} to ${max}`);
    return count;
  };

/** One of these words. */
export const readChoice =
  <const T extends string>(choices: readonly T[]) =>
  (text: string): T => {
    const choice = choices.find((one) => one === text);
    if (choice === undefined) throw new BadValue(`is not one of ${choices.join(', ')}`);
    return choice;
  };

/** `product,variant`: each once, in one order. */
export function readKinds(text: string): readonly CarriedKind[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => !carriedKinds.some((kind) => kind === word)))
    throw new BadValue(`is not a list of kinds of picture; what is carried: ${carriedKinds.join(', ')}`);
  return carriedKinds.filter((kind) => words.includes(kind));
}
/** As a person spells them. */
export const kindsText = (kinds: readonly CarriedKind[] | undefined): string | undefined =>
  kinds === undefined ? undefined : carriedKinds.filter((kind) => kinds.includes(kind)).join(',');

/** Those that both views of one store show, so that they can be held against each other. */
export const kindsOfViews = ['product', 'variant', 'modifier'] as const satisfies readonly CarriedKind[];

/** `100` or `5%`: how many changes are too many. */
export function readMaxChanges(text: string): { readonly count: number } | { readonly percent: number } {
  if (/^\d{1,15}$/.test(text)) return { count: Number(text) };
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (match === null || Number(match[1]) > 100)
    throw new BadValue('is neither a count (100) nor a share of the images (5%)');
  return { percent: Number(match[1]) };
}

/** A store hash: the letters and digits between `store-` and `.mybigcommerce.com`. */
export function readStoreHash(text: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(text))
    throw new BadValue(
      'is not a store hash; it is the letters and digits between store- and .mybigcommerce.com',
    );
  return text;
}

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The base address of an API, without a slash at its end. Plain http is for this machine alone: a token travels with it. */
export function readApi(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['https:', 'http:'].includes(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw new BadValue('is not the address of an API, such as https://api.bigcommerce.com');
  if (url.username !== '' || url.password !== '')
    throw new BadValue('holds credentials; a token is given in a file or the environment');
  if (url.protocol === 'http:' && !loopbackHost.test(url.hostname))
    throw new BadValue('is plain http on another machine, so the token could be read on the way; use https');
  // The control panel shows the address with the store in it. Cutting it off could read another store than was meant.
  const inside = /^(.*?)\/stores\/([^/]+)(?:\/v[23])?(?:\/.*)?$/.exec(url.pathname);
  if (inside !== null)
    throw new BadValue(
      `names a store, and has to be given without it; write it as ${url.origin}${inside[1] ?? ''}, and give the store’s hash ${inside[2] ?? ''} by itself`,
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const placeholders: ReadonlySet<string> = new Set([
  'store',
  'product_id',
  'image_id',
  'image_file',
  'name',
  'stamp',
  'ext',
]);

/** An address template: http(s), and nothing in braces but what is filled in. */
export function readOriginals(text: string): string {
  const unknown = [...text.matchAll(/\{([^}]*)\}/g)]
    .map(([, name = '']) => name)
    .find((name) => !placeholders.has(name));
  if (unknown !== undefined) {
    throw new BadValue(
      `holds {${unknown}}; what is filled in is {store}, {product_id}, {image_id}, {image_file}, {name}, {stamp} and {ext}`,
    );
  }
  const filled = text.replaceAll(/\{[^}]*\}/g, '1');
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw new BadValue('is not an address, such as https://pictures.example/{image_file}');
  }
  return text;
}

/** Any text that is not empty. */
export function readText(text: string): string {
  if (text.trim() === '') throw new BadValue('is empty');
  return text;
}

/** A token that a sandbox is to have; one of a real store is never written on a command line. */
export function readToken(text: string): string {
  if (!/^[\u0021-\u007e]{1,256}$/u.test(text))
    throw new BadValue('is not a token; write up to 256 letters, digits or signs, without spaces');
  return text;
}

/** `1` or `0`, as the environment and the files say yes and no. */
export function readSwitch(text: string): boolean {
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw new BadValue('is neither 1 (yes) nor 0 (no)');
}

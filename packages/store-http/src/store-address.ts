// Where a store's API lies and with what token, checked once at the start.
// A malformed token must be refused here: further down, libraries print header values in their errors.
import { isIP } from 'node:net';
import { isPrivateAddress } from './private-addresses.ts';

export class StoreAddressError extends Error {
  override readonly name = 'StoreAddressError';
}

/** The base as `https://host[/path]` without a trailing slash. Plain http is for loopback only. */
export function parseApiBase(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined) throw new StoreAddressError('the API address is not a URL');
  if (url.username !== '' || url.password !== '')
    throw new StoreAddressError('the API address must not hold a password');
  if (url.search !== '' || url.hash !== '')
    throw new StoreAddressError('the API address must not have a query');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new StoreAddressError(`the API address must begin with https:// (${url.protocol}//${url.host})`);
  }
  let end = url.pathname.length;
  while (url.pathname[end - 1] === '/') end -= 1;
  return url.origin + url.pathname.slice(0, end);
}

export function parseStoreHash(text: string): string {
  const hash = text.trim();
  if (/^[A-Za-z0-9_-]{1,64}$/u.test(hash)) return hash;
  throw new StoreAddressError('the store hash may hold letters, digits, - and _ only');
}

/** Printable ASCII without blanks; anything else would be quoted back to the user by the HTTP library. */
export function parseToken(text: string): string {
  const token = text.trim();
  if (token === '') throw new StoreAddressError('the token is empty');
  if (!/^[\u0021-\u007e]+$/u.test(token)) {
    throw new StoreAddressError(
      'the token holds a character that no token has (a blank, a line break, a letter beyond ASCII)',
    );
  }
  return token;
}

/** True for a host as a URL spells it that is this machine, whoever resolves it. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.') && isPrivateAddress(hostname);
}

export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** `path` starts with a slash and does not end with one: the API answers 403 to a trailing slash. */
export function requestUrl(base: string, path: string, query: Query | undefined): URL {
  if (!path.startsWith('/') || path.endsWith('/'))
    throw new RangeError('a path begins with a slash and ends without one');
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    const text =
      typeof value === 'object' ? value.map((one) => encode(String(one))).join(',') : encode(String(value));
    pairs.push(`${encode(name)}=${text}`);
  }
  const url = new URL(base + path + (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
  // A dot segment in an id would climb out of the store.
  if (!url.href.startsWith(base + path)) throw new RangeError('a path must not hold dot segments');
  return url;
}

// Filters are named id:in, id:greater; the colon needs no encoding in a query (RFC 3986).
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}

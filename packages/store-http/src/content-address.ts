// Which addresses of pictures may be asked, before any connection. The connection itself is guarded once more,
// because only there the address behind a name is known.
import { isPrivateAddress } from './private-addresses.ts';

export interface AddressRules {
  readonly allowPrivateHosts: boolean;
  /** host:port exactly as in the API base; the port may be left out where it is the scheme's own. */
  readonly allowedHosts: ReadonlySet<string>;
}

export type AddressVerdict =
  | { readonly url: URL; readonly publicOnly: boolean }
  /** `isPrivate`: for its network alone, so that `allowPrivateHosts` would allow it. */
  | { readonly refused: string; readonly isPrivate?: true };

export function judgeAddress(text: string, rules: AddressRules): AddressVerdict {
  if (text.length > 8192 || !URL.canParse(text)) return { refused: 'it is not an address' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { refused: 'it is neither http nor https' };
  if (url.username !== '' || url.password !== '') return { refused: 'it holds a user name or password' };
  url.hash = '';
  const publicOnly = !rules.allowPrivateHosts && !rules.allowedHosts.has(hostAndPort(url));
  if (publicOnly && (isPrivateAddress(url.hostname) || isLocalName(url.hostname))) {
    return { refused: `its host ${url.hostname} is not on the public internet`, isPrivate: true };
  }
  if (publicOnly && isSingleLabel(url.hostname)) {
    return {
      refused: `its host ${url.hostname} has no dot, so it is a name of a local network`,
      isPrivate: true,
    };
  }
  return { url, publicOnly };
}

/** `host:port` with the scheme's port where none is written. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;
}

// Behind a proxy names are resolved there, so those that can only be local are refused by name.
function isLocalName(hostname: string): boolean {
  return /(^|\.)(localhost|local|internal|localdomain|home\.arpa)\.?$/iu.test(hostname);
}

// `printer` or `wpad`: a resolver, here or at a proxy, completes it within its own network.
function isSingleLabel(hostname: string): boolean {
  return !hostname.startsWith('[') && !hostname.replace(/\.$/u, '').includes('.');
}

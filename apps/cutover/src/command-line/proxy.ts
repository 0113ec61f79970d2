// The proxies that the environment names. The network library reads the variables by itself; this checks them before the first request, and knows afterwards whether a failed request went through one.
import { proxyExceptions, proxyVariablesOf } from '@cutover/store-http';
import { CutoverError } from '../errors.ts';
import type { Environment } from '../terminal/io.ts';

const schemes = new Set(['http:', 'https:', 'socks5:', 'socks:']);

/** As the help names them; the network library reads each in lower case too. */
export const proxyVariables: readonly string[] = [...proxyVariablesOf['https:'], ...proxyExceptions].filter(
  (name) => name === name.toUpperCase(),
);

export interface NamedProxy {
  readonly variable: string;
  /** Host and port, without the credentials that its address may hold. */
  readonly host: string;
}

/** Throws a CutoverError `bad-value` that names the variable which is no address of a proxy. Returns the passwords found. */
export function checkProxies(environment: Environment): string[] {
  const passwords: string[] = [];
  for (const variable of proxyVariablesOf['https:']) {
    const text = environment[variable] ?? '';
    if (text === '') continue;
    const url = addressOf(text);
    // The value is not repeated: it may hold a password.
    if (url === undefined)
      throw new CutoverError(
        'bad-value',
        `${variable} is not the address of a proxy.`,
        `Write it as http://proxy.example.com:3128, or take ${variable} out of the environment.`,
      );
    if (url.password !== '') passwords.push(url.password, decodeURIComponent(url.password));
  }
  return passwords;
}

/** The proxy that requests to this address go through; undefined: none, as for loopback always. */
export function proxyFor(address: string, environment: Environment): NamedProxy | undefined {
  const url = new URL(address);
  if (/^(?:127\..*|\[::1\]|(?:.*\.)?localhost)$/.test(url.hostname)) return undefined;
  if (isExcepted(url, environment[proxyExceptions[0]] ?? environment[proxyExceptions[1]] ?? ''))
    return undefined;
  const variable = proxyVariablesOf[url.protocol === 'https:' ? 'https:' : 'http:'].find(
    (name) => (environment[name] ?? '') !== '',
  );
  if (variable === undefined) return undefined;
  const proxy = addressOf(environment[variable] ?? '');
  return proxy === undefined ? undefined : { variable, host: proxy.host };
}

/** What keeps a child process from asking a proxy for these hosts. */
export const withoutProxy = (hosts: readonly string[]): Environment =>
  Object.fromEntries(proxyExceptions.map((name) => [name, hosts.join(',')]));

function addressOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && schemes.has(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** NO_PROXY: hosts, each with the names below it, each with a port or without; `*` is all, `*.host` only those below. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list.split(/[,\s]+/).some((entry) => {
    const [, name = '', its] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (its !== undefined && its !== own)) return false;
    if (name === '*') return true;
    const bare = name.replace(/^\*?\./, '');
    return (!name.startsWith('*') && host === bare) || host.endsWith(`.${bare}`);
  });
}

// The names of the variables that name a proxy, as undici reads them: the one place that spells them.

type Environment = Readonly<Record<string, string | undefined>>;

/** Heeded in this order: lower case first, and plain http's also where https has none of its own. */
export const proxyVariablesOf = {
  'http:': ['http_proxy', 'HTTP_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
} as const;

/** What names the hosts that no proxy is asked for. */
export const proxyExceptions = ['no_proxy', 'NO_PROXY'] as const;

/** True when the environment names a proxy, so that names are resolved there and not here. */
export function proxyIsConfigured(environment: Environment): boolean {
  return proxyVariablesOf['https:'].some((name) => (environment[name] ?? '') !== '');
}

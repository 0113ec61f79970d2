// Which store a problem is about: with two of them, "the store refuses the token" sends people to the wrong one. And
// whether a proxy stood between, which fails in the store's name.

import { proxyFor } from '../command-line/proxy.ts';
import type { Problem } from '../problem.ts';
import type { Environment } from '../terminal/io.ts';
import { isFile, type NamedStores } from './stores.ts';
import { tokenVariable } from './tokens.ts';

/** The problem, with the store named that the error came from; the same problem when it came from none. */
export function ofStore(
  problem: Problem,
  error: unknown,
  named: NamedStores,
  environment: Environment,
): Problem {
  const hash = storeOf(error);
  if (hash === undefined) return problem;
  const side = hash === named.source.hash ? 'source' : 'target';
  const store =
    named.mode === 'parity' ? `Store ${hash}` : `${side === 'source' ? 'Source' : 'Target'} store ${hash}`;
  const told = { ...problem, why: `${store}: ${problem.why}` };
  if (problem.code === 'credentials-refused')
    return {
      ...told,
      next: `Check the hash of this store and its token (${tokenVariable(side)}), then run the same command again.`,
    };
  const asked = named[side];
  const proxy =
    problem.code === 'store-unreachable' && !isFile(asked) ? proxyFor(asked.api, environment) : undefined;
  if (proxy === undefined) return told;
  return {
    ...told,
    why: `${told.why}. The request goes through the proxy ${proxy.host} of ${proxy.variable}. Check that it is right and can be reached, or except the store’s host with NO_PROXY.`,
  };
}

/** The causes are looked through: an engine that gives up carries the store's own words below its own. */
function storeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause)
    if (one.name === 'StoreError' && 'store' in one && typeof one.store === 'string') return one.store;
  return undefined;
}

// What a store was asked to change, for tests of every kind.
import type { StoreControl } from '@cutover/sandbox-store';

/** Each write that a store was sent: its method, the path behind the products, and the fields of its body. */
export function writesTo(store: StoreControl): string[] {
  return store
    .requests()
    .filter(({ method, version }) => version !== 'cdn' && method !== 'GET' && method !== 'HEAD')
    .map(({ method, path, bodyFields = [] }) =>
      [method, path.replace(/^.*\/products/, ''), ...bodyFields.toSorted()].join(' '),
    );
}

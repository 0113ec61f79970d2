// The story of a played seed, for a person who has to find out what happened: each life and how it ended, each write with
// what the store showed of its product before and after, and what other people did. Reads the stores' own tables only.
import { inspect } from 'node:util';
import type { StoreControl } from '@cutover/sandbox-store';
import type { EngineEvent } from '@cutover/sync-engine';
import type { Life } from './life.ts';
import { byPlace, words } from './shown.ts';
import type { Watch } from './watch.ts';
import { imageIdOf, productIdOf } from './written-address.ts';

/** Takes one line of the story. */
export type Tell = (line: string) => void;

export interface Telling {
  /** A watch that tells of writes and then asks the one that was given. */
  around(watch: () => Watch): Watch;
  life(number: number): void;
  run(event: Extract<EngineEvent, { type: 'run' }>): void;
  ended(life: Life<unknown>): void;
  deed(words: string): void;
  stores(when: string): void;
}

export function createTelling(
  { source, target }: { readonly source: StoreControl; readonly target: StoreControl },
  nowMs: () => number,
  tell: Tell,
): Telling {
  const say = (line: string): void => tell(`${(nowMs() / 1000).toFixed(1).padStart(8)} s  ${line}`);
  const listed = (store: StoreControl, productId: number): string =>
    store
      .images(productId)
      .toSorted(byPlace)
      .map((image) => words(image))
      .join(' | ');
  return {
    around: (watch) => ({
      get complaints() {
        return watch().complaints;
      },
      onSent: (request) => watch().onSent?.(request),
      onArrival(request) {
        if (request.method !== 'GET' && request.method !== 'HEAD')
          say(`${request.method} ${request.url.pathname} arrives`);
        watch().onArrival(request);
      },
      onDone(request) {
        if (request.method !== 'GET' && request.method !== 'HEAD')
          say(
            `${request.method} ${imageIdOf(request.url) || ''} done: ${listed(target, productIdOf(request.url))}`,
          );
        watch().onDone(request);
      },
    }),
    life: (number) => say(`— life ${number} —`),
    run: ({ run, command, resumed }) => say(`${command} ${run}${resumed ? ', continued' : ''}`),
    ended({ diedAt, result, error }) {
      say(
        diedAt === undefined
          ? `ended: ${error === undefined ? JSON.stringify(result) : inspect(error).split('\n', 1)[0]}`
          : `died ${diedAt}`,
      );
    },
    deed: (deed) => say(`somebody: ${deed}`),
    stores(when) {
      say(`${when}:`);
      for (const [name, store] of [
        ['source', source],
        ['target', target],
      ] as const)
        for (const { id, sku } of store.products()) say(`  ${name} ${sku} ${id}: ${listed(store, id)}`);
    },
  };
}

// The engine of one simulated process: the real engine, clients and pacers, with clock, network, journal and archive given
// by the simulation. Invariant: whatever lasts (journal, kept pictures) is behind failpoints, so that a process can die
// right before and right after it.

import { createHash } from 'node:crypto';
import { type Journal, journalOfPair } from '@cutover/journal';
import type { Sandbox } from '@cutover/sandbox-store';
import { createContentHttp, createPacer, createStoreHttp, type Transport } from '@cutover/store-http';
import type { StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { type Asking, settingsByDefault } from '../support/commands.ts';
import { turnsOf } from '../support/world.ts';
import { between, type Failpoint } from './failpoints.ts';
import type { Scenario } from './scenario.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface EngineParts {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly journal: Journal;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly transport: Transport;
  /** Requests leave as they come. */
  readonly unpaced: boolean;
  readonly archive: Asking['archive'];
  readonly onEvent: Asking['emit'];
}

export function engineOf(parts: EngineParts): Asking {
  const { scenario, sandbox, journal, time, random, transport, unpaced, archive, onEvent } = parts;
  const port = (index: number): StorePort => {
    const store = sandbox.stores[index];
    if (store === undefined) throw new Error('no such store');
    const http = createStoreHttp({
      api: store.api,
      store: store.store,
      token: store.token,
      clock: time,
      random,
      transport,
      pacer: unpaced
        ? {
            take: async () => await Promise.resolve({ done: () => undefined }),
            snapshot: () => ({ inFlight: 0, concurrency: 64, given: 0, waitedMs: 0 }),
            change: () => undefined,
          }
        : createPacer({ clock: time, random }),
    });
    return {
      hash: store.store,
      v2: createV2Reader(http),
      v3: createV3Client(http),
      isBigCommerce: false,
      originals: [],
      pace: () => undefined,
      turns: turnsOf(http),
    };
  };
  return {
    mode: 'transfer',
    journal: journalOfPair(journal, { source: 'source', target: 'target' }),
    source: port(0),
    target: port(1),
    content: createContentHttp({
      clock: time,
      random,
      transport,
      allowedHosts: [new URL(sandbox.origin).host],
    }),
    archive,
    clock: time,
    random,
    control: { stopping: new AbortController().signal, whileNotPaused: async () => await Promise.resolve() },
    settings: {
      ...settingsByDefault,
      policy: scenario.policy,
      transfer: scenario.transfer ?? 'auto',
      batch: scenario.batch === true ? 'auto' : 'off',
      // Others edit the target while we write; their word is not asked for here.
      prefer: 'source',
      settleAfterMs: scenario.settleAfterMs,
    },
    emit: onEvent,
    words: sayingWords,
  };
}

/** The pictures that are kept; they outlive every process, and a real disk would only add real time. */
export interface KeptPictures {
  /** By the stores' own key. */
  has(picture: string): boolean;
  /** The archive of one process, with a failpoint before and after each picture where one is given. */
  archive(reach?: (point: Failpoint) => Promise<void>): Asking['archive'];
}

/** @param firstPicture the key of a picture as it was uploaded, of the key that a store keeps it under. */
export function createKeptPictures(firstPicture: (picture: string) => string): KeptPictures {
  const kept = new Map<string, Uint8Array>();
  return {
    has: (picture) =>
      [...kept.keys()].some((sha256) => firstPicture(`sha256:${sha256}`) === firstPicture(picture)),
    archive: (reach = async () => await Promise.resolve()) => ({
      async put(bytes) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await between(reach, 'put', async () => {
          kept.set(sha256, bytes);
          await Promise.resolve();
        });
        return sha256;
      },
      get: async (sha256) => await Promise.resolve(kept.get(sha256)),
    }),
  };
}

// The real engine over real HTTP with a journal on a disk, with a failpoint before and after each durable step and each
// request. What a failpoint does is its owner's matter.

import { openArchive } from '@cutover/image-content';
import { journalOfPair, openJournal } from '@cutover/journal';
import { createContentHttp, createStoreHttp, createUndiciTransport, systemClock } from '@cutover/store-http';
import type { MigrateResult, StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { sayingWords } from '../../apps/cutover/src/sayings/saying-words.ts';
import { migrate, settingsByDefault } from '../support/commands.ts';
import { turnsOf, yes } from '../support/world.ts';
import { between, type Failpoint, withFailpoints } from './failpoints.ts';

/** Everything that another process has to be told, in one line of JSON. */
export interface RealWork {
  readonly journal: string;
  readonly source: Address;
  readonly target: Address;
  readonly settleAfterMs: number;
  /** Products side by side. */
  readonly concurrency: number;
}
interface Address {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}

/** Migrates under mirror, so that all kinds of writes can occur. */
export async function migrateReally(
  work: RealWork,
  reach: (point: Failpoint) => Promise<void>,
): Promise<MigrateResult> {
  const inner = createUndiciTransport();
  const transport: typeof inner = async (request) =>
    await between(reach, request.method, async () => await inner(request));
  const journal = openJournal(work.journal);
  const port = ({ store, api, token }: Address): StorePort => {
    const http = createStoreHttp({ api, store, token, transport });
    return {
      hash: store,
      v2: createV2Reader(http),
      v3: createV3Client(http),
      isBigCommerce: false,
      originals: [],
      pace: () => undefined,
      turns: turnsOf(http),
    };
  };
  try {
    return await migrate(
      {
        mode: 'transfer',
        journal: journalOfPair(withFailpoints(journal, reach), { source: 'source', target: 'target' }),
        source: port(work.source),
        target: port(work.target),
        content: createContentHttp({ transport, allowedHosts: [new URL(work.source.api).host] }),
        archive: openArchive(`${work.journal}.pictures`),
        clock: systemClock,
        random: Math.random,
        control: {
          stopping: new AbortController().signal,
          whileNotPaused: async () => await Promise.resolve(),
        },
        settings: {
          ...settingsByDefault,
          policy: 'mirror',
          prefer: 'source',
          settleAfterMs: work.settleAfterMs,
          concurrency: work.concurrency,
        },
        emit: () => undefined,
        words: sayingWords,
      },
      yes,
    );
  } finally {
    await journal.close();
    await inner.close?.();
  }
}

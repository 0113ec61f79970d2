// The stores of a command, opened: their ports, their pacers, and who fetches pictures. Closed again by the cleanup.
import {
  createContentHttp,
  hostAndPort,
  type LongWait,
  type RequestEvent,
  type WaitEvent,
} from '@cutover/store-http';
import type { EngineEvent, Notice } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { journalPathOf } from '../runs/journal-path.ts';
import type { Cleanup } from './cleanup.ts';
import { watchPace } from './pace-watch.ts';
import { createRunPace } from './run-pace.ts';
import type { NamedFile } from './source-file.ts';
import { type OpenedStore, openStore, userAgent } from './store-port.ts';
import { isFile, type NamedStore, type NamedStores } from './stores.ts';

export const storesOf = ({ source, target }: NamedStores): NamedStore[] =>
  [source, target].flatMap((side) => (isFile(side) ? [] : [side]));

export function openStores(context: Context, named: NamedStores, cleanup: Cleanup, told: Told) {
  const { tell, notice } = told;
  const { options, requests, out } = context;
  const begin = { quotaShare: options.quotaShare, concurrency: options.concurrency };
  const common = {
    ...begin,
    outageMs: options.wait,
    stopping: context.stopping.signal,
  };
  const onRequest =
    (side: string) =>
    ({ version, method, path, status, durationMs, sent }: RequestEvent): void => {
      if (sent) requests.count(version);
      if (options.verbose)
        out.say(`${side} ${method} ${path} ${status ?? 'no answer'} ${Math.round(durationMs)} ms`);
    };
  const onWait =
    (store: string) =>
    ({ reason, ...event }: WaitEvent): void =>
      tell({ type: 'wait', waitsFor: reason, store, ...event });
  const onLongWait =
    (store: string) =>
    ({ askedMs, believedMs }: LongWait): void =>
      notice({ code: 'long-wait', store, askedMs, believedMs });
  const open = (side: NamedStore | NamedFile, name: string, originals: readonly string[]): OpenedSide => {
    if (isFile(side)) return openFile(side, originals);
    const { hash } = side;
    const opened = openStore(side, {
      ...common,
      onWait: onWait(hash),
      onLongWait: onLongWait(hash),
      originals,
      onRequest: onRequest(name),
    });
    cleanup.defer(opened.close);
    return opened;
  };
  const isOne = named.mode === 'parity';
  const source = open(named.source, isOne ? 'store' : 'source', options.sourceOriginals);
  const target = isOne ? source : open(named.target, 'target', []);
  const content = createContentHttp({
    allowPrivateHosts: options.allowPrivateHosts,
    // A store on a private network (the sandbox) serves its own pictures from there too; nobody else may.
    allowedHosts: storesOf(named).map(({ api }) => hostAndPort(new URL(api))),
    userAgent,
    concurrency: options.concurrency,
    onRequest(event) {
      requests.count('content');
      if (options.verbose)
        out.say(
          `${event.method} picture at ${event.host} ${event.status ?? 'no answer'} ${Math.round(event.durationMs)} ms`,
        );
    },
  });
  cleanup.defer(() => content.close());
  if (isFile(named.source)) {
    for (const words of named.source.told) out.say(words);
    for (const words of named.source.warnings) out.warn(words);
  }
  const pacers = () => ({ source: source.snapshot?.(), target: target.snapshot?.() });
  const all = isFile(named.source) ? named.source.file.content(content) : content;
  const pace = createRunPace(begin, (to, by) => {
    for (const side of new Set([source, target])) side.change?.(to);
    if (to.concurrency !== undefined) content.bound(to.concurrency);
    notice({ code: 'pace-changed', by, ...to });
  });
  if (told.run !== undefined)
    cleanup.defer(watchPace(journalPathOf(context), told.run, (to) => pace.change(to, 'command')).stop);
  return { source: source.port, target: target.port, content: all, pacers, pace };
}

interface Told {
  readonly tell: (event: EngineEvent) => void;
  readonly notice: (facts: Notice) => void;
  /** The run of this command, once it has one; absent: it never has. */
  readonly run?: () => string | undefined;
}

type OpenedSide = Pick<OpenedStore, 'port'> & Partial<Pick<OpenedStore, 'snapshot' | 'change'>>;

/** Nothing is asked of a file that a store would count. */
const openFile = ({ hash, file }: NamedFile, originals: readonly string[]): OpenedSide => ({
  port: {
    hash,
    v2: file.v2,
    v3: file.v3,
    isBigCommerce: false,
    originals: [...file.originals, ...originals],
    isSaved: true,
    pace: () => undefined,
  },
});

// `sandbox`: local stores that speak both APIs, until a signal. The first is full, the others hold the same products
// without images, so that a transfer can be tried at once.
import { resolve } from 'node:path';
import {
  type CatalogSpec,
  parseFault,
  parseSwitch,
  type StoreSpec,
  startSandbox,
} from '@cutover/sandbox-store';
import { BadValue, readCount, readDuration } from '../command-line/read-value.ts';
import type { Context, RunCommand } from '../context.ts';
import { CutoverError, problemOf } from '../errors.ts';
import { counted } from '../reporters/progress-text.ts';
import { sameCommand } from '../runs/next-command.ts';
import { whenStopped } from '../terminal/stopping.ts';

export const runSandbox: RunCommand = async (context) => {
  const { options, io, reporter, out, stopping } = context;
  const sandbox = await startSandbox({
    stores: storeSpecs(options),
    port: options.port,
    seed: options.seed,
    quota: readQuota(options.quota),
    faults: merged('--fault', options.fault, parseFault),
    switches: merged('--switch', options.switch, parseSwitch),
    ...(options.state === undefined ? {} : { state: resolve(io.cwd, options.state) }),
  });
  try {
    const stores = sandbox.stores.map(({ store, api, token }) => ({ store, api, token }));
    reporter.line('sandbox', { stores }, environmentLines(context, stores).join('\n'));
    out.say(`${counted(stores.length, 'store')} at ${sandbox.origin}; Ctrl-C ends it.`);
    await whenStopped(stopping.signal);
  } finally {
    await sandbox.close();
  }
  const why =
    options.state === undefined ? 'The stores are gone.' : `The stores are kept in ${options.state}.`;
  return { exitCode: 130, problem: problemOf('stopped', why, sameCommand(context)) };
};

function storeSpecs({ stores, productCount: products, images, seed }: Context['options']): StoreSpec[] {
  const full: CatalogSpec = { kind: 'seeded', products, seed, ...(images === undefined ? {} : { images }) };
  const bare: CatalogSpec = { kind: 'products-only', products, likeSeed: seed };
  return Array.from({ length: stores }, (_, at) => ({
    hash: at === 0 ? 'sandboxsource' : `sandboxtarget${at === 1 ? '' : at}`,
    catalog: at === 0 ? full : bare,
  }));
}

/** `150/30s` or `150`, for the usual window of 30 s. */
function readQuota(text: string): { requests: number; windowMs: number } {
  const [requests = '', window = '30s', ...rest] = text.split('/');
  try {
    if (rest.length > 0) throw new BadValue('holds more than a number and a window');
    return { requests: readCount(1, 1_000_000_000)(requests), windowMs: Math.max(1, readDuration(window)) };
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new CutoverError(
      'bad-value',
      `--quota: "${text}" ${error.message}.`,
      'Write it as 150/30s or 40/2s.',
    );
  }
}

/** All settings of one kind as one object; the sandbox's own reader says what is allowed. */
function merged<T extends object>(
  flag: string,
  texts: readonly string[],
  parse: (text: string) => T,
): Partial<T> {
  const settings: Partial<T> = {};
  for (const text of texts) {
    try {
      Object.assign(settings, parse(text));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CutoverError(
        'bad-value',
        `${flag}: ${error.message}`,
        '`cutover sandbox --help` lists what there is.',
      );
    }
  }
  return settings;
}

type ServedStore = { readonly store: string; readonly api: string; readonly token: string };

/** What to paste into another terminal. */
function environmentLines({ io, program }: Context, [source, target]: readonly ServedStore[]): string[] {
  const set = (name: string, value: string): string =>
    io.platform === 'win32' ? `$env:${name} = '${value}'` : `export ${name}=${value}`;
  const of = (side: 'SOURCE' | 'TARGET', store: ServedStore | undefined): string[] =>
    store === undefined
      ? []
      : [
          set(`CUTOVER_${side}_STORE`, store.store),
          set(`CUTOVER_${side}_API`, store.api),
          set(`CUTOVER_${side}_TOKEN`, store.token),
        ];
  return [
    ...of('SOURCE', source),
    ...of('TARGET', target),
    set('CUTOVER_SETTLE_AFTER', '2s'),
    '',
    '# then',
    `${program} audit`,
    ...(target === undefined ? [] : [`${program} diff`, `${program} migrate`, `${program} verify`]),
  ];
}

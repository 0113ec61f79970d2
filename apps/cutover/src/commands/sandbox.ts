// `sandbox`: local stores that speak both APIs, until a signal. The first is full, the others hold the same products
// without images, so that a transfer can be tried at once.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CatalogSpec, StoreSpec } from '@cutover/sandbox-store';
import { everywhere } from '../command-line/option-sets.ts';
import { BadValue, readCount, readDuration } from '../command-line/read-value.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError, problemOf } from '../errors.ts';
import { sameCommand } from '../runs/next-command.ts';
import { counted } from '../terminal/quantities.ts';
import { whenStopped } from '../terminal/stopping.ts';
import { visible } from '../terminal/visible.ts';

export const sandbox: Command = {
  name: 'sandbox',
  summary: 'serve local stores that speak V2 and V3',
  about: [
    'Serves stores on this machine that behave as the API is documented, pictures included, until it is stopped. The first store has images, and pictures of variants, modifiers and swatches; the others have the same products without pictures.',
  ],
  options: [
    'port',
    'stores',
    'productCount',
    'images',
    'seed',
    'quota',
    'fault',
    'switch',
    'state',
    'importFolder',
    'token',
    'readOnlyToken',
    'fetchAnyHost',
    ...everywhere,
  ],
  examples: [
    ['cutover sandbox --products 40', 'two stores; prints what to paste'],
    ['cutover sandbox --fault reset-after=0.05 --quota 40/2s --json', 'a store with a bad connection'],
  ],
  exitCodes: [2, 9, 130],
  exitCodeHelp: { 130: 'stopped by Ctrl-C or a signal, which is how it ends' },
  readsOnly: true,
  moreHelp: switchesAndFaults,
  async run(context) {
    const { options, io, reporter, out, stopping } = context;
    const { parseFault, parseSwitch, startSandbox } = await import('@cutover/sandbox-store');
    const served = await startSandbox({
      stores: storeSpecs(options),
      fetchAnyHost: options.fetchAnyHost,
      onHostRefused: tellOnce(context),
      port: options.port,
      seed: options.seed,
      quota: readQuota(options.quota),
      faults: merged('--fault', options.fault, parseFault),
      switches: merged('--switch', options.switch, parseSwitch),
      ...(options.state === undefined ? {} : { state: resolve(io.cwd, options.state) }),
      ...importFolder(context),
    });
    try {
      const stores = served.stores.map(({ store, api, token }) => ({ store, api, token }));
      // The variables of an earlier sandbox may hold the same.
      for (const { token, readOnlyToken } of served.stores)
        for (const each of [token, readOnlyToken]) context.secrets.handOut(each);
      reporter.line('sandbox', { stores }, environmentLines(context, served.stores));
      out.say(`${counted(stores.length, 'store')} at ${served.origin}; Ctrl-C ends it.`);
      await whenStopped(stopping.signal);
    } finally {
      await served.close();
    }
    const why =
      options.state === undefined ? 'The stores are gone.' : `The stores are kept in ${options.state}.`;
    return { problem: problemOf('stopped', why, nextTime(context, served.origin)) };
  },
};

/** Where the tokens are the same next time, so is the port: the variables that were pasted are right again. */
function nextTime(context: Context, origin: string): string {
  const { state, token } = context.options;
  if (state === undefined && token === undefined) return sameCommand(context);
  const flags = new Map([...context.flags, ['port', [new URL(origin).port]] as const]);
  return sameCommand({ ...context, flags });
}

function importFolder({ options, io }: Context): { readonly importFolder?: string } {
  if (options.importFolder === undefined) return {};
  const folder = resolve(io.cwd, options.importFolder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CutoverError(
      'bad-value',
      `--import-folder: ${folder} is no folder.`,
      'Name one that is there.',
    );
  return { importFolder: folder };
}

/** A store can only say that it could not download: whose doing that is stands here. */
function tellOnce({ out }: Context): (host: string) => void {
  const told = new Set<string>();
  return (host) => {
    if (told.has(host)) return;
    told.add(host);
    out.warn(
      `A store was asked to fetch a picture from ${visible(host)}, which is not this machine, and did not; --fetch-any-host lets it.`,
    );
  };
}

function storeSpecs({
  stores,
  productCount: products,
  images,
  seed,
  token,
  readOnlyToken,
}: Context['options']): StoreSpec[] {
  if (token !== undefined && token === readOnlyToken)
    throw new CutoverError(
      'bad-value',
      '--read-only-token: that token is the one of --token, which may write.',
      'Give two tokens that differ.',
    );
  const full: CatalogSpec = { kind: 'seeded', products, seed, ...(images === undefined ? {} : { images }) };
  const bare: CatalogSpec = { kind: 'products-only', products, likeSeed: seed };
  return Array.from({ length: stores }, (_, at) => ({
    hash: at === 0 ? 'sandboxsource' : `sandboxtarget${at === 1 ? '' : at}`,
    ...(token === undefined ? {} : { token }),
    ...(readOnlyToken === undefined ? {} : { readOnlyToken }),
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

type ServedStore = {
  readonly store: string;
  readonly api: string;
  readonly token: string;
  readonly readOnlyToken: string;
};

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
  const reading = (side: 'SOURCE' | 'TARGET', store: ServedStore | undefined): string[] =>
    store === undefined ? [] : [`# ${set(`CUTOVER_${side}_TOKEN`, store.readOnlyToken)}`];
  return [
    ...of('SOURCE', source),
    ...of('TARGET', target),
    set('CUTOVER_SETTLE_AFTER', '2s'),
    '',
    '# tokens that read and may not write',
    ...reading('SOURCE', source),
    ...reading('TARGET', target),
    '',
    // Not to be run by who sources the whole.
    `# then ${(target === undefined ? ['audit'] : ['audit', 'diff', 'migrate', 'verify']).map((command) => `${program} ${command}`).join(', ')}`,
  ];
}

interface SwitchRow {
  readonly values?: readonly string[];
  readonly default: string | number;
  readonly explains: string;
}

/** Two lists from the sandbox's own tables, in the manner of the other help. */
async function switchesAndFaults(): Promise<string[]> {
  const { faultTable, switchTable } = await import('@cutover/sandbox-store');
  return [
    '',
    'Faults (--fault NAME=P with P from 0 to 1, or NAME=next3)',
    ...Object.entries(faultTable).flatMap(([name, { appliesTo, explains }]) => [
      `  ${name}`,
      `      ${explains}; meets ${appliesTo}`,
    ]),
    '',
    'Switches (--switch NAME=VALUE; the default first)',
    ...Object.entries<SwitchRow>(switchTable).flatMap(([name, row]) => [
      `  ${name}=${row.values?.join('|') ?? row.default}`,
      `      ${row.explains}`,
    ]),
  ];
}

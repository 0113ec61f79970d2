// THE table of options. The flags, their environment twins, the keys of cutover.json and the help are all derived from
// it, so that none of them can say something else than the others.
import {
  readApi,
  readChoice,
  readCount,
  readDuration,
  readMaxChanges,
  readOriginals,
  readPercent,
  readStoreHash,
  readSwitch,
  readText,
} from './read-value.ts';

/** What an option is. `T` is the type of its value once it is read. */
export interface OptionRow<T> {
  /** What stands behind the flag in the help; undefined for a yes-or-no option. */
  readonly placeholder: string | undefined;
  /** Given several times? Its value is a list then. */
  readonly repeats: boolean;
  /** The default, spelled as a person would. */
  readonly fallback: string | undefined;
  /** The environment twin, where it is not CUTOVER_ and the name in capitals. */
  readonly variable?: string;
  /** False where each use must be meant anew, so that no file may hold it. */
  readonly inFile?: false;
  readonly help: string;
  /** From the texts given (none: not given) to the value. */
  readonly read: (texts: readonly string[]) => T;
}

type Extra = Partial<Pick<OptionRow<unknown>, 'inFile'>> & { variable?: string };

const flag = (help: string, extra: Extra = {}): OptionRow<boolean> => ({
  placeholder: undefined,
  repeats: false,
  fallback: undefined,
  help,
  ...extra,
  read: ([text]) => (text === undefined ? false : readSwitch(text)),
});
const value = <T>(
  placeholder: string,
  read: (text: string) => T,
  help: string,
  extra: Extra = {},
): OptionRow<T | undefined> => ({
  placeholder,
  repeats: false,
  fallback: undefined,
  help,
  ...extra,
  read: ([text]) => (text === undefined ? undefined : read(text)),
});
const valueOr = <T>(
  placeholder: string,
  read: (text: string) => T,
  fallback: string,
  help: string,
  extra: Extra = {},
): OptionRow<T> => ({
  placeholder,
  repeats: false,
  fallback,
  help,
  ...extra,
  read: ([text]) => read(text ?? fallback),
});
const list = <T>(placeholder: string, read: (text: string) => T, help: string): OptionRow<readonly T[]> => ({
  placeholder,
  repeats: true,
  fallback: undefined,
  help,
  read: (texts) => texts.map(read),
});

export const optionTable = {
  source: value('HASH', readStoreHash, 'the store that is read', { variable: 'CUTOVER_SOURCE_STORE' }),
  sourceTokenFile: value(
    'FILE',
    readText,
    'file with the source token; or CUTOVER_SOURCE_TOKEN; asked for on a terminal',
  ),
  sourceApi: valueOr('URL', readApi, 'https://api.bigcommerce.com', 'API of the source store'),
  sourceOriginals: list(
    'URL',
    readOriginals,
    'where originals are, tried in order before the derived addresses; {store}, {product_id}, {image_id} and {image_file} are filled in (in the environment: separated by spaces)',
  ),
  sourceVia: valueOr(
    'WAY',
    readChoice(['auto', 'v2', 'v3']),
    'auto',
    'which API the source is read by: auto, v2, v3',
  ),
  target: value(
    'HASH',
    readStoreHash,
    'the store that is written; without one, or with the source again: parity of the two APIs of one store',
    {
      variable: 'CUTOVER_TARGET_STORE',
    },
  ),
  targetTokenFile: value('FILE', readText, 'file with the target token; or CUTOVER_TARGET_TOKEN'),
  targetApi: value('URL', readApi, "API of the target store (default: the source's)"),
  journal: valueOr('FILE', readText, 'cutover.db', 'the journal; holds any number of runs'),
  run: value('ID', readText, 'which run (default: the newest that fits)'),
  products: value(
    'FILE.csv',
    readText,
    'which products: columns source_product_id or source_sku, optional target_product_id or target_sku',
  ),
  match: valueOr(
    'BY',
    readChoice(['sku', 'id', 'name', 'url']),
    'sku',
    'how products pair across two stores: sku, id, name, url',
  ),
  policy: valueOr(
    'POLICY',
    readChoice(['copy', 'mirror']),
    'copy',
    'copy leaves what only the target has; mirror removes it',
  ),
  transfer: valueOr(
    'WAY',
    readChoice(['auto', 'url', 'upload']),
    'auto',
    'hand the target an address, or download and upload: auto, url, upload',
  ),
  prefer: value(
    'WHO',
    readChoice(['source', 'target', 'ask']),
    'whose word counts for an image edited on the target since it was written: source, target, ask (default: ask, which leaves it alone where nobody can be asked; repair: source)',
  ),
  allowUnarchived: flag('remove images although their bytes could not be kept first'),
  dryRun: flag('everything but the writes, and what they would cost'),
  yes: flag('do not ask; needed where there is no terminal'),
  confirm: value('HASH', readStoreHash, 'the target store, typed, for what may remove images', {
    inFile: false,
  }),
  maxChanges: value('N|N%', readMaxChanges, 'stop before the first write if the plan holds more'),
  quotaShare: valueOr('P%', readPercent, '90%', "how much of the store's request quota may be used"),
  settleAfter: valueOr(
    'DURATION',
    readDuration,
    '120s',
    'how long a write without an answer may still arrive before it is settled by looking',
  ),
  concurrency: value('N', readCount(1, 256), 'requests in flight at the most (default: adapts)'),
  allowPrivateHosts: flag('fetch pictures from private networks too'),
  new: flag('start anew although an unfinished run is there'),
  stopAfterFailures: value(
    'N',
    readCount(1, 1_000_000),
    'take no new work once so many changes have failed; the same command continues',
  ),
  applied: value(
    'ID',
    readCount(1, 999_999_999_999),
    'it was done, and this is its image; the target store is asked',
    {
      inFile: false,
    },
  ),
  retry: flag('it was not done: try it again', { inFile: false }),
  skip: flag('leave it undone', { inFile: false }),
  failed: flag('take up again what failed', { inFile: false }),
  reason: value(
    'REASON',
    readText,
    'only what failed for this reason: its code (422, product-gone), or words of it',
    { inFile: false },
  ),
  failOn: valueOr(
    'SEVERITY',
    readChoice(['fatal', 'critical', 'warning', 'info']),
    'critical',
    'findings from this severity up make the exit code 3: fatal, critical, warning, info',
  ),
  level: valueOr(
    'LEVEL',
    readChoice(['fields', 'links', 'content']),
    'fields',
    'how deep: fields, links (each rendition answers with an image), content (the pictures too)',
  ),
  sample: valueOr('P%', readPercent, '100%', 'check a random share, and say how sure that makes us'),
  format: value(
    'FORMAT',
    readChoice(['csv', 'jsonl']),
    'csv or jsonl (default: by the end of the name in --out, else csv)',
  ),
  out: value('FILE', readText, 'where to (default, and -: standard output)'),
  from: valueOr(
    'FORMAT',
    readChoice(['auto', 'v2', 'jsonl', 'csv']),
    'auto',
    'what comes in: auto, v2 (JSON), jsonl, csv',
  ),
  port: valueOr('N', readCount(0, 65_535), '0', 'port on this machine; 0: any'),
  stores: valueOr(
    'N',
    readCount(1, 16),
    '2',
    'how many stores: the first is full, the others have its products and no images',
  ),
  // For the other commands `products` is a file, and one environment serves them all.
  productCount: valueOr('N', readCount(1, 100_000), '120', 'products in each store', {
    variable: 'CUTOVER_SANDBOX_PRODUCTS',
  }),
  images: value('N', readCount(0, 1_000_000), 'images in the full store (default: about 3.4 a product)'),
  seed: valueOr('N', readCount(0, 4_294_967_295), '1', 'seed of catalog, faults and names'),
  quota: valueOr('N[/DURATION]', readText, '150/30s', 'requests that a store allows in a window'),
  fault: list('NAME=P', readText, 'a fault and how likely it is, such as reset-after=0.05'),
  switch: list('NAME=VALUE', readText, 'how the store behaves where the documentation is silent'),
  state: value('FILE', readText, 'keep the stores in a file across restarts'),
  keep: value('FOLDER', readText, 'keep what the demo made in this folder'),
  json: flag('JSON Lines on stdout, nothing else there'),
  noColor: flag('no colours'),
  accessible: flag('plain lines, no screens and no lines that change'),
  quiet: flag('results and errors only'),
  verbose: flag('say more: each request, and images that are the same'),
  logFile: value('FILE', readText, 'append everything that happens to this file, as JSON Lines'),
} as const satisfies Record<string, OptionRow<unknown>>;

export type OptionKey = keyof typeof optionTable;

/** The options of a command, read: every key is there, with its default where nothing was given. */
export type Options = { readonly [K in OptionKey]: ReturnType<(typeof optionTable)[K]['read']> };

/** The same table, for code that treats all options alike. */
export const optionRows: Readonly<Record<string, OptionRow<unknown>>> = optionTable;
export const optionKeys = Object.keys(optionTable).filter((key): key is OptionKey => key in optionTable);

/** `settleAfter` → `settle-after`: the option's name in cutover.json. */
export const fileKey = (key: string): string =>
  key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** The option's name on the command line; `sandbox --products` is a number, `migrate --products` a file. */
export const flagName = (key: string): string => (key === 'productCount' ? 'products' : fileKey(key));

/** `settleAfter` → `CUTOVER_SETTLE_AFTER`. */
export const variableName = (key: OptionKey): string =>
  optionRows[key]?.variable ?? `CUTOVER_${flagName(key).replaceAll('-', '_').toUpperCase()}`;

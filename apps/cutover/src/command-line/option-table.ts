// THE table of options. The flags, their environment twins, the keys of cutover.json, the help, what is kept with a run
// and what a printed command repeats are all derived from it, so that none of them can say something else than the others.
import { carriedKinds } from '@cutover/journal/light';
import { formatTable } from '../formats/format-table.ts';
import { takesLogo, takesPictures, takesTitle, titlesOf } from '../formats/format-titles.ts';
import { formatOption } from './format-option.ts';
import { fileKey, flag, list, type OptionRow, type OptionRows, value, valueOr } from './option-row.ts';
import { readSuppression } from './read-suppression.ts';
import {
  kindsText,
  percentText,
  readApi,
  readChoice,
  readCount,
  readDuration,
  readKinds,
  readMaxChanges,
  readOriginals,
  readPercent,
  readStoreHash,
  readText,
  readToken,
} from './read-value.ts';

export const optionTable = {
  source: value('HASH', readStoreHash, 'the store to read', {
    variable: 'CUTOVER_SOURCE_STORE',
    group: 'Stores',
  }),
  sourceTokenFile: value(
    'FILE',
    readText,
    'file with the source token; or CUTOVER_SOURCE_TOKEN; asked for on a terminal',
    { group: 'Stores', kept: true, inFile: 'own' },
  ),
  sourceApi: valueOr('URL', readApi, 'https://api.bigcommerce.com', 'API of the source store', {
    group: 'Stores',
    kept: true,
    inFile: 'own',
  }),
  sourceOriginals: list(
    'URL',
    readOriginals,
    'addresses to try for originals, in order, before those that Cutover works out itself; {store}, {product_id}, {image_id} and {image_file} are filled in, and {name}, {stamp} and {ext} from the address that the store shows; a query is sent as written (in the environment: separated by spaces)',
    { group: 'Stores', kept: true, inFile: 'own' },
  ),
  sourceVia: valueOr(
    'WAY',
    readChoice(['auto', 'v2', 'v3']),
    'auto',
    'which API the source is read by: auto, v2, v3',
    { group: 'Stores', kept: true },
  ),
  sourceFile: value(
    'FILE',
    readText,
    'a saved file in place of the source store: a product CSV, or JSON or JSON Lines of V2 or V3; or the folder of a snapshot',
    { group: 'Stores', kept: true, inFile: 'own' },
  ),
  pictures: value('FOLDER', readText, 'the folder with the pictures of --source-file, found by name', {
    group: 'Stores',
    kept: true,
    inFile: 'own',
  }),
  target: value(
    'HASH',
    readStoreHash,
    'the store to write to; without it, or if it is the source again, the two APIs of one store are compared (parity)',
    {
      variable: 'CUTOVER_TARGET_STORE',
      group: 'Stores',
    },
  ),
  targetTokenFile: value('FILE', readText, 'file with the target token; or CUTOVER_TARGET_TOKEN', {
    group: 'Stores',
    kept: true,
    inFile: 'own',
  }),
  targetApi: value('URL', readApi, "API of the target store (default: the source's)", {
    group: 'Stores',
    kept: true,
    inFile: 'own',
  }),
  journal: valueOr('FILE', readText, 'cutover.db', 'the journal; holds any number of runs', {
    group: 'Which products, which run',
    inFile: 'own',
  }),
  run: value('ID', readText, 'which run (default: the newest that fits)', {
    group: 'Which products, which run',
    repeated: 'by the same command',
  }),
  products: value(
    'FILE.csv',
    readText,
    'which products: columns source_product_id or source_sku, optional target_product_id or target_sku',
    {
      group: 'Which products, which run',
      placed: 'first',
      mustMatch: {
        as: 'productsFile',
        ofPlan: {
          came: 1,
          value: ({ selection }) => selection.productsDigest,
          words: ({ selection }) => selection.productsFile,
        },
      },
      inFile: 'own',
    },
  ),
  match: valueOr(
    'BY',
    readChoice(['sku', 'id', 'name', 'url']),
    'sku',
    'how products pair across two stores: sku, id, name, url',
    {
      group: 'Which products, which run',
      placed: 'first',
      mustMatch: { ofPlan: { came: 2, value: ({ selection }) => selection.match } },
    },
  ),
  kinds: value(
    'LIST',
    readKinds,
    `which kinds of picture, separated by commas: ${carriedKinds.join(', ')} (default: all; product, variant and modifier if one store is compared with itself, since V2 is asked for no swatches; only product with --source-via v2); those left out are counted as far as they were seen`,
    {
      group: 'Which products, which run',
      mustMatch: {
        otherwise: carriedKinds.join(','),
        ofPlan: { came: 5, value: ({ selection }) => kindsText(selection.kinds), before: 'product' },
      },
    },
  ),
  policy: valueOr(
    'POLICY',
    readChoice(['copy', 'mirror']),
    'copy',
    'copy leaves what only the target has; mirror removes it',
    {
      group: 'Safety',
      mustMatch: { ofPlan: { came: 3, value: ({ decisions }) => decisions.policy } },
    },
  ),
  transfer: valueOr(
    'WAY',
    readChoice(['auto', 'url', 'upload']),
    'auto',
    'how the target gets a picture, by its address or by an upload: auto, url, upload',
    { group: 'Pace', placed: 'first', kept: true },
  ),
  batch: valueOr(
    'MODE',
    readChoice(['auto', 'off']),
    'auto',
    'make the images of several products in one request, where the target shows none of theirs and has proved that it works: auto, off',
    { group: 'Pace', kept: true },
  ),
  prefer: value(
    'WHO',
    readChoice(['source', 'target', 'ask']),
    'which side wins where an image was edited on the target since the last migration: source, target, ask (default: ask, which leaves the image alone if there is no terminal; for repair: source)',
    {
      group: 'Safety',
      mustMatch: {
        otherwise: 'ask',
        ofPlan: { came: 4, value: ({ decisions }) => decisions.prefer, before: 'ask' },
      },
    },
  ),
  allowUnarchived: flag('remove images even if their bytes could not be saved first', {
    group: 'Safety',
    placed: 'last',
    inFile: 'own',
  }),
  allowRenditions: flag(
    'where no original can be reached, copy the largest rendition that the store shows; it is marked as one everywhere, and a later run replaces it once the original can be reached',
    {
      group: 'Safety',
      mustMatch: { otherwise: 'false' },
    },
  ),
  dryRun: flag('do everything except write, and show what the writes would cost', {
    group: 'Safety',
    placed: 'first',
    repeated: 'by the same command',
  }),
  yes: flag('do not ask; needed if there is no terminal', {
    group: 'Safety',
    inFile: 'own',
    repeated: 'by the same command',
  }),
  confirm: value(
    'HASH',
    readStoreHash,
    'the hash of the target store, to confirm a command that may remove images',
    {
      inFile: false,
      group: 'Safety',
      repeated: 'by the same command',
    },
  ),
  maxChanges: value('N|N%', readMaxChanges, 'stop before the first write if the plan holds more', {
    group: 'Safety',
    kept: true,
    repeated: 'by the same command',
  }),
  quotaShare: valueOr('P%', readPercent, '90%', "how much of the store's request quota may be used", {
    group: 'Pace',
    kept: true,
  }),
  share: value('P%', readPercent, "how much of the stores' request quota may be used from now on", {
    group: 'Pace',
    inFile: false,
    repeated: 'never',
  }),
  settleAfter: valueOr(
    'DURATION',
    readDuration,
    '120s',
    'how long to wait after a write that got no answer before looking whether it took effect',
    { group: 'Pace', placed: 'first', kept: true },
  ),
  wait: valueOr(
    'DURATION',
    readDuration,
    '15m',
    'how long to wait for a store that cannot be reached or keeps failing; 0: not at all',
    { group: 'Pace', kept: true },
  ),
  concurrency: value(
    'N',
    readCount(1, 256),
    'how many requests to a store, or for pictures, may be under way at once (default: follows what they allow)',
    {
      group: 'Pace',
      kept: true,
    },
  ),
  allowPrivateHosts: flag('fetch pictures from private networks too, and let a proxy resolve names', {
    group: 'Safety',
    placed: 'last',
    kept: true,
    inFile: 'own',
  }),
  new: flag('start over even if there is an unfinished run', {
    group: 'Which products, which run',
    repeated: 'never',
  }),
  stopAfterFailures: value(
    'N',
    readCount(1, 1_000_000),
    'start no more changes once this many have failed; the same command continues',
    { group: 'Safety' },
  ),
  forget: value('RUN', readText, 'remove this run from the lists and its data from the journal', {
    inFile: false,
  }),
  applied: value(
    'ID',
    readCount(1, 999_999_999_999),
    'it was done, and this is its image; the target store is asked to make sure',
    {
      inFile: false,
    },
  ),
  retry: flag('it was not done: try it again', { inFile: false }),
  skip: flag('leave it undone', { inFile: false }),
  failed: flag('retry what failed', { inFile: false }),
  reason: value(
    'REASON',
    readText,
    'only what failed for this reason: its code (422, product-gone), or words from it',
    { inFile: false },
  ),
  failOn: valueOr(
    'SEVERITY',
    readChoice(['fatal', 'critical', 'warning', 'info']),
    'critical',
    'exit with code 3 if a finding is this severe or worse: fatal, critical, warning, info',
    { repeated: 'by the same command' },
  ),
  suppress: list(
    'RULE',
    readSuppression,
    'a rule to ignore here: its findings are still shown, counted separately, and do not cause exit code 3. In cutover.json it is a list of {"rule", "product" or "image", "reason"}; the option replaces that list',
    { repeated: 'by the same command', takesObjects: true },
  ),
  baseline: value(
    'FILE',
    readText,
    'an earlier audit report (report --format jsonl): findings in it are marked as known and do not cause exit code 3',
    { repeated: 'by the same command', inFile: 'own' },
  ),
  probe: valueOr(
    'PROBE',
    readChoice(['none', 'head', 'bytes', 'content']),
    'bytes',
    'how closely to look at each picture, in one request: none (not at all, no request), head (does it exist), bytes (the first bytes: type and size), content (the whole picture, decoded)',
    { mustMatch: {}, repeated: 'by the same command' },
  ),
  minPixels: valueOr(
    'N',
    readCount(1, 100_000),
    '500',
    'report pictures whose longer side has fewer pixels than this',
    { mustMatch: {}, repeated: 'by the same command' },
  ),
  level: valueOr(
    'LEVEL',
    readChoice(['fields', 'links', 'content']),
    'fields',
    'how closely to compare: fields, links (each rendition answers with an image), content (the pictures too)',
    { mustMatch: {}, repeated: 'by the same command' },
  ),
  sample: valueOr(
    'P%',
    readPercent,
    '100%',
    'look at a share of the products, drawn by a hash of their ids (one at least; the next runs look at the rest), and say how certain the result is',
    {
      // Without it the next command would read all of a store of which a share was to be read.
      mustMatch: { spell: percentText },
    },
  ),
  format: formatOption(formatTable),
  out: value('FILE', readText, 'the file to write (default, or -: standard output)', {
    group: 'Output',
    inFile: 'own',
  }),
  snapshotFolder: value('FOLDER', readText, 'where to save the snapshot: a new folder, or one to continue', {
    variable: 'CUTOVER_SNAPSHOT_OUT',
    sharesVariable: true,
    flag: 'out',
    inFile: 'own',
  }),
  withPictures: flag('also save the original of each picture'),
  title: value('TEXT', readText, `the title of a report as ${titlesOf(formatTable, takesTitle)}`, {
    group: 'Output',
  }),
  logo: value(
    'FILE',
    readText,
    `a PNG, JPEG or SVG, up to 256 KB, shown at the top of a report as ${titlesOf(formatTable, takesLogo)}`,
    {
      group: 'Output',
      inFile: 'own',
    },
  ),
  // For the commands of a run `pictures` is a folder, and one environment serves them all.
  reportPictures: valueOr(
    'WHERE',
    readChoice(['none', 'inline', 'folder']),
    'none',
    `pictures of both sides in a report as ${titlesOf(formatTable, takesPictures)}: none, inline (in the page up to 10 MB, then in the folder beside it), folder (all in the folder beside it, named NAME-pictures); what was not kept on this machine is fetched from the addresses in the journal`,
    {
      variable: 'CUTOVER_REPORT_PICTURES',
      sharesVariable: true,
      flag: 'pictures',
      group: 'Output',
      inFile: 'own',
    },
  ),
  ids: value(
    'FILE.csv',
    readText,
    'write which target image belongs to which source image, as CSV: images of products alone, since pictures of variants and values have no ids; without --out nothing else is written',
    { group: 'Output', inFile: 'own' },
  ),
  from: valueOr(
    'FORMAT',
    readChoice(['auto', 'v2', 'jsonl', 'csv']),
    'auto',
    'the format of the input: auto, v2 (JSON), jsonl, csv',
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
    sharesVariable: true,
    flag: 'products',
  }),
  images: value('N', readCount(0, 1_000_000), 'images in the full store (default: about 3.4 a product)'),
  seed: valueOr('N', readCount(0, 4_294_967_295), '1', 'seed of catalog, faults and names'),
  quota: valueOr('N[/DURATION]', readText, '150/30s', 'requests that a store allows in a window'),
  fault: list('NAME=P', readText, 'a fault and how likely it is, such as reset-after=0.05'),
  switch: list('NAME=VALUE', readText, 'how the store behaves where the documentation is silent'),
  state: value('FILE', readText, 'keep the stores in a file across restarts', { inFile: 'own' }),
  importFolder: value(
    'FOLDER',
    readText,
    'files that a V2 write may name as an `image_file`, as those uploaded by WebDAV',
    { inFile: 'own' },
  ),
  token: value('TOKEN', readToken, 'the token of every store (default: a new random one for each)', {
    variable: 'CUTOVER_SANDBOX_TOKEN',
    sharesVariable: true,
    inFile: false,
    repeated: 'by the same command',
  }),
  readOnlyToken: value(
    'TOKEN',
    readToken,
    'a token for every store that can only read (default: a new random one for each)',
    {
      variable: 'CUTOVER_SANDBOX_READ_ONLY_TOKEN',
      sharesVariable: true,
      inFile: false,
      repeated: 'by the same command',
    },
  ),
  fetchAnyHost: flag('let the stores fetch pictures from any host, not only from this machine', {
    inFile: 'own',
  }),
  keep: value('FOLDER', readText, 'keep what the demo made in this folder', { inFile: 'own' }),
  json: flag('JSON Lines on stdout, and nothing else', {
    group: 'Output',
    repeated: 'by the same command',
  }),
  noColor: flag('no colours', { group: 'Output' }),
  accessible: flag('plain lines, no screens and no lines that change', { group: 'Output' }),
  quiet: flag('results and errors only', { group: 'Output' }),
  verbose: flag('show more: each request, and images that are the same', { group: 'Output' }),
  logFile: value('FILE', readText, 'append everything that happens to this file, as JSON Lines', {
    group: 'Output',
    inFile: 'own',
    repeated: 'by the same command',
  }),
} as const satisfies Record<string, OptionRow<unknown>>;

export type OptionKey = keyof typeof optionTable;

/** The options of a command, read: every key is there, with its default where nothing was given. */
export type Options = { readonly [K in OptionKey]: ReturnType<(typeof optionTable)[K]['read']> };

/** The same table, for code that treats all options alike. */
export const optionRows: OptionRows = optionTable;
export const optionKeys = Object.keys(optionTable).filter((key): key is OptionKey => key in optionTable);

/** The option's name on the command line; `sandbox --products` is a number, `migrate --products` a file. */
export const flagName = (key: string, rows: OptionRows = optionRows): string =>
  rows[key]?.flag ?? fileKey(key);

/** `settleAfter` → `CUTOVER_SETTLE_AFTER`. */
export const variableName = (key: string, rows: OptionRows = optionRows): string =>
  rows[key]?.variable ?? variableOfFlag(key, rows);

/** The name that an option's variable has by its flag alone. */
export const variableOfFlag = (key: string, rows: OptionRows = optionRows): string =>
  `CUTOVER_${flagName(key, rows).replaceAll('-', '_').toUpperCase()}`;

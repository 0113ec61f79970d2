// `snapshot`: a store saved into a folder, to be a source when it is gone. Reads one store, writes one folder, no journal.
import { join, resolve } from 'node:path';
import type { SnapshotSaved } from '@cutover/file-store';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { sameCommand } from '../runs/next-command.ts';
import { triedWords } from '../sayings/origin-words.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

/** How many pictures that could not be saved, or not be used, are named before the rest is only counted. */
const namedMax = 20;

export const snapshot: Command = {
  name: 'snapshot',
  summary: 'save a store into a folder, as a source for later',
  about: [
    'Reads the products of a store with their images, variants, modifiers and options through V3 and saves them as JSON Lines; with --with-pictures also the original of each picture. --source-file takes the folder in place of a store that is gone.',
    'The same command continues a snapshot that was interrupted, and tries again what could not be saved. A picture that is broken in the store is saved as it is, named and counted as unusable (exit code 4). A list that was saved whole is not read again: for a later state of the store, name another folder.',
  ],
  needs: '--out FOLDER',
  options: [
    'snapshotFolder',
    'withPictures',
    'source',
    'sourceTokenFile',
    'sourceApi',
    'sourceOriginals',
    'quotaShare',
    'wait',
    'concurrency',
    'allowPrivateHosts',
    ...everywhere,
  ],
  examples: [
    ['cutover snapshot --source abc123 --out saved --with-pictures', 'the store and its pictures'],
    ['cutover migrate --source-file saved --target def456', 'later, from the folder and into another store'],
  ],
  exitCodes: [0, 2, 4, 5, 6, 8, 9, 130],
  readsOnly: false,
  async run(context) {
    const folder = context.options.snapshotFolder;
    if (folder === undefined)
      throw new CutoverError('wrong-usage', 'A snapshot needs a folder.', 'Name a new one with --out.');
    const [
      { PlaceError, saveSnapshot, SnapshotError },
      { whyUnseen },
      { sayingWords },
      { openStores },
      { createCleanup },
      { failedOutcome },
      { nameStores },
    ] = await Promise.all([
      import('@cutover/file-store'),
      import('@cutover/sync-engine'),
      import('../sayings/saying-words.ts'),
      import('../wiring/open-stores.ts'),
      import('../wiring/cleanup.ts'),
      import('../wiring/failed-outcome.ts'),
      import('../wiring/stores.ts'),
    ]);
    const path = resolve(context.io.cwd, folder);
    const named = await nameStores(context);
    await using cleanup = createCleanup();
    cleanup.defer(await lockFolder(context, path));
    const tell = await context.reporter.listen();
    const { source, content } = openStores(context, named, cleanup, {
      tell,
      notice: (facts) => tell({ type: 'notice', run: '', ...facts }),
    });
    try {
      const { hash, isBigCommerce, originals } = source;
      const saved = await saveSnapshot({
        folder: path,
        store: hash,
        v3: source.v3,
        pictures: context.options.withPictures
          ? {
              content,
              place: { store: hash, templates: originals, sourceIsBigCommerce: isBigCommerce },
              why: (unseen) => sayingWords(whyUnseen(unseen)),
              whyNoOriginal: (tried) => triedWords(tried, (unseen) => sayingWords(whyUnseen(unseen))),
            }
          : undefined,
        signal: context.stopping.signal,
        redact: context.secrets.redact,
        onProgress: ({ phase, done }) =>
          tell({
            type: 'progress',
            run: '',
            phase: phase === 'reading' ? 'reading' : 'writing',
            done,
            unit: phase === 'reading' ? 'products' : 'images',
          }),
      });
      return outcomeOf(context, folder, saved, await uncounted(context, source.v2, saved));
    } catch (error) {
      if (error instanceof SnapshotError || error instanceof PlaceError)
        throw new CutoverError(
          'file-not-usable',
          `${error.message}.`,
          'Name another folder with --out.',
          error,
        );
      context.logCause(error);
      return failedOutcome(context, error, named, undefined);
    }
  },
};

/** Two at once would write into each other's files. */
async function lockFolder({ io }: Context, path: string): Promise<() => void> {
  const [{ createHash }, { acquireLock }] = await Promise.all([
    import('node:crypto'),
    import('@cutover/journal'),
  ]);
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
  const lock = acquireLock(join(io.stateFolder, 'snapshots', name), {
    run: undefined,
    command: 'cutover snapshot',
    pid: io.pid,
    host: io.host,
    since: new Date(io.now()).toISOString(),
  });
  return () => lock.release();
}

/** How many more images V2 counts than were saved; undefined where it gives no count. */
async function uncounted(
  { stopping }: Context,
  v2: { countImages(options: ReadOptions): Promise<number> },
  { images, wasSaved }: SnapshotSaved,
): Promise<number | undefined> {
  // The list is of an earlier day, and the store may be gone.
  if (wasSaved) return undefined;
  try {
    const count = await v2.countImages({
      givesUp: (_: unknown, attempt: number) => attempt >= 2,
      signal: stopping.signal,
    });
    return Math.max(0, count - images);
  } catch (error) {
    if (error instanceof Error && error.name === 'StoreError') return undefined;
    throw error;
  }
}

interface ReadOptions {
  readonly givesUp: (error: unknown, attempt: number) => boolean;
  readonly signal: AbortSignal;
}

function outcomeOf(
  context: Context,
  folder: string,
  saved: SnapshotSaved,
  more: number | undefined,
): Outcome {
  const { products, images, variants, modifiers, swatches, pictures, missing, unusable, wasSaved } = saved;
  const values = modifiers + swatches;
  const { withPictures } = context.options;
  for (const { productId, picture, reason } of missing.slice(0, namedMax))
    context.out.warn(`Not saved: product ${productId}, picture ${picture}: ${visible(reason)}`);
  for (const { productId, picture, reason } of unusable.slice(0, namedMax))
    context.out.warn(
      `Saved as it is, and unusable: product ${productId}, picture ${picture}: ${visible(reason)}`,
    );
  const isWhole = missing.length + unusable.length === 0 && (more ?? 0) === 0;
  return {
    ended: isWhole ? 'done' : 'incomplete',
    products,
    images,
    facts: {
      variants,
      modifiers,
      swatches,
      pictures,
      missing: missing.length,
      unusable: unusable.length,
      ...(more === undefined ? {} : { uncounted: more }),
    },
    summary: [
      `${counted(images, 'image')} of ${counted(products, 'product')}, ${counted(variants, 'variant')} and ${counted(values, 'picture')} of modifiers and swatches ${wasSaved ? 'were saved before' : 'saved'} in ${visible(folder)}`,
      ...(withPictures
        ? [picturesWords(saved)]
        : [
            saved.hasPictures
              ? 'The pictures that were saved before are in it, and were not looked at again; --with-pictures saves what is missing'
              : 'The pictures are not included; --with-pictures saves them too',
          ]),
      ...(more === undefined || more === 0
        ? []
        : [`V2 counts ${counted(more, 'image')} more than V3 shows: those are not included`]),
    ],
    ...(missing.length > 0 ? { next: sameCommand(context) } : {}),
  };
}

/** What lies in the folder, how much of it lay there before, and what is missing or of no use. */
function picturesWords({ pictures, picturesBefore, missing, unusable }: SnapshotSaved): string {
  const before =
    picturesBefore === 0 || picturesBefore === pictures ? '' : `, ${number(picturesBefore)} of them before`;
  const saved = `${counted(pictures, 'picture')} ${pictures > 0 && picturesBefore === pictures ? `${pictures === 1 ? 'was' : 'were'} saved before` : `saved${before}`}`;
  const [it, is] = unusable.length === 1 ? ['it', 'is'] : ['them', 'are'];
  return [
    saved,
    missing.length === 0 ? '' : `, ${number(missing.length)} could not be`,
    unusable.length === 0
      ? ''
      : `; ${number(unusable.length)} of the saved ${is} of no use: the store has no more of ${it}, and migrate leaves ${it} out by name`,
  ].join('');
}

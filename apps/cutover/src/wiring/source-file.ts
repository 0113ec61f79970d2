// A saved file in the place of the source store (`--source-file`, `--pictures`): what it takes to open one, what is said of
// it, and what it cannot be asked for.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UnreadableFileError } from '@cutover/field-mapper';
import {
  type FileProblem,
  type FileStore,
  openFileStore,
  PlaceError,
  savedPlaces,
} from '@cutover/file-store';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { counted } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

/** The source, where it is a file. */
export interface NamedFile {
  readonly hash: string;
  readonly file: FileStore;
  /** Rows of it that cannot be used. */
  readonly notUsed: number;
  /** What is to be said of it, once; and what nobody should miss. */
  readonly told: readonly string[];
  readonly warnings: readonly string[];
}

/** How many rows are named before the rest is only counted. */
const toldMax = 10;

/** Whether the source is a file, by what was typed before what stands in the environment. */
export function readsFile({ options, flags }: Pick<Context, 'options' | 'flags'>): boolean {
  if (options.sourceFile === undefined) return false;
  if (options.source === undefined || flags.has('sourceFile') !== flags.has('source'))
    return options.source === undefined || flags.has('sourceFile');
  throw new CutoverError(
    'wrong-usage',
    'A source store and a source file are both named, and there is one source.',
    'Leave out --source or --source-file.',
  );
}

export async function openSourceFile(context: Context): Promise<NamedFile> {
  const { options, io, stopping } = context;
  refuseWhatNoFileTells(context);
  const problems: FileProblem[] = [];
  let notUsed = 0;
  try {
    const { file, pictures } = await placesOf(resolve(io.cwd, options.sourceFile ?? ''), picturesOf(context));
    const opened = await openFileStore({
      file,
      pictures,
      signal: stopping.signal,
      onProblem(problem) {
        notUsed += 1;
        if (problems.length < toldMax) problems.push(problem);
      },
    });
    const named = { hash: opened.hash, file: opened, notUsed };
    const refusal = refusalOf(named, options.policy, problems);
    if (refusal === undefined) return { ...named, ...wordsOf(named, basename(file), problems) };
    opened.close();
    throw refusal;
  } catch (error) {
    throw explained(error, context);
  }
}

const picturesOf = ({ options, io }: Context): string | undefined =>
  options.pictures === undefined ? undefined : resolve(io.cwd, options.pictures);

/** A folder is what `snapshot` has made: the file lies in it, and the pictures where they were saved with it. */
async function placesOf(
  source: string,
  given: string | undefined,
): Promise<{ readonly file: string; readonly pictures: string | undefined }> {
  if (!(await isFolder(source))) return { file: source, pictures: given };
  const { file, pictures } = await savedPlaces(source);
  return { file, pictures: given ?? pictures };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function refuseWhatNoFileTells({ options, command }: Context): void {
  const refuse = (why: string, next: string): never => {
    throw new CutoverError('wrong-usage', why, next);
  };
  if (options.target === undefined && command !== 'audit')
    refuse('A file is moved to a store, and none is named.', 'Name it with --target.');
  if (options.sourceVia === 'v2')
    refuse('A file is read by itself, and not through V2.', 'Leave out --source-via.');
  if (options.match === 'url')
    refuse('A file does not say at which address a product is.', 'Pair products by --match sku, id or name.');
  if (options.transfer === 'url')
    refuse('The pictures of a file are uploaded.', 'Leave out --transfer, or use --transfer upload.');
}

/** What a file does not show completely must not decide what is removed. */
function refusalOf(
  { notUsed }: Pick<NamedFile, 'notUsed'>,
  policy: Context['options']['policy'],
  [first]: readonly FileProblem[],
): CutoverError | undefined {
  if (policy !== 'mirror' || notUsed === 0) return undefined;
  return new CutoverError(
    'bad-source-file',
    `${counted(notUsed, 'row')} cannot be used (line ${first?.line ?? 0}: ${first?.reason ?? ''}), and --policy mirror would remove what they show.`,
    'Correct the file, or leave out --policy mirror.',
  );
}

function wordsOf(
  { file, notUsed }: Pick<NamedFile, 'file' | 'notUsed'>,
  name: string,
  problems: readonly FileProblem[],
): Pick<NamedFile, 'told' | 'warnings'> {
  const { products, images, variants, modifiers, swatches, values, pictures } = file.counts;
  const more = notUsed - problems.length;
  const read = [
    `${counted(images, 'image')} of ${counted(products, 'product')}`,
    ...(variants > 0 ? [counted(variants, 'variant')] : []),
    ...(modifiers > 0 ? [counted(modifiers, 'modifier value')] : []),
    ...(swatches > 0 ? [counted(swatches, 'swatch', 'swatches')] : []),
    ...(pictures > 0 ? [`${counted(pictures, 'file')} in the folder of pictures`] : []),
  ].join(', ');
  const notMoved = `Not moved: ${counted(values, 'picture')} of modifiers and swatches in ${name}, which does not say what they belong to`;
  const rows = problems.map(({ line, reason }) => `line ${line}: ${reason}`).join('; ');
  return {
    told: [`${name}: ${read}`, ...(values > 0 ? [notMoved] : [])].map(visible),
    warnings:
      notUsed === 0
        ? []
        : [
            visible(
              `${counted(notUsed, 'row')} of ${name} not used: ${rows}${more > 0 ? `; and ${more} more` : ''}`,
            ),
          ],
  };
}

function explained(error: unknown, { options, stopping }: Context): unknown {
  if (stopping.signal.aborted || error instanceof CutoverError) return error;
  if (error instanceof UnreadableFileError) {
    const [first] = error.problems;
    return new CutoverError(
      'bad-source-file',
      `${options.sourceFile ?? ''}: line ${first?.line ?? 1}: ${first?.reason ?? error.message}.`,
      'Give a product CSV, or JSON or JSON Lines of V2 or V3.',
      error,
    );
  }
  if (error instanceof PlaceError)
    return new CutoverError(
      'file-not-usable',
      `${error.message}, and a source is read from plain files and folders alone.`,
      'Name the file itself with --source-file, and its pictures with --pictures.',
      error,
    );
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return error;
  return new CutoverError(
    'file-not-usable',
    `${String(error.path)} cannot be read (${String(error.code)}).`,
    'Check the paths given with --source-file and --pictures.',
    error,
  );
}

// What the options ask of the engine, by the question that each answers; the products file is read whole and its digest
// becomes part of what a run is, so that another file is another run.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import {
  type MapError,
  type ProductPairRow,
  readProductPairsCsv,
  UnreadableFileError,
} from '@cutover/field-mapper';
import type { Carrying, Choices, Patience, ProductPair, WhichRun } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { bytesOfInput, whyNotRead } from '../files/input-file.ts';
import { originOf, sharedChoices } from '../runs/origin.ts';
import { nameOfSourceFile } from '../sayings/stores-words.ts';

/** Of these parts each command makes its request. */
export interface Asked extends Choices, Carrying {
  readonly which: WhichRun;
}

export async function askedBy(
  {
    options,
    flags,
    io,
    stopping,
    command,
  }: Pick<Context, 'options' | 'flags' | 'io' | 'stopping' | 'command'>,
  fromFile: boolean,
): Promise<Asked & { readonly patience: Patience }> {
  const products =
    options.products === undefined
      ? undefined
      : await readProducts(resolve(io.cwd, options.products), stopping.signal);
  return {
    selection: {
      match: options.match,
      products: products?.pairs,
      productsFile: options.products ?? '',
      productsDigest: products?.digest ?? '',
      // V2's product pages are what an audit holds V3 against, and a file has none.
      sourceVia: fromFile && command === 'audit' ? 'v3' : options.sourceVia,
    },
    decisions: { policy: options.policy, prefer: options.prefer ?? 'ask' },
    means: {
      // No store can fetch what lies here.
      transfer: fromFile ? 'upload' : options.transfer,
      batch: options.batch,
      allowUnarchived: options.allowUnarchived,
      allowRenditions: options.allowRenditions,
      stopAfterFailures: options.stopAfterFailures,
    },
    which: {
      runId: options.run,
      shared: sharedChoices(),
      startNew: options.new,
      origin: {
        ...originOf(flags),
        ...(fromFile && { sourceName: nameOfSourceFile(io.cwd, options.sourceFile ?? '') }),
      },
    },
    patience: {
      settleAfterMs: options.settleAfter,
      outageMs: options.wait,
      concurrency: options.concurrency,
    },
  };
}

/** Reads it a piece at a time, so that a signal is heard while a long file is read. */
async function readProducts(
  path: string,
  stopping: AbortSignal,
): Promise<{ pairs: readonly ProductPair[]; digest: string }> {
  const digest = createHash('sha256');
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytesOfInput(path, stopping)) {
      digest.update(piece);
      yield piece;
    }
  }
  try {
    const rows = await readProductPairsCsv(pieces());
    return { pairs: rows.map(pairOf), digest: digest.digest('hex').slice(0, 16) };
  } catch (error) {
    if (stopping.aborted) throw error;
    const why = whyNotRead(error);
    if (why !== undefined) {
      throw new CutoverError(
        'bad-products-file',
        `${path} ${why}.`,
        'Check the path given with --products.',
        error,
      );
    }
    const faults = faultsOf(error);
    throw new CutoverError(
      'bad-products-file',
      `${path}: ${faults.slice(0, faultsTold).join('; ')}${faults.length > faultsTold ? `; and ${faults.length - faultsTold} more` : ''}`,
      adviceFor(faults[0] ?? ''),
      error,
    );
  }
}

const faultsTold = 5;

/** Every fault of the file with its line, as its reader tells them. */
function faultsOf(error: unknown): readonly string[] {
  if (error instanceof UnreadableFileError) return error.problems.map(faultText);
  return [error instanceof Error ? error.message : String(error)];
}

const faultText = ({ line, column, reason }: MapError): string =>
  `line ${line}${column === undefined ? '' : `, column ${column}`}: ${reason}`;

function adviceFor(fault: string): string {
  if (fault.includes('; divide the file')) return 'Give the products in several files, one after another.';
  if (fault.includes('names no product'))
    return 'Name a product on each line below the headings, or leave --products out for all of them.';
  if (/heading|unknown column|is missing/.test(fault))
    return 'Give it a heading line with source_product_id or source_sku, and optionally target_product_id or target_sku.';
  return 'Fix the lines named and run the same command again; nothing was read from a store.';
}

const pairOf = ({ line, source, target }: ProductPairRow): ProductPair => ({
  line,
  sourceProductId: source.productId,
  sourceSku: source.sku,
  targetProductId: target?.productId,
  targetSku: target?.sku,
});

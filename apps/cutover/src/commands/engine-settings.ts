// The engine's settings out of the options; the products file is read whole and its digest becomes part of what a run
// is, so that another file is another run.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { type ProductPairRow, readProductPairsCsv } from '@cutover/field-mapper';
import type { EngineSettings, ProductPair } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';

export async function engineSettings({
  options,
  io,
}: Pick<Context, 'options' | 'io'>): Promise<EngineSettings> {
  const products =
    options.products === undefined ? undefined : await readProducts(resolve(io.cwd, options.products));
  return {
    match: options.match,
    policy: options.policy,
    transfer: options.transfer,
    sourceVia: options.sourceVia,
    products: products?.pairs,
    productsFile: options.products ?? '',
    productsDigest: products?.digest ?? '',
    settleAfterMs: options.settleAfter,
    concurrency: options.concurrency,
    runId: options.run,
    startNew: options.new,
    stopAfterFailures: options.stopAfterFailures,
  };
}

async function readProducts(path: string): Promise<{ pairs: readonly ProductPair[]; digest: string }> {
  const advice =
    'Give it a heading line with source_product_id or source_sku, and optionally target_product_id or target_sku.';
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CutoverError(
      'bad-products-file',
      `${path} cannot be read.`,
      'Check the path given with --products.',
      error,
    );
  }
  try {
    const rows = await readProductPairsCsv(Readable.from([bytes]));
    return { pairs: rows.map(pairOf), digest: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
  } catch (error) {
    throw new CutoverError(
      'bad-products-file',
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
      advice,
      error,
    );
  }
}

const pairOf = ({ line, source, target }: ProductPairRow): ProductPair => ({
  line,
  sourceProductId: source.productId,
  sourceSku: source.sku,
  targetProductId: target?.productId,
  targetSku: target?.sku,
});

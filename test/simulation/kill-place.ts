// Where a process is killed for real: two stores in the test's own process, which outlive every kill and show the truth,
// and a journal in a folder. The plan holds all kinds of writes: creates, updates and, at the very end, removals.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type LoggedRequest,
  type SandboxOptions,
  type StoreControl,
  startSandbox,
} from '@cutover/sandbox-store';
import { shownBy } from '../support/world.ts';
import type { RealWork } from './real-engine.ts';

export interface KillPlace {
  readonly work: RealWork;
  readonly source: StoreControl;
  readonly target: StoreControl;
  /** The target's own requests, pictures apart. */
  requests(): LoggedRequest[];
  /** What is wrong with the target, in words. */
  complaints(): Promise<string[]>;
}

export interface KillPlaceOptions {
  readonly products: number;
  readonly images: number;
  readonly concurrency: number;
  readonly settleAfterMs: number;
  readonly faults?: SandboxOptions['faults'];
}

export async function inKillPlace<T>(
  options: KillPlaceOptions,
  test: (place: KillPlace) => Promise<T>,
): Promise<T> {
  const { products, images } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-kill-'));
  const sandbox = await startSandbox({
    stores: [
      {
        hash: 'source',
        catalog: { kind: 'seeded', products, images, pictures: 'tiny', slotPictures: false },
      },
      { hash: 'target', catalog: { kind: 'products-only', products } },
    ],
    quota: { requests: 1_000_000, windowMs: 30_000 },
    faults: options.faults ?? {},
  });
  const [from, to] = sandbox.stores;
  if (from === undefined || to === undefined) throw new Error('two stores were asked for');
  const source = sandbox.control(from.store);
  const target = sandbox.control(to.store);
  await plantDifferences(source, target);
  const before = target.images().length;
  try {
    return await test({
      work: {
        journal: path.join(folder, 'cutover.db'),
        source: from,
        target: to,
        settleAfterMs: options.settleAfterMs,
        concurrency: options.concurrency,
      },
      source,
      target,
      requests: () => target.requests().filter(({ version }) => version !== 'cdn'),
      async complaints() {
        const [shown, wanted] = [await shownBy(target), await shownBy(source)];
        const made = target
          .requests()
          .filter(({ method }) => method === 'POST')
          .reduce((sum, { applied }) => sum + applied, 0);
        const toMake = source.images().length - (before - FOREIGN);
        return [
          ...(JSON.stringify(shown) === JSON.stringify(wanted)
            ? []
            : [`shown ${JSON.stringify(shown)} instead of ${JSON.stringify(wanted)}`]),
          ...(made === toMake ? [] : [`${made} images were made instead of ${toMake}`]),
        ];
      },
    });
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const FOREIGN = 1;

/** One product has an image of its own, and one of the source's with other words. */
async function plantDifferences(source: StoreControl, target: StoreControl): Promise<void> {
  const [original] = source.images();
  const sku = source.products().find(({ id }) => id === original?.productId)?.sku;
  const product = target.products().find((one) => one.sku === sku);
  if (original === undefined || product === undefined)
    throw new Error('the catalog has no image to begin with');
  target.addImage({
    productId: product.id,
    picture: { tiny: 900_000 },
    fileName: 'foreign.png',
    sortOrder: 50,
    description: 'foreign',
  });
  target.addImage({
    productId: product.id,
    picture: await source.pictureBytes(original.id),
    fileName: (original.imageFile.split('/').at(-1) ?? '').replace(/__\d+(?=\.\w+$)/, ''),
    description: 'older words',
    sortOrder: original.sortOrder,
    isThumbnail: original.isThumbnail,
  });
  target.resetRequests();
}

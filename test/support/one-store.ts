// One sandbox store and the real clients before it, over real HTTP. The truth is read from the store's own tables,
// never through a client.
import {
  type ImageRow,
  type SandboxOptions,
  type StoreControl,
  startSandbox,
  tinyPicture,
} from '@cutover/sandbox-store';
import {
  type Clock,
  createStoreHttp,
  isStoreError,
  type StoreHttp,
  type StoreHttpOptions,
  systemClock,
} from '@cutover/store-http';
import {
  createV2Reader,
  createV2Writer,
  type V2ProductImage,
  type V2Reader,
  type V2Writer,
} from '@cutover/v2-client';
import { createV3Client, type V3Client, type V3ProductImage } from '@cutover/v3-client';

export interface Clients {
  readonly http: StoreHttp;
  readonly v2: V2Reader;
  readonly v2Writer: V2Writer;
  readonly v3: V3Client;
}

export interface OneStore extends Clients {
  readonly store: StoreControl;
  readonly origin: string;
  readonly hash: string;
  readonly token: string;
  readonly readOnlyToken: string;
  /** Further clients, of another token, store or time-out. */
  readonly clients: (options?: Partial<StoreHttpOptions>) => Clients;
  /** A plain request with no client between: what is on the wire. */
  readonly wire: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** The store's wall clock goes forward; it stands still otherwise. */
  readonly pass: (ms: number) => void;
  /** Whatever the store does late (a slow answer, an effect after its client gave up) happens now, and not before. */
  readonly wake: () => Promise<void>;
}

export interface OneStoreWish extends Omit<SandboxOptions, 'stores'> {
  /** Seeded products; none where absent. */
  readonly products?: number;
  readonly images?: number;
}

// A store asks for waits of whole seconds. Waiting takes a fortieth of the time it says, so that a test can afford it.
const haste = 40;
export const hurriedClock: Clock = {
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs() * haste,
  sleep: async (ms, signal) => await systemClock.sleep(ms / haste, signal),
};

/** Runs a test with a store of its own and closes it, whatever happens. */
export async function withStore(
  { products = 0, images, ...options }: OneStoreWish,
  test: (one: OneStore) => Promise<void>,
): Promise<void> {
  let offsetMs = 0;
  const sleepers: (() => void)[] = [];
  const effects: (() => Promise<void>)[] = [];
  const hash = 'onestore';
  const catalog = {
    kind: 'seeded',
    products,
    pictures: 'tiny',
    ...(images === undefined ? {} : { images }),
  } as const;
  const sandbox = await startSandbox({
    quota: { requests: 1_000_000, windowMs: 1_000 },
    now: () => Date.UTC(2026, 4, 4) + offsetMs,
    sleep: async () =>
      await new Promise((resolve) => {
        sleepers.push(resolve);
      }),
    later: (_delayMs, effect) => void effects.push(effect),
    ...options,
    stores: [{ hash, catalog }],
  });
  const [served] = sandbox.stores;
  if (served === undefined) throw new Error('the sandbox has no store');
  const opened: StoreHttp[] = [];
  const clients = (wish: Partial<StoreHttpOptions> = {}): Clients => {
    const http = createStoreHttp({
      api: sandbox.origin,
      store: hash,
      token: served.token,
      clock: hurriedClock,
      readTimeoutMs: 10_000,
      writeTimeoutMs: 10_000,
      ...wish,
    });
    opened.push(http);
    return { http, v2: createV2Reader(http), v2Writer: createV2Writer(http), v3: createV3Client(http) };
  };
  try {
    await test({
      ...clients(),
      store: sandbox.control(hash),
      origin: sandbox.origin,
      hash,
      token: served.token,
      readOnlyToken: served.readOnlyToken,
      clients,
      wire: async (path, headers = { accept: 'application/json' }) =>
        await fetch(`${sandbox.origin}/stores/${hash}${path}`, {
          headers: { 'x-auth-token': served.token, ...headers },
        }),
      pass(ms) {
        offsetMs += ms;
      },
      async wake() {
        for (const awaken of sleepers.splice(0)) awaken();
        for (const effect of effects.splice(0)) await effect();
      },
    });
  } finally {
    for (const http of opened) await http.close();
    await sandbox.close();
  }
}

/** Plants a product with so many images, the first its thumbnail, in the order of their ids. */
export function plantProduct(
  store: StoreControl,
  images: number,
  name = 'A product',
): { productId: number; imageIds: number[] } {
  const { id: productId } = store.addProduct({ name });
  const imageIds = Array.from({ length: images }, (_, place) => {
    const fileName = `view-${place}.png`;
    const description = `view ${place}`;
    return store.addImage({ productId, fileName, description, sortOrder: place, isThumbnail: place === 0 })
      .id;
  });
  return { productId, imageIds };
}

/** Plants a product with one image; what names it, and the CDN's address of each of its sizes. */
export function plantOne({ store, origin }: Pick<OneStore, 'store' | 'origin'>) {
  const { productId, imageIds } = plantProduct(store, 1);
  const id = imageIds[0] ?? 0;
  const imageFile = store.images()[0]?.imageFile;
  const name = imageFile?.split('/').at(-1)?.replace('.png', '');
  const address = (size: string): string =>
    `${origin}/cdn/s-onestore/products/${productId}/images/${id}/${name}.1777852800.${size}.png?c=1`;
  return { productId, id, imageFile, address };
}

/** A picture as a client hands it over. */
export function pictureFile(
  seed: number,
  fileName = 'picture.png',
): { bytes: Uint8Array; fileName: string; contentType: string } {
  return { bytes: tinyPicture(seed), fileName, contentType: 'image/png' };
}

/** What both views must agree on, in one spelling. */
export interface ImageFacts {
  readonly id: number;
  readonly productId: number;
  readonly isThumbnail: boolean;
  readonly sortOrder: number;
  readonly description: string;
}

export function factsOfRow({ id, productId, isThumbnail, sortOrder, description }: ImageRow): ImageFacts {
  return { id, productId, isThumbnail, sortOrder, description };
}

export function factsOfWire(image: V2ProductImage | V3ProductImage): ImageFacts {
  return {
    id: image.id,
    productId: image.product_id,
    isThumbnail: image.is_thumbnail,
    sortOrder: image.sort_order,
    description: image.description ?? '',
  };
}

/** How a call ended: what it gave, or the class of its failure and what to do next. */
export async function outcomeOf<Given>(call: Promise<Given>): Promise<Given | Failure> {
  try {
    return await call;
  } catch (error) {
    if (!isStoreError(error)) throw error;
    return {
      class: error.class,
      next: error.next,
      ...(error.status === undefined ? {} : { status: error.status }),
    };
  }
}

export interface Failure {
  readonly class: string;
  readonly next: string;
  readonly status?: number;
}

export const byId = (a: { readonly id: number }, b: { readonly id: number }): number => a.id - b.id;

/** Puts a sandbox together: state, stores, the way of a request, and the socket that is one of its two doors. */
import { createDispatch } from './api.ts';
import { catalogFromFile } from './catalog/catalog-file.ts';
import { plantCatalog } from './catalog/plant-file.ts';
import { plantSeeded } from './catalog/plant-seeded.ts';
import { createControl, type StoreControl } from './control.ts';
import { downloadPicture, isLoopback, readPicture } from './download.ts';
import { createFaultPicker } from './faults/fault-picker.ts';
import type { CatalogSpec, Sandbox, SandboxOptions, StoreSpec } from './options.ts';
import { createPictureStore, type PictureStore } from './pictures/picture-store.ts';
import { createQuota } from './quota.ts';
import { createRandom } from './random.ts';
import { createRequestLog } from './request-log.ts';
import { createServe, type Serve } from './serve.ts';
import { listen } from './socket.ts';
import { type Connection, openState } from './state/database.ts';
import { randomToken, seededToken } from './state/new-token.ts';
import { claimStore, markPlanted } from './state/store-record.ts';
import { createTables } from './state/tables.ts';
import type { Store } from './store.ts';
import { checkSwitches, defaultSwitches, type Switches } from './switches.ts';
import { sizeMax } from './uploads.ts';
import { toResponse } from './without-socket.ts';

const defaultQuota = { requests: 150, windowMs: 30_000 };
const portWithoutSocket = 8080;

/** Starts stores on loopback. Rejects when a catalog, a switch or a fault is not valid, or the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.stores.length === 0) throw new RangeError('A sandbox needs at least one store.');
  const connection = openState(options.state ?? ':memory:');
  const parts: Parts = {
    connection,
    pictures: createPictureStore(connection),
    options,
    door: { origin: `http://127.0.0.1:${options.port ?? portWithoutSocket}` },
  };
  try {
    return await assemble(parts);
  } catch (error) {
    connection.close();
    throw error;
  }
}

interface Parts {
  readonly connection: Connection;
  readonly pictures: PictureStore;
  readonly options: SandboxOptions;
  /** Filled in once the port is known and the stores can be reached. */
  readonly door: { origin: string; serve?: Serve; isOpen?: boolean };
}

async function assemble(parts: Parts): Promise<Sandbox> {
  const { connection, options, door } = parts;
  const stores = new Map<string, Store>();
  const controls = new Map<string, StoreControl>();
  for (const [index, spec] of options.stores.entries()) {
    if (!/^[a-z0-9-]+$/i.test(spec.hash) || stores.has(spec.hash)) {
      throw new RangeError(`"${spec.hash}" is no store hash, or is there twice.`);
    }
    const { store, switches } = await openStore(parts, spec, index);
    stores.set(spec.hash, store);
    controls.set(spec.hash, createControl(store, switches));
  }
  let isClosed = false;
  const sleep = options.sleep ?? idleSleep;
  const later = options.later ?? ((delayMs, effect) => void sleep(delayMs).then(effect));
  const serve = createServe({
    dispatch: createDispatch(),
    stores,
    unknownStoreStatus: Number(options.switches?.['unknown-store'] ?? '404'),
    time: {
      // A request that wakes up after the end is never heard of again.
      sleep: async (ms) => {
        await sleep(ms);
        if (isClosed) await new Promise<never>(() => undefined);
      },
      later: (delayMs, effect) => later(delayMs, async () => (isClosed ? undefined : effect())),
    },
  });
  door.serve = serve;
  const socket = options.listen === false ? undefined : await listen(serve, options.port ?? 0);
  if (socket !== undefined) {
    door.origin = socket.origin;
    door.isOpen = true;
  }
  return {
    origin: door.origin,
    stores: [...stores.values()].map(({ hash, token, readOnlyToken }) => ({
      store: hash,
      api: door.origin,
      token,
      readOnlyToken,
    })),
    handle: async (request) => toResponse(await serve(request), request),
    control(hash) {
      const control = controls.get(hash);
      if (control === undefined) throw new RangeError(`There is no store ${hash} in this sandbox.`);
      return control;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await socket?.close();
      connection.close();
    },
  };
}

async function openStore(
  parts: Parts,
  spec: StoreSpec,
  index: number,
): Promise<{ store: Store; switches: Switches }> {
  const { connection, options, pictures, door } = parts;
  const { hash } = spec;
  const seed = options.seed ?? 1;
  const switches: Switches = {
    ...defaultSwitches(),
    ...checkSwitches(options.switches ?? {}),
    ...checkSwitches(spec.switches ?? {}),
  };
  const { token, readOnlyToken, isPlanted } = claimStore(connection, hash, {
    ...spec,
    newToken: (scope) =>
      options.tokenSeed === undefined ? randomToken() : seededToken(options.tokenSeed, hash, scope),
    firstIds: { product: 77 + index * 1_000, image: 247 + index * 10_000, ...spec.firstIds },
  });
  const store: Store = {
    hash,
    token,
    readOnlyToken,
    tables: createTables(connection, hash),
    pictures,
    importFolder: spec.importFolder ?? options.importFolder,
    switches,
    quota: createQuota(
      {
        ...(spec.quota ?? options.quota ?? defaultQuota),
        otherRequestsPerSecond: options.otherRequestsPerSecond ?? 0,
      },
      createRandom('others', seed, hash),
    ),
    faults: createFaultPicker(createRandom('faults', seed, hash), options.faults ?? {}),
    log: createRequestLog(),
    skuViews: new Map(),
    ruleViews: new Map(),
    seed,
    now: options.now ?? Date.now,
    origin: () => door.origin,
    download: (address) => download(parts, store, address),
  };
  if (!isPlanted) {
    await plant(store, spec.catalog);
    markPlanted(connection, hash);
  }
  return { store, switches };
}

async function plant(store: Store, catalog: CatalogSpec): Promise<void> {
  switch (catalog.kind) {
    case 'seeded':
      return plantSeeded(store.tables, store.hash, {
        ...catalog,
        seed: catalog.seed ?? 1,
        pictures: catalog.pictures ?? 'drawn',
        withoutImages: false,
        withoutSlotPictures: catalog.slotPictures === false,
        before: store.now(),
      });
    case 'products-only':
      return plantSeeded(store.tables, store.hash, {
        products: catalog.products,
        seed: catalog.likeSeed ?? 1,
        pictures: 'drawn',
        withoutImages: true,
        withoutSlotPictures: true,
        before: store.now(),
      });
    case 'file':
      return plantCatalog(store, catalogFromFile(catalog.path));
    case 'given':
      return plantCatalog(store, catalog.catalog);
  }
}

// Without a socket nothing listens at the sandbox's own addresses, so they are answered in the process.
async function download(
  { options, door }: Parts,
  store: Store,
  address: string,
): ReturnType<Store['download']> {
  const bytes = await options.resolvePicture?.(address);
  if (bytes !== undefined) {
    return bytes.length > sizeMax(store) ? { outcome: 'too-large' } : { outcome: 'got', bytes };
  }
  if (door.isOpen !== true && door.serve !== undefined && new URL(address).origin === door.origin) {
    const request = new Request(address);
    try {
      return await readPicture(await toResponse(await door.serve(request), request), sizeMax(store));
    } catch {
      return { outcome: 'failed', reason: 'reset' };
    }
  }
  return downloadPicture(address, {
    switches: store.switches,
    bytesMax: sizeMax(store),
    isAllowed(host) {
      if (options.fetchAnyHost === true || isLoopback(host)) return true;
      options.onHostRefused?.(host);
      return false;
    },
  });
}

function idleSleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

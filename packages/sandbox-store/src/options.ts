/** What a sandbox is asked for and what it gives: the package's surface. */
import type { CatalogFile } from './catalog/catalog-file.ts';
import type { StoreControl } from './control.ts';
import type { Faults } from './faults/fault-table.ts';
import type { Switches } from './switches.ts';

/** Where a store's products come from. */
export type CatalogSpec =
  | {
      readonly kind: 'seeded';
      readonly products: number;
      /** All images of the store; about 3.4 a product where absent. */
      readonly images?: number;
      /** The same number for each product; overrides `images`. */
      readonly imagesPerProduct?: number;
      /** Default 1. */
      readonly seed?: number;
      /** `tiny` pictures are 8×8 and cost nothing. Default `drawn`. */
      readonly pictures?: 'drawn' | 'tiny';
      /** Whether variants, modifiers and swatches show pictures, too. Default true. */
      readonly slotPictures?: boolean;
    }
  | {
      /** The products of a seeded catalog under other ids and without images: the target of a transfer. */
      readonly kind: 'products-only';
      readonly products: number;
      /** The seed of the store it mirrors. Default 1. */
      readonly likeSeed?: number;
    }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'given'; readonly catalog: CatalogFile };

/** One store of a sandbox. */
export interface StoreSpec {
  /** Letters and digits, as in real addresses. */
  readonly hash: string;
  /** Where absent, the one that the state holds, or a new one. */
  readonly token?: string;
  readonly readOnlyToken?: string;
  readonly catalog: CatalogSpec;
  /** The first ids the store gives; the default differs between stores. */
  readonly firstIds?: { readonly product?: number; readonly image?: number };
  readonly switches?: Partial<Switches>;
  readonly quota?: { readonly requests: number; readonly windowMs: number };
  /** A folder whose files a V2 image_file may name by their path in it, as those uploaded by WebDAV. Default none. */
  readonly importFolder?: string;
}

/** How a sandbox behaves. */
export interface SandboxOptions {
  /** At least one. */
  readonly stores: readonly StoreSpec[];
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  /** False: no socket at all, only `handle`. Default true. */
  readonly listen?: boolean;
  /** `:memory:` (default), or a file that outlives the process; what it holds is kept and nothing is seeded twice. */
  readonly state?: string;
  /** Default 150 requests per 30,000 ms, one quota per store for V2 and V3. */
  readonly quota?: { readonly requests: number; readonly windowMs: number };
  /** Requests a second, at random moments, that other apps spend of each store's quota. Default 0. */
  readonly otherRequestsPerSecond?: number;
  /** For every store that names none of its own. */
  readonly importFolder?: string;
  readonly switches?: Partial<Switches>;
  readonly faults?: Partial<Faults>;
  /** Seeds faults, other apps and file-name suffixes. Default 1. */
  readonly seed?: number;
  /** New tokens follow from it. Default: nobody can guess them. */
  readonly tokenSeed?: number;
  /** Download pictures from any host, and not from this machine alone. Default false. */
  readonly fetchAnyHost?: boolean;
  /** Hears of each host that was not asked for a picture because it is not this machine. */
  readonly onHostRefused?: (host: string) => void;
  /** Wall clock in milliseconds. Default Date.now. */
  readonly now?: () => number;
  /** Default: a timer that does not keep the process alive. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Runs a write whose client gave up. Default: after `sleep`. */
  readonly later?: (delayMs: number, effect: () => Promise<void>) => void;
  /** Finds a picture's bytes without the network, asked before any download; undefined: not one of mine. */
  readonly resolvePicture?: (url: string) => Promise<Uint8Array | undefined>;
}

/** Stores that are running. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`: the API base, with stores at `/stores/{hash}/v2` and `/v3` and pictures below `/cdn/`. */
  readonly origin: string;
  readonly stores: readonly {
    readonly store: string;
    readonly api: string;
    readonly token: string;
    readonly readOnlyToken: string;
  }[];
  /** Answers a request without a socket. Rejects with code ECONNRESET where a socket would be reset. */
  handle(request: Request): Promise<Response>;
  /** Direct access for tests. Throws a RangeError for an unknown hash. */
  control(hash: string): StoreControl;
  /** Ends every connection and closes the state; late effects that have not happened yet never will. */
  close(): Promise<void>;
}

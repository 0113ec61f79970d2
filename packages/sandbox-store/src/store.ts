/** One store as every route sees it: its rows, its behaviour and its picture of time. */
import type { FaultPicker } from './faults/fault-picker.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import type { Quota } from './quota.ts';
import type { RequestLog } from './request-log.ts';
import type { Tables } from './state/tables.ts';
import type { Switches } from './switches.ts';

export interface Store {
  readonly hash: string;
  readonly token: string;
  readonly readOnlyToken: string;
  readonly tables: Tables;
  readonly pictures: PictureStore;
  readonly switches: Switches;
  readonly quota: Quota;
  readonly faults: FaultPicker;
  readonly log: RequestLog;
  /** The folder whose files a V2 image_file may name, beside those that were planted. */
  readonly importFolder?: string | undefined;
  /** What a test has V2 show of a variant's SKU, by the variant's id, for as long as the store runs. */
  readonly skuViews: Map<number, SkuView>;
  /** What V2 shows of a rule, by its id, past what V3 shows of it. */
  readonly ruleViews: Map<number, SkuView>;
  /** Seeds file-name suffixes together with an image's id. */
  readonly seed: number;
  /** Wall-clock milliseconds. */
  now(): number;
  /** `http://127.0.0.1:PORT`, as the addresses in answers show it. */
  origin(): string;
  /** Gets the bytes at an address, as the store's own downloader would. */
  download(address: string): Promise<Download>;
}

/** Fields that replace what V2 would show of a SKU, by their wire names, or that it is not shown at all. */
export type SkuView = Readonly<Record<string, unknown>> | 'hidden';

/** What became of a download; `reason` is for people. */
export type Download =
  | { readonly outcome: 'got'; readonly bytes: Uint8Array }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'failed'; readonly reason: string };

/** What the API routes get beside the request: the store that was addressed. */
export interface ApiBindings {
  readonly store: Store;
}

// What this package needs of whoever fetches pictures: HEAD and GET, and failures that name their reason. Structural, so
// that the one who fetches and this package need not know each other.

/** An answer's facts; `contentType` is '' and `contentLength` undefined where the answer does not say. */
export interface ContentAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Of the whole picture, also where only a part of it was asked for. */
  readonly contentLength?: number | undefined;
  /** What was sent is the start of the picture alone, however short it is. */
  readonly isPart?: boolean;
  readonly finalUrl: string;
  /** Of a picture that a saved file stands for: it lay in the folder of pictures, or where the file says that it is. */
  readonly lay?: { readonly in: 'folder' } | { readonly at: string } | undefined;
}

/** Fetches pictures. Failures are thrown as errors with a string `reason` (see {@link unseenReasons}). */
export interface ContentHttp {
  head(url: string, options?: { readonly signal?: AbortSignal }): Promise<ContentAnswer>;
  get(
    url: string,
    options?: { readonly maxBytes?: number; readonly rangeBytes?: number; readonly signal?: AbortSignal },
  ): Promise<ContentAnswer & { readonly bytes: Uint8Array }>;
}

/** Why an address gave no picture; some who fetch say it in words of their own instead. */
export const unseenReasons = [
  'blocked',
  'broken',
  'cut-short',
  'empty',
  'not-an-image',
  'not-found',
  'redirect',
  'refused',
  'too-large',
  'too-many-pixels',
  'unreachable',
  'unsupported',
] as const;
export type UnseenReason = (typeof unseenReasons)[number];

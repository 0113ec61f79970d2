// What this package needs of whoever fetches pictures: HEAD and GET, and failures that name their reason. Structural, so
// that the one who fetches and this package need not know each other.

/** An answer's facts; `contentType` is '' and `contentLength` undefined where the answer does not say. */
export interface ContentAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Of the whole picture, also where only a part of it was asked for. */
  readonly contentLength?: number | undefined;
  readonly finalUrl: string;
}

/** Fetches pictures. Failures are thrown as errors with a string `reason` (`blocked`, `not-found`, `unreachable`, …). */
export interface ContentHttp {
  head(url: string, options?: { readonly signal?: AbortSignal }): Promise<ContentAnswer>;
  get(
    url: string,
    options?: { readonly maxBytes?: number; readonly rangeBytes?: number; readonly signal?: AbortSignal },
  ): Promise<ContentAnswer & { readonly bytes: Uint8Array }>;
}

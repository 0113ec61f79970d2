// What this package needs of whoever fetches pictures: GET and HEAD, and failures that name their reason.

/** An answer's facts; `contentType` is '' and `contentLength` undefined where the answer does not say. */
export interface ContentAnswer {
  readonly status: number;
  readonly contentType: string;
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

import type { HttpMethod } from './transport.ts';

/** What was asked, as errors name it. */
export interface RequestFacts {
  /** Hash of the store that was asked. */
  readonly store: string;
  readonly method: HttpMethod;
  /** Path below /stores/{hash}, without the query. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
}

export interface StoreAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined for 204 and for an empty body. */
  readonly body: unknown;
  readonly requestId?: string | undefined;
  /** What was asked, so that a reader of the body can name its failure. */
  readonly request: RequestFacts;
}

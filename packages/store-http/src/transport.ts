// The network as an argument: one request in, one whole answer or one TransportError out.
// Invariant: `sent: false` is said only when it is certain that no byte of the request left.

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface TransportRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the first byte of the answer; default: the transport's. */
  readonly headersTimeoutMs?: number | undefined;
  /** Milliseconds from the headers to the last byte, however the bytes trickle; default: the transport's. */
  readonly bodyTimeoutMs?: number | undefined;
  /** Most bytes of body that are taken, counted before and after decompression. */
  readonly bodyMaxBytes: number;
  /** What to do with a longer body: fail (default), or keep the first bytes and hang up. */
  readonly whenOver?: 'fail' | 'cut' | undefined;
  /** True: connect to addresses of the public internet only. */
  readonly publicOnly?: boolean | undefined;
}

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, decompressed. */
  readonly body: Uint8Array;
  /** Where it is not the whole, though it may be shorter than what was asked for. */
  readonly isCut?: boolean;
}

export interface Transport {
  (request: TransportRequest): Promise<TransportResponse>;
  /** Closes what the transport keeps open; requests under way fail. */
  close?(): Promise<void>;
}

/** `network` also stands for whatever else went wrong between the two ends. */
export type TransportReason = 'network' | 'timeout' | 'aborted' | 'blocked' | 'too-large' | 'encoding';

export interface TransportErrorFacts {
  readonly reason: TransportReason;
  /** False only when no byte of the request can have left. */
  readonly sent: boolean;
  /** The system's or the library's code, such as ECONNRESET. */
  readonly code?: string | undefined;
}

export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly reason: TransportReason;
  readonly sent: boolean;
  readonly code: string | undefined;

  constructor(message: string, facts: TransportErrorFacts) {
    super(message);
    this.reason = facts.reason;
    this.sent = facts.sent;
    this.code = facts.code;
  }
}

/** Why a picture could not be had. */
export type ContentReason =
  /** The address is private, cannot be told to be public, is not http(s), or holds a password. */
  | 'blocked'
  /** 404 or 410. */
  | 'not-found'
  /** Another refusal: 401, 403, 405 and other 4xx. */
  | 'refused'
  /** No connection, a time-out, 429 or 5xx, after all attempts. */
  | 'unreachable'
  | 'too-large'
  /** The answer says of itself that it is text. */
  | 'not-an-image'
  /** More than three redirects, or one that leads nowhere. */
  | 'redirect'
  | 'aborted';

export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly reason: ContentReason;
  /** The address asked for, without its query. */
  readonly url: string;
  readonly status: number | undefined;
  readonly attempt: number;
  /** Not asked for its network alone: `allowPrivateHosts` would allow it. */
  readonly isPrivate: boolean;

  constructor(
    message: string,
    facts: {
      reason: ContentReason;
      url: string;
      attempt: number;
      status?: number | undefined;
      isPrivate?: boolean | undefined;
    },
  ) {
    super(message);
    this.reason = facts.reason;
    this.url = facts.url;
    this.status = facts.status;
    this.attempt = facts.attempt;
    this.isPrivate = facts.isPrivate ?? false;
  }
}

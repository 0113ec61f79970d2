// Who holds a lock, as it is told to people.

/** Who holds a lock. Times are ISO 8601, UTC. */
export interface LockOwner {
  readonly run?: string | undefined;
  readonly command: string;
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** A lock's owner as its note tells it. */
export interface LockNote extends LockOwner {
  /** When the owner last said that it is alive. */
  readonly heartbeat?: string | undefined;
}

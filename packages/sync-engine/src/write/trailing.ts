// The last records of products that their lanes have left: they go on while nobody waits for them, so that a lane need not
// stand still for the disk. Invariant: no failure among them is lost. The first one is thrown by whatever would begin next
// (`check`) and by the wait for all (`ended`), which is over only when none is under way any more. What has come to its end
// is forgotten, so it holds no more than what is on its way to the disk just now.

export interface Trailing {
  /** Goes on from now on beside whatever comes next. */
  add(one: Promise<unknown>): void;
  /** Something has failed that nobody waits for yet. */
  failed(error: unknown): void;
  /** Throws the first that has failed. */
  check(): void;
  /** Waits for all that was added so far, whatever fails; then throws the first that has failed. */
  ended(): Promise<void>;
}

export function createTrailing(): Trailing {
  const open = new Set<Promise<unknown>>();
  let first: { readonly error: unknown } | undefined;
  const failed = (error: unknown): void => {
    first ??= { error };
  };
  const check = (): void => {
    if (first !== undefined) throw first.error;
  };
  return {
    add(one) {
      const ended = one.catch(failed).finally(() => open.delete(ended));
      open.add(ended);
    },
    failed,
    check,
    async ended() {
      await Promise.all(open);
      check();
    },
  };
}

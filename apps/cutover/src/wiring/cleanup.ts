// What has to be put away in the end, the last first. Invariant: each piece of work is done once, whether or not another one
// failed. It stands in for AsyncDisposableStack, which Node 22 does not have.

export interface Cleanup extends AsyncDisposable {
  defer(work: () => void | Promise<void>): void;
}

/** For `await using`: throws the first failure of the work that was deferred, after all of it. */
export function createCleanup(): Cleanup {
  const deferred: (() => void | Promise<void>)[] = [];
  return {
    defer: (work) => void deferred.push(work),
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (let work = deferred.pop(); work !== undefined; work = deferred.pop()) {
        try {
          await work();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

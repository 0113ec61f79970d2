// A bounded number of workers over one source of work. Invariant: an error stops the taking of new work, lets what is
// under way come to its end, and is then thrown; so nothing is left running behind the caller's back.

export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const errors: unknown[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  // Async iterators answer one question at a time.
  const take = (): Promise<IteratorResult<T>> => {
    const next = turn.then(async () => await iterator.next());
    turn = next.catch(() => undefined);
    return next;
  };
  const worker = async (): Promise<void> => {
    while (errors.length === 0) {
      try {
        const item = await take();
        if (item.done === true) return;
        await work(item.value);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (errors.length > 0) {
    await iterator.return?.();
    throw errors[0];
  }
}

// A bounded number of workers over one source of work. Invariant: an error stops the taking of new work, lets what is
// under way come to its end, and is then thrown; so nothing is left running behind the caller's back.

/** @param width how many at once; where it changes, it is asked whenever one has come to its end. */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number | (() => number),
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
  const most = (): number => Math.max(1, typeof width === 'number' ? width : width());
  const workers: Promise<void>[] = [];
  let working = 0;
  let isOver = false;
  const worker = async (): Promise<void> => {
    while (working <= most() && errors.length === 0 && !isOver) {
      try {
        const item = await take();
        if (item.done === true) isOver = true;
        else await work(item.value);
      } catch (error) {
        errors.push(error);
      }
      fill();
    }
    working -= 1;
  };
  function fill(): void {
    if (errors.length > 0 || isOver) return;
    while (working < most()) {
      working += 1;
      workers.push(worker());
    }
  }
  fill();
  // Each adds others before it ends itself.
  for (let next = workers.shift(); next !== undefined; next = workers.shift()) await next;
  if (errors.length > 0) {
    await iterator.return?.();
    throw errors[0];
  }
}

/** Waits for all of them, whatever fails; then the first failure is thrown. */
export async function allOf<const Works extends readonly Promise<unknown>[]>(
  works: Works,
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

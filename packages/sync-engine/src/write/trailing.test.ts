import { describe, expect, it } from 'vitest';
import { createTrailing, type Trailing } from './trailing.ts';

const slow = new Error('the slow one');
const quick = new Error('the quick one');

/** Lets whatever is ready go on. */
const passed = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

function thrownBy({ check }: Pick<Trailing, 'check'>): unknown {
  try {
    check();
    return 'nothing';
  } catch (error) {
    return error;
  }
}

describe('what trails behind', () => {
  it('throws nothing where nothing has failed', async () => {
    const trailing = createTrailing();
    const empty = await Promise.allSettled([trailing.ended()]);
    trailing.add(Promise.resolve('recorded'));
    expect([...empty, ...(await Promise.allSettled([trailing.ended()])), thrownBy(trailing)]).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'fulfilled', value: undefined },
      'nothing',
    ]);
  });

  it('is ended when the last of it is, and not when one has failed', async () => {
    const trailing = createTrailing();
    const one = Promise.withResolvers<void>();
    const seen: string[] = [];
    trailing.add(Promise.reject(quick));
    trailing.add(one.promise.then(() => seen.push('recorded')));
    const ended = trailing.ended().catch((error: unknown) => seen.push(`ended: ${String(error)}`));
    await passed();
    expect([...seen, thrownBy(trailing)]).toEqual([quick]);
    one.resolve();
    await ended;
    expect(seen).toEqual(['recorded', 'ended: Error: the quick one']);
  });

  it('throws what failed first, not what was added first, and does so each time', async () => {
    const trailing = createTrailing();
    const one = Promise.withResolvers<void>();
    trailing.add(one.promise);
    trailing.add(Promise.reject(quick));
    await passed();
    one.reject(slow);
    const first = await Promise.allSettled([trailing.ended()]);
    // Nothing is open by now, and still it is known.
    const again = await Promise.allSettled([trailing.ended()]);
    const rejected = { status: 'rejected', reason: quick };
    expect([...first, ...again, thrownBy(trailing), thrownBy(trailing)]).toEqual([
      rejected,
      rejected,
      quick,
      quick,
    ]);
  });

  it('says what was reported to it before the one that is waited for has come to its end', async () => {
    const trailing = createTrailing();
    const one = Promise.withResolvers<void>();
    trailing.add(one.promise);
    trailing.failed(quick);
    const early = thrownBy(trailing);
    one.reject(slow);
    expect([early, ...(await Promise.allSettled([trailing.ended()]))]).toEqual([
      quick,
      { status: 'rejected', reason: quick },
    ]);
  });

  it('takes a failure without an error for one', async () => {
    const trailing = createTrailing();
    trailing.failed(undefined);
    trailing.failed(slow);
    expect([thrownBy(trailing), ...(await Promise.allSettled([trailing.ended()]))]).toEqual([
      undefined,
      { status: 'rejected', reason: undefined },
    ]);
  });
});

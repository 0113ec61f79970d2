import type { Action } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { aCreate } from '../testing/actions.ts';
import { type BehindCame, createBehind } from './behind.ts';

const [first, second, third] = ['0000001', '0000002', '0000003'].map((id) => aCreate('started', { id }));
const full = new Error('the disk is full');

/** Lets whatever is ready go on. */
const passed = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

function playing() {
  const failures: unknown[] = [];
  const behind = createBehind((error) => failures.push(error));
  return {
    behind,
    failures,
    add(...sent: readonly (Action | undefined)[]): PromiseWithResolvers<BehindCame> {
      const record = Promise.withResolvers<BehindCame>();
      behind.add(
        sent.filter((one) => one !== undefined),
        record.promise,
      );
      return record;
    },
  };
}

describe('what is recorded behind the next write', () => {
  it('is forgotten as soon as it is durable, so that it grows with nothing', async () => {
    const { behind, add } = playing();
    const seen = [behind.actions()];
    const look = async (): Promise<void> => {
      await passed();
      seen.push(behind.actions());
    };
    const both = add(first, second);
    await look();
    const one = add(third);
    await look();
    both.resolve('applied');
    await look();
    one.resolve('applied');
    await look();
    expect(seen).toEqual([[], ['0000001', '0000002'], ['0000001', '0000002', '0000003'], ['0000003'], []]);
    expect(await behind.settled()).toEqual([]);
  });

  it('whose record is refused is in doubt: it stays until that is said, which is once', async () => {
    const { behind, failures, add } = playing();
    const made = add(first);
    const refused = add(second, third);
    const said = behind.settled();
    made.resolve('applied');
    refused.resolve('doubt');
    await passed();
    const seen = [await said, await behind.settled()];
    add(third).resolve('doubt');
    await passed();
    const open = behind.actions();
    seen.push(await behind.settled());
    expect({ seen, open, left: behind.actions(), failures }).toEqual({
      seen: [[second, third], [], [third]],
      open: ['0000003'],
      left: [],
      failures: [],
    });
  });

  it('and cannot be written is reported at once, and thrown when all others have come to their end', async () => {
    const { behind, failures, add } = playing();
    add(first).reject(full);
    const other = add(second);
    const seen: unknown[] = [];
    const settled = behind.settled().catch((error: unknown) => seen.push(error));
    await passed();
    const early = [...seen, ...failures];
    other.resolve('applied');
    await settled;
    expect({ early, seen, failures }).toEqual({ early: [full], seen: [full], failures: [full] });
    // It is not durable, so nothing more of its product may be sent.
    expect(behind.actions()).toEqual(['0000001']);
  });
});

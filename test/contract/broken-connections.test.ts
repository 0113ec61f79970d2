// Connections that break, within every few bytes of a request and of its answer: what a client may call certain.
// Invariant: a create is called "not sent" only when no byte of it has left, by the word of the library that writes it
// and by what has arrived; and what is called done is there once.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { type Fate, openBrokenWire } from '../support/broken-wire.ts';
import { outcomeOf, pictureFile, plantProduct, withStore } from '../support/one-store.ts';

/** More than a create's request and answer have, in bytes. */
const REQUEST_MAX = 1_400;
const ANSWER_MAX = 1_400;
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);

const fates: readonly (readonly [
  what: string,
  fates: readonly Fate[],
  applied: 'never' | 'always' | 'maybe',
])[] = [
  ['refused at once', range(0, 40, 1).map((): Fate => ({ is: 'refused' })), 'never'],
  [
    'cut within the request',
    range(0, REQUEST_MAX, 7).map((after): Fate => ({ is: 'cut request', after })),
    'maybe',
  ],
  [
    'closed within the answer',
    range(0, ANSWER_MAX, 11).map((after): Fate => ({ is: 'cut answer', after, how: 'close' })),
    'always',
  ],
  [
    'reset within the answer',
    range(0, ANSWER_MAX, 11).map((after): Fate => ({ is: 'cut answer', after, how: 'reset' })),
    'always',
  ],
  ['closed after each answer', range(0, 200, 1).map((): Fate => ({ is: 'closed when idle' })), 'maybe'],
  ['half open', range(0, 6, 1).map((): Fate => ({ is: 'half open' })), 'always'],
];

describe('a create over a connection that is', { timeout: 120_000 }, () => {
  it.each(fates)('%s', async (what, list, applied) => {
    await withStore({}, async ({ store, origin, clients }) => {
      const { productId } = plantProduct(store, 0);
      let fate: Fate = { is: 'whole' };
      const wire = await openBrokenWire(origin, () => fate);
      // The library's own word for "the request is being written", independent of what our code makes of it.
      let written = 0;
      const onWritten = (): void => {
        written += 1;
      };
      subscribe('undici:client:sendHeaders', onWritten);
      try {
        const { v3 } = clients({ api: wire.origin, writeTimeoutMs: 100 });
        const counts: Record<string, number> = {};
        const ends = new Map<string, string>();
        for (const [index, next] of list.entries()) {
          fate = next;
          const before = { received: wire.received, written };
          const description = `create ${index}`;
          const outcome = await outcomeOf(
            v3.createImage(productId, { imageFile: pictureFile(index) }, { description }),
          );
          const step = 'next' in outcome ? outcome.next : 'done';
          counts[step] = (counts[step] ?? 0) + 1;
          ends.set(description, step);
          if (step !== 'retry') continue;
          expect(
            { written: written - before.written, received: wire.received - before.received },
            `called certain: ${JSON.stringify(next)}`,
          ).toEqual({ written: 0, received: 0 });
        }
        process.stdout.write(`${list.length} creates over a connection ${what}: ${JSON.stringify(counts)}\n`);
        const made = (): Map<string, number> => timesMade(store.images(productId));
        if (applied === 'always') await expect.poll(() => made().size, { timeout: 20_000 }).toBe(list.length);
        if (applied === 'never') expect(made().size).toBe(0);
        // What was answered is there, what is certain not to be there is not, and nothing is there twice.
        for (const [description, step] of ends) {
          const times = made().get(description) ?? 0;
          expect({ step, times }).toEqual({
            step,
            times: step === 'done' ? 1 : step === 'retry' ? 0 : Math.min(1, times),
          });
        }
        expect(Object.keys(counts).filter((step) => !['done', 'reconcile', 'retry'].includes(step))).toEqual(
          [],
        );
      } finally {
        unsubscribe('undici:client:sendHeaders', onWritten);
        await wire.close();
      }
    });
  });
});

function timesMade(images: readonly { readonly description: string }[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { description } of images) times.set(description, (times.get(description) ?? 0) + 1);
  return times;
}

describe('a create that cannot even begin', { timeout: 120_000 }, () => {
  it.each([
    ['nobody listens', 40],
    ['no such name', 8],
    ['turned away on arrival', 40],
  ])('%s', async (what, attempts) => {
    await withStore({}, async ({ store, origin, clients }) => {
      const { productId } = plantProduct(store, 0);
      const wire = await openBrokenWire(
        origin,
        () => ({ is: 'whole' }),
        () => true,
      );
      if (what === 'nobody listens') await wire.close();
      let written = 0;
      const onWritten = (): void => {
        written += 1;
      };
      subscribe('undici:client:sendHeaders', onWritten);
      try {
        const api = what === 'no such name' ? 'https://no-such-host.invalid' : wire.origin;
        const { v3 } = clients({ api });
        for (let attempt = 0; attempt < attempts; attempt += 1) {
          const before = written;
          const outcome = await outcomeOf(v3.createImage(productId, { imageFile: pictureFile(attempt) }));
          expect(outcome).toEqual(
            written === before
              ? { class: 'not-sent', next: 'retry' }
              : { class: 'ambiguous', next: 'reconcile' },
          );
        }
        // A wire that turns everybody away may do so before or after the first byte; the other two come before.
        if (what !== 'turned away on arrival') expect(written).toBe(0);
        expect(store.images(productId)).toEqual([]);
        process.stdout.write(
          `${attempts} creates, ${what}: ${attempts - written} certain, ${written} unknown\n`,
        );
      } finally {
        unsubscribe('undici:client:sendHeaders', onWritten);
        if (what !== 'nobody listens') await wire.close();
      }
    });
  });
});

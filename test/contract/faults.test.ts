// Every fault of the sandbox, met by the clients alone: a read comes right or says that it did not, a write is one
// request and its error says what is certain.
import { type FaultName, faultTable } from '@cutover/sandbox-store';
import type { NextStep } from '@cutover/store-http';
import { describe, expect, it } from 'vitest';
import {
  factsOfRow,
  factsOfWire,
  outcomeOf,
  pictureFile,
  plantProduct,
  withStore,
} from '../support/one-store.ts';

type ApiFault = Exclude<FaultName, `picture-${string}`>;
// Those of pictures meet no request to the API; the sandbox's own tests show what they do.
const names = (Object.keys(faultTable) as FaultName[]).filter(isOfApi);
function isOfApi(name: FaultName): name is ApiFault {
  return faultTable[name].appliesTo !== 'pictures';
}
const impatient = { readTimeoutMs: 250, writeTimeoutMs: 250 };

/** Faults that give a list no client can tell from a right one, because V2 sends no totals. */
const silentInV2: ReadonlySet<FaultName> = new Set(['missing-page-row', 'repeated-page']);

describe.each(names.filter((name) => faultTable[name].appliesTo !== 'image writes'))(
  'a read under %s',
  (name) => {
    it('comes right when the fault has passed', async () => {
      await withStore({}, async ({ store, clients, wake }) => {
        const { productId } = plantProduct(store, 260);
        const { v2, v3 } = clients(impatient);
        const truth = store.images(productId).map(factsOfRow);
        store.failNext({ path: /v3\/.*images/ }, name);
        expect((await v3.listImages(productId)).map(factsOfWire)).toEqual(truth);
        store.failNext({ path: /v3\/.*images\?page=2/ }, name);
        expect((await v3.listImages(productId)).map(factsOfWire)).toEqual(truth);
        store.failNext({ path: /v2\/.*page=2/ }, name);
        const reading = v2.listImages(productId);
        if (name === 'missing-page-row') expect((await reading).length).toBe(259);
        else expect((await reading).map(factsOfWire)).toEqual(truth);
        await wake();
        await expect.poll(() => store.requests().filter(({ fault }) => fault === name).length).toBe(3);
      });
    });

    it('ends with a typed error when it does not pass', async () => {
      await withStore({}, async ({ store, clients }) => {
        const { productId } = plantProduct(store, 3);
        const { v2, v3 } = clients({ ...impatient, readTimeoutMs: 60, readAttempts: 2 });
        store.failNext({}, name, 1_000);
        const failure = expect.toSatisfy(isOutcome, 'the whole truth or a typed error');
        expect(await outcomeOf(v3.listImages(productId))).toEqual(failure);
        if (!silentInV2.has(name)) expect(await outcomeOf(v2.listImages(productId))).toEqual(failure);

        function isOutcome(outcome: unknown): boolean {
          if (Array.isArray(outcome)) return outcome.length === 3;
          return typeof outcome === 'object' && outcome !== null && 'class' in outcome && 'next' in outcome;
        }
      });
    });
  },
);

// What is certain after a create: `next`, and how many images the store then has of it.
const afterCreate: Readonly<Record<ApiFault, { next: NextStep | 'none'; applied: number }>> = {
  'rate-limit': { next: 'retry', applied: 0 },
  'rate-limit-bare': { next: 'retry', applied: 0 },
  'error-before': { next: 'reconcile', applied: 0 },
  'error-after': { next: 'reconcile', applied: 1 },
  'reset-before': { next: 'reconcile', applied: 0 },
  'reset-after': { next: 'reconcile', applied: 1 },
  hang: { next: 'reconcile', applied: 0 },
  slow: { next: 'reconcile', applied: 1 },
  'late-effect': { next: 'reconcile', applied: 1 },
  truncated: { next: 'reconcile', applied: 1 },
  malformed: { next: 'reconcile', applied: 1 },
  'html-error': { next: 'reconcile', applied: 0 },
  'html-200': { next: 'reconcile', applied: 0 },
  'wrong-length': { next: 'reconcile', applied: 1 },
  'duplicate-effect': { next: 'none', applied: 2 },
  // Faults of lists do nothing to a write.
  'repeated-page': { next: 'none', applied: 1 },
  'null-value': { next: 'none', applied: 1 },
  'missing-page-row': { next: 'none', applied: 1 },
};

describe.each(names)('a write under %s', (name) => {
  it('is one request, and its error says what is certain', async () => {
    await withStore({}, async ({ store, clients, wake }) => {
      const { productId } = plantProduct(store, 0);
      const { v3 } = clients(impatient);
      store.failNext({ method: 'POST' }, name);
      const outcome = await outcomeOf(v3.createImage(productId, { imageFile: pictureFile(1) }));
      await wake();
      await expect.poll(() => store.images(productId).length).toBe(afterCreate[name].applied);
      expect('next' in outcome ? outcome.next : 'none').toBe(afterCreate[name].next);
      expect(store.requests().map(({ method, fault }) => `${method} ${fault}`)).toEqual([`POST ${name}`]);
    });
  });
});

describe('a status becomes a class', () => {
  it.each([500, 501, 502, 503, 504, 505, 507, 599])('%i', async (status) => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId } = plantProduct(store, 1);
      store.failNext({ method: 'POST' }, { name: 'error-before', status });
      const never = status === 501 || status === 505;
      expect(await outcomeOf(v3.createImage(productId, { imageFile: pictureFile(1) }))).toEqual(
        never
          ? { class: 'never', next: 'fail-action', status }
          : { class: 'ambiguous', next: 'reconcile', status },
      );
      store.failNext({ method: 'GET' }, { name: 'error-before', status });
      const read = await outcomeOf(v3.listImages(productId));
      if (never) expect(read).toEqual({ class: 'never', next: 'fail-action', status });
      else expect(read).toMatchObject([{ product_id: productId }]);
    });
  });
});

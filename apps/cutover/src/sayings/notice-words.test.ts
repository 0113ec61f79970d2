import type { Notice } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { noticeWords } from './notice-words.ts';

it.each<[Notice, string]>([
  [
    { code: 'enough-failures', failures: 3, most: 2 },
    'stopped after 3 failures (--stop-after-failures 2); nothing new was begun, the same command continues',
  ],
  [
    { code: 'rows-lost' },
    'the journal has lost rows, or another one was here before: waiting until no unknown write can still arrive',
  ],
  [
    { code: 'pace-changed', by: 'command', quotaShare: 0.5, concurrency: 4 },
    'now 50% of the quota, at most 4 requests at once, as `cutover pace` asked',
  ],
  [{ code: 'pace-changed', by: 'command', quotaShare: 0.05 }, 'now 5% of the quota, as `cutover pace` asked'],
  [{ code: 'pace-changed', by: 'key', quotaShare: 0.8 }, 'now 80% of the quota, as a key asked'],
  [{ code: 'writes-unanswered' }, 'several writes got no answer: waiting until they are settled'],
  [
    { code: 'batch-off', why: 'incomplete', products: 1 },
    'the target does not show all images that it was sent in a product update: from here on each image gets a request of its own',
  ],
  [
    { code: 'batch-off', why: 'fields-differ', products: 1 },
    'the target shows other texts or places than it was sent in a product update: from here on each image gets a request of its own',
  ],
  [
    { code: 'batch-off', why: 'refused', products: 3, says: { code: 'reported', text: '422: no' } },
    'the target has refused an update of 3 products (422: no): from here on each image gets a request of its own',
  ],
  [
    { code: 'batch-off', why: 'unanswered', products: 1 },
    'the target has not answered a product update: from here on each image gets a request of its own',
  ],
  [
    { code: 'product-moved', productId: 7, dropped: 1, added: 2 },
    'target product 7 has changed since it was planned: 1 action dropped, 2 added',
  ],
  [
    { code: 'images-unmet', images: 1 },
    '1 image is on products of the target that have no counterpart on the source: not compared, and left alone',
  ],
  [
    { code: 'images-unmet', images: 4 },
    '4 images are on products of the target that have no counterpart on the source: not compared, and left alone',
  ],
  [
    { code: 'option-values-copied' },
    'swatches are written: a product that uses a global option set of V2 gets its own copies of the option values, with new ids',
  ],
  [
    { code: 'v2-gone' },
    'V2 does not answer any more, so the number of images that V3 lists could not be checked',
  ],
  [
    { code: 'v2-uncounted', store: 'abc' },
    'V2 of store abc gives no count of images, so the number that V3 lists could not be checked',
  ],
  [
    { code: 'v2-uncounted', store: 'abc', why: 'answered 500' },
    'V2 of store abc gives no count of images (answered 500), so the number that was listed could not be checked',
  ],
  [
    { code: 'v2-unheard', store: 'abc' },
    'V2 of store abc lists no products, so nothing was compared with V2',
  ],
  [
    { code: 'v2-unheard', store: 'abc', why: 'answered 500' },
    'V2 of store abc does not answer (answered 500), so nothing was compared with V2',
  ],
  [
    { code: 'long-wait', store: 'abc', askedMs: 3_600_000, believedMs: 600_000 },
    'Store abc asks to wait 1 h 00 min; waiting at most 10 min 00 s.',
  ],
  [
    { code: 'long-wait', store: 'abc', askedMs: 600_000, believedMs: 600_000 },
    "Store abc asks to wait 10 min 00 s, which is longer than its quota's window.",
  ],
])('%j says %j', (notice, words) => {
  expect(noticeWords(notice)).toBe(words);
});

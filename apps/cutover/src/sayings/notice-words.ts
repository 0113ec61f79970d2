// What a notice of the engine says, the one place that puts its code and facts into words.
import type { Notice } from '@cutover/sync-engine';
import { percentText } from '../command-line/read-value.ts';
import { counted, duration, number } from '../terminal/quantities.ts';
import { sayingWords } from './saying-words.ts';

export function noticeWords(notice: Notice): string {
  switch (notice.code) {
    case 'enough-failures':
      return `stopped after ${notice.failures} failures (--stop-after-failures ${notice.most}); nothing new was begun, the same command continues`;
    case 'rows-lost':
      return 'the journal has lost rows, or another one was here before: waiting until no unknown write can still arrive';
    case 'writes-unanswered':
      return 'several writes got no answer: waiting until they are settled';
    case 'option-values-copied':
      return 'swatches are written: a product that uses a global option set of V2 gets its own copies of the option values, with new ids';
    case 'batch-off':
      return `${batchOffWords(notice)}: from here on each image gets a request of its own`;
    case 'product-moved':
      return `target product ${notice.productId} has changed since it was planned: ${counted(notice.dropped, 'action')} dropped, ${number(notice.added)} added`;
    case 'images-unmet': {
      const images = notice.images === 1 ? '1 image is' : `${notice.images} images are`;
      return `${images} on products of the target that have no counterpart on the source: not compared, and left alone`;
    }
    case 'v2-gone':
      return 'V2 does not answer any more, so the number of images that V3 lists could not be checked';
    case 'v2-uncounted':
      return notice.why === undefined
        ? `V2 of store ${notice.store} gives no count of images, so the number that V3 lists could not be checked`
        : `V2 of store ${notice.store} gives no count of images (${notice.why}), so the number that was listed could not be checked`;
    case 'v2-unheard': {
      const why = notice.why === undefined ? 'lists no products' : `does not answer (${notice.why})`;
      return `V2 of store ${notice.store} ${why}, so nothing was compared with V2`;
    }
    case 'pace-changed': {
      const { quotaShare, concurrency } = notice;
      const now = [
        ...(quotaShare === undefined ? [] : [`${percentText(quotaShare)} of the quota`]),
        ...(concurrency === undefined
          ? []
          : [`at most ${concurrency === 1 ? '1 request' : `${concurrency} requests`} at once`]),
      ];
      // The figures first: a narrow screen cuts the rest.
      return `now ${now.join(', ')}, as ${notice.by === 'key' ? 'a key' : '`cutover pace`'} asked`;
    }
    case 'long-wait': {
      const asked = `Store ${notice.store} asks to wait ${duration(notice.askedMs)}`;
      return notice.believedMs < notice.askedMs
        ? `${asked}; waiting at most ${duration(notice.believedMs)}.`
        : `${asked}, which is longer than its quota's window.`;
    }
  }
}

function batchOffWords({ why, products, says }: Extract<Notice, { code: 'batch-off' }>): string {
  const request = products === 1 ? 'a product update' : `an update of ${products} products`;
  switch (why) {
    case 'incomplete':
      return `the target does not show all images that it was sent in ${request}`;
    case 'fields-differ':
      return `the target shows other texts or places than it was sent in ${request}`;
    case 'refused':
      return `the target has refused ${request}${says === undefined ? '' : ` (${sayingWords(says)})`}`;
    case 'unanswered':
      return `the target has not answered ${request}`;
  }
}
